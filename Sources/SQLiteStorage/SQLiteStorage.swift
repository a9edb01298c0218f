import Dispatch
import Foundation
import GRDB
import GRDBSQLite
import Logging
import Primitives
import Storage
import Synchronization

import struct Storage.Table

/// Rows in one SQLite file, in write-ahead-log mode with `synchronous=FULL`: a commit returns after its fsync.
///
/// One thread writes, and writes that wait together share a commit; reads run side by side on connections of their own.
public final class SQLiteStorage: Storage {
    static let busyTimeoutMilliseconds: Int32 = 5_000
    // Page caches in KiB, of the writer and of each reader: what a connection may hold when it is idle.
    private static let writerCacheKibibytes = 24_576
    private static let readerCacheKibibytes = 8_192
    // The writer stands still while it copies the log into the file, so it copies little and often: every 2 MB (in
    // pages of 4 KiB). Measured at 1,000 writes/s on half a million rows: p99 21 ms at 4,096 pages, 5.6 at 1,000, 2.7
    // at 400. After a burst the log is cut back to 64 MB.
    private static let checkpointPages = 500
    private static let logBytesMax = 67_108_864

    private let path: String
    private let pool: DatabasePool
    private let lock: StoreLock
    private let writer: WriterThread
    private let readers: ReaderThreads
    private let isClosed = Atomic<Bool>(false)

    /// Opens the store at `path`, creating it if there is none (its folder must exist), with `readers` connections for
    /// reads.
    ///
    /// - Throws: `StorageError.locked` if it is open in this or another process, `StorageError.failed` if it cannot be
    ///   opened.
    public init(path: String, readers: Int = 4, logger: Logger = Logger(label: "bss.storage")) throws {
        precondition(readers >= 1, "a store needs a reader")
        self.path = path
        lock = try StoreLock(storePath: path)
        var configuration = Configuration()
        configuration.label = "bss"
        // The threads keep theirs; one more serves everything else.
        configuration.maximumReaderCount = readers + 1
        configuration.persistentReadOnlyConnections = true
        configuration.busyMode = .timeout(Double(Self.busyTimeoutMilliseconds) / 1_000)
        configuration.prepareDatabase { database in
            try DocumentFunctions.register(on: database)
            try database.execute(
                sql: """
                    PRAGMA cache_size = -\(Self.readerCacheKibibytes);
                    PRAGMA temp_store = MEMORY;
                    PRAGMA mmap_size = 0;
                    """
            )
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { database in
                // After opening: GRDB sets synchronous to NORMAL when it turns the write-ahead log on.
                try database.execute(
                    sql: """
                        PRAGMA synchronous = FULL;
                        PRAGMA cache_size = -\(Self.writerCacheKibibytes);
                        PRAGMA journal_size_limit = \(Self.logBytesMax);
                        PRAGMA wal_autocheckpoint = \(Self.checkpointPages);
                        """
                )
            }
        } catch {
            throw SQLiteFailure.mapped(error)
        }
        writer = WriterThread(pool: pool, lock: lock, logger: logger)
        self.readers = ReaderThreads(pool: pool, count: readers, logger: logger)
        writer.start()
        self.readers.start()
    }

    // The threads end once they have done what was accepted, also when nobody called close().
    deinit {
        writer.inbox.close()
        readers.inbox.close()
    }

    /// See `Storage.migrate`.
    public func migrate(_ migrations: [Migration]) async throws {
        try refuseIfClosed()
        do {
            try await pool.writeWithoutTransaction { try SchemaMigrations.apply(migrations, to: $0) }
        } catch {
            throw SQLiteFailure.mapped(error)
        }
    }

    /// See `Storage.write`.
    @discardableResult
    public func write<Result: Sendable>(
        scope: Identifier,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let write = WaitingWrite(scope, body, continuation)
            if let refusal = writer.inbox.add(write) { write.fail(refusal) }
        }
    }

    /// See `Storage.read`. One file has all rows: the scope makes no difference.
    public func read<Result: Sendable>(
        scope: Identifier?,
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let read = PendingRead(body, continuation)
            if let refusal = readers.inbox.add(read) { read.fail(refusal) }
        }
    }

    /// One writer: what is committed comes in the order of its sequences.
    public func sequenceHorizon(of table: Table, after known: Int64) async throws -> Int64 { .max }

    /// See `Storage.backup`. The copy is a file of its own, with nothing beside it, on the disk when this returns; a
    /// file that was at `path` is replaced.
    public func backup(to path: String, progress: @escaping @Sendable (Double) -> Void) async throws {
        try refuseIfClosed()
        try await onBackgroundThread { [self] in
            try OnlineBackup.copy(from: self.path, to: path, progress: progress)
        }
    }

    /// See `Storage.close`. Calling it again does nothing.
    public func close() async throws {
        guard !isClosed.exchange(true, ordering: .relaxed) else { return }
        writer.inbox.close()
        readers.inbox.close()
        try await onBackgroundThread { [self] in
            writer.waitForEnd()
            readers.waitForEnd()
            do {
                try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
                try pool.close()
            } catch {
                throw SQLiteFailure.mapped(error)
            }
            lock.release()
        }
    }

    /// The bytes of the database file, without its log.
    ///
    /// - Throws: `StorageError.closed`, or `StorageError.failed` if the file cannot be read.
    public func databaseSize() async throws -> Int {
        try refuseIfClosed()
        do {
            return try await pool.read { database in
                let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
                return try pages * (Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0)
            }
        } catch {
            throw SQLiteFailure.mapped(error)
        }
    }

    /// How many writes wait for a commit; at most `StorageLimits.writesWaitingMax`.
    public var writesWaiting: Int { writer.inbox.count }

    /// Commits since the store was opened: fewer than its writes, which share them.
    public var commits: Int { writer.commits }

    /// Runs SQL on the writing connection, or on one for reading, and returns the last column as text: for settings,
    /// plans and tables that no descriptor describes.
    func texts(_ sql: String, onReader: Bool = false) async throws -> [String] {
        let fetch: @Sendable (Database) throws -> [String] = { database in
            try GRDB.Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.last.flatMap {
                    String.fromDatabaseValue($0) ?? Int64.fromDatabaseValue($0)?.description
                }
                    ?? ""
            }
        }
        return onReader
            ? try await pool.unsafeRead(fetch) : try await pool.writeWithoutTransaction(fetch)
    }

    private func refuseIfClosed() throws {
        if isClosed.load(ordering: .relaxed) { throw StorageError.closed }
    }

    // Blocking work is kept off the cooperative pool, whose threads are as few as the cores.
    private func onBackgroundThread(_ work: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
        }
    }
}
