import Primitives
import Storage

/// A store that is switched off: it answers look-ups from a few rows that were prepared, and writes nothing. What is
/// left of a request over it is HTTP, JSON and the rules: the yardstick for what durability costs.
struct VoidStorage: Storage {
    /// The rows that `row` finds, by table and key.
    let rows: [String: [[Value]: Row]]

    init(_ rows: [Row]) {
        var byTable: [String: [[Value]: Row]] = [:]
        for row in rows { byTable[row.table.name, default: [:]][row.key] = row }
        self.rows = byTable
    }

    func migrate(_ migrations: [Migration]) async throws {}

    func write<Result: Sendable>(
        scope: Identifier,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Result
    ) async throws -> Result {
        try body(VoidTransaction(rows: rows))
    }

    func read<Result: Sendable>(
        scope: Identifier?,
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Result
    ) async throws -> Result {
        try body(VoidTransaction(rows: rows))
    }

    func sequenceHorizon(of table: Table, after known: Int64) async throws -> Int64 { .max }

    func backup(to path: String, progress: @escaping @Sendable (Double) -> Void) async throws {}
    func close() async throws {}
}

/// A transaction over prepared rows that changes nothing.
private struct VoidTransaction: WriteTransaction {
    let rows: [String: [[Value]: Row]]

    func row(_ table: Table, key: [Value]) throws -> Row? { rows[table.name]?[key] }
    func rows(_ table: Table, _ query: Query) throws -> [Row] { [] }
    func count(_ table: Table, _ condition: Condition) throws -> Int { 0 }
    func aggregate(
        _ table: Table,
        _ aggregates: [Aggregate],
        groupBy: [String],
        where condition: Condition
    ) throws -> [[Value]] { [] }
    func insert(_ row: Row) throws -> Int64 { 0 }
    func insertIfAbsent(_ row: Row) throws -> Bool { true }
    func upsert(_ row: Row) throws {}
    func update(
        _ table: Table,
        key: [Value],
        set: [(column: String, value: Value)],
        where condition: Condition
    ) throws -> Bool { true }
    func delete(_ table: Table, key: [Value]) throws -> Bool { true }
    func delete(_ table: Table, where condition: Condition) throws -> Int { 0 }
}
