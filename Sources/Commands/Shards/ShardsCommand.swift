import ArgumentParser
import Domain
import Primitives
import Server
import Storage
import TerminalKit

struct ShardsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shards",
        abstract: "Show how customers and orders lie over the shards: a cluster's, or those that Citus would make.",
        discussion: """
            Examples:
              bss shards
              bss shards locate 01890a5d-ac96-774b-bcce-b302099a8057
            """,
        subcommands: [ShardsShow.self, ShardsLocate.self],
        defaultSubcommand: ShardsShow.self
    )

    /// How many shards there are (the reference deployment's number).
    static let map = ShardMap(count: 6)
}

struct ShardsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show each shard's tokens, customers, orders, bytes and hottest customers."
    )

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let shards = try await server.withClient { try await $0.json("GET", "/bss/v1/shards") }.array ?? []
        let total = shards.reduce(Int64(0)) { $0 + ($1["orders"]?.integer ?? 0) }
        output.show(
            [
                .number("shard"), .number("from token"), .number("to token"), .number("customers"), .number("orders"),
                .number("size"), .text("share of orders"), .text("node"), .text("hottest customers (orders)"),
            ],
            shards.map { shard in
                let orders = shard["orders"]?.integer ?? 0
                let hottest = (shard["hottest"]?.array ?? []).map {
                    "\(($0["customer"]?.string ?? "").prefix(13))… (\($0["orders"]?.integer ?? 0))"
                }
                let cells = [
                    String(shard["shard"]?.integer ?? 0), String(shard["fromToken"]?.integer ?? 0),
                    String(shard["toToken"]?.integer ?? 0), Readable.count(shard["customers"]?.integer ?? 0),
                    Readable.count(orders), Readable.bytes(shard["bytes"]?.integer ?? 0),
                    total > 0 ? Readable.bar(Double(orders) / Double(total), width: 16) : "",
                    shard["node"]?.string ?? "",
                    hottest.joined(separator: " "),
                ]
                return (cells, shard)
            }
        )
    }
}

struct ShardsLocate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "locate",
        abstract: "Name the shard of a customer, or of an order by its id alone.",
        discussion: """
            Asks the server for its cluster's shards. Where none runs, the answer is what Citus makes at first.
            """
    )

    @Argument(help: "The id of a customer, or of an order, product or service.") var id: String
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let customer = CustomerScopedID(id)?.customer ?? Identifier(id) else {
            throw ErrorReport(
                "\(id) is no id of a customer or an order",
                hint: "a customer's id is a UUID; an order's is its customer's id, '-' and a number",
                status: 64
            )
        }
        let shards = try await shards()
        let map = ShardMap(ranges: shards.map(\.tokens)) ?? ShardsCommand.map
        let token = ShardMap.token(of: customer)
        let shard = map.shard(ofToken: token)
        let range = map.ranges[shard]
        let node = shards.indices.contains(shard) ? shards[shard].node : ""
        let json: JSON = [
            "id": .string(id), "customer": .string(customer.description), "token": .integer(Int64(token)),
            "shard": .integer(Int64(shard)), "fromToken": .integer(Int64(range.lowerBound)),
            "toToken": .integer(Int64(range.upperBound)), "node": node.isEmpty ? .null : .string(node),
        ]
        output.show(
            [
                .text("customer"), .number("token"), .number("shard"), .number("from token"), .number("to token"),
                .text("node"),
            ],
            [
                (
                    [
                        customer.description, String(token), String(shard), String(range.lowerBound),
                        String(range.upperBound), node,
                    ], json
                )
            ]
        )
    }

    /// The shards of the server that is meant; none where no server runs.
    private func shards() async throws -> [(tokens: ClosedRange<Int32>, node: String)] {
        let settings = try await server.settings()
        guard server.url != nil || ServerInfo.running(in: settings.text("data.directory")) != nil else { return [] }
        let shards = try await server.withClient { try await $0.json("GET", "/bss/v1/shards") }.array ?? []
        return shards.compactMap { shard in
            guard let from = shard["fromToken"]?.integer.flatMap({ Int32(exactly: $0) }),
                let to = shard["toToken"]?.integer.flatMap({ Int32(exactly: $0) }), from <= to
            else { return nil }
            return (from...to, shard["node"]?.string ?? "")
        }
    }
}
