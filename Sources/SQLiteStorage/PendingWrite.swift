import Storage

/// A write that waits for its commit.
protocol PendingWrite: AnyObject, Sendable {
    /// Runs the body, keeps its result, and says whether it returned rather than threw. May be called again after the
    /// transaction was lost.
    func run(in transaction: SQLiteTransaction) -> Bool
    /// Gives the caller the result of the last run.
    func finish()
    /// Gives the caller the store's own failure.
    func fail(_ error: any Error)
}

/// A write whose caller waits on a continuation.
///
/// `@unchecked Sendable`: handed over to the writer thread once, and used only there.
final class WaitingWrite<Result: Sendable>: PendingWrite, @unchecked Sendable {
    private let body: @Sendable (any WriteTransaction) throws -> Result
    private let continuation: CheckedContinuation<Result, any Error>
    private var outcome: Swift.Result<Result, any Error>?

    init(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Result,
        _ continuation: CheckedContinuation<Result, any Error>
    ) {
        self.body = body
        self.continuation = continuation
    }

    func run(in transaction: SQLiteTransaction) -> Bool {
        do {
            outcome = .success(try body(transaction))
            return true
        } catch {
            outcome = .failure(error)
            return false
        }
    }

    func finish() {
        guard let outcome else { preconditionFailure("a write finished before it ran") }
        continuation.resume(with: outcome)
    }

    func fail(_ error: any Error) { continuation.resume(throwing: error) }
}
