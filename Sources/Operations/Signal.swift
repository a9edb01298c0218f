import Synchronization

/// Wakes one waiting loop. Notifications that come while it works are remembered as one.
final class Signal: Sendable {
    private struct State {
        var isNotified = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Wakes the loop, now or when it next waits.
    func notify() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            state.isNotified = state.waiter == nil
            return state.waiter
        }
        waiter?.resume()
    }

    /// Returns after the next notification, after so many milliseconds, or when the task is cancelled.
    func wait(milliseconds: Int64) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.park() }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(milliseconds))  // why: cancelled means woken, nothing failed
            }
            await group.next()
            group.cancelAll()
        }
    }

    // Not an AsyncStream: one whose reader is cancelled ends for good, and every later wait would return at once.
    private func park() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWoken = state.withLock { state in
                    if state.isNotified || Task.isCancelled {
                        state.isNotified = false
                        return true
                    }
                    precondition(state.waiter == nil, "a signal has one waiting loop")
                    state.waiter = continuation
                    return false
                }
                if isWoken { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume()
        }
    }
}
