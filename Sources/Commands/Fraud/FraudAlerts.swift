import ArgumentParser
import Operations
import Primitives
import TerminalKit

struct FraudAlerts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "List the alerts of the fraud rules, newest first, and what became of them.",
        discussion: """
            Examples:
              bss fraud alerts --state open
              bss fraud alerts --rule high-value --state falsePositive
              bss fraud alerts --state shadow --format json
            """
    )

    @Option(help: "open, shadow, confirmed, falsePositive or inconclusive; all without it.")
    var state: String?

    @Option(help: "Only those of this rule.")
    var rule: String?

    @Option(help: "How many at most.")
    var limit = 100

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let state, FraudAlertEntry.State(rawValue: state) == nil {
            let names = FraudAlertEntry.State.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("There is no state '\(state)'. Choose one of: \(names).")
        }
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit must be 1 to 1000.") }
    }

    func run() async throws {
        var path = "/bss/v1/fraud/alerts?limit=\(limit)"
        if let state { path += "&state=\(state)" }
        if let rule { path += "&rule=\(BSSClient.escaped(rule))" }
        let alerts = try await server.withClient { [path] in try await $0.json("GET", path) }
        output.show(
            [
                .text("at"), .text("rule"), .text("severity"), .number("score"), .number("observed"),
                .number("threshold"), .text("state"), .text("order or customer"), .text("case"),
            ],
            (alerts.array ?? []).map { entry in
                let alert = entry["alert"]
                let cells = [
                    alert?["eventTime"]?.string ?? entry["takenAt"]?.string ?? "",
                    "\(alert?["rule"]?.string ?? "") v\(alert?["ruleVersion"]?.integer ?? 0)",
                    alert?["severity"]?.string ?? "", alert?["score"]?.number?.text ?? "",
                    alert?["observed"]?.number?.text ?? "", alert?["threshold"]?.number?.text ?? "",
                    entry["state"]?.string ?? "",
                    alert?["orderId"]?.string ?? alert?["customerId"]?.string ?? "", entry["caseId"]?.string ?? "",
                ]
                return (cells, entry)
            }
        )
    }
}
