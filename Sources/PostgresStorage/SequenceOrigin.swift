import Storage

/// How sequences are made: `base + transaction number * 65,536 + place in the transaction`.
///
/// Writes of one scope hold its lock before their transaction gets its number, so sequences rise in the order of a scope's
/// transactions. And since the server knows the lowest number of a transaction under way, it is known below which
/// sequence nothing can come any more (`Storage.sequenceHorizon`): no row is lost that a slow transaction
/// commits late.
///
/// Transaction numbers begin anew in another cluster (restored from a dump), and after a failover those that the old
/// primary had not passed on are given again. So every cluster and every timeline has a base of its own, which
/// rises with the clock: by 2^30 a second, more than 16,384 transactions a second use up.
enum SequenceOrigin {
    /// The bits of the place in the transaction.
    static let placeBits: Int64 = 16
    /// Rows with sequences that one transaction may add.
    static let placesMax = Int64(1) << placeBits

    static let definition = """
        CREATE TABLE IF NOT EXISTS storage_sequence_bases \
        (cluster text NOT NULL, timeline text NOT NULL, base bigint NOT NULL, PRIMARY KEY (cluster, timeline))
        """

    /// The timeline that the server writes now.
    static let timeline = "left(pg_walfile_name(pg_current_wal_lsn()), 8)"

    private static let current = """
        SELECT base FROM storage_sequence_bases \
        WHERE cluster = (SELECT system_identifier::text FROM pg_control_system()) AND timeline = \(timeline)
        """

    /// The horizon of a snapshot, and whether the server is a coordinator of Citus (1), not (0). Before the first write of a
    /// timeline that is a horizon of the one before it: what comes has a higher base.
    static let horizon = """
        SELECT coalesce(coalesce((\(current)), (SELECT max(base) FROM storage_sequence_bases)) \
        + (pg_snapshot_xmin(pg_current_snapshot())::text::bigint << \(placeBits)), 0), \
        (to_regproc('pg_catalog.run_command_on_workers') IS NOT NULL)::int::bigint
        """

    /// Waits on each node that has rows of a table until what is prepared there has been decided.
    ///
    /// On Citus a transaction over several nodes is over on the coordinator, and below the horizon, before its prepared parts
    /// are committed on the workers: after a crash not until the cluster has decided about them
    /// (citus.recover_2pc_interval). PostgreSQL evaluates a condition without columns once, whether there are rows or not,
    /// and on Citus that is by each shard, over connections that the coordinator has; `run_command_on_workers` makes new
    /// ones, which takes 15 times as long.
    static func decision(over table: Table) -> String {
        "SELECT 1 FROM \(StatementText.quoted(table.name)) WHERE storage_prepared_decided() LIMIT 1"
    }

    /// The function that waits. Stable, or it would be evaluated row by row; what is prepared is not part of a snapshot.
    static let decisionDefinition = """
        CREATE OR REPLACE FUNCTION storage_prepared_decided() RETURNS boolean LANGUAGE plpgsql STABLE AS $function$
        DECLARE
            waiting text[] := (SELECT array_agg(gid) FROM pg_prepared_xacts WHERE database = current_database());
        BEGIN
            WHILE waiting IS NOT NULL LOOP
                PERFORM pg_sleep(0.001);
                waiting := (SELECT array_agg(gid) FROM pg_prepared_xacts WHERE gid = ANY (waiting));
            END LOOP;
            RETURN true;
        END
        $function$
        """

    /// The base of the cluster and timeline that the connection leads to, made if this is the first write there.
    static func find(_ connection: PostgresConnection) throws(PostgresFailure) -> (base: Int64, timeline: String) {
        try connection.execute(
            """
            INSERT INTO storage_sequence_bases \
            SELECT system_identifier::text, \(timeline), \
            greatest(extract(epoch FROM clock_timestamp())::bigint << 30, \
            (SELECT max(base) FROM storage_sequence_bases) + (1::bigint << 40)) \
            FROM pg_control_system() WHERE NOT EXISTS (\(current)) ON CONFLICT DO NOTHING
            """
        )
        let found = try connection.execute(
            "SELECT base, \(timeline) FROM (\(current)) AS found(base)"
        )
        guard let base = found.count == 1 ? found.integer(0, 0) : nil, let timeline = found.text(0, 1) else {
            throw PostgresFailure("the server changed its timeline while it was asked for it", isDisconnected: true)
        }
        return (base, timeline)
    }
}
