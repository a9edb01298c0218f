import ArgumentParser
import Primitives
import TerminalKit

struct OrderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "See to orders: the fall-out queue and an order's history.",
        subcommands: [OrderFallout.self, OrderRetry.self, OrderSkip.self, OrderAssign.self, OrderHistory.self],
        defaultSubcommand: OrderFallout.self
    )
}

struct OrderFallout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fallout",
        abstract: "List orders that are held or pending, the longest-waiting first."
    )

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let entries = try await server.withClient { try await $0.json("GET", "/bss/v1/fallout") }
        output.show(
            [.text("order"), .text("state"), .number("age"), .number("tries"), .text("assignee"), .text("reason")],
            (entries.array ?? []).map { entry in
                let cells = [
                    entry["order"]?["id"]?.string ?? entry["orderId"]?.string ?? "", entry["state"]?.string ?? "",
                    Readable.duration(seconds: Double(entry["ageMilliseconds"]?.integer ?? 0) / 1_000),
                    String(entry["attempts"]?.integer ?? 0), entry["assignee"]?.string ?? "",
                    entry["reason"]?.string ?? "",
                ]
                return (cells, entry)
            }
        )
    }
}

/// What the verbs on one blocked order share.
struct BlockedOrder: ParsableArguments {
    @Argument(help: "The order's id.") var id: String
    @OptionGroup var server: ServerOptions

    func post(_ verb: String, _ body: JSON) async throws {
        let order = try await server.withClient {
            try await $0.json("POST", "/bss/v1/fallout/\(BSSClient.escaped(id))/\(verb)", body: body)
        }
        Terminal.write("\(id) is \(order["state"]?.string ?? "changed")\n")
    }
}

struct OrderRetry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "retry", abstract: "Take a blocked order up again.")

    @OptionGroup var order: BlockedOrder
    @Option(help: "Why; kept in the order's history.") var reason = "retried"

    func run() async throws { try await order.post("retry", ["reason": .string(reason)]) }
}

struct OrderSkip: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip",
        abstract: "Take what blocks an order as done by hand."
    )

    @OptionGroup var order: BlockedOrder
    @Option(help: "Why; kept in the order's history.") var reason: String

    func run() async throws { try await order.post("skip", ["reason": .string(reason)]) }
}

struct OrderAssign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "assign", abstract: "Say who sees to a blocked order.")

    @OptionGroup var order: BlockedOrder
    @Option(help: "Who.") var to: String

    func run() async throws { try await order.post("assign", ["assignee": .string(to)]) }
}

struct OrderHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show who moved an order, when and why."
    )

    @Argument(help: "The order's id.") var id: String
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let steps = try await server.withClient {
            try await $0.json("GET", "/bss/v1/orders/\(BSSClient.escaped(id))/history")
        }
        output.show(
            [.text("at"), .text("from"), .text("to"), .text("by"), .text("reason")],
            (steps.array ?? []).map { step in
                (["at", "from", "to", "actor", "reason"].map { step[$0]?.string ?? "" }, step)
            }
        )
    }
}
