import ArgumentParser
import PostgresStorage
import TerminalKit

struct ClusterAddWorker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add-worker",
        abstract: "Add a worker; shards come to it with bss cluster rebalance.",
        discussion: "Example: bss cluster add-worker 127.0.0.1:5440 && bss cluster rebalance"
    )

    @Argument(help: ArgumentHelp("The worker.", valueName: "host:port")) var worker: NodeAddress
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let findings = try await database.withCluster { try await $0.add(worker) }
        for finding in findings {
            Terminal.write("\(finding.subject): \(finding.state)\(finding.wasSo ? ", already" : "")\n")
        }
        if findings.contains(where: { !$0.wasSo }) {
            Terminal.write("it holds no shards yet; move some to it with: bss cluster rebalance\n")
        }
    }
}
