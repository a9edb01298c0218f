import Dispatch
import Foundation
import GRDB
import Logging
import Storage
import Synchronization

/// The one thread that writes. While one commit is on its way to the disk, further writes gather in the inbox and share
/// the next: no artificial delay is needed.
final class WriterThread: Sendable {
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
                let batch = inbox.take(atMost: StorageLimits.writesPerCommitMax)
                if batch.isEmpty { break }
                pool.writeWithoutTransaction { _ in commit(batch) }
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

    private func commit(_ batch: [any PendingWrite]) {
        var outcome = attempt(batch, withSavepoints: false)
        // Savepoints copy every page that a body touches, so they are paid for only by the batch that needs them.
        if case .needsSavepoints = outcome { outcome = attempt(batch, withSavepoints: true) }
        guard case .lost(let failure) = outcome else {
            for write in batch { write.finish() }
            return
        }
        if batch.count == 1 {
            batch[0].fail(failure)
            return
        }
        logger.warning(
            "a shared commit failed; its writes are retried one by one",
            metadata: ["writes": "\(batch.count)", "error": "\(failure)"]
        )
        for write in batch { commit([write]) }
    }

    /// Runs the writes in one transaction.
    private func attempt(_ batch: [any PendingWrite], withSavepoints: Bool) -> Outcome {
        do {
            try connection.control("BEGIN IMMEDIATE")
            for write in batch {
                if withSavepoints { try connection.control("SAVEPOINT body") }
                let changes = connection.totalChanges
                let hasReturned = write.run(in: SQLiteTransaction(connection: connection))
                guard connection.isInTransaction else {
                    // A body alone has its own account of the failure that made SQLite take everything back.
                    return batch.count == 1 && !hasReturned
                        ? .committed : .lost(StorageError.failed("SQLite rolled the transaction back"))
                }
                let mustUndo = !hasReturned && connection.totalChanges != changes
                if withSavepoints {
                    if mustUndo { try connection.control("ROLLBACK TO body") }
                    try connection.control("RELEASE body")
                } else if mustUndo {
                    try connection.control("ROLLBACK")
                    return batch.count == 1 ? .committed : .needsSavepoints
                }
            }
            // Refusals too wait for it: a body may have been refused for a neighbour's row.
            try connection.control("COMMIT")
            committed.add(1, ordering: .relaxed)
            return .committed
        } catch {
            rollBack()
            return .lost(error)
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
