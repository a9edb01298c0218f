import ArgumentParser
import Primitives
import TerminalKit

struct FraudReport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Show how well each rule does, by the decisions on its alerts.",
        discussion: """
            Precision is the share of confirmed alerts among those confirmed or dismissed. Recall is the share of customers with
            confirmed fraud on whom the rule alerted. Time to detect runs from the event to the case. Rules in shadow open
            no cases, so they have a recall and no precision.

            Examples:
              bss fraud report
              bss fraud report --since 2026-11-01 --format json
            """
    )

    @Option(help: ArgumentHelp("Only alerts from this time on, such as 2026-11-01.", valueName: "time"))
    var since: String?

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let since, Timestamp(since) == nil {
            throw ValidationError(
                "--since '\(since)' is no time. Write it as 2026-11-21 or 2026-11-21T07:00:00Z."
            )
        }
    }

    func run() async throws {
        let path = "/bss/v1/fraud/report" + (since.map { "?since=\(BSSClient.escaped($0))" } ?? "")
        let lines = try await server.withClient { try await $0.json("GET", path) }
        output.show(
            [
                .text("rule"), .number("alerts"), .number("a day"), .number("confirmed"), .number("false"),
                .number("unclear"), .number("precision"), .number("recall"), .number("mean to detect"),
                .number("slowest"),
            ],
            (lines.array ?? []).map { line in
                let name = line["rule"]?.string ?? ""
                let cells = [
                    line["shadow"]?.bool == true ? "\(name) (shadow)" : name, Self.count(line["alerts"]),
                    line["alertsPerDay"]?.number?.text ?? "", Self.count(line["confirmed"]),
                    Self.count(line["falsePositive"]), Self.count(line["inconclusive"]), Self.share(line["precision"]),
                    Self.share(line["recall"]), Self.duration(line["meanMillisecondsToDetect"]),
                    Self.duration(line["slowestMillisecondsToDetect"]),
                ]
                return (cells, line)
            }
        )
    }

    private static func count(_ value: JSON?) -> String { Readable.count(value?.integer ?? 0) }

    private static func share(_ value: JSON?) -> String {
        guard let share = value?.number?.approximate else { return "-" }
        return "\(Int((share * 100).rounded())) %"
    }

    private static func duration(_ value: JSON?) -> String {
        Readable.duration(seconds: Double(value?.integer ?? 0) / 1_000)
    }
}
