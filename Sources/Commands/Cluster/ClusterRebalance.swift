import ArgumentParser
import PostgresStorage
import TerminalKit

struct ClusterRebalance: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebalance",
        abstract: "Spread the shards evenly over the workers, while reads and writes go on.",
        discussion: """
            The moves run in the cluster: if this command is ended they go on, and running it again follows them.
            """
    )

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let bar = ProgressBar("rebalancing")
        defer { bar.finish() }
        let moves = try await database.withCluster { cluster in
            try await cluster.rebalance { bar.update($0, note: $1) }
        }
        bar.update(1)
        Terminal.write(moves == 0 ? "the shards lie evenly already\n" : "done: \(moves) moves\n")
    }
}
