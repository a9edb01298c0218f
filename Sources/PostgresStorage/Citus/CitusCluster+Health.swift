import Storage

extension CitusCluster {
    /// Looks at nodes, their settings and connections, the tables' placement, and what transactions and moves have left
    /// behind.
    public func health(tables: [Table]) async throws -> [ClusterCheck] {
        try await requireCitus()
        return [
            try await activeNodes(),
            try await connections(),
            try await versions(),
            try await setting(
                "wal_level",
                isWell: { $0 == "logical" },
                remedy: "set wal_level = logical and restart: without it shards cannot move online"
            ),
            try await setting(
                "max_prepared_transactions",
                isWell: { Int($0) ?? 0 > 0 },
                remedy: "set it to twice max_connections and restart: transactions over two workers need it"
            ),
            // PostgreSQL 15.20 and its contemporaries added it, and refuse Citus's decoder unless it is listed.
            try await setting(
                "output_plugin_libraries",
                isWell: { $0.isEmpty || $0.contains("citus") },
                remedy: "set output_plugin_libraries = 'pgoutput, test_decoding, citus' in postgresql.conf and reload"
            ),
            try await preparedTransactions(),
            try await placements(tables),
            try await balance(),
        ]
    }

    private func activeNodes() async throws -> ClusterCheck {
        let nodes = try await nodes()
        let idle = nodes.filter { !$0.isActive }.map(\.address.description)
        return ClusterCheck(
            name: "nodes",
            isWell: idle.isEmpty && !nodes.isEmpty,
            found: idle.isEmpty ? "\(nodes.count) active" : "inactive: \(idle.joined(separator: ", "))",
            remedy: "activate with: SELECT citus_activate_node(host, port)"
        )
    }

    private func connections() async throws -> ClusterCheck {
        let pairs = try await session.texts(
            "SELECT from_nodename || ':' || from_nodeport, to_nodename || ':' || to_nodeport, result "
                + "FROM citus_check_cluster_node_health()"
        )
        let cut = pairs.filter { $0[2] != "t" }.map { "\($0[0] ?? "?") to \($0[1] ?? "?")" }
        return ClusterCheck(
            name: "connections",
            isWell: cut.isEmpty,
            found: cut.isEmpty ? "\(pairs.count) pairs of nodes reach each other" : cut.joined(separator: ", "),
            remedy: "see that the servers run, and that pg_hba.conf lets the nodes in to each other"
        )
    }

    private func versions() async throws -> ClusterCheck {
        let rows = try await onAllNodes(
            "SELECT extversion || CASE WHEN extversion = default_version THEN '' ELSE ' of ' || default_version END "
                + "FROM pg_extension JOIN pg_available_extensions ON name = extname WHERE extname = 'citus'"
        )
        let found = Set(rows.map { $0.result })
        return ClusterCheck(
            name: "versions",
            isWell: found.count == 1 && !found.contains { $0.contains(" of ") },
            found: found.sorted().map { "citus \($0)" }.joined(separator: ", "),
            remedy: "install one version on every node, restart, then on each: ALTER EXTENSION citus UPDATE"
        )
    }

    private func setting(
        _ name: String,
        isWell: (String) -> Bool,
        remedy: String
    ) async throws -> ClusterCheck {
        // Absent settings answer with the empty text.
        let rows = try await onAllNodes("SELECT coalesce(current_setting('\(name)', true), '')")
        let wrong = rows.filter { !isWell($0.result) }
        let values = Set((wrong.isEmpty ? rows : wrong).map { $0.result.isEmpty ? "not there" : $0.result }).sorted()
        let place = wrong.isEmpty ? "" : " on \(wrong.map(\.node).joined(separator: ", "))"
        return ClusterCheck(
            name: name,
            isWell: wrong.isEmpty,
            found: values.joined(separator: "; ") + place,
            remedy: remedy
        )
    }

    private func preparedTransactions() async throws -> ClusterCheck {
        let rows = try await onAllNodes(
            "SELECT count(*)::text FROM pg_prepared_xacts WHERE prepared < now() - interval '2 minutes'"
        )
        let left = rows.reduce(0) { $0 + (Int($1.result) ?? 0) }
        return ClusterCheck(
            name: "undecided transactions",
            isWell: left == 0,
            found: "\(left) older than 2 min",
            remedy: "SELECT recover_prepared_transactions(); on the coordinator"
        )
    }

    private func placements(_ tables: [Table]) async throws -> ClusterCheck {
        let existing = try await session.run { try CitusCatalog.placements($0) }
        let name = "tables"
        do {
            let plan = try DistributionPlan(tables, existing: existing, shards: 1)
            return ClusterCheck(
                name: name,
                isWell: plan.steps.isEmpty,
                found: plan.steps.isEmpty
                    ? "\(plan.settled.count) lie as they should"
                    : "not laid out: \(plan.steps.map(\.table).joined(separator: ", "))",
                remedy: "bss cluster init"
            )
        } catch {
            return ClusterCheck(name: name, isWell: false, found: error.description, remedy: error.remedy)
        }
    }

    private func balance() async throws -> ClusterCheck {
        let moves = try await session.texts("SELECT count(*) FROM get_rebalance_table_shards_plan()").first?[0] ?? "0"
        return ClusterCheck(
            name: "balance",
            isWell: moves == "0",
            found: moves == "0" ? "the shards lie evenly" : "\(moves) moves would even the shards out",
            remedy: "bss cluster rebalance"
        )
    }

    /// Runs a query of one text on every node.
    private func onAllNodes(_ sql: String) async throws -> [(node: String, result: String)] {
        try await session.texts(
            """
            SELECT n.nodename || ':' || n.nodeport, r.success, r.result
            FROM run_command_on_all_nodes($1) r JOIN pg_dist_node n ON n.nodeid = r.nodeid ORDER BY n.nodeid
            """,
            [.text(sql)]
        ).map { row in (row[0] ?? "", row[1] == "t" ? row[2] ?? "" : "failed: \(row[2] ?? "")") }
    }
}
