import ArgumentParser
import StreamSQL
import TerminalKit

struct SQLExplain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show the plans of a script's queries and inserts, with watermarks and changelog modes.",
        discussion: """
            Example:
              bss sql explain jobs/orders.sql
            """
    )

    @Argument(help: "The script, - for standard input.") var file: String

    func run() async throws {
        let script = try SQLScript(file: file)
        try script.bind { _, bound in
            switch bound {
            case .declared, .table: break
            case .text(let text): Terminal.write(text + "\n")
            case .query(let plan): Terminal.write(plan.explained() + "\n\n")
            case .job(let inserts):
                for insert in inserts {
                    Terminal.write("Sink(table=[\(insert.table.name)])\n" + insert.plan.explained(depth: 1) + "\n\n")
                }
            }
        }
    }
}
