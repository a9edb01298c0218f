import Storage

extension TablePlacement {
    /// Tables over a cluster from the start: a migration's new tables join those that are there, or are spread over this
    /// many shards if they are the first.
    public static func citus(shards: Int) -> TablePlacement {
        TablePlacement(
            beforeMigration: [
                // Statements on several shards of a transaction that also changes tables go one after another, or Citus
                // refuses them.
                "SET LOCAL citus.multi_shard_modify_mode TO 'sequential'",
                // What the migration says of locks is to hold on the workers too.
                "SET LOCAL citus.propagate_set_commands TO 'local'",
            ]
        ) { table in
            let name = "'\(StatementText.quoted(table.name))'"
            switch table.distribution {
            case .local: return []
            case .reference: return ["SELECT create_reference_table(\(name))"]
            case .distributedAlone(let column):
                return [
                    "SELECT create_distributed_table(\(name), '\(column)', shard_count := \(shards), colocate_with := 'none')"
                ]
            case .distributed(let column):
                return [
                    """
                    SELECT CASE WHEN first IS NULL \
                    THEN create_distributed_table(\(name), '\(column)', shard_count := \(shards), colocate_with := 'none') \
                    ELSE create_distributed_table(\(name), '\(column)', colocate_with := first) END \
                    FROM (SELECT \(CitusCatalog.anchor)::text AS first) AS found
                    """
                ]
            }
        }
    }

    /// How new tables are placed in this database: over the cluster if its tables are.
    static func found(_ connection: PostgresConnection) throws(PostgresFailure) -> TablePlacement {
        guard try CitusCatalog.version(connection) != nil else { return .plain }
        let shards = try CitusCatalog.shards(connection)
        return shards.isEmpty ? .plain : .citus(shards: shards.count)
    }
}
