import Synchronization

/// Orders and events since they were last taken.
final class EventCounts: Sendable {
    private let counts = Mutex((orders: Int64(0), events: Int64(0)))

    func add(orders: Int64, events: Int64) {
        counts.withLock {
            $0.orders += orders
            $0.events += events
        }
    }

    /// The counts, which begin again at zero.
    func take() -> (orders: Int64, events: Int64) {
        counts.withLock { counts in
            defer { counts = (0, 0) }
            return counts
        }
    }
}
