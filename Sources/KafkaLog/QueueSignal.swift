import Synchronization

/// Tells that something came into a queue of librdkafka.
final class QueueSignal: Sendable {
    private struct State {
        var generation: UInt64 = 0
        var waiters: [ObjectIdentifier: Wakeup] = [:]
    }

    private let state = Mutex(State())

    /// How often something came; to be read before one looks into the queue.
    var generation: UInt64 { state.withLock { $0.generation } }

    /// Wakes who waits.
    func fire() {
        let woken = state.withLock { state in
            state.generation += 1
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in woken.values { waiter.fire(.grown) }
    }

    /// Wakes `waiter` at the next signal, or at once if there was one since `generation`.
    func register(_ waiter: Wakeup, since generation: UInt64) {
        let isLate = state.withLock { state in
            if state.generation != generation { return true }
            state.waiters[ObjectIdentifier(waiter)] = waiter
            return false
        }
        if isLate { waiter.fire(.grown) }
    }

    /// Forgets a waiter.
    func unregister(_ waiter: Wakeup) { state.withLock { $0.waiters[ObjectIdentifier(waiter)] = nil } }
}
