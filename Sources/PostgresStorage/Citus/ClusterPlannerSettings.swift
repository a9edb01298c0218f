/// How the program's database plans and runs its queries over all customers, on every node of a cluster. Measured in
/// docs/citus.md.
enum ClusterPlannerSettings {
    /// The settings with their values, as those of the database; what an operator has set there stays.
    static let all = [
        // A query over all customers is as many tasks as there are shards, side by side: parallel workers within a task of
        // some milliseconds cost more than they save. PostgreSQL's 1,000 is raised to what a scan of a tenth of a second
        // costs; longer ones still get them.
        ("parallel_setup_cost", "20000"),
        // A worker's second shard is asked over a second connection: made anew for each query, it costs more than the
        // query.
        ("citus.max_cached_conns_per_worker", "2"),
    ]

    /// Sets them in the database that the connection leads to, on that node alone; says whether they were all set before.
    static func apply(to connection: PostgresConnection) throws(PostgresFailure) -> Bool {
        let present = try connection.execute(
            """
            SELECT split_part(setting, '=', 1) FROM pg_db_role_setting, unnest(setconfig) AS setting
            WHERE setrole = 0 AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
            """
        ).texts.compactMap(\.[0])
        let missing = all.filter { !present.contains($0.0) }
        if missing.isEmpty { return true }
        let database = try connection.execute("SELECT quote_ident(current_database())").text(0, 0) ?? ""
        // Each node is told by itself: Citus passes such statements on from the coordinator only, and to the nodes of that
        // moment.
        try connection.execute("SET citus.enable_ddl_propagation TO off")
        for (name, value) in missing { try connection.execute("ALTER DATABASE \(database) SET \(name) = \(value)") }
        return false
    }
}
