import ArgumentParser
import FlinkGateway
import TerminalKit

struct FlinkSavepoint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "savepoint",
        abstract: "Write a running job's state down."
    )

    @OptionGroup var job: FlinkJobArgument
    @Option(help: ArgumentHelp("Where to; the cluster's own folder by default.", valueName: "uri")) var into: String?

    func run() async throws {
        let path = try await job.cluster.withCluster { [name = job.job, into] cluster, _ in
            try await cluster.savepoint(cluster.job(name), into: into)
        }
        Terminal.write("\(path)\n")
        Terminal.writeError("bss flink submit FILE --savepoint \(path) begins there\n")
    }
}
