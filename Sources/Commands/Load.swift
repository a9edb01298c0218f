import ArgumentParser
import Logging
import Primitives
import Server
import TerminalKit
import Workloads

struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Send orders at a fixed rate, measure the answers, and audit what was acknowledged.",
        discussion: """
            The load is open-loop: requests go out when they are due, whatever the server makes of them, and their time
            counts from when they were due. Afterwards every acknowledged write is read back. The exit status is 1 if a
            request failed or an acknowledged write is missing, doubled or different.

            Examples:
              bss load --rate 500 --seconds 10
              bss load --rate 2000 --seconds 60 --url http://127.0.0.1:9000 --journal writes.ndjson
            """
    )

    @Option(help: "Requests a second.") var rate: Double = 100
    @Option(help: "Seconds to keep it up.") var seconds: Double = 10
    @Option(help: "The address of the server.") var url = "http://127.0.0.1:8080"
    @Option(help: "Customers to create, who then order.") var customers = 200
    @Option(help: "Connections at once.") var connections = 64
    @Option(help: "Decides who orders what.") var seed: UInt64 = 1
    @Flag(help: "Orders only, without reads.") var ordersOnly = false
    @Flag(help: "Leave the audit out.") var withoutAudit = false
    @Option(help: ArgumentHelp("Also note every write in this file, as NDJSON.", valueName: "file")) var journal:
        String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try await ServerOptions.parse([]).settings()
        let key = settings.text("client.key")
        let writes = try WriteJournal(file: journal)
        var logger = Logger(label: "load")
        logger.logLevel = .error
        let generator = try LoadGenerator(
            LoadConfiguration(
                url: url,
                apiKey: key.isEmpty ? nil : key,
                rate: rate,
                seconds: seconds,
                connections: connections,
                customers: customers,
                seed: seed,
                mix: ordersOnly ? .ordersOnly : LoadMix()
            ),
            journal: writes,
            logger: logger
        )
        let bar = ProgressBar("load")
        let result = try await generator.run { progress in
            let fraction = progress.total == 0 ? 1 : Double(progress.done) / Double(progress.total)
            bar.update(fraction, note: "\(progress.phase.rawValue), \(progress.counts.acknowledged) acknowledged")
        }
        bar.finish()
        show(result)
        var isClean = true
        if !withoutAudit {
            let audited = ProgressBar("audit")
            let audit = try await Auditor.audit(writes.entries, url: url, apiKey: key.isEmpty ? nil : key) {
                done,
                total in
                audited.update(total == 0 ? 1 : Double(done) / Double(total))
            }
            audited.finish()
            isClean = audit.isClean
            report(audit)
        }
        if result.counts.failed > 0 || !isClean { throw ExitCode(1) }
    }

    private func show(_ result: LoadResult) {
        let counts = result.counts
        let refused = counts.refused.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        func line(_ name: String, _ latency: LatencySummary) -> (cells: [String], json: JSON) {
            let values = [latency.p50, latency.p90, latency.p99, latency.p999, latency.max]
            let names = ["p50", "p90", "p99", "p99.9", "max"]
            let json = JSONObject(
                [("requests", .string(name)), ("answered", .integer(Int64(latency.count)))]
                    + zip(names, values).map { ($0, Self.number($1)) }
            )
            return ([name, Readable.count(Int64(latency.count))] + values.map { Self.number($0).text }, .object(json))
        }
        output.show(
            [
                .text("requests"), .number("answered"), .number("p50 ms"), .number("p90 ms"), .number("p99 ms"),
                .number("p99.9 ms"), .number("max ms"),
            ],
            [line("orders", result.orders), line("reads", result.reads)]
        )
        let summary: JSON = [
            "acknowledged": .integer(Int64(counts.acknowledged)), "refused": .integer(Int64(counts.refusedTotal)),
            "failed": .integer(Int64(counts.failed)), "notSent": .integer(Int64(counts.notSent)),
            "perSecond": Self.number(result.achievedRate),
        ]
        output.show(
            [
                .number("acknowledged"), .number("refused"), .number("failed"), .number("not sent"),
                .number("per second"),
                .text("refusals by status"),
            ],
            [
                (
                    [
                        Readable.count(Int64(counts.acknowledged)), Readable.count(Int64(counts.refusedTotal)),
                        Readable.count(Int64(counts.failed)), Readable.count(Int64(counts.notSent)),
                        Self.number(result.achievedRate).text, refused,
                    ], summary
                )
            ]
        )
    }

    private func report(_ audit: AuditResult) {
        let problems = AuditFinding.Problem.allCases.map { ($0, audit.count($0)) }.filter { $0.1 > 0 }
        let json: JSON = [
            "audited": .integer(Int64(audit.checked)), "confirmed": .integer(Int64(audit.confirmed)),
            "problems": .object(JSONObject(problems.map { ($0.0.rawValue, .integer(Int64($0.1))) })),
        ]
        output.show(
            [.number("audited"), .number("confirmed"), .text("problems")],
            [
                (
                    [
                        Readable.count(Int64(audit.checked)), Readable.count(Int64(audit.confirmed)),
                        problems.isEmpty
                            ? "none" : problems.map { "\($0.0.rawValue): \($0.1)" }.joined(separator: ", "),
                    ], json
                )
            ]
        )
        for finding in audit.findings { Terminal.writeError("\(finding.entry.reference): \(finding.detail)\n") }
    }

    private static func number(_ value: Double) -> JSON {
        let hundredths = Int64((value * 100).rounded())
        return .number(JSONNumber(validated: Decimal64(coefficient: hundredths, scale: 2).description))
    }
}
