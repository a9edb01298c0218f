import Primitives
import Storage

extension CitusCluster {
    /// How often a running operation is asked how far it is, in milliseconds.
    static let progressMilliseconds = 200

    /// Spreads the shards evenly over the nodes that take them, while reads and writes go on; says how many moves that took.
    /// `progress` is told the share done, 0 to 1. A rebalancing that runs already is followed to its end.
    ///
    /// - Throws: `ClusterError.jobFailed`.
    @discardableResult
    public func rebalance(progress: @escaping @Sendable (Double, String) -> Void = { _, _ in }) async throws -> Int {
        try await rebalance(drainOnly: false, progress: progress)
    }

    private func rebalance(
        drainOnly: Bool,
        progress: @escaping @Sendable (Double, String) -> Void
    ) async throws -> Int {
        try await requireCitus()
        let running = try await session.texts(
            "SELECT job_id FROM pg_dist_background_job WHERE job_type = 'rebalance' AND state IN ('scheduled', 'running')"
        ).first?[0]
        var job = running
        if job == nil {
            job = try await session.texts(
                "SELECT citus_rebalance_start(drain_only := $1::bool, shard_transfer_mode := 'force_logical')",
                [.text(drainOnly ? "true" : "false")]
            ).first?[0]
        }
        guard let job, let number = Int64(job), number > 0 else { return 0 }
        return try await follow(job: number, progress: progress)
    }

    private func follow(
        job: Int64,
        progress: @escaping @Sendable (Double, String) -> Void
    ) async throws -> Int {
        while true {
            guard
                let row = try await observer.texts(
                    "SELECT state, details FROM citus_job_status($1::bigint, raw := true)",
                    [.integer(job)]
                ).first, let state = row[0]
            else { throw ClusterError.jobFailed(state: "gone", message: "job \(job) is not known any more") }
            let details = try RebalanceDetails(row[1] ?? "{}")
            progress(details.fraction, details.note)
            switch state {
            case "finished": return details.tasks
            case "failed", "cancelled": throw ClusterError.jobFailed(state: state, message: details.message)
            default: try await Task.sleep(for: .milliseconds(Self.progressMilliseconds))
            }
        }
    }

    /// Moves a shard, and those of the other tables that lie with it, to another node, while reads and writes go on. Says
    /// whether it was elsewhere.
    ///
    /// - Throws: `ClusterError.unknownShard`, `ClusterError.unknownNode`.
    @discardableResult
    public func move(
        shard: Int64,
        to target: NodeAddress,
        progress: @escaping @Sendable (Double, String) -> Void = { _, _ in }
    ) async throws -> Bool {
        _ = try await node(at: target)
        guard let placed = try await shards().first(where: { $0.id == shard }), let source = NodeAddress(placed.node)
        else { throw ClusterError.unknownShard(shard) }
        if source == target { return false }
        try await observing(progress) {
            try await session.texts(
                "SELECT citus_move_shard_placement($1::bigint, $2, $3::int, $4, $5::int, 'force_logical')",
                [
                    .integer(shard), .text(source.host), .integer(Int64(source.port)), .text(target.host),
                    .integer(Int64(target.port)),
                ]
            )
        }
        return true
    }

    /// Gives a customer a shard of its own, in all tables, while reads and writes go on; the id of that shard.
    ///
    /// - Throws: `ClusterError.nothingDistributed`.
    public func isolate(
        _ customer: Identifier,
        progress: @escaping @Sendable (Double, String) -> Void = { _, _ in }
    ) async throws -> (shard: Int64, wasAlone: Bool) {
        let shards = try await shards()
        guard let map = ShardMap(ranges: shards.map(\.tokens)) else { throw ClusterError.nothingDistributed }
        let holder = shards[map.shard(of: customer)]
        if holder.tokens.count == 1 { return (holder.id, true) }
        let shard = try await observing(progress) {
            try await session.texts(
                "SELECT isolate_tenant_to_new_shard(\(CitusCatalog.anchor), $1::uuid, 'CASCADE', 'force_logical')",
                [.identifier(customer)]
            ).first?[0]
        }
        guard let shard = shard.flatMap({ Int64($0) }) else { throw ClusterError.nothingDistributed }
        return (shard, false)
    }

    /// Moves every shard off a node, while reads and writes go on, and keeps new ones from coming; says how many moves
    /// that took.
    @discardableResult
    public func drain(
        _ node: NodeAddress,
        progress: @escaping @Sendable (Double, String) -> Void = { _, _ in }
    ) async throws -> Int {
        let node = try await self.node(at: node)
        if node.takesShards { try await setTakesShards(node.address, false) }
        return try await rebalance(drainOnly: true, progress: progress)
    }

    /// Takes an empty node out of the cluster.
    public func remove(_ node: NodeAddress) async throws {
        let node = try await self.node(at: node)
        try await session.texts(
            "SELECT citus_remove_node($1, $2::int)",
            [.text(node.address.host), .integer(Int64(node.address.port))]
        )
    }

    /// Runs a statement that moves rows and tells meanwhile how many have arrived.
    @discardableResult
    private func observing<Result: Sendable>(
        _ progress: @escaping @Sendable (Double, String) -> Void,
        _ body: () async throws -> Result
    ) async throws -> Result {
        let observer = observer
        let watcher = Task {
            while !Task.isCancelled {
                let row = try await observer.texts(
                    """
                    SELECT sum(source_shard_size), sum(least(target_shard_size, source_shard_size)), max(status)
                    FROM get_rebalance_progress()
                    """
                ).first
                if let whole = row?[0].flatMap({ Double($0) }), whole > 0 {
                    progress(min(1, (row?[1].flatMap { Double($0) } ?? 0) / whole), row?[2] ?? "")
                }
                try await Task.sleep(for: .milliseconds(Self.progressMilliseconds))
            }
        }
        defer { watcher.cancel() }
        return try await body()
    }
}
