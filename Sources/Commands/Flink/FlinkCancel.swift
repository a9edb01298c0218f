import ArgumentParser
import FlinkGateway
import TerminalKit

struct FlinkCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "End a job at once, without a savepoint; bss flink stop keeps its state."
    )

    @OptionGroup var job: FlinkJobArgument

    func run() async throws {
        try await job.cluster.withCluster { [name = job.job] cluster, _ in
            try await cluster.cancel(cluster.job(name))
        }
        Terminal.write("\(job.job) is cancelled\n")
    }
}
