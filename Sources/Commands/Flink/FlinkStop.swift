import ArgumentParser
import FlinkGateway
import TerminalKit

struct FlinkStop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop a job with a savepoint: what it gave is committed, and it can go on from there."
    )

    @OptionGroup var job: FlinkJobArgument
    @Option(help: ArgumentHelp("Where to; the cluster's own folder by default.", valueName: "uri")) var into: String?
    @Flag(help: "End all windows first, as if no event came any more. Not for a job that is to go on.")
    var drain = false

    func run() async throws {
        let path = try await job.cluster.withCluster { [name = job.job, into, drain] cluster, _ in
            try await cluster.stop(cluster.job(name), into: into, drains: drain)
        }
        Terminal.write("\(path)\n")
        Terminal.writeError("bss flink submit FILE --savepoint \(path) goes on there\n")
    }
}
