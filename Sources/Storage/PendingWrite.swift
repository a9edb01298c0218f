import Primitives

/// A write that waits for its commit. For backends whose writers are threads.
package protocol PendingWrite: AnyObject, Sendable {
    /// Writes of one scope run one after another.
    var scope: Identifier { get }
    /// Runs the body, keeps its result, and says whether it returned rather than threw. May be called again after the
    /// transaction was lost.
    func run(in transaction: any WriteTransaction) -> Bool
    /// Gives the caller the result of the last run.
    func finish()
    /// Gives the caller the store's own failure.
    func fail(_ error: any Error)
}

/// A write whose caller waits on a continuation.
///
/// `@unchecked Sendable`: handed over to the writer thread once, and used only there.
package final class WaitingWrite<Result: Sendable>: PendingWrite, @unchecked Sendable {
    /// Writes of one scope run one after another.
    package let scope: Identifier
    private let body: @Sendable (any WriteTransaction) throws -> Result
    private let continuation: CheckedContinuation<Result, any Error>
    private var outcome: Swift.Result<Result, any Error>?

    /// A write of this scope for the caller that waits on `continuation`.
    package init(
        _ scope: Identifier,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Result,
        _ continuation: CheckedContinuation<Result, any Error>
    ) {
        self.scope = scope
        self.body = body
        self.continuation = continuation
    }

    /// See `PendingWrite.run`.
    package func run(in transaction: any WriteTransaction) -> Bool {
        do {
            outcome = .success(try body(transaction))
            return true
        } catch {
            outcome = .failure(error)
            return false
        }
    }

    /// See `PendingWrite.finish`.
    package func finish() {
        guard let outcome else { preconditionFailure("a write finished before it ran") }
        continuation.resume(with: outcome)
    }

    /// See `PendingWrite.fail`.
    package func fail(_ error: any Error) { continuation.resume(throwing: error) }
}
