import ArgumentParser
import PostgresStorage
import TerminalKit

struct ClusterDrain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Move every shard off a node, while reads and writes go on.",
        discussion: "Example: bss cluster drain 127.0.0.1:5440 --remove"
    )

    @Argument(help: ArgumentHelp("The node.", valueName: "host:port")) var node: NodeAddress
    @Flag(help: "Take it out of the cluster afterwards.") var remove = false
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let bar = ProgressBar("draining \(node)")
        defer { bar.finish() }
        let moves = try await database.withCluster { cluster in
            let moves = try await cluster.drain(node) { bar.update($0, note: $1) }
            if remove { try await cluster.remove(node) }
            return moves
        }
        bar.update(1)
        Terminal.write(
            "\(node) holds no shards\(remove ? " and is no part of the cluster any more" : ""): \(moves) moves\n"
        )
    }
}
