import ArgumentParser
import AsyncHTTPClient
import FlinkGateway
import Foundation
import NIOCore
import Server
import TerminalKit

struct FlinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flink",
        abstract: "Run the stream jobs on an Apache Flink cluster.",
        discussion: """
            The scripts are the same as for bss job: they are sent unchanged.

            Examples:
              bss flink submit jobs/*.sql --option properties.bootstrap.servers=kafka:9092
              bss flink list --flink http://flink:8081
              bss flink show fraud-detection
              bss flink stop fraud-detection
            """,
        subcommands: [
            FlinkSubmit.self, FlinkList.self, FlinkShow.self, FlinkSavepoint.self, FlinkStop.self, FlinkCancel.self,
        ],
        defaultSubcommand: FlinkList.self
    )
}

/// Which cluster a command is about.
struct FlinkOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The JobManager's address; also the setting flink.url.", valueName: "url"))
    var flink: String?

    @Option(help: ArgumentHelp("A JSON file with settings.", valueName: "file"))
    var config: String?

    func settings() async throws -> ServerSettings {
        try await ServerSettings.load(
            flags: flink.map { ["flink.url": $0] } ?? [:],
            environment: ProcessInfo.processInfo.environment,
            file: config
        )
    }

    /// Runs `body` with the cluster.
    @discardableResult
    func withCluster<Result: Sendable>(
        _ body: @escaping @Sendable (FlinkCluster, ServerSettings) async throws -> Result
    ) async throws -> Result {
        let settings = try await settings()
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .seconds(5)
        return try await HTTPClient.withHTTPClient(configuration: configuration) { http in
            try await body(FlinkCluster(url: settings.text("flink.url"), http: http), settings)
        }
    }
}

/// What the verbs on one job share.
struct FlinkJobArgument: ParsableArguments {
    @Argument(help: "The job's name or id.") var job: String
    @OptionGroup var cluster: FlinkOptions
}

/// KEY=VALUE, as options of Flink are given.
struct FlinkPair: ExpressibleByArgument {
    let key: String
    let value: String

    init?(argument: String) {
        guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else { return nil }
        key = String(argument[..<sign])
        value = String(argument[argument.index(after: sign)...])
    }

    static func dictionary(_ pairs: [FlinkPair]) -> [String: String] {
        Dictionary(pairs.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    }
}
