import GRDB
import GRDBSQLite
import Storage

import struct Storage.Table

/// A database connection with the statements prepared on it, each text built once.
///
/// `@unchecked Sendable`: it is used only inside the accesses that GRDB serializes on its connection.
final class Connection: @unchecked Sendable {
    // Reached only by a program that builds ever new conditions; then all are prepared anew.
    private static let statementsMax = 256

    let database: Database
    private var statements: [StatementShape: PreparedStatement] = [:]
    private var controls: [String: PreparedStatement] = [:]
    private static let controlTable = Table(
        "transaction",
        distribution: .local,
        columns: [.init("none", .integer)],
        primaryKey: ["none"]
    )

    init(_ database: Database) { self.database = database }

    func statement(_ table: Table, _ operation: StatementShape.Operation) throws -> PreparedStatement {
        let shape = StatementShape(table: table, operation: operation)
        if let statement = statements[shape] {
            statement.begin()
            return statement
        }
        if statements.count >= Self.statementsMax { statements.removeAll() }
        do {
            let statement = try PreparedStatement(database, sql: StatementText.of(shape), table: table)
            statements[shape] = statement
            return statement
        } catch {
            throw SQLiteFailure.mapped(error)
        }
    }

    /// Runs BEGIN, COMMIT and their like.
    func control(_ sql: String) throws {
        if let statement = controls[sql] { return try statement.run() }
        do {
            let statement = try PreparedStatement(database, sql: sql, table: Self.controlTable)
            controls[sql] = statement
            try statement.run()
        } catch {
            throw SQLiteFailure.mapped(error)
        }
    }

    /// Finalizes all statements, without which SQLite would not close the connection.
    func removeStatements() {
        statements = [:]
        controls = [:]
    }

    /// Whether a transaction is open. SQLite takes a whole transaction back by itself after some failures (a full disk).
    var isInTransaction: Bool { database.sqliteConnection.map { sqlite3_get_autocommit($0) == 0 } ?? false }

    /// Rows changed by the statement that ran last.
    var changes: Int { database.changesCount }

    /// Rows changed since the connection was opened.
    var totalChanges: Int { database.totalChangesCount }

    var lastSequence: Int64 { database.lastInsertedRowID }
}
