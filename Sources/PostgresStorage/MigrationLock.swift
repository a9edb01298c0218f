import Foundation

/// The right to change the schema, which one program has at a time, for as long as this lives.
///
/// Held by a transaction that is idle on a connection of its own: it has no snapshot, so an index that is made meanwhile
/// does not wait for it, and it goes through a pooler. For the same reason others do not wait in a statement but ask again
/// and again.
final class MigrationLock {
    // Any number, as long as it stays.
    private static let number = 7_236_282_417
    private static let pause = 0.05

    private let connection: PostgresConnection

    /// Waits until no other program has it.
    init(_ address: PostgresAddress) throws(PostgresFailure) {
        connection = try PostgresConnection(address, .administration)
        while true {
            try connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
            try connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            // With the simple protocol: the extended one's portal keeps its snapshot until the next statement.
            if try connection.script("SELECT pg_try_advisory_xact_lock(\(Self.number))").text(0, 0) == "t" { return }
            try connection.execute("ROLLBACK")
            Thread.sleep(forTimeInterval: Self.pause)
        }
    }
}
