import Primitives
import Storage

/// What Citus's catalog says, read over a connection to any node of the cluster.
enum CitusCatalog {
    /// The extension's version, nil where there is none.
    static func version(_ connection: PostgresConnection) throws(PostgresFailure) -> String? {
        try connection.execute("SELECT extversion FROM pg_extension WHERE extname = 'citus'").texts.first?[0]
    }

    /// How the tables of the current schema lie; those that Citus does not know are not among them.
    static func placements(_ connection: PostgresConnection) throws(PostgresFailure) -> [String: CitusPlacement] {
        let answer = try connection.execute(
            """
            SELECT c.relname, p.partmethod, p.repmodel, p.colocationid,
                   column_to_column_name(p.logicalrelid, p.partkey),
                   (SELECT count(*) FROM pg_dist_shard s WHERE s.logicalrelid = p.logicalrelid)
            FROM pg_dist_partition p JOIN pg_class c ON c.oid = p.logicalrelid
            WHERE c.relnamespace = current_schema()::regnamespace
            """
        )
        var placements: [String: CitusPlacement] = [:]
        for row in answer.texts {
            guard let name = row[0] else { continue }
            placements[name] =
                switch (row[1], row[2]) {
                case ("h", _):
                    .distributed(by: row[4] ?? "", group: Int64(row[3] ?? "") ?? 0, shards: Int(row[5] ?? "") ?? 0)
                case ("n", "t"): .reference
                default: .local
                }
        }
        return placements
    }

    /// The shards of the tables that are distributed by a uuid together, with the nodes that hold them, in the order of
    /// their tokens; empty if there are none. The ids are of the table that was distributed first.
    static func shards(_ connection: PostgresConnection) throws(PostgresFailure) -> [PlacedShard] {
        let answer = try connection.execute(
            """
            SELECT s.shardid, s.shardminvalue, s.shardmaxvalue, n.nodename, n.nodeport
            FROM pg_dist_shard s
            JOIN pg_dist_placement l ON l.shardid = s.shardid
            JOIN pg_dist_node n ON n.groupid = l.groupid AND n.noderole = 'primary'
            WHERE s.logicalrelid = \(anchor)
            ORDER BY s.shardminvalue::int
            """
        )
        return answer.texts.compactMap { row in
            guard let id = row[0].flatMap({ Int64($0) }), let from = row[1].flatMap({ Int32($0) }),
                let to = row[2].flatMap({ Int32($0) }), let host = row[3], let port = row[4].flatMap({ Int($0) })
            else { return nil }
            return PlacedShard(id: id, tokens: from...to, node: NodeAddress(host: host, port: port).description)
        }
    }

    /// The table that was distributed first of those that lie together by a uuid: it stands for all of them.
    static let anchor = """
        (SELECT p.logicalrelid
         FROM pg_dist_partition p
         JOIN pg_dist_colocation g ON g.colocationid = p.colocationid
         JOIN pg_class c ON c.oid = p.logicalrelid
         WHERE p.partmethod = 'h' AND g.distributioncolumntype = 'uuid'::regtype
           AND c.relnamespace = current_schema()::regnamespace
         ORDER BY p.colocationid, (SELECT min(shardid) FROM pg_dist_shard f WHERE f.logicalrelid = p.logicalrelid)
         LIMIT 1)
        """

    /// Makes the tables lie as their descriptors say, as far as they do not already, rows included; says what was done.
    /// `progress` is told of every step before it is taken.
    @discardableResult
    static func distribute(
        _ tables: [Table],
        shards: Int,
        over connection: PostgresConnection,
        progress: (DistributionStep, Double) -> Void = { _, _ in }
    ) throws -> DistributionPlan {
        let plan = try DistributionPlan(tables, existing: placements(connection), shards: shards)
        for (index, step) in plan.steps.enumerated() {
            progress(step, Double(index) / Double(plan.steps.count))
            let (sql, parameters) = step.statement
            try connection.execute(sql, parameters.map(Value.text))
        }
        for table in tables where table.distribution != .local { try removeLocalRows(table.name, connection) }
        return plan
    }

    /// Frees what a table held before it was distributed: Citus copies the rows and hides the originals. Asked of every
    /// table, since a process that died between the two leaves them.
    private static func removeLocalRows(_ table: String, _ connection: PostgresConnection) throws(PostgresFailure) {
        let name = Value.text(StatementText.quoted(table))
        guard let size = try connection.execute("SELECT pg_relation_size($1::regclass)", [name]).integer(0, 0), size > 0
        else { return }
        try connection.execute("SELECT truncate_local_data_after_distributing_table($1::regclass)", [name])
    }
}
