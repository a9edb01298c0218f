import ArgumentParser
import Domain
import Primitives
import TerminalKit

/// What the verbs on one case share.
struct FraudCaseArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The case's id, as 'bss fraud cases' shows it.", valueName: "case")) var id: String

    @Option(help: ArgumentHelp("Only if the case is still at this version (its ETag).", valueName: "version"))
    var ifVersion: Int64?

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    /// Asks for the verb, and says what became of the case.
    func post(_ verb: String, _ members: [(String, JSON?)]) async throws {
        let body = JSONObject(members.compactMap { name, value in value.map { (name, $0) } })
        let headers = ifVersion.map { [("if-match", "\"\($0)\"")] } ?? []
        let path = "\(ResourceKind.fraudCase.schema.path)/\(BSSClient.escaped(id))/\(verb)"
        let entry = try await server.withClient {
            try await $0.json("POST", path, body: .object(body), headers: headers)
        }
        if output.format == .json { return Terminal.write(entry.text + "\n") }
        if verb == "notes" { return Terminal.write("noted on case \(id)\n") }
        var text = "case \(id) is \(entry["state"]?.string ?? "changed")"
        if verb == "assign", let assignee = entry["assignee"]?.string { text += ", with \(assignee)" }
        for hold in verb == "decide" ? entry["hold"]?.array ?? [] : [] {
            let order = hold["productOrder"]?["id"]?.string ?? ""
            let state = hold["state"]?.string ?? "gone"
            text += hold["isHeld"]?.bool == true ? "\norder \(order) is held" : "\norder \(order) is \(state): not held"
        }
        Terminal.write(text + "\n")
    }
}

struct FraudAssign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign",
        abstract: "Say who sees to a case.",
        discussion: """
            Examples:
              bss fraud assign CASE             to yourself
              bss fraud assign CASE --to ann
            """
    )

    @OptionGroup var fraudCase: FraudCaseArgument
    @Option(help: "Who; without it the caller.") var to: String?
    @Option(help: "Why; kept in the case's history.") var why: String?

    func run() async throws {
        try await fraudCase.post("assign", [("assignee", to.map(JSON.string)), ("reason", why.map(JSON.string))])
    }
}

struct FraudReview: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Begin to look into a case that is assigned.",
        discussion: """
            Example:
              bss fraud review CASE
            """
    )

    @OptionGroup var fraudCase: FraudCaseArgument
    @Option(help: "Why; kept in the case's history.") var why: String?

    func run() async throws { try await fraudCase.post("review", [("reason", why.map(JSON.string))]) }
}

struct FraudConfirm: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Decide that a case is fraud.",
        discussion: """
            Examples:
              bss fraud confirm CASE --why "the card was reported stolen"
              bss fraud confirm CASE --hold     holds its orders that have not ended
            """
    )

    @OptionGroup var fraudCase: FraudCaseArgument
    @Flag(help: "Hold the case's orders: they go to the fall-out queue.") var hold = false
    @Option(help: "Why; kept in the case's history and with the held orders.") var why: String?

    func run() async throws {
        try await fraudCase.post(
            "decide",
            [("decision", "confirmed"), ("holdOrders", .bool(hold)), ("reason", why.map(JSON.string))]
        )
    }
}

struct FraudDismiss: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dismiss",
        abstract: "Decide that a case is no fraud, or that it cannot be told.",
        discussion: """
            Examples:
              bss fraud dismiss CASE --why "called back: it was the customer"
              bss fraud dismiss CASE --inconclusive
            """
    )

    @OptionGroup var fraudCase: FraudCaseArgument
    @Flag(help: "It cannot be told whether it is fraud.") var inconclusive = false
    @Option(help: "Why; kept in the case's history.") var why: String?

    func run() async throws {
        let decision: FraudCaseState = inconclusive ? .inconclusive : .falsePositive
        try await fraudCase.post(
            "decide",
            [("decision", .string(decision.rawValue)), ("reason", why.map(JSON.string))]
        )
    }
}

struct FraudClose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close a case that is decided.",
        discussion: """
            Example:
              bss fraud close CASE --why "the customer was informed"
            """
    )

    @OptionGroup var fraudCase: FraudCaseArgument
    @Option(help: "Why; kept in the case's history.") var why: String?

    func run() async throws { try await fraudCase.post("close", [("reason", why.map(JSON.string))]) }
}

struct FraudNote: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note",
        abstract: "Add a note to a case.",
        discussion: """
            Example:
              bss fraud note CASE "asked the dealer for the contract"
            """
    )

    @OptionGroup var fraudCase: FraudCaseArgument
    @Argument(help: "The note.") var text: String

    func run() async throws { try await fraudCase.post("notes", [("text", .string(text))]) }
}
