import ArgumentParser
import Foundation
import PostgresStorage
import Server
import TerminalKit

/// Which PostgreSQL database a command is about.
struct DatabaseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The database; else the setting storage.url.", valueName: "url"))
    var database: String?

    @Option(help: ArgumentHelp("A JSON file with settings.", valueName: "file"))
    var config: String?

    /// The database's address.
    func address() async throws -> PostgresAddress {
        if let database { return try Self.address(fromArgument: database) }
        let settings = try await ServerSettings.load(environment: ProcessInfo.processInfo.environment, file: config)
        let url = settings.text("storage.url")
        guard !url.isEmpty else {
            throw ErrorReport(
                "no database is named",
                hint: "name it with --database postgresql://user@host:port/name or the setting storage.url",
                status: 64
            )
        }
        return try PostgresAddress(url)
    }

    /// The address in an argument, which everybody on the machine can read.
    static func address(fromArgument text: String) throws -> PostgresAddress {
        let address = try PostgresAddress(text)
        guard address.parameters["password"] == nil else {
            throw ErrorReport(
                "a password in an argument can be read by everybody on this machine",
                hint: "leave it out, and set PGPASSWORD or write it into ~/.pgpass",
                status: 64
            )
        }
        return address
    }

    /// Runs `body` with the cluster, and explains what it throws.
    func withCluster<Result: Sendable>(_ body: (CitusCluster) async throws -> Result) async throws -> Result {
        let address = try await address()
        let cluster = CitusCluster(address)
        defer { cluster.close() }
        do {
            return try await body(cluster)
        } catch let error as ClusterError {
            throw ErrorReport(error.description, hint: error.hint)
        } catch let conflict as DistributionConflict {
            throw ErrorReport(
                conflict.description,
                hint: "take it back on the coordinator with: \(conflict.remedy) then run the command again"
            )
        } catch let failure as PostgresFailure {
            throw ErrorReport("\(address) refused or failed", why: failure.description, hint: failure.advice)
        }
    }
}

extension NodeAddress: ExpressibleByArgument {
    /// Reads `host:port`.
    public init?(argument: String) { self.init(argument) }
}

extension PostgresFailure {
    /// What a person can do about it; nil where nothing general can be said.
    var advice: String? {
        switch kind {
        case .disconnected: "see that the server runs and that host, port and password are right"
        case .conflict, .cancelled: "run the command again: it does what is left to do"
        case .duplicate, .other: nil
        }
    }
}
