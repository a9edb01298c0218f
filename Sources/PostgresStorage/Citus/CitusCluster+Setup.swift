import Primitives
import Storage

extension CitusCluster {
    /// Something that was done, or that was so already.
    public struct Finding: Hashable, Sendable {
        /// What it is about.
        public let subject: String
        /// What is so now.
        public let state: String
        /// Whether it was so before.
        public let wasSo: Bool
    }

    /// Makes the database the coordinator of a cluster with these workers and lays its tables over it, rows included.
    /// The tables must be there (`PostgresStorage.migrate`).
    ///
    /// Without workers the coordinator holds the shards itself. A table is locked against writes while its rows are copied.
    ///
    /// - Throws: `ClusterError`, `DistributionConflict`, `PostgresFailure`.
    public func initialise(
        coordinator: NodeAddress,
        workers: [NodeAddress],
        tables: [Table],
        shards: Int,
        progress: @escaping @Sendable (String, Double) -> Void = { _, _ in }
    ) async throws -> [Finding] {
        progress("coordinator \(coordinator)", 0)
        var findings = try await prepare(coordinator)
        let known = try await nodes()
        if known.contains(where: { $0.isCoordinator && $0.address == coordinator }) {
            findings.append(Finding(subject: "coordinator \(coordinator)", state: "registered", wasSo: true))
        } else {
            try await session.texts(
                "SELECT citus_set_coordinator_host($1, $2::int)",
                [.text(coordinator.host), .integer(Int64(coordinator.port))]
            )
            findings.append(Finding(subject: "coordinator \(coordinator)", state: "registered", wasSo: false))
        }
        for (index, worker) in workers.enumerated() {
            progress("worker \(worker)", 0.3 * Double(index + 1) / Double(workers.count + 1))
            findings += try await add(worker)
        }
        let isAlone = try await !nodes().contains { !$0.isCoordinator }
        if isAlone { try await setTakesShards(coordinator, true) }
        let plan = try await session.run { connection in
            try CitusCatalog.distribute(tables, shards: shards, over: connection) { step, fraction in
                progress("table \(step.table)", 0.3 + 0.7 * fraction)
            }
        }
        progress("done", 1)
        return findings + Self.findings(tables, plan)
    }

    private static func findings(_ tables: [Table], _ plan: DistributionPlan) -> [Finding] {
        let settled = Set(plan.settled)
        return tables.map { table in
            let state =
                switch table.distribution {
                case .distributed(let column): "distributed by \(column), co-located"
                case .distributedAlone(let column): "distributed by \(column)"
                case .reference: "a copy on every node"
                case .local: "on the coordinator"
                }
            return Finding(subject: "table \(table.name)", state: state, wasSo: settled.contains(table.name))
        }
    }

    /// Makes a node part of the cluster; shards come to it with `rebalance`.
    ///
    /// - Throws: `ClusterError`, `PostgresFailure`.
    public func add(_ worker: NodeAddress) async throws -> [Finding] {
        let prepared = try await prepare(worker)
        let isKnown = try await nodes().contains { $0.address == worker && $0.isActive }
        if !isKnown {
            try await session.texts(
                "SELECT citus_add_node($1, $2::int)",
                [.text(worker.host), .integer(Int64(worker.port))]
            )
        }
        return prepared + [Finding(subject: "worker \(worker)", state: "registered", wasSo: isKnown)]
    }

    /// Creates the coordinator's database, if it is not there. The user must be let into the database `postgres`.
    public func createDatabase() async throws { try await createDatabase(address.database("postgres")) }

    private func createDatabase(_ entrance: PostgresAddress) async throws {
        let server = PostgresSession(entrance)
        defer { server.close() }
        let name = databaseName
        if try await server.texts("SELECT 1 FROM pg_database WHERE datname = $1", [.text(name)]).isEmpty {
            try await server.texts("CREATE DATABASE \(StatementText.quoted(name))")
        }
    }

    /// Creates the database and the extension on a node and sets how queries run there, as far as that is not so.
    private func prepare(_ node: NodeAddress) async throws -> [Finding] {
        try await createDatabase(address(of: node, database: "postgres"))
        let database = PostgresSession(address(of: node))
        defer { database.close() }
        var found = try await database.run { try CitusCatalog.version($0) }
        let wasThere = found != nil
        if !wasThere {
            let preloaded = try await database.texts("SHOW shared_preload_libraries").first?[0] ?? ""
            guard preloaded.split(separator: ",").contains(where: { $0.contains("citus") }) else {
                throw ClusterError.citusMissing(node: "\(node)", reason: "shared_preload_libraries is '\(preloaded)'")
            }
            try await database.texts("CREATE EXTENSION citus")
            found = try await database.run { try CitusCatalog.version($0) }
        }
        let wereSet = try await database.run { try ClusterPlannerSettings.apply(to: $0) }
        return [
            Finding(subject: "extension on \(node)", state: "citus \(found ?? "")", wasSo: wasThere),
            Finding(subject: "settings on \(node)", state: "for queries over all customers", wasSo: wereSet),
        ]
    }

    func setTakesShards(_ node: NodeAddress, _ takes: Bool) async throws {
        try await session.texts(
            "SELECT citus_set_node_property($1, $2::int, 'shouldhaveshards', $3::bool)",
            [.text(node.host), .integer(Int64(node.port)), .text(takes ? "true" : "false")]
        )
    }
}
