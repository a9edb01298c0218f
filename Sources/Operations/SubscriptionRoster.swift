import Logging
import Primitives
import Storage
import Synchronization

/// The registrations that are delivered to, as of the last look: one look at the store for all partitions.
final class SubscriptionRoster: Sendable {
    private struct State {
        var rows: [Row] = []
        var readers: [Identifier: @Sendable ([Row]) -> Void] = [:]
    }

    private let operations: Operations
    private let turnstile = Turnstile()
    private let state = Mutex(State())

    init(_ operations: Operations) { self.operations = operations }

    /// Looks now, and tells the readers what it saw. What was written before the call is seen, and an earlier look is never told
    /// after a later one. Without the store those known are served on.
    func look() async throws {
        try await turnstile.pass {
            do {
                let rows = try await self.operations.storage.read { transaction in
                    try transaction.rows(
                        Schema.subscriptions,
                        Query(
                            .equals("state", .text(Subscription.State.active.rawValue)),
                            limit: OperationLimits.subscriptionsMax
                        )
                    )
                }
                let readers = self.state.withLock { state in
                    state.rows = rows
                    return state.readers.values.map { $0 }
                }
                for reader in readers { reader(rows) }
            } catch let error as StorageError where error != .closed {
                self.operations.logger.error("the hub cannot read its subscriptions", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Adds a reader, which is told at once what is known.
    func add(_ id: Identifier, _ reader: @escaping @Sendable ([Row]) -> Void) {
        state.withLock { state in
            state.readers[id] = reader
            reader(state.rows)
        }
    }

    /// Forgets a reader.
    func remove(_ id: Identifier) { state.withLock { $0.readers[id] = nil } }
}
