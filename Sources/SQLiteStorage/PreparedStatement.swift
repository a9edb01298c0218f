import GRDB
import GRDBSQLite
import Primitives
import Storage

import struct Storage.Row
import struct Storage.Table

/// A prepared statement, bound and read through SQLite's own calls: GRDB's boxing costs more than SQLite's work
/// (measured: 2.4 against 1.3 us of CPU a row).
///
/// Confined to the connection that made it.
final class PreparedStatement {
    // Keeps the handle alive; GRDB finalizes it.
    private let statement: GRDB.Statement
    private let handle: OpaquePointer
    private let connection: OpaquePointer
    private let table: Table
    private var bound: Int32 = 0

    init(_ database: GRDB.Database, sql: String, table: Table) throws {
        statement = try database.makeStatement(sql: sql)
        handle = statement.sqliteStatement
        guard let connection = database.sqliteConnection else { throw StorageError.closed }
        self.connection = connection
        self.table = table
    }

    // SQLITE_TRANSIENT is a macro that Swift does not import: SQLite copies the bytes before the call returns.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    func begin() { bound = 0 }

    func bind(_ value: Value) {
        bound += 1
        let code: Int32
        switch value {
        case .null: code = sqlite3_bind_null(handle, bound)
        case .integer(let number): code = sqlite3_bind_int64(handle, bound, number)
        case .text(var text):
            code = text.withUTF8 { utf8 in
                // A null pointer would bind NULL, and an empty buffer may have one.
                guard let start = utf8.baseAddress else {
                    return sqlite3_bind_text(handle, bound, "", 0, Self.transient)
                }
                return UnsafeRawPointer(start).withMemoryRebound(to: CChar.self, capacity: utf8.count) {
                    sqlite3_bind_text(handle, bound, $0, Int32(utf8.count), Self.transient)
                }
            }
        case .bytes(let bytes):
            code =
                bytes.isEmpty
                ? sqlite3_bind_zeroblob(handle, bound, 0)
                : sqlite3_bind_blob(handle, bound, bytes, Int32(bytes.count), Self.transient)
        case .identifier(let identifier):
            var words = (identifier.high.bigEndian, identifier.low.bigEndian)
            code = withUnsafeBytes(of: &words) {
                sqlite3_bind_blob(handle, bound, $0.baseAddress, 16, Self.transient)
            }
        }
        precondition(code == SQLITE_OK, "binding value \(bound): \(String(cString: sqlite3_errmsg(connection)))")
    }

    func bind(_ number: Int) { bind(.integer(Int64(number))) }

    func bind(_ predicate: DocumentPredicate) {
        bound += 1
        let code = sqlite3_bind_pointer(
            handle,
            bound,
            Unmanaged.passRetained(predicate).toOpaque(),
            DocumentFunctions.pointerType
        ) { Unmanaged<DocumentPredicate>.fromOpaque($0!).release() }
        precondition(code == SQLITE_OK, "binding a document predicate")
    }

    func bind(_ condition: Condition) {
        switch condition {
        case .equals(_, let value): bind(value)
        case .oneOf(_, let values):
            for value in values { bind(value) }
            for _ in values.count..<Condition.placeholders(for: values.count) { bind(values[values.count - 1]) }
        case .range(_, let from, _, let to, _):
            if let from { bind(from) }
            if let to { bind(to) }
        case .isNull, .isNotNull: break
        case .document(_, let path, let comparison, let literals):
            bind(DocumentPredicate(path: path, comparison, literals))
        case .all(let parts), .any(let parts):
            for part in parts { bind(part) }
        }
    }

    func bind(_ query: Query) {
        bind(query.condition)
        if let after = query.after { bindKeyset(query, after) }
        for ordering in query.order where !ordering.path.isEmpty {
            bind(DocumentPredicate(path: ordering.path, .equals, []))
        }
        bind(query.limit)
        bind(query.offset)
    }

    private func bindKeyset(_ query: Query, _ after: [Value]) {
        let columns = KeysetColumn.all(of: table, query)
        let hasNullable = columns.contains(where: \.isNullable)
        for column in columns {
            let value = after[column.position]
            if hasNullable {
                // Once for the comparison and once for the equality.
                if value == .null { continue }
                bind(value)
            }
            bind(value)
        }
    }

    /// Moves to the next row; false after the last one.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw SQLiteFailure.error(code, connection, table: table.name)
        }
    }

    /// Runs a statement that returns no row, and makes it ready for the next run.
    func run() throws {
        defer { reset() }
        while try step() {}
    }

    // Its code repeats the failure that step() reported.
    func reset() { _ = sqlite3_reset(handle) }

    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

    func value(_ column: Int, _ type: Table.ColumnType) -> Value {
        let column = Int32(column)
        guard sqlite3_column_type(handle, column) != SQLITE_NULL else { return .null }
        switch type {
        case .integer, .sequence: return .integer(sqlite3_column_int64(handle, column))
        case .text, .document:
            // Before sqlite3_column_bytes: the call may convert the value.
            let start = sqlite3_column_blob(handle, column)
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
            return .text(String(decoding: bytes, as: UTF8.self))
        case .bytes:
            let start = sqlite3_column_blob(handle, column)
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
            return .bytes([UInt8](bytes))
        case .identifier:
            guard let start = sqlite3_column_blob(handle, column), sqlite3_column_bytes(handle, column) == 16 else {
                return .null
            }
            return .identifier(
                Identifier(
                    high: UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)),
                    low: UInt64(bigEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                )
            )
        }
    }

    func row() -> Row {
        let columns = table.columns
        let values = [Value](unsafeUninitializedCapacity: columns.count) { buffer, count in
            for index in 0..<columns.count {
                buffer.initializeElement(at: index, to: value(index, columns[index].type))
            }
            count = columns.count
        }
        return Row(table, values)
    }
}
