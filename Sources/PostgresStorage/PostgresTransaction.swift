import Primitives
import Storage

/// The operations of a transaction on one connection. Begun and ended by its owner, to whose thread it is confined.
///
/// Rows are added without waiting for the server's answer, unless `isCareful`: then every statement is awaited and has a
/// savepoint to return to, so that a refused one leaves the transaction as it was.
final class PostgresTransaction: WriteTransaction {
    /// What a body is told when the transaction is gone under it. It never reaches the caller: the owner runs the body again.
    struct Lost: Error {}

    private let pipeline: StatementPipeline
    private let isCareful: Bool
    // A worker has the customers' rows, and of the rest not everything, or not as soon.
    private let isAtWorker: Bool
    // Of the transaction: base + number * 65,536, to which the place is added.
    private let sequences: Int64
    private var places: Int64 = 0
    /// Rows changed, or perhaps changed.
    private(set) var changes = 0
    /// Why the transaction is gone.
    private(set) var failure: PostgresFailure?

    init(_ pipeline: StatementPipeline, isCareful: Bool, isAtWorker: Bool = false, sequences: Int64) {
        self.pipeline = pipeline
        self.isCareful = isCareful
        self.isAtWorker = isAtWorker
        self.sequences = sequences
    }

    func row(_ table: Table, key: [Value]) throws -> Row? {
        let result = try keyed(table, .row, key)
        return result.count > 0 ? result.row(0, table) : nil
    }

    func rows(_ table: Table, _ query: Query) throws -> [Row] {
        let result = try awaited(table, .rows(query)) { $0.append(table, query) }
        return (0..<result.count).map { result.row($0, table) }
    }

    func count(_ table: Table, _ condition: Condition) throws -> Int {
        Int(try awaited(table, .count(condition)) { $0.append(condition) }.number(0, 0))
    }

    func aggregate(
        _ table: Table,
        _ aggregates: [Aggregate],
        groupBy: [String],
        where condition: Condition
    ) throws -> [[Value]] {
        let types =
            groupBy.map { table.columns[table.position(of: $0)].type }
            + aggregates.map { aggregate in
                switch aggregate {
                case .count, .sum, .bytes: .integer
                case .minimum(let column), .maximum(let column): table.columns[table.position(of: column)].type
                }
            }
        let result = try awaited(table, .aggregate(aggregates, groupBy: groupBy, condition)) { $0.append(condition) }
        return (0..<result.count).map { row in types.enumerated().map { result.value(row, $0.offset, $0.element) } }
    }

    /// See `Storage.sequenceHorizon`.
    func sequenceHorizon(of table: Table, after known: Int64) throws -> Int64 {
        let (horizon, mayBePrepared) = try attempt("") {
            try pipeline.queue(SequenceOrigin.horizon)
            guard let found = try pipeline.finish() else { preconditionFailure("a statement without an answer") }
            return (found.number(0, 0), found.number(0, 1) > 0)
        }
        if horizon > known, mayBePrepared {
            try attempt(table.name) {
                try pipeline.queue(SequenceOrigin.decision(over: table))
                try pipeline.finish()
            }
        }
        return horizon
    }

    func insert(_ row: Row) throws -> Int64 {
        var row = row
        var sequence: Int64 = 0
        if let column = row.table.columns.first(where: { $0.type == .sequence }), row[column.name] == .null {
            places += 1
            guard places < SequenceOrigin.placesMax else {
                throw StorageError.failed("\(row.table.name): more than \(SequenceOrigin.placesMax) rows at once")
            }
            sequence = sequences + places
            row[column.name] = .integer(sequence)
        }
        let values = row.values
        changes += 1
        if isCareful {
            try awaited(row.table, .insert) { $0.append(values) }
        } else {
            try attempt(row.table.name) {
                try pipeline.queue(StatementShape(table: row.table, operation: .insert)) { $0.append(values) }
            }
        }
        return sequence
    }

    func insertIfAbsent(_ row: Row) throws -> Bool {
        let added = try awaited(row.table, .insertIfAbsent) { $0.append(row.values) }.rowsAffected
        changes += added
        return added > 0
    }

    func upsert(_ row: Row) throws {
        changes += 1
        if isCareful {
            try awaited(row.table, .upsert) { $0.append(row.values) }
        } else {
            try attempt(row.table.name) {
                try pipeline.queue(StatementShape(table: row.table, operation: .upsert)) { $0.append(row.values) }
            }
        }
    }

    func update(
        _ table: Table,
        key: [Value],
        set: [(column: String, value: Value)],
        where condition: Condition
    ) throws -> Bool {
        precondition(!set.isEmpty, "\(table.name): an update of no column")
        let changed = try awaited(table, .update(columns: set.map(\.column), condition)) { parameters in
            parameters.append(set.lazy.map(\.value))
            parameters.append(key)
            parameters.append(condition)
        }.rowsAffected
        changes += changed
        return changed > 0
    }

    func delete(_ table: Table, key: [Value]) throws -> Bool {
        let removed = try keyed(table, .deleteRow, key).rowsAffected
        changes += removed
        return removed > 0
    }

    func delete(_ table: Table, where condition: Condition) throws -> Int {
        let removed = try awaited(table, .deleteRows(condition)) { $0.append(condition) }.rowsAffected
        changes += removed
        return removed
    }

    private func keyed(
        _ table: Table,
        _ operation: StatementShape.Operation,
        _ key: [Value]
    ) throws -> PostgresResult {
        precondition(key.count == table.primaryKey.count, "\(table.name): a key of \(key.count) values")
        return try awaited(table, operation) { $0.append(key) }
    }

    /// Runs a statement and waits for its answer, after those of all statements before it.
    @discardableResult
    private func awaited(
        _ table: Table,
        _ operation: StatementShape.Operation,
        _ bind: (inout StatementParameters) -> Void
    ) throws -> PostgresResult {
        let result = try attempt(table.name) { () throws -> PostgresResult? in
            if isAtWorker, !table.isDistributedByCustomer {
                throw PostgresFailure("\(table.name) is read at the coordinator")
            }
            if isCareful { try pipeline.queue("SAVEPOINT statement") }
            try pipeline.queue(StatementShape(table: table, operation: operation), bind)
            return try pipeline.finish()
        }
        guard let result else { preconditionFailure("a statement without an answer") }
        if isCareful { try attempt(table.name) { try pipeline.queue("RELEASE SAVEPOINT statement") } }
        return result
    }

    /// Runs `body`; a failure of it either leaves the transaction as it was, and is the caller's, or ends it.
    private func attempt<Result>(_ table: String, _ body: () throws -> Result) throws -> Result {
        if failure != nil { throw Lost() }
        do {
            return try body()
        } catch let reported as PostgresFailure {
            if isCareful, reported.kind != .conflict, reported.kind != .disconnected {
                do {
                    try pipeline.queue("ROLLBACK TO SAVEPOINT statement")
                    try pipeline.finish()
                } catch let second {
                    failure = second
                    throw Lost()
                }
                throw reported.storageError(table: table)
            }
            failure = reported
            throw Lost()
        }
    }
}

extension PostgresFailure {
    /// The contract's error for a statement on this table.
    func storageError(table: String) -> StorageError {
        guard kind == .duplicate, let columns = duplicateColumns else {
            return .failed(table.isEmpty ? description : "\(table): \(description)")
        }
        return .duplicate(table: table, columns: columns)
    }

    // "Key (customer_id, number)=(..., ...) already exists." names the columns; the constraint's name is another on
    // every shard.
    private var duplicateColumns: [String]? {
        guard detail.hasPrefix("Key ("), let end = detail.firstRange(of: ")=(") else { return nil }
        return detail[detail.index(detail.startIndex, offsetBy: 5)..<end.lowerBound]
            .split(separator: ", ").map { String($0.filter { $0 != "\"" }) }
    }
}
