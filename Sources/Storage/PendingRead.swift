/// A read that waits for a reader thread. For backends whose readers are threads.
package struct PendingRead: Sendable {
    /// Runs the body and keeps its result; returned is what hands it to the caller, once the snapshot is let go. May be
    /// called again as long as what it returned was not.
    package let run: @Sendable (any ReadTransaction) -> @Sendable () -> Void
    /// Gives the caller the store's own failure.
    package let fail: @Sendable (any Error) -> Void

    /// A read for the caller that waits on `continuation`.
    package init<Result: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Result,
        _ continuation: CheckedContinuation<Result, any Error>
    ) {
        run = { transaction in
            let result = Swift.Result { try body(transaction) }
            return { continuation.resume(with: result) }
        }
        fail = { continuation.resume(throwing: $0) }
    }
}
