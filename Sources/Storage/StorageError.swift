/// Why the store refused or failed.
public enum StorageError: Error, Sendable, Equatable {
    /// A row with this key or with the same values of a unique index is there.
    case duplicate(table: String, columns: [String])
    /// A migration was applied that this program does not know: it is older than the data.
    case schemaTooNew(migration: String)
    /// Too many writes or reads are waiting.
    case overloaded
    /// The store was closed.
    case closed
    /// Another process has it open.
    case locked(path: String)
    /// The disk or the database failed; the text is the backend's own.
    case failed(String)
}

extension StorageError: CustomStringConvertible {
    /// What is wrong, for people.
    public var description: String {
        switch self {
        case .duplicate(let table, let columns):
            "\(table) has a row with this \(columns.joined(separator: ", ")) already"
        case .schemaTooNew(let migration):
            "the store has a migration that this program does not know, '\(migration)': use the newer program that made it"
        case .overloaded: "too many reads or writes wait for the store"
        case .closed: "the store is closed"
        case .locked(let path): "another process has \(path) open"
        case .failed(let reason): reason
        }
    }
}
