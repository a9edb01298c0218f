import ArgumentParser
import Domain
import Primitives
import TerminalKit

struct FraudCases: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cases",
        abstract: "List fraud cases, the longest-waiting first: those that await a decision, or those of one state.",
        discussion: """
            Examples:
              bss fraud cases
              bss fraud cases --state confirmed
              bss fraud cases --state all --format json
            """
    )

    @Option(
        help: ArgumentHelp(
            "new, assigned, inReview, confirmed, falsePositive, inconclusive, closed; open for those that await a "
                + "decision; all.",
            valueName: "state"
        )
    )
    var state = "open"

    @Option(help: "How many at most.")
    var limit = 100

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    /// The states that are asked for; nil for all.
    private var states: [FraudCaseState]? {
        switch state {
        case "all": nil
        case "open": FraudCaseState.allCases.filter(\.isOpen)
        default: FraudCaseState(rawValue: state).map { [$0] } ?? []
        }
    }

    func validate() throws {
        if states?.isEmpty == true {
            let names = FraudCaseState.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("There is no state '\(state)'. Choose one of: open, all, \(names).")
        }
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit must be 1 to 1000.") }
    }

    func run() async throws {
        var path = "\(ResourceKind.fraudCase.schema.path)?sort=openedAt&limit=\(limit)"
        if let states { path += "&state=" + states.map(\.rawValue).joined(separator: ",") }
        let (cases, _, _) = try await server.withClient { [path] in try await $0.page(path) }
        output.show(
            [
                .text("case"), .text("state"), .text("severity"), .number("score"), .number("alerts"), .text("rule"),
                .text("customer"), .text("assignee"), .text("opened"),
            ],
            cases.map { entry in
                let party = entry["relatedParty"]?.array?.first
                let cells = [
                    entry["id"]?.string ?? "", entry["state"]?.string ?? "", entry["severity"]?.string ?? "",
                    entry["score"]?.number?.text ?? "", String(entry["alertCount"]?.integer ?? 0),
                    entry["rule"]?.string ?? "", party?["name"]?.string ?? party?["id"]?.string ?? "",
                    entry["assignee"]?.string ?? "", entry["openedAt"]?.string ?? "",
                ]
                return (cells, entry)
            }
        )
    }
}

struct FraudShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one case: who moved it when and why, its newest alerts, its notes.",
        discussion: """
            Example:
              bss fraud show CASE --format json
            """
    )

    @Argument(help: ArgumentHelp("The case's id.", valueName: "case")) var id: String
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let entry = try await server.withClient {
            try await $0.json("GET", "\(ResourceKind.fraudCase.schema.path)/\(BSSClient.escaped(id))")
        }
        if output.format == .json { return Terminal.write(entry.text + "\n") }
        var rows: [(cells: [String], json: JSON)] = []
        for step in entry["transition"]?.array ?? [] {
            rows.append(
                (
                    [
                        step["at"]?.string ?? "", step["to"]?.string ?? "", step["actor"]?.string ?? "",
                        step["reason"]?.string ?? "",
                    ], step
                )
            )
        }
        for alert in entry["alert"]?.array ?? [] {
            let text = ["observed", "threshold"].map { "\($0) \(alert[$0]?.number?.text ?? "-")" }
            rows.append(
                (
                    [
                        alert["eventTime"]?.string ?? "", "alert", entry["rule"]?.string ?? "",
                        "\(alert["severity"]?.string ?? ""), score \(alert["score"]?.number?.text ?? ""), "
                            + text.joined(separator: ", "),
                    ], alert
                )
            )
        }
        for note in entry["note"]?.array ?? [] {
            rows.append(
                (
                    [
                        note["date"]?.string ?? "", "note", note["author"]?.string ?? "", note["text"]?.string ?? "",
                    ], note
                )
            )
        }
        rows.sort { $0.cells[0] < $1.cells[0] }
        output.show([.text("at"), .text("what"), .text("by"), .text("why")], rows)
    }
}
