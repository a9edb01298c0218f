import Synchronization

/// Waits for the first of several events, once.
final class Wakeup: Sendable {
    /// What ended the waiting.
    enum Cause {
        case grown
        case cancelled
        case timedOut
    }

    private enum State {
        case idle
        case waiting(CheckedContinuation<Cause, Never>)
        case fired(Cause)
    }

    private let state = Mutex(State.idle)

    /// Ends the waiting; the first cause counts.
    func fire(_ cause: Cause) {
        let waiter: CheckedContinuation<Cause, Never>? = state.withLock { state in
            switch state {
            case .idle:
                state = .fired(cause)
                return nil
            case .waiting(let waiter):
                state = .fired(cause)
                return waiter
            case .fired: return nil
            }
        }
        waiter?.resume(returning: cause)
    }

    /// Waits until it is fired. Once only.
    func wait() async -> Cause {
        await withCheckedContinuation { waiter in
            let cause: Cause? = state.withLock { state in
                if case .fired(let cause) = state { return cause }
                state = .waiting(waiter)
                return nil
            }
            if let cause { waiter.resume(returning: cause) }
        }
    }

    /// Waits until it is fired, but no longer than until the task is cancelled.
    func waitOrCancellation() async -> Cause {
        await withTaskCancellationHandler {
            await wait()
        } onCancel: {
            fire(.cancelled)
        }
    }

    /// Waits until it is fired, but not longer than so long, whether or not the task is cancelled.
    func wait(atMost duration: Duration) async -> Cause {
        let timer = Task.detached {
            try await Task.sleep(for: duration)
            self.fire(.timedOut)
        }
        defer { timer.cancel() }
        return await wait()
    }
}
