import Foundation
import PostgresStorage

/// One end of a transfer: `sqlite:DIR`, the data directory of an embedded deployment, or the URL of a PostgreSQL database,
/// plain or with Citus.
public enum TransferEnd: Sendable, Hashable, CustomStringConvertible {
    /// A data directory.
    case sqlite(directory: String)
    /// A database.
    case postgres(PostgresAddress)

    /// Reads `sqlite:DIR`, `postgres://...` or `postgresql://...`; nil for anything else.
    ///
    /// - Throws: `PostgresFailure` if the URL is no address.
    public init?(_ text: String) throws {
        if text.hasPrefix("sqlite:") {
            let directory = String(text.dropFirst("sqlite:".count))
            guard !directory.isEmpty else { return nil }
            self = .sqlite(directory: URL(fileURLWithPath: directory).standardized.path)
        } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgres(try PostgresAddress(text))
        } else {
            return nil
        }
    }

    /// What it is called; never with a password.
    public var description: String {
        switch self {
        case .sqlite(let directory): "sqlite:\(directory)"
        case .postgres(let address): "postgres://\(address)"
        }
    }
}
