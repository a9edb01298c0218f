import ArgumentParser
import PostgresStorage
import Primitives
import Storage
import TerminalKit

struct ClusterStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the nodes, the tables, and with --shards where each shard lies."
    )

    @OptionGroup var database: DatabaseOptions
    @Flag(help: "Show the shards of the customer tables instead.") var shards = false
    @Flag(help: "Show the tables instead.") var tables = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await database.withCluster { cluster in
            if shards {
                show(try await cluster.shards())
            } else if tables {
                show(try await cluster.tables())
            } else {
                show(try await cluster.nodes())
            }
        }
    }

    private func show(_ nodes: [CitusNode]) {
        output.show(
            [.text("node"), .text("role"), .text("state"), .number("shards"), .number("size")],
            nodes.map { node in
                let role = node.isCoordinator ? "coordinator" : "worker"
                let state = node.isActive ? (node.takesShards || node.isCoordinator ? "active" : "drained") : "inactive"
                return (
                    [node.address.description, role, state, String(node.shards), Readable.bytes(node.bytes)],
                    [
                        "node": .string(node.address.description), "role": .string(role), "state": .string(state),
                        "takesShards": .bool(node.takesShards), "shards": .integer(Int64(node.shards)),
                        "bytes": .integer(node.bytes),
                    ]
                )
            }
        )
    }

    private func show(_ tables: [CitusTable]) {
        output.show(
            [.text("table"), .text("lies"), .number("shards"), .number("size")],
            tables.map { table in
                var lies = "on the coordinator"
                var shards = ""
                switch table.placement {
                case .distributed(let column, let group, let count):
                    lies = "by \(column), group \(group)"
                    shards = String(count)
                case .reference: lies = "on every node"
                case .local: break
                }
                return (
                    [table.name, lies, shards, Readable.bytes(table.bytes)],
                    [
                        "table": .string(table.name), "lies": .string(lies), "bytes": .integer(table.bytes),
                    ]
                )
            }
        )
    }

    private func show(_ shards: [PlacedShard]) {
        output.show(
            [.number("shard"), .number("from token"), .number("to token"), .text("node")],
            shards.map { shard in
                (
                    [
                        String(shard.id), String(shard.tokens.lowerBound), String(shard.tokens.upperBound), shard.node,
                    ],
                    [
                        "shard": .integer(shard.id), "fromToken": .integer(Int64(shard.tokens.lowerBound)),
                        "toToken": .integer(Int64(shard.tokens.upperBound)), "node": .string(shard.node),
                    ]
                )
            }
        )
    }
}
