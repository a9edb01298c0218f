import Storage

/// The operations of a transaction on one connection. Begun and ended by its owner.
struct SQLiteTransaction: WriteTransaction {
    let connection: Connection

    func row(_ table: Table, key: [Value]) throws -> Row? {
        let statement = try keyed(table, .row, key)
        defer { statement.reset() }
        return try statement.step() ? statement.row() : nil
    }

    func rows(_ table: Table, _ query: Query) throws -> [Row] {
        let statement = try connection.statement(table, .rows(query))
        statement.bind(query)
        defer { statement.reset() }
        var rows: [Row] = []
        while try statement.step() { rows.append(statement.row()) }
        return rows
    }

    func count(_ table: Table, _ condition: Condition) throws -> Int {
        let statement = try connection.statement(table, .count(condition))
        statement.bind(condition)
        defer { statement.reset() }
        return try statement.step() ? Int(statement.integer(0)) : 0
    }

    func aggregate(
        _ table: Table,
        _ aggregates: [Aggregate],
        groupBy: [String],
        where condition: Condition
    ) throws -> [[Value]] {
        let statement = try connection.statement(table, .aggregate(aggregates, groupBy: groupBy, condition))
        statement.bind(condition)
        defer { statement.reset() }
        let types =
            groupBy.map { table.columns[table.position(of: $0)].type }
            + aggregates.map { aggregate in
                switch aggregate {
                case .count, .sum, .bytes: .integer
                case .minimum(let column), .maximum(let column): table.columns[table.position(of: column)].type
                }
            }
        var lines: [[Value]] = []
        while try statement.step() {
            lines.append(types.enumerated().map { statement.value($0.offset, $0.element) })
        }
        return lines
    }

    func insert(_ row: Row) throws -> Int64 {
        try run(row, .insert)
        return row.table.columns.contains { $0.type == .sequence } ? connection.lastSequence : 0
    }

    func insertIfAbsent(_ row: Row) throws -> Bool {
        try run(row, .insertIfAbsent)
        return connection.changes > 0
    }

    func upsert(_ row: Row) throws { try run(row, .upsert) }

    func update(
        _ table: Table,
        key: [Value],
        set: [(column: String, value: Value)],
        where condition: Condition
    ) throws -> Bool {
        precondition(!set.isEmpty, "\(table.name): an update of no column")
        let statement = try connection.statement(table, .update(columns: set.map(\.column), condition))
        for assignment in set { statement.bind(assignment.value) }
        for value in key { statement.bind(value) }
        statement.bind(condition)
        try statement.run()
        return connection.changes > 0
    }

    func delete(_ table: Table, key: [Value]) throws -> Bool {
        try keyed(table, .deleteRow, key).run()
        return connection.changes > 0
    }

    func delete(_ table: Table, where condition: Condition) throws -> Int {
        let statement = try connection.statement(table, .deleteRows(condition))
        statement.bind(condition)
        try statement.run()
        return connection.changes
    }

    private func keyed(
        _ table: Table,
        _ operation: StatementShape.Operation,
        _ key: [Value]
    ) throws -> PreparedStatement {
        precondition(key.count == table.primaryKey.count, "\(table.name): a key of \(key.count) values")
        let statement = try connection.statement(table, operation)
        for value in key { statement.bind(value) }
        return statement
    }

    private func run(_ row: Row, _ operation: StatementShape.Operation) throws {
        let statement = try connection.statement(row.table, operation)
        for value in row.values { statement.bind(value) }
        try statement.run()
    }
}
