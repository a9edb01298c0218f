import Dispatch
import Foundation
import Logging
import Primitives
import Storage
import Synchronization

/// A thread that writes over a connection of its own. While one commit is on its way to the disk, further writes gather in the
/// inbox and share the next.
///
/// A batch runs optimistically first: rows are added without waiting for answers. If anything fails or must be
/// taken back, it runs again with savepoints; if the shared commit fails, its members run one by one.
final class PostgresWriter: Sendable {
    // How long bodies run before they are committed without waiting for those behind them.
    private static let gather = Duration.milliseconds(8)
    // Attempts of one write that loses against others (deadlocks, locks held too long).
    private static let conflictsMax = 8
    /// How long a write waits for a server that is away before it fails, and for word of an interrupted commit.
    static let patience = Duration.seconds(15)
    private static let pauseMaxMilliseconds = 1_000

    let inbox = WorkInbox<any PendingWrite>(limit: StorageLimits.writesWaitingMax)
    private let address: PostgresAddress
    private let options: PostgresOptions
    private let logger: Logger
    private let committed = Atomic<Int>(0)
    private let ended = DispatchSemaphore(value: 0)

    init(_ address: PostgresAddress, _ options: PostgresOptions, logger: Logger) {
        self.address = address
        self.options = options
        self.logger = logger
    }

    func start(number: Int) {
        let thread = Thread { [self] in
            let lane = Lane(address: address, options: options)
            while true {
                let batch = inbox.take(atMost: StorageLimits.writesPerCommitMax)
                if batch.isEmpty { break }
                for part in lane.parts(of: batch) {
                    var waiting = part[...]
                    while !waiting.isEmpty { commit(&waiting, lane) }
                }
            }
            ended.signal()
        }
        thread.name = "bss-writer-\(number)"
        thread.start()
    }

    /// Blocks until the thread has written what was accepted; once, and only after `inbox.close()`.
    func waitForEnd() { ended.wait() }

    /// Commits so far.
    var commits: Int { committed.load(ordering: .relaxed) }

    /// The thread's connection with what is known of its server.
    private final class Lane {
        let address: PostgresAddress
        let options: PostgresOptions
        var pipeline: StatementPipeline?
        var base: (base: Int64, timeline: String) = (0, "")
        /// The shards when the connection was made, if it leads to a cluster.
        private(set) var map: ShardMap?

        init(address: PostgresAddress, options: PostgresOptions) {
            self.address = address
            self.options = options
        }

        func open() throws(PostgresFailure) -> StatementPipeline {
            if let pipeline, pipeline.connection.isUsable { return pipeline }
            pipeline = nil
            let connection = try PostgresConnection(address, options)
            base = try SequenceBase.find(connection)
            map =
                try CitusCatalog.version(connection) == nil
                ? nil : ShardMap(ranges: CitusCatalog.shards(connection).map(\.tokens))
            let opened = try StatementPipeline(connection)
            pipeline = opened
            return opened
        }

        /// Writes that may share a commit: all of them, or on a cluster those of one shard, whose commit needs no second
        /// phase. Where shards were split since, the writes of a part may lie in two, and still commit together.
        func parts(of batch: [any PendingWrite]) -> [[any PendingWrite]] {
            guard batch.count > 1, let map else { return [batch] }
            var parts: [Int: [any PendingWrite]] = [:]
            for write in batch { parts[map.shard(of: write.scope), default: []].append(write) }
            return Array(parts.values)
        }
    }

    /// What became of a transaction.
    private enum Outcome {
        /// It was committed: every write's own result holds.
        case committed
        /// Nothing of it is in the store, for this reason.
        case lost(PostgresFailure)
        /// A statement or a body failed, and there was no savepoint to return to; nothing is in the store.
        case needsSavepoints
        /// The connection was lost while the commit of this transaction was under way.
        case unknown(transaction: Int64, timeline: String, PostgresFailure)
    }

    /// Commits the first of these writes and removes them.
    private func commit(_ waiting: inout ArraySlice<any PendingWrite>, _ lane: Lane) {
        let start = ContinuousClock.now
        var (outcome, count) = attempt(waiting, lane, isCareful: false)
        var conflicts = 0
        var pause = 20
        while true {
            let batch = waiting.prefix(count)
            switch outcome {
            case .committed:
                waiting.removeFirst(count)
                committed.add(1, ordering: .relaxed)
                for write in batch { write.finish() }
                return
            case .needsSavepoints:
                (outcome, count) = attempt(batch, lane, isCareful: true)
                continue
            case .unknown(let transaction, let timeline, let failure):
                outcome = settled(transaction, timeline, failure, lane)
                if case .unknown = outcome {
                    waiting.removeFirst(count)
                    let text = "the connection was lost during the commit, and its outcome is unknown: \(failure)"
                    for write in batch { write.fail(StorageError.failed(text)) }
                    return
                }
                continue
            case .lost(let failure):
                let mayRetry: Bool
                switch failure.kind {
                case .disconnected: mayRetry = ContinuousClock.now - start < Self.patience
                case .conflict:
                    conflicts += 1
                    mayRetry = conflicts < Self.conflictsMax
                default: mayRetry = false
                }
                if count > 1, failure.kind != .disconnected {
                    logger.warning(
                        "a shared commit failed; its writes are retried one by one",
                        metadata: ["writes": "\(count)", "error": "\(failure)"]
                    )
                    waiting.removeFirst(count)
                    for write in batch {
                        var alone = [write][...]
                        commit(&alone, lane)
                    }
                    return
                }
                guard mayRetry else {
                    waiting.removeFirst(count)
                    for write in batch { write.fail(StorageError.failed("\(failure)")) }
                    return
                }
                Thread.sleep(forTimeInterval: Double(pause) / 1_000)
                pause = min(pause * 2, Self.pauseMaxMilliseconds)
                (outcome, count) = attempt(batch, lane, isCareful: failure.kind == .conflict)
            }
        }
    }

    /// Runs the writes in one transaction, as many as `gather` allows; answers how many it ran.
    private func attempt(
        _ batch: ArraySlice<any PendingWrite>,
        _ lane: Lane,
        isCareful: Bool
    ) -> (outcome: Outcome, count: Int) {
        var count = 0
        var number: Int64?
        do {
            let pipeline = try lane.open()
            let started = try begin(batch, lane, pipeline)
            let transaction = PostgresTransaction(
                pipeline,
                isCareful: isCareful,
                sequences: lane.base.base + started << SequenceBase.placeBits
            )
            let start = ContinuousClock.now
            for write in batch {
                count += 1
                let changes = transaction.changes
                if isCareful { try pipeline.queue("SAVEPOINT body") }
                let hasReturned = write.run(in: transaction)
                if let failure = transaction.failure { throw failure }
                let mustUndo = !hasReturned && transaction.changes != changes
                if isCareful {
                    if mustUndo { try pipeline.queue("ROLLBACK TO SAVEPOINT body") }
                    try pipeline.queue("RELEASE SAVEPOINT body")
                } else if mustUndo {
                    rollBack(lane)
                    return (count == 1 && pipeline.connection.isUsable ? .committed : .needsSavepoints, count)
                }
                if ContinuousClock.now - start > Self.gather { break }
            }
            number = started
            // Refusals too wait for it: a body may have been refused for a neighbour's row.
            try pipeline.queue("COMMIT")
            try pipeline.finish()
            return (.committed, count)
        } catch let failure as PostgresFailure {
            rollBack(lane)
            if failure.kind == .disconnected, let number {
                return (.unknown(transaction: number, timeline: lane.base.timeline, failure), count)
            }
            let isOfAStatement = failure.kind != .disconnected && failure.kind != .conflict
            if isOfAStatement, !isCareful, count > 0 { return (.needsSavepoints, count) }
            return (.lost(failure), max(count, 1))
        } catch {
            preconditionFailure("the store threw \(error)")
        }
    }

    /// Begins a transaction that holds the locks of all scopes, and answers its number.
    private func begin(
        _ batch: ArraySlice<any PendingWrite>,
        _ lane: Lane,
        _ pipeline: StatementPipeline
    ) throws(PostgresFailure) -> Int64 {
        try pipeline.queue("BEGIN ISOLATION LEVEL READ COMMITTED")
        if pipeline.connection.isPooled {
            try pipeline.queue("SET LOCAL statement_timeout = \(options.statementMilliseconds)")
            try pipeline.queue("SET LOCAL lock_timeout = \(options.lockMilliseconds)")
        }
        // In one order everywhere, so that no two batches wait for each other.
        let locks = Set(batch.lazy.map { $0.scope.lock }).sorted().map(String.init).joined(separator: ",")
        try pipeline.queue(
            "SELECT count(pg_advisory_xact_lock(scope)) FROM unnest($1::bigint[]) AS scope",
            [.text("{\(locks)}")]
        )
        // After the locks: what has the later number must have seen what the scope's earlier transactions left.
        try pipeline.queue("SELECT pg_current_xact_id()::text::bigint, \(SequenceBase.timeline)")
        guard let result = try pipeline.finish() else { throw PostgresFailure("BEGIN without an answer") }
        guard result.text(0, 1) == lane.base.timeline else {
            lane.pipeline = nil
            throw PostgresFailure("the server has another timeline after a failover", isDisconnected: true)
        }
        return result.number(0, 0)
    }

    private func rollBack(_ lane: Lane) {
        guard let pipeline = lane.pipeline, pipeline.connection.isUsable else {
            lane.pipeline = nil
            return
        }
        do {
            // The rest of the answers first: the statements after a failed one are skipped up to the end of their group.
            if !pipeline.isIdle {
                // why: what they report was reported before.
                _ = try? pipeline.finish()
            }
            try pipeline.queue("ROLLBACK")
            try pipeline.finish()
        } catch {
            lane.pipeline = nil
        }
    }

    /// Finds out what became of a transaction whose commit was not answered: the server remembers.
    private func settled(_ transaction: Int64, _ timeline: String, _ failure: PostgresFailure, _ lane: Lane) -> Outcome
    {
        let start = ContinuousClock.now
        var pause = 20
        while ContinuousClock.now - start < Self.patience {
            do {
                let pipeline = try lane.open()
                guard lane.base.timeline == timeline else { break }
                try pipeline.queue("SELECT pg_xact_status($1::text::xid8)", [.text(String(transaction))])
                switch try pipeline.finish()?.text(0, 0) {
                case "committed": return .committed
                // A cluster's worker may have committed before the coordinator gave the transaction up.
                case "aborted" where lane.map == nil: return .lost(failure)
                case "in progress": break
                default: return .unknown(transaction: transaction, timeline: timeline, failure)
                }
            } catch {
                logger.debug("waiting for word of a commit", metadata: ["error": "\(error)"])
            }
            Thread.sleep(forTimeInterval: Double(pause) / 1_000)
            pause = min(pause * 2, Self.pauseMaxMilliseconds)
        }
        return .unknown(transaction: transaction, timeline: timeline, failure)
    }
}

extension Identifier {
    /// The advisory lock that stands for the scope: 64 bits, of which two scopes may share one, and then take turns.
    var lock: Int64 { Int64(bitPattern: high &* 0x9E37_79B9_7F4A_7C15 ^ low &* 0xC2B2_AE3D_27D4_EB4F) }
}
