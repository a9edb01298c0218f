import Primitives

/// The rows of the system. Backends interpret `Table` descriptors; every backend passes the same conformance suite.
///
/// A write is acknowledged only when it will survive kill -9 and power loss. Many writes share one commit; a body that
/// throws takes back its own changes only, its neighbours' stay.
public protocol Storage: Sendable {
    /// Brings the store to the newest schema, forward only; called once, before anything else.
    ///
    /// - Throws: `StorageError.schemaTooNew` if a migration was applied that this program does not know.
    func migrate(_ migrations: [Migration]) async throws

    /// Runs `body` in one transaction and returns when its changes are durable.
    ///
    /// `body` may run more than once, and must have no effect outside the transaction: only the run that is committed
    /// counts, and the first may be told that a row was added which in the end is refused. All its rows belong to one
    /// shard, except reference tables and `distributedAlone` ones.
    ///
    /// Writes of one `scope` run one after another, in this and in every other process on the same store: a body that
    /// reads before it writes finds what the last one of its scope left, and nothing of its scope changes under it. Writes
    /// of different scopes may run side by side; what they touch in common must be guarded by keys, unique indexes
    /// and the conditions of updates. A scope is a customer, or `Identifier.zero` for what belongs to the operator.
    ///
    /// - Throws: what `body` throws, after its changes were taken back; `StorageError` for the store's own refusals.
    ///   After `StorageError.failed` the changes may yet be there, if the store was lost in the middle of a commit
    ///   and did not come back: repeat with a key that makes the repetition harmless.
    @discardableResult
    func write<Result: Sendable>(
        scope: Identifier,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Result
    ) async throws -> Result

    /// Runs `body` on a snapshot that holds everything acknowledged before the call. `body` may run more than once. On a
    /// cluster each shard has a snapshot of its own: rows of several shards may be of different moments.
    ///
    /// `scope` is the customer whose rows the body reads, or nil where it reads those of several or of none. A cluster may
    /// answer from the node that has them (`storage.routeReads`); a body that reads others too is answered all the same,
    /// but slower.
    func read<Result: Sendable>(
        scope: Identifier?,
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Result
    ) async throws -> Result

    /// Writes a consistent copy that a fresh store can be opened on, while writes go on. `progress` is told the
    /// fraction done, 0 to 1.
    func backup(to path: String, progress: @escaping @Sendable (Double) -> Void) async throws

    /// The bound below which sequences of a table are settled: no row that a read begun from now on does not show will ever
    /// have a sequence below it. Where transactions run side by side, rows become visible in another order than that of
    /// their sequences; whoever carries rows on in order of sequence stops here, or loses those that come late. `Int64.max`
    /// from a store in which they become visible in order.
    ///
    /// A bound that is not above `known` (0, or up to what an earlier call returned) says that nothing from there on has settled:
    /// that is cheap to find out.
    func sequenceHorizon(of table: Table, after known: Int64) async throws -> Int64

    /// Whether other processes may have the store open at the same time.
    var isShared: Bool { get }

    /// The shards of the tables that are distributed by customer, in the order of their tokens, with the nodes that hold
    /// them now; nil if the store is no cluster.
    func shards() async throws -> [PlacedShard]?

    /// Finishes what was accepted, then refuses further calls with `StorageError.closed`.
    func close() async throws
}

extension Storage {
    /// One process has it.
    public var isShared: Bool { false }

    /// No cluster.
    public func shards() async throws -> [PlacedShard]? { nil }
}

/// Reads rows of one snapshot. Confined to the closure it was handed to.
public protocol ReadTransaction {
    /// The row with this primary key, or nil.
    func row(_ table: Table, key: [Value]) throws -> Row?
    /// A page of rows.
    func rows(_ table: Table, _ query: Query) throws -> [Row]
    /// How many rows meet the condition.
    func count(_ table: Table, _ condition: Condition) throws -> Int
    /// One line per group: the values of `groupBy`, then the aggregates, ordered by group.
    func aggregate(
        _ table: Table,
        _ aggregates: [Aggregate],
        groupBy: [String],
        where condition: Condition
    ) throws -> [[Value]]
}

extension Storage {
    /// Runs `body` in one transaction of the operator's own scope.
    @discardableResult
    public func write<Result: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Result
    ) async throws -> Result {
        try await write(scope: .zero, body)
    }

    /// Runs `body` on a snapshot of rows that belong to several customers, or to none.
    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Result
    ) async throws -> Result {
        try await read(scope: nil, body)
    }
}

/// Reads and changes rows. A read sees the transaction's own changes.
public protocol WriteTransaction: ReadTransaction {
    /// Adds a row; null in a `sequence` column lets the backend assign it. Returns the assigned sequence, else 0. Sequences
    /// of one scope rise in the order of its transactions.
    ///
    /// - Throws: `StorageError.duplicate` if its key or a unique index is taken.
    @discardableResult
    func insert(_ row: Row) throws -> Int64
    /// Adds a row unless its primary key is taken; says whether it did.
    func insertIfAbsent(_ row: Row) throws -> Bool
    /// Adds a row or replaces the one with its primary key.
    func upsert(_ row: Row) throws
    /// Sets columns of the row with this key, if it is there and meets `condition`; says whether it did.
    func update(
        _ table: Table,
        key: [Value],
        set: [(column: String, value: Value)],
        where condition: Condition
    ) throws
        -> Bool
    /// Removes the row with this key; says whether there was one.
    func delete(_ table: Table, key: [Value]) throws -> Bool
    /// Removes the rows that meet the condition and says how many there were.
    func delete(_ table: Table, where condition: Condition) throws -> Int
}

/// A step of the schema, applied once, in order, never changed after its release.
public struct Migration: Sendable, Hashable {
    /// What a migration does.
    public enum Step: Sendable, Hashable {
        /// Creates a table with its indexes.
        case createTable(Table)
        /// Adds a nullable column to a table.
        case addColumn(table: String, Table.Column)
        /// Adds an index to a table; PostgreSQL makes it while the table is written.
        case createIndex(table: String, Table.Index)
    }

    /// The name it is recorded under, in prose.
    public let name: String
    /// What it does, in order. Where others read and write meanwhile it may take several transactions, and after a crash
    /// goes on where it was.
    public let steps: [Step]

    /// A migration with these steps.
    public init(_ name: String, _ steps: [Step]) {
        self.name = name
        self.steps = steps
    }
}

/// Named limits of the storage contract.
public enum StorageLimits {
    /// Literals in one condition.
    public static let valuesPerConditionMax = 500
    /// Write bodies that share one commit.
    public static let writesPerCommitMax = 512
    /// Writes that may wait for a commit; a further one is refused with `StorageError.overloaded`.
    public static let writesWaitingMax = 16_384
    /// Reads that may wait for a connection; a further one is refused with `StorageError.overloaded`.
    public static let readsWaitingMax = 16_384
}
