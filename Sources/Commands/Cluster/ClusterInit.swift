import ArgumentParser
import Operations
import PostgresStorage
import Primitives
import Storage
import TerminalKit

struct ClusterInit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a database the coordinator of a cluster and lay its tables over the workers.",
        discussion: """
            Creates the database, the extension and the tables where they are missing, registers the workers, and
            distributes the tables: what belongs to customers by customer, co-located; the catalogue as a copy on every
            node. Rows that are there move along; a table takes no writes while its rows are copied. What is done already
            is left as it is, so the command may be run again at any time.

            The number of shards is for good: no more workers than shards can share the rows. For growth, begin with 24
            to 48.

            Example:
              bss cluster init --database postgresql://postgres@127.0.0.1:5436/bss --worker 127.0.0.1:5437
            """
    )

    @OptionGroup var database: DatabaseOptions
    @Option(help: ArgumentHelp("A worker, as host:port; once for each.", valueName: "host:port"))
    var worker: [NodeAddress] = []
    @Option(
        help: ArgumentHelp(
            "The coordinator as the workers see it; else as --database names it.",
            valueName: "host:port"
        )
    )
    var coordinator: NodeAddress?
    @Option(help: "How many shards each table gets.") var shards = 6
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_024).contains(shards) else { throw ValidationError("--shards must be from 1 to 1024.") }
    }

    func run() async throws {
        let address = try await database.address()
        let bar = ProgressBar("laying out the cluster")
        defer { bar.finish() }
        let findings = try await database.withCluster { cluster in
            try await cluster.createDatabase()
            let storage = PostgresStorage(address)
            do {
                try await storage.migrate(Schema.migrations)
                let findings = try await cluster.initialise(
                    coordinator: coordinator ?? address.node,
                    workers: worker,
                    tables: Schema.tables,
                    shards: shards
                ) { bar.update($1, note: $0) }
                // Functions that were made before there was a cluster come to the workers when they are made again.
                try await storage.migrate(Schema.migrations)
                try await storage.close()
                return findings
            } catch {
                try await storage.close()
                throw error
            }
        }
        output.show(
            [.text("what"), .text("state"), .text("")],
            findings.map { finding in
                (
                    [finding.subject, finding.state, finding.wasSo ? "already" : "done"],
                    [
                        "subject": .string(finding.subject), "state": .string(finding.state),
                        "already": .bool(finding.wasSo),
                    ]
                )
            }
        )
    }
}
