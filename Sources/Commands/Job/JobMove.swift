import ArgumentParser
import AsyncHTTPClient
import FlinkGateway
import Foundation
import NIOCore
import Primitives
import Server
import TerminalKit

struct JobMove: AsyncParsableCommand {
    /// Where a job can run.
    enum Place: String, ExpressibleByArgument, CaseIterable {
        case flink
        case builtin
    }

    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move a job from the built-in engine to Flink, or back, with no event lost or doubled in its output.",
        discussion: """
            The new side first rehearses: it reads the topics from their beginning and writes aside. When it has written all
            that the job has written so far, the old side stops, what it did not come to write any more is added, and the new
            side goes on. docs/flink.md has the conditions. Whatever interrupts a move: the same command again goes on with it.

            Examples:
              bss job move fraud-detection --to flink --option properties.bootstrap.servers=kafka:9092
              bss job move fraud-detection --to builtin
            """
    )

    @OptionGroup var job: NamedJob
    @Option(help: "Where to: flink or builtin.") var to: Place
    @Option(help: "Results from before this time count as done, and are neither compared nor added.") var since: String?
    @Option(help: "How long the rehearsal may take, and the old side's last records in it, in seconds.")
    var timeout = 3_600
    @Option(help: ArgumentHelp("The JobManager's address; also the setting flink.url.", valueName: "url"))
    var flink: String?
    @Option(name: .customLong("set"), help: ArgumentHelp("Flink's configuration.", valueName: "key=value"))
    var sets: [FlinkPair] = []
    @Option(name: .customLong("option"), help: ArgumentHelp("An option of all Kafka tables.", valueName: "key=value"))
    var options: [FlinkPair] = []
    @Option(help: ArgumentHelp("A JSON file with such options.", valueName: "file")) var optionsFile: String?
    @Option(help: ArgumentHelp("The runner's jar; also the setting flink.runner.", valueName: "jar")) var runner:
        String?

    func validate() throws {
        guard let since, Timestamp(since) == nil else { return }
        throw ValidationError("--since \(since) is no time such as 2026-11-21T07:00:00Z.")
    }

    func run() async throws {
        let settings = try await job.server.settings(flink.map { ["flink.url": $0] } ?? [:])
        var options = try FlinkFiles.options(optionsFile ?? settings.text("flink.optionsFile"))
        options.merge(FlinkPair.dictionary(self.options)) { $1 }
        let runner = try FlinkFiles.runner(self.runner ?? settings.text("flink.runner"))
        let url = settings.text("flink.url")
        try await job.server.withClient { [self, options] client in
            let move = JobMovement(
                name: job.name,
                server: client,
                cluster: FlinkCluster(url: url, http: client.http),
                runner: runner,
                settings: FlinkPair.dictionary(sets),
                options: options,
                since: since,
                seconds: timeout
            )
            switch to {
            case .flink: try await move.toFlink()
            case .builtin: try await move.toEngine()
            }
        }
    }
}
