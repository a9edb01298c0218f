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
            let lane = WriterLane(address, options)
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

    /// What became of a transaction.
    private enum Outcome {
        /// It was committed: every write's own result holds.
        case committed
        /// Nothing of it is in the store, for this reason.
        case lost(PostgresFailure)
        /// A statement or a body failed, and there was no savepoint to return to; nothing is in the store.
        case needsSavepoints
        /// The connection was lost while this commit was under way.
        case unknown(commit: Int64, PostgresFailure)
    }

    /// Commits the first of these writes and removes them.
    private func commit(_ waiting: inout ArraySlice<any PendingWrite>, _ lane: WriterLane) {
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
            case .unknown(let commit, let failure):
                outcome = settled(commit, failure, lane)
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
        _ lane: WriterLane,
        isCareful: Bool
    ) -> (outcome: Outcome, count: Int) {
        var count = 0
        var isCommitting = false
        do {
            let transaction = try lane.begin(Set(batch.lazy.map { $0.scope.lock }), isCareful: isCareful)
            let start = ContinuousClock.now
            for write in batch {
                count += 1
                let changes = transaction.changes
                if isCareful { try lane.queue("SAVEPOINT body") }
                let hasReturned = write.run(in: transaction)
                if let failure = transaction.failure { throw failure }
                let mustUndo = !hasReturned && transaction.changes != changes
                if isCareful {
                    if mustUndo { try lane.queue("ROLLBACK TO SAVEPOINT body") }
                    try lane.queue("RELEASE SAVEPOINT body")
                } else if mustUndo {
                    return (lane.rollBack() && count == 1 ? .committed : .needsSavepoints, count)
                }
                if ContinuousClock.now - start > Self.gather { break }
            }
            try lane.mark()
            isCommitting = true
            // Refusals too wait for it: a body may have been refused for a neighbour's row.
            try lane.end()
            return (.committed, count)
        } catch let failure as PostgresFailure {
            let commit = lane.commit
            lane.rollBack()
            if failure.kind == .disconnected, isCommitting { return (.unknown(commit: commit, failure), count) }
            let isOfAStatement = failure.kind != .disconnected && failure.kind != .conflict
            if isOfAStatement, !isCareful, count > 0 { return (.needsSavepoints, count) }
            return (.lost(failure), max(count, 1))
        } catch {
            preconditionFailure("the store threw \(error)")
        }
    }

    /// Finds out what became of a commit that was not answered.
    private func settled(_ commit: Int64, _ failure: PostgresFailure, _ lane: WriterLane) -> Outcome {
        let start = ContinuousClock.now
        var pause = 20
        while ContinuousClock.now - start < Self.patience {
            do {
                if try lane.wasCommitted(commit) { return .committed }
                // A cluster's worker may have committed before the coordinator gave the transaction up.
                return lane.map == nil ? .lost(failure) : .unknown(commit: commit, failure)
            } catch {
                logger.debug("waiting for word of a commit", metadata: ["error": "\(error)"])
            }
            Thread.sleep(forTimeInterval: Double(pause) / 1_000)
            pause = min(pause * 2, Self.pauseMaxMilliseconds)
        }
        return .unknown(commit: commit, failure)
    }
}

extension Identifier {
    /// The advisory lock that stands for the scope: 64 bits, of which two scopes may share one, and then take turns.
    var lock: Int64 { Int64(bitPattern: high &* 0x9E37_79B9_7F4A_7C15 ^ low &* 0xC2B2_AE3D_27D4_EB4F) }
}
