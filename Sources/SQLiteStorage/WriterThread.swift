import Dispatch
import Foundation
import GRDB
import Logging
import Storage
import Synchronization

/// The one thread that writes. While one commit is on its way to the disk, further writes gather in the inbox and share
/// the next: no artificial delay is needed.
final class WriterThread: Sendable {
    // How long bodies run before they are committed without waiting for those behind them: about as long as a sync takes, so
    // that while one commit syncs, the callers of the one before prepare the next.
    private static let gather = Duration.milliseconds(4)

    let inbox = WorkInbox<any PendingWrite>(limit: StorageLimits.writesWaitingMax)

    private let pool: DatabasePool
    private let connection: Connection
    private let lock: StoreLock
    private let logger: Logger
    private let committed = Atomic<Int>(0)
    private let ended = DispatchSemaphore(value: 0)

    /// `lock` is held for as long as the thread may write.
    init(pool: DatabasePool, lock: StoreLock, logger: Logger) {
        self.pool = pool
        self.lock = lock
        self.logger = logger
        connection = pool.writeWithoutTransaction { Connection($0) }
    }

    func start() {
        let thread = Thread { [self] in
            while true {
                var batch = inbox.take(atMost: StorageLimits.writesPerCommitMax)[...]
                if batch.isEmpty { break }
                while !batch.isEmpty { pool.writeWithoutTransaction { _ in commit(&batch) } }
            }
            pool.writeWithoutTransaction { _ in connection.removeStatements() }
            ended.signal()
        }
        thread.name = "bss-writer"
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
        case lost(any Error)
        /// A body threw after it had changed rows, and there was no savepoint to return to; nothing is in the store.
        case needsSavepoints
    }

    /// Commits the first of these writes and removes them.
    private func commit(_ waiting: inout ArraySlice<any PendingWrite>) {
        var (outcome, count) = attempt(waiting, withSavepoints: false)
        // Savepoints copy every page that a body touches, so they are paid for only by the batch that needs them.
        if case .needsSavepoints = outcome { (outcome, count) = attempt(waiting, withSavepoints: true) }
        let batch = waiting.prefix(count)
        waiting.removeFirst(count)
        guard case .lost(let failure) = outcome else {
            for write in batch { write.finish() }
            return
        }
        if count == 1 {
            batch.first?.fail(failure)
            return
        }
        logger.warning(
            "a shared commit failed; its writes are retried one by one",
            metadata: ["writes": "\(count)", "error": "\(failure)"]
        )
        for write in batch {
            var alone = [write][...]
            commit(&alone)
        }
    }

    /// Runs the writes in one transaction, as many as `gather` allows; answers how many it ran.
    private func attempt(
        _ batch: ArraySlice<any PendingWrite>,
        withSavepoints: Bool
    ) -> (outcome: Outcome, count: Int) {
        var count = 0
        do {
            try connection.control("BEGIN IMMEDIATE")
            let start = ContinuousClock.now
            for write in batch {
                count += 1
                if withSavepoints { try connection.control("SAVEPOINT body") }
                let changes = connection.totalChanges
                let hasReturned = write.run(in: SQLiteTransaction(connection: connection))
                guard connection.isInTransaction else {
                    // A body alone has its own account of the failure that made SQLite take everything back.
                    return count == 1 && !hasReturned
                        ? (.committed, 1) : (.lost(StorageError.failed("SQLite rolled the transaction back")), count)
                }
                let mustUndo = !hasReturned && connection.totalChanges != changes
                if withSavepoints {
                    if mustUndo { try connection.control("ROLLBACK TO body") }
                    try connection.control("RELEASE body")
                } else if mustUndo {
                    try connection.control("ROLLBACK")
                    return (count == 1 ? .committed : .needsSavepoints, count)
                }
                if ContinuousClock.now - start > Self.gather { break }
            }
            // Refusals too wait for it: a body may have been refused for a neighbour's row.
            try connection.control("COMMIT")
            committed.add(1, ordering: .relaxed)
            return (.committed, count)
        } catch {
            rollBack()
            return (.lost(error), max(count, 1))
        }
    }

    private func rollBack() {
        guard connection.isInTransaction else { return }
        do {
            try connection.control("ROLLBACK")
        } catch {
            logger.critical("a failed transaction cannot be rolled back", metadata: ["error": "\(error)"])
        }
    }
}
