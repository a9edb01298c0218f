import ArgumentParser
import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import Primitives
import Server

/// Which server or data directory a command is about.
struct ServerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The address of a running server.", valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("The data directory, where no address is given.", valueName: "dir"))
    var data: String?

    @Option(help: ArgumentHelp("A JSON file with settings.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The API key to present; better: BSS_CLIENT_KEY.", visibility: .hidden))
    var key: String?

    /// The settings in force for a command.
    func settings(_ flags: [String: String] = [:]) async throws(SettingsError) -> ServerSettings {
        var flags = flags
        if let data { flags["data.directory"] = data }
        return try await ServerSettings.load(
            flags: flags,
            environment: ProcessInfo.processInfo.environment,
            file: config
        )
    }

    /// Runs `body` with a client of the server that is meant: the one at the address, the one that serves the data
    /// directory, or else one that is started on that directory for the command alone.
    @discardableResult
    func withClient<Result: Sendable>(
        _ body: @escaping @Sendable (BSSClient) async throws -> Result
    ) async throws -> Result {
        let settings = try await settings()
        let key = self.key ?? settings.text("client.key")
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        let directory = settings.text("data.directory")
        return try await HTTPClient.withHTTPClient(configuration: configuration) { http in
            if let address = url ?? ServerInfo.running(in: directory)?.url {
                var address = address
                while address.last == "/" { address.removeLast() }
                return try await body(BSSClient(url: address, key: key, http: http))
            }
            guard FileManager.default.fileExists(atPath: directory) else { throw NoServer(directory: directory) }
            let alone = settings.with(["http.host": "127.0.0.1", "http.port": "0", "access.keys": "off"])
            var logger = Logger(label: "bss")
            logger.logLevel = .error
            return try await Server.withServer(alone, surroundings: .system, logger: logger, works: false) { address in
                try await body(BSSClient(url: address, key: nil, http: http))
            }
        }
    }
}

/// Neither a server nor data to start one on.
struct NoServer: Error {
    let directory: String
}
