import ArgumentParser
import StreamSQL
import TerminalKit

struct SQLCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say whether scripts are right, without running them.",
        discussion: """
            Example:
              bss sql check jobs/*.sql
            """
    )

    @Argument(help: "The scripts, - for standard input.") var files: [String]

    func run() async throws {
        var failed = 0
        for file in files {
            do {
                let script = try SQLScript(file: file)
                try script.bind { _, _ in }
                Terminal.write("\(file): \(script.script.statements.count) statements are right\n")
            } catch let report as ErrorReport {
                failed += 1
                Terminal.writeError(report.render(style: .of(descriptor: 2)))
            }
        }
        if failed > 0 { throw ExitCode(1) }
    }
}
