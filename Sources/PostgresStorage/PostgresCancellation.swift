import CPostgres

/// Cancels what a connection is executing, from any thread.
///
/// `@unchecked Sendable`: a `PGcancel` never changes, and libpq allows `PQcancel` on any thread
/// (postgresql.org/docs/15/libpq-cancel.html).
public final class PostgresCancellation: @unchecked Sendable {
    private let pointer: OpaquePointer

    init?(_ connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit { PQfreeCancel(pointer) }

    /// Asks the server to give up the statement; its caller gets a failure of kind `cancelled`. Nothing happens if none
    /// runs. Says whether the server could be asked.
    @discardableResult
    public func cancel() -> Bool {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
            PQcancel(pointer, text.baseAddress, 256) == 1
        }
    }
}
