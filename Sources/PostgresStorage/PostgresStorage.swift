import Dispatch
import Logging
import Primitives
import Storage
import Synchronization

/// Rows in PostgreSQL 15 or newer, alone or as the coordinator of a Citus cluster.
///
/// Writes go over several connections, those of one scope always over the same; writes that wait together share a commit and
/// its fsync. Scopes hold advisory locks, so that any number of programs may work on one database. Lost connections are
/// made anew; a commit that was interrupted is looked up (`WriterLane`) before its writes are answered or repeated.
public final class PostgresStorage: Storage {
    private let address: PostgresAddress
    private let placement: TablePlacement?
    private let logger: Logger
    private let writers: [PostgresWriter]
    private let readers: PostgresReaders
    private let routes: ReadRoutes?
    private let isClosed = Atomic<Bool>(false)

    /// A store in the database at `address`, which must exist. Nothing connects before it is needed.
    ///
    /// `StorageLimits.writesWaitingMax` holds for each of the `writers` connections. Without a `placement` new tables are
    /// laid over a cluster if those that are there are. With `routeReads`, reads of one customer's rows are sent to the
    /// worker that has them, over as many connections to each as there are `readers`.
    public init(
        _ address: PostgresAddress,
        writers: Int = 4,
        readers: Int = 4,
        options: PostgresOptions = PostgresOptions(),
        placement: TablePlacement? = nil,
        routeReads: Bool = false,
        logger: Logger = Logger(label: "bss.storage")
    ) {
        precondition(writers >= 1 && readers >= 1, "a store needs a writer and a reader")
        self.address = address
        self.placement = placement
        self.logger = logger
        self.writers = (0..<writers).map { _ in PostgresWriter(address, options, logger: logger) }
        let coordinator = PostgresReaders(address, options, count: readers, logger: logger)
        self.readers = coordinator
        routes =
            routeReads
            ? ReadRoutes(address, options, readers: readers, coordinator: coordinator, logger: logger) : nil
        for (number, writer) in self.writers.enumerated() { writer.start(number: number) }
        coordinator.start()
    }

    // The threads end once they have done what was accepted, also when nobody called close().
    deinit { closeInboxes() }

    /// See `Storage.migrate`. Programs that start at the same time wait for one another.
    public func migrate(_ migrations: [Migration]) async throws {
        if isClosed.load(ordering: .relaxed) { throw StorageError.closed }
        let session = PostgresSession(address)
        defer { session.close() }
        do {
            try await session.run { [placement, logger] connection in
                let placement = try placement ?? TablePlacement.found(connection)
                try SchemaMigrations.apply(migrations, placement, to: connection, logger: logger)
            }
        } catch let failure as PostgresFailure {
            throw StorageError.failed("\(address): \(failure)")
        }
    }

    /// See `Storage.sequenceHorizon`. Rows read in the same transaction may lack some that are below it.
    public func sequenceHorizon(of table: Table, after known: Int64) async throws -> Int64 {
        try await read { transaction in
            guard let transaction = transaction as? PostgresTransaction else {
                preconditionFailure("a transaction of another store")
            }
            return try transaction.sequenceHorizon(of: table, after: known)
        }
    }

    /// Servers may share a database.
    public var isShared: Bool { true }

    /// See `Storage.shards`.
    public func shards() async throws -> [PlacedShard]? {
        if isClosed.load(ordering: .relaxed) { throw StorageError.closed }
        let session = PostgresSession(address, PostgresOptions())
        defer { session.close() }
        do {
            return try await session.run { connection in
                guard try CitusCatalog.version(connection) != nil else { return nil }
                let shards = try CitusCatalog.shards(connection)
                return shards.isEmpty ? nil : shards
            }
        } catch let failure as PostgresFailure {
            throw StorageError.failed("\(address): \(failure)")
        }
    }

    /// See `Storage.write`.
    @discardableResult
    public func write<Result: Sendable>(
        scope: Identifier,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Result
    ) async throws -> Result {
        let writer = writers[Int(UInt64(bitPattern: scope.lock) % UInt64(writers.count))]
        return try await withCheckedThrowingContinuation { continuation in
            let write = WaitingWrite(scope, body, continuation)
            if let refusal = writer.inbox.add(write) { write.fail(refusal) }
        }
    }

    /// See `Storage.read`.
    public func read<Result: Sendable>(
        scope: Identifier?,
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let read = PendingRead(body, continuation)
            if let scope, routes?.take(read, of: scope) == true { return }
            if let refusal = readers.inbox.add(PostgresReaders.Work(read: read, shard: nil)) { read.fail(refusal) }
        }
    }

    /// Refused: the server has tools of its own for it.
    ///
    /// - Throws: `StorageError.failed`, saying which.
    public func backup(to path: String, progress: @escaping @Sendable (Double) -> Void) async throws {
        if isClosed.load(ordering: .relaxed) { throw StorageError.closed }
        throw StorageError.failed(
            "a PostgreSQL database is backed up with pg_basebackup (and its write-ahead log) or pg_dump, not by bss"
        )
    }

    /// See `Storage.close`. Calling it again does nothing.
    public func close() async throws {
        guard !isClosed.exchange(true, ordering: .relaxed) else { return }
        for writer in writers { writer.inbox.close() }
        routes?.close()
        await withCheckedContinuation { continuation in
            // Blocking work is kept off the cooperative pool, whose threads are as few as the cores.
            DispatchQueue.global().async { [self] in
                for writer in writers { writer.waitForEnd() }
                // What workers give back is still answered.
                routes?.waitForEnd()
                readers.inbox.close()
                readers.waitForEnd()
                continuation.resume()
            }
        }
    }

    private func closeInboxes() {
        for writer in writers { writer.inbox.close() }
        routes?.close()
        readers.inbox.close()
    }

    /// Reads that workers of a cluster have answered since the store was opened; 0 without `routeReads`.
    public var readsAtWorkers: Int { routes?.answered ?? 0 }

    /// How many writes wait for a commit.
    public var writesWaiting: Int { writers.reduce(0) { $0 + $1.inbox.count } }

    /// Commits since the store was opened: fewer than its writes, which share them.
    public var commits: Int { writers.reduce(0) { $0 + $1.commits } }
}
