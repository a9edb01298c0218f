import ArgumentParser

struct ClusterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster",
        abstract: "Lay the rows over a Citus cluster, and keep it in order.",
        discussion: """
            The database is the coordinator's; its password comes from PGPASSWORD or ~/.pgpass, never from an argument.

            Examples:
              bss cluster init --database postgresql://postgres@127.0.0.1:5436/bss \\
                  --worker 127.0.0.1:5437 --worker 127.0.0.1:5438 --worker 127.0.0.1:5439
              bss cluster status --shards
              bss cluster add-worker 127.0.0.1:5440
              bss cluster rebalance
            """,
        subcommands: [
            ClusterInit.self, ClusterStatus.self, ClusterHealth.self, ClusterAddWorker.self, ClusterRebalance.self,
            ClusterMove.self, ClusterIsolate.self, ClusterDrain.self,
        ]
    )
}
