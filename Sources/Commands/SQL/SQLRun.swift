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
              INPUT=/tmp/orders.json bss sql run orders.sql
              echo "SELECT CAST(1.005 AS DECIMAL(10, 2)) AS rounded" | bss sql run -
            """
    )

    @Argument(help: "The script, - for standard input.") var file: String
    @Flag(help: "Show what each operator did, on standard error.") var counters = false
    @OptionGroup var output: OutputOptions

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
        let builder = JobBuilder(open: TableConnectors.open)
        var rows: [[String?]] = []
        let kinds = ["+I", "-U", "+U", "-D"]
        let showsKinds = plan.emitsUpdates
        let sink = CallbackSink { batch in
            for (index, row) in RowText.cells(batch, plan.schema.types).enumerated() {
                rows.append((showsKinds ? [kinds[Int(batch.kind(index).rawValue)]] : []) + row)
            }
        }
        try builder.add(plan, into: sink, table: "result", allowsChanges: true)
        try run(builder)
        show((showsKinds ? ["op"] : []) + plan.schema.columns.map(\.name), rows)
    }

    private func run(_ inserts: [Binder.BoundInsert]) throws {
        let builder = JobBuilder(open: TableConnectors.open)
        for insert in inserts {
            let (sink, allowsChanges) = try TableConnectors.sink(insert.table, columns: insert.columns) {
                Terminal.write($0 + "\n")
            }
            try builder.add(insert.plan, into: sink, table: insert.table.name, allowsChanges: allowsChanges)
        }
        try run(builder)
    }

    private func run(_ builder: JobBuilder) throws {
        let job = BoundedJob(builder)
        try job.run()
        let skipped = job.skipped
        if skipped.records + skipped.fields > 0 {
            Terminal.writeError(
                "left out: \(skipped.records) records, \(skipped.fields) fields that could not be read\n"
            )
        }
        guard counters else { return }
        let rows = job.counters.map { counter in
            [
                counter.name, "\(counter.rowsIn)", "\(counter.rowsOut)", "\(counter.counts.lateRows)",
                "\(counter.counts.keys)",
            ]
        }
        let columns: [TextTable.Column] = [
            .text("operator"), .number("rows in"), .number("rows out"), .number("late"), .number("keys"),
        ]
        Terminal.writeError(TextTable(columns, rows).render(style: Style(isOn: false)))
    }
}
