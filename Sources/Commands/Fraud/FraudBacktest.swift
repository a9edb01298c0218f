import ArgumentParser
import Domain
import Primitives
import TerminalKit

struct FraudBacktest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Run rules over the past without publishing, and compare their alerts with the decisions on cases.",
        discussion: """
            The file is a job such as jobs/fraud-detection.sql. Its INSERTs are run over what the topics hold, and what they
            would have written is counted instead. Precision is the share of customers with confirmed fraud among those
            alerted on whose cases were decided; recall is the share of customers with confirmed fraud that are alerted on.
            Cases count that were opened since then.

            Examples:
              bss fraud backtest rules/high-value.sql --since 24h
              bss fraud backtest jobs/fraud-detection.sql --since 2026-11-01 --format json
            """
    )

    /// Cases that are asked for at once.
    private static let casesAtOnce = 1_000
    /// Customers that are shown, those with the most alerts.
    private static let customersShown = 10

    @Argument(help: ArgumentHelp("The script, - for standard input.", valueName: "rule.sql")) var file: String
    @Option(help: "Read from this time on: 2026-11-21T07:00:00Z, or 90s, 15m, 24h, 30d ago; all without it.")
    var since: String?
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let since, Consume.time(since) == nil {
            throw ValidationError("--since \(since) is neither a time nor a span.")
        }
    }

    func run() async throws {
        let script = try SQLScript(file: file)
        let since = since.flatMap { Consume.time($0) }
        let backtest = try await server.withClient { client in
            var backtest = Backtest()
            for entry in try await Self.cases(client, since) { backtest.label(entry) }
            try await Self.run(script, since, client, into: &backtest)
            return backtest
        }
        show(backtest)
    }

    private static func run(
        _ script: SQLScript,
        _ since: Timestamp?,
        _ client: BSSClient,
        into backtest: inout Backtest
    ) async throws {
        var body: [(String, JSON)] = [("script", .string(script.source)), ("dryRun", true), ("follow", false)]
        if let since { body.append(("since", .string(since.description))) }
        do {
            try await client.lines("/bss/v1/sql", body: .object(JSONObject(body))) { line in
                if let error = line["error"] {
                    let hint = error["message"]?.string
                    throw ErrorReport(error["reason"]?.string ?? "the rules failed", hint: hint)
                }
                backtest.take(line)
            }
        } catch let refusal as ServerRefusal where refusal.code == "invalidSQL" {
            throw ErrorReport("\(script.name) is not right", why: refusal.reason.message)
        }
        guard backtest.hasTables else {
            throw ErrorReport(
                "\(script.name) inserts nothing",
                hint: "a rule is an INSERT INTO fraud_alerts SELECT ..., see jobs/fraud-detection.sql"
            )
        }
    }

    /// The cases that were decided and opened since then.
    private static func cases(_ client: BSSClient, _ since: Timestamp?) async throws -> [JSON] {
        let start = since?.description ?? ""
        var path: String? =
            "\(ResourceKind.fraudCase.schema.path)?state=confirmed,falsePositive,closed&limit=\(casesAtOnce)"
        var cases: [JSON] = []
        while let next = path {
            let page = try await client.page(next)
            // Timestamps of one form compare as texts.
            cases += page.items.filter { ($0["openedAt"]?.string ?? "") >= start }
            path = page.next
        }
        return cases
    }

    private func show(_ backtest: Backtest) {
        output.show(
            [
                .text("rule"), .number("alerts"), .number("warning"), .number("critical"), .number("customers"),
                .number("confirmed"), .number("false"), .number("precision"), .number("recall"),
            ],
            backtest.lines.map { line in
                let cells = [
                    line.name, Readable.count(Int64(line.alerts)), Readable.count(Int64(line.warnings)),
                    Readable.count(Int64(line.criticals)), Readable.count(Int64(line.customers)),
                    Readable.count(Int64(line.confirmed)), Readable.count(Int64(line.falsePositives)),
                    Self.share(line.precision), Self.share(line.recall),
                ]
                return (cells, line.json)
            }
        )
        let top = backtest.customers.prefix(Self.customersShown)
        guard !top.isEmpty else { return }
        if output.format == .table { Terminal.write("\n") }
        output.show(
            [.text("customer"), .number("alerts"), .number("score"), .text("rules"), .text("decided")],
            top.map { customer in
                let cells = [
                    customer.id, Readable.count(Int64(customer.alerts)), customer.score, customer.rules,
                    customer.decision ?? "-",
                ]
                return (cells, customer.json)
            }
        )
    }

    private static func share(_ share: Double?) -> String { share.map { "\(Int(($0 * 100).rounded())) %" } ?? "-" }
}
