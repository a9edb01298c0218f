import GRDB
import GRDBSQLite
import Storage

/// SQLite's result codes as errors of the storage contract.
enum SQLiteFailure {
    /// The error for a result code of the connection's last call.
    static func error(_ code: Int32, _ connection: OpaquePointer, table: String) -> any Error {
        let extended = sqlite3_extended_errcode(connection)
        let message = String(cString: sqlite3_errmsg(connection))
        switch extended {
        case SQLITE_CONSTRAINT | 8 << 8, SQLITE_CONSTRAINT | 6 << 8, SQLITE_CONSTRAINT | 10 << 8:
            return duplicate(message, table: table)
        // A reader whose task was cancelled is interrupted by GRDB.
        case SQLITE_INTERRUPT: return CancellationError()
        default: return StorageError.failed("\(table): \(message) (SQLite \(extended == 0 ? code : extended))")
        }
    }

    /// The contract's error for anything thrown below the storage contract; errors of bodies pass through.
    static func mapped(_ error: any Error) -> any Error {
        guard let failure = error as? DatabaseError else { return error }
        if failure.resultCode == .SQLITE_INTERRUPT { return CancellationError() }
        return StorageError.failed(String(describing: failure))
    }

    // "UNIQUE constraint failed: orders.customer_id, orders.order_number" is SQLite's only account of the columns.
    private static func duplicate(_ message: String, table: String) -> StorageError {
        let prefix = "UNIQUE constraint failed: "
        guard message.hasPrefix(prefix) else { return .failed(message) }
        let columns = message.dropFirst(prefix.count).split(separator: ", ").map { name in
            String(name.split(separator: ".", maxSplits: 1).last ?? name)
        }
        return .duplicate(table: table, columns: columns)
    }
}
