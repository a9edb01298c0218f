import ArgumentParser
import Primitives
import StreamRuntime
import StreamSQL
import TerminalKit

struct SQLRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the statements of a script over files, until their input ends.",
        discussion: """
            Queries show their rows, inserts write into their tables. ${NAME} in the script stands for an environment variable.

            Examples:
              INPUT=/tmp/orders.json bss sql run orders.sql --parallelism 2 --counters
              echo "SELECT CAST(1.005 AS DECIMAL(10, 2)) AS rounded" | bss sql run -
            """
    )

    @Argument(help: "The script, - for standard input.") var file: String
    @Option(help: "How many workers share the keys, each on a core of its own.") var parallelism = 1
    @Flag(help: "Show what each operator did, on standard error.") var counters = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard 1...JobGraph.parallelismMax ~= parallelism else {
            throw ValidationError("--parallelism is 1 to \(JobGraph.parallelismMax)")
        }
    }

    func run() async throws {
        let script = try SQLScript(file: file)
        try script.bind { _, bound in
            switch bound {
            case .declared: break
            case .text(let text): Terminal.write(text + "\n")
            case .table(let columns, let rows): show(columns, rows)
            case .query(let plan): try run(plan)
            case .job(let inserts): try run(inserts)
            }
        }
    }

    private func show(_ columns: [String], _ rows: [[String?]]) {
        output.show(
            columns.map { .text($0) },
            rows.map { row in
                let members = zip(columns, row).map { ($0, $1.map(JSON.string) ?? .null) }
                return (row.map { $0 ?? "NULL" }, .object(JSONObject(members)))
            }
        )
    }

    private func run(_ plan: LogicalPlan) throws {
        let graph = JobGraph(parallelism: parallelism, open: TableConnectors.open)
        var rows: [[String?]] = []
        let kinds = ["+I", "-U", "+U", "-D"]
        let showsKinds = plan.emitsUpdates
        let sink = CallbackSink { batch in
            for (index, row) in RowText.cells(batch, plan.schema.types).enumerated() {
                rows.append((showsKinds ? [kinds[Int(batch.kind(index).rawValue)]] : []) + row)
            }
        }
        try graph.add(plan, into: sink, table: "result", intake: Binder.Intake(.all))
        try run(graph)
        show((showsKinds ? ["op"] : []) + plan.schema.columns.map(\.name), rows)
    }

    private func run(_ inserts: [Binder.BoundInsert]) throws {
        let graph = JobGraph(parallelism: parallelism, open: TableConnectors.open)
        for insert in inserts {
            try TableConnectors.add(insert, to: graph) { Terminal.write($0 + "\n") }
        }
        try run(graph)
    }

    private func run(_ graph: JobGraph) throws {
        try BoundedJob(graph).run()
        let skipped = graph.skipped
        if skipped.records + skipped.fields > 0 {
            Terminal.writeError(
                "left out: \(skipped.records) records, \(skipped.fields) fields that could not be read\n"
            )
        }
        guard counters else { return }
        let rows = graph.counters.map { counter in
            [
                counter.name, "\(counter.rowsIn)", "\(counter.rowsOut)", "\(counter.counts.lateRows)",
                "\(counter.counts.keys)", "\(counter.busyNanoseconds / 1_000_000)",
            ]
        }
        let columns: [TextTable.Column] = [
            .text("operator"), .number("rows in"), .number("rows out"), .number("late"), .number("keys"),
            .number("busy ms"),
        ]
        Terminal.writeError(TextTable(columns, rows).render(style: Style(isOn: false)))
    }
}
