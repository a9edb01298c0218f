import PostgresStorage
import Primitives
import Storage

extension Check {
    static let cluster: [Check] = [
        Check(.sharding, "postgres", "the database answers, and its commits are on disk") { scene in
            let session = try scene.session()
            defer { session.close() }
            let settings = try await session.texts(
                "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('server_version')"
            )
            let row = settings.first ?? []
            try require(row.count == 3 && row[0] == "on" && row[1] != "off", "\(row)")
            return "PostgreSQL \(row[2] ?? ""), fsync on"
        },
        Check(.sharding, "row", "the customer that the API acknowledged is a row of the database") { scene in
            try scene.needsSharedRows()
            let session = try scene.session()
            defer { session.close() }
            let customer = try await scene.customer()
            let rows = try await session.texts(
                "SELECT count(*) FROM customers WHERE customer_id = '\(customer.id)'"
            )
            try require(rows.first?.first == "1", "\(rows)")
            return "customer_id \(customer.id)"
        },
        Check(.sharding, "workers", "the cluster has three active workers with shards") { scene in
            try await scene.withCluster { cluster in
                let workers = try await cluster.nodes().filter { !$0.isCoordinator }
                let good = workers.filter { $0.isActive && $0.takesShards }
                try require(good.count == 3, "\(workers.map { "\($0.address) active \($0.isActive)" })")
                return good.map { "\($0.address): \($0.shards) shards" }.joined(separator: ", ")
            }
        },
        Check(.sharding, "balance", "no worker holds more than one shard more than another") { scene in
            try await scene.withCluster { cluster in
                let counts = try await cluster.nodes().filter { !$0.isCoordinator }.map(\.shards)
                guard let least = counts.min(), let most = counts.max() else { throw Unmet("no workers") }
                try require(most - least <= 1 && least > 0, "\(counts)")
                return "\(counts)"
            }
        },
        Check(
            .sharding,
            "tables",
            "customers and orders are distributed by customer and co-located, the catalogue is on every node"
        ) {
            scene in
            try await scene.withCluster { cluster in
                let tables = Dictionary(
                    uniqueKeysWithValues: try await cluster.tables().map { ($0.name, $0.placement) }
                )
                guard case .distributed("customer_id", let group, _) = tables["customers"],
                    case .distributed("customer_id", group, _) = tables["orders"]
                else {
                    throw Unmet(
                        "\(tables["customers"].map { "\($0)" } ?? "none"), \(tables["orders"].map { "\($0)" } ?? "none")"
                    )
                }
                try require(tables["products"] == .reference && tables["services"] == .reference, "\(tables)")
                let count = tables.values.count { if case .distributed = $0 { true } else { false } }
                return "\(count) distributed, \(tables.values.count { $0 == .reference }) reference tables"
            }
        },
        Check(.sharding, "ranges", "the program's map of the shards is the cluster's own") { scene in
            try await scene.withCluster { cluster in
                let placed = try await cluster.shards().map(\.tokens)
                let (map, _) = try await scene.shards()
                try require(Set(placed) == Set(map.ranges), "cluster \(placed), program \(map.ranges)")
                return "\(map.ranges.count) ranges"
            }
        },
        Check(.sharding, "citus-hash", "Citus places the customer in the shard that the program computed") { scene in
            try await scene.withCluster { cluster in
                let customer = try await scene.customer()
                let session = try scene.session()
                defer { session.close() }
                let rows = try await session.texts(
                    """
                    SELECT shardminvalue FROM pg_dist_shard
                    WHERE shardid = get_shard_id_for_distribution_column('customers', '\(customer.id)'::uuid)
                    """
                )
                let (map, _) = try await scene.shards()
                let range = map.ranges[map.shard(of: customer.id)]
                try require(rows.first?.first == "\(range.lowerBound)", "\(rows), not \(range.lowerBound)")
                return "from token \(range.lowerBound)"
            }
        },
        Check(.sharding, "one-task", "a read of a customer's orders is one task on one worker") { scene in
            try await scene.withCluster { _ in
                let customer = try await scene.customer()
                let session = try scene.session()
                defer { session.close() }
                let plan = try await session.texts(
                    "EXPLAIN SELECT * FROM orders WHERE customer_id = '\(customer.id)'"
                ).compactMap { $0.first ?? nil }
                try require(plan.contains { $0.contains("Task Count: 1") }, plan.joined(separator: " / "))
                return "Task Count: 1"
            }
        },
        Check(.sharding, "health", "the cluster is in good health: nodes reach each other, nothing is left over") {
            scene in
            try await scene.withCluster { cluster in
                let checks = try await cluster.health(tables: [])
                let ill = checks.filter { !$0.isWell }
                try require(ill.isEmpty, ill.map { "\($0.name): \($0.found)" }.joined(separator: "; "))
                return "\(checks.count) checks of bss cluster health"
            }
        },
    ]
}

extension Scene {
    /// A session with the database.
    ///
    /// - Throws: `NotApplicable` if no address is known.
    nonisolated func session() throws -> PostgresSession {
        let address = try address(\.postgres, "PostgreSQL")
        do { return PostgresSession(try PostgresAddress(address)) } catch { throw Unmet("\(error)") }
    }

    /// Runs `body` with the Citus cluster.
    ///
    /// - Throws: `NotApplicable` where rows are not kept in one.
    nonisolated func withCluster(_ body: (CitusCluster) async throws -> String) async throws -> String {
        let text = try address(\.postgres, "PostgreSQL")
        try needsSharedRows()
        let cluster = CitusCluster(try PostgresAddress(text))
        defer { cluster.close() }
        guard try await cluster.version() != nil else { throw NotApplicable("PostgreSQL without Citus") }
        return try await body(cluster)
    }
}
