import ArgumentParser
import PostgresStorage
import TerminalKit

struct ClusterMove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move a shard to another node, with those of the other tables that lie with it, online.",
        discussion: "Example: bss cluster move 102008 --to 127.0.0.1:5440   (ids: bss cluster status --shards)"
    )

    @Argument(help: "The shard's id.") var shard: Int64
    @Option(help: ArgumentHelp("Where to.", valueName: "host:port")) var to: NodeAddress
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let bar = ProgressBar("moving shard \(shard)")
        defer { bar.finish() }
        let hasMoved = try await database.withCluster { cluster in
            try await cluster.move(shard: shard, to: to) { bar.update($0, note: $1) }
        }
        bar.update(1)
        Terminal.write(hasMoved ? "shard \(shard) is on \(to)\n" : "shard \(shard) is on \(to) already\n")
    }
}
