import Dispatch
import Synchronization

/// Work that waits for the threads that do it, first come first served, up to a limit. For backends whose drivers block.
package final class WorkInbox<Work: Sendable>: Sendable {
    private struct State {
        var waiting: [Work] = []
        // Taken from here on; what is before was handed out, and goes when the array empties.
        var head = 0
        var idleThreads = 0
        var isClosed = false

        var count: Int { waiting.count - head }
    }

    private let limit: Int
    private let state = Mutex(State())
    private let wakeUp = DispatchSemaphore(value: 0)

    /// An empty inbox in which `limit` pieces of work may wait.
    package init(limit: Int) { self.limit = limit }

    /// How much work waits.
    package var count: Int { state.withLock { $0.count } }

    /// Queues work; returns why not, if not.
    package func add(_ work: Work) -> StorageError? {
        let (refusal, mustWake) = state.withLock { state -> (StorageError?, Bool) in
            if state.isClosed { return (.closed, false) }
            if state.count >= limit { return (.overloaded, false) }
            state.waiting.append(work)
            guard state.idleThreads > 0 else { return (nil, false) }
            state.idleThreads -= 1
            return (nil, true)
        }
        if mustWake { wakeUp.signal() }
        return refusal
    }

    /// Takes what waits, at most so much; blocks until there is some. Empty when closed and drained.
    package func take(atMost most: Int) -> [Work] {
        while true {
            let taken = state.withLock { state -> [Work]? in
                if state.count == 0 {
                    if state.isClosed { return [] }
                    state.idleThreads += 1
                    return nil
                }
                let end = min(state.head + most, state.waiting.count)
                // A copy: a slice would share the array, and the next add would have to copy all of it.
                let taken = Array(state.waiting[state.head..<end])
                state.head = end
                if state.count == 0 {
                    state.waiting = []
                    state.head = 0
                } else if state.head >= limit {
                    state.waiting.removeFirst(state.head)
                    state.head = 0
                }
                return taken
            }
            if let taken { return taken }
            wakeUp.wait()
        }
    }

    /// Refuses further work; what waits is still handed out.
    package func close() {
        let idleThreads = state.withLock { state in
            state.isClosed = true
            defer { state.idleThreads = 0 }
            return state.idleThreads
        }
        for _ in 0..<idleThreads { wakeUp.signal() }
    }
}
