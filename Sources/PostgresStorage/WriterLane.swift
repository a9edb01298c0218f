import Storage

/// A writer's connection, with what it knows of its server. Confined to the writer's thread.
///
/// Every transaction of a lane leaves its number in the lane's own row. After a connection was lost in the middle of a
/// commit, that row tells whether the commit took place. (The server's own `pg_xact_status` cannot: after a crash it gives
/// the numbers of transactions that never reached the disk to others.)
final class WriterLane {
    static let definition = """
        CREATE TABLE IF NOT EXISTS storage_lanes \
        (lane uuid PRIMARY KEY, last_commit bigint NOT NULL, used_at timestamptz NOT NULL)
        """
    private static let mark = "UPDATE storage_lanes SET last_commit = $2, used_at = now() WHERE lane = $1"

    private let address: PostgresAddress
    private let options: PostgresOptions
    private var pipeline: StatementPipeline?
    private var lane: String?
    private var base: (base: Int64, timeline: String) = (0, "")
    /// The shards when the connection was made, if it leads to a cluster.
    private(set) var map: ShardMap?
    /// The number of the transaction begun last.
    private(set) var commit: Int64 = 0

    init(_ address: PostgresAddress, _ options: PostgresOptions) {
        self.address = address
        self.options = options
    }

    private func open() throws(PostgresFailure) -> StatementPipeline {
        if let pipeline, pipeline.connection.isUsable { return pipeline }
        pipeline = nil
        let connection = try PostgresConnection(address, options)
        base = try SequenceOrigin.find(connection)
        map =
            try CitusCatalog.version(connection) == nil
            ? nil : ShardMap(ranges: CitusCatalog.shards(connection).map(\.tokens))
        if lane == nil {
            // Lanes of programs that ended long ago.
            try connection.execute("DELETE FROM storage_lanes WHERE used_at < now() - interval '30 days'")
            lane = try connection.execute(
                "INSERT INTO storage_lanes VALUES (gen_random_uuid(), 0, now()) RETURNING lane"
            ).text(0, 0)
        }
        map =
            try CitusCatalog.version(connection) == nil
            ? nil : ShardMap(ranges: CitusCatalog.shards(connection).map(\.tokens))
        let opened = try StatementPipeline(connection)
        pipeline = opened
        return opened
    }

    /// Writes that may share a commit: all of them, or on a cluster those of one shard, whose commit needs no second phase.
    /// Where shards were split since, the writes of a part may lie in two, and still commit together.
    func parts(of batch: [any PendingWrite]) -> [[any PendingWrite]] {
        guard batch.count > 1, let map else { return [batch] }
        var parts: [Int: [any PendingWrite]] = [:]
        for write in batch { parts[map.shard(of: write.scope), default: []].append(write) }
        return Array(parts.values)
    }

    /// Begins a transaction that holds the locks of these scopes.
    func begin(_ locks: Set<Int64>, isCareful: Bool) throws(PostgresFailure) -> PostgresTransaction {
        let pipeline = try open()
        try pipeline.queue("BEGIN ISOLATION LEVEL READ COMMITTED")
        if pipeline.connection.isPooled {
            try pipeline.queue("SET LOCAL statement_timeout = \(options.statementMilliseconds)")
            try pipeline.queue("SET LOCAL lock_timeout = \(options.lockMilliseconds)")
        }
        // In one order everywhere, so that no two batches wait for each other.
        let list = locks.sorted().map(String.init).joined(separator: ",")
        try pipeline.queue(
            "SELECT count(pg_advisory_xact_lock(scope)) FROM unnest($1::bigint[]) AS scope",
            [.text("{\(list)}")]
        )
        // After the locks: what has the later number must have seen what the scope's earlier transactions left.
        try pipeline.queue("SELECT pg_current_xact_id()::text::bigint, \(SequenceOrigin.timeline)")
        guard let result = try pipeline.finish() else { throw PostgresFailure("BEGIN without an answer") }
        guard result.text(0, 1) == base.timeline else {
            self.pipeline = nil
            throw PostgresFailure("the server has another timeline after a failover", isDisconnected: true)
        }
        commit += 1
        return PostgresTransaction(
            pipeline,
            isCareful: isCareful,
            sequences: base.base + result.number(0, 0) << SequenceOrigin.placeBits
        )
    }

    /// The connection that the transaction was begun on: another knows nothing of it.
    private func current() throws(PostgresFailure) -> StatementPipeline {
        guard let pipeline, pipeline.connection.isUsable else {
            throw PostgresFailure("the connection was lost", isDisconnected: true)
        }
        return pipeline
    }

    /// Sends a statement of the store's own within the transaction, without waiting.
    func queue(_ text: String) throws(PostgresFailure) { try current().queue(text) }

    /// Leaves the transaction's number in the lane's row. On a cluster the answers to all statements are awaited: whatever
    /// fails from then on fails in the commit.
    func mark() throws(PostgresFailure) {
        let pipeline = try current()
        try pipeline.queue(Self.mark, [.text(lane ?? ""), .integer(commit)])
        if map != nil { try pipeline.finish() }
    }

    /// Commits, and returns once the transaction is durable.
    func end() throws(PostgresFailure) {
        let pipeline = try current()
        try pipeline.queue("COMMIT")
        try pipeline.finish()
    }

    /// Takes the transaction back; says whether the connection serves on.
    @discardableResult
    func rollBack() -> Bool {
        guard let pipeline, pipeline.connection.isUsable else {
            self.pipeline = nil
            return false
        }
        do {
            // The rest of the answers first: the statements after a failed one are skipped up to the end of their group.
            if !pipeline.isIdle {
                // why: what they report was reported before.
                _ = try? pipeline.finish()
            }
            try pipeline.queue("ROLLBACK")
            try pipeline.finish()
            return true
        } catch {
            self.pipeline = nil
            return false
        }
    }

    /// Whether the transaction of this number was committed. Waits for its end if the server still works on it.
    func wasCommitted(_ commit: Int64) throws(PostgresFailure) -> Bool {
        let pipeline = try open()
        try pipeline.queue("SELECT last_commit FROM storage_lanes WHERE lane = $1 FOR UPDATE", [.text(lane ?? "")])
        guard let result = try pipeline.finish(), result.count == 1 else {
            throw PostgresFailure("the writer's row in storage_lanes is gone")
        }
        return result.number(0, 0) >= commit
    }
}
