import EventLog
import Synchronization

/// Who has which partition in which consumer group: the first member that asks, then those that wait, in order.
final class GroupSeats: Sendable {
    /// A partition in a group.
    struct Seat: Hashable {
        let group: String
        let partition: TopicPartition
    }

    private struct State {
        /// Who waits for each seat that is taken.
        var queues: [Seat: [UInt64]] = [:]
        var waiters: [UInt64: CheckedContinuation<Void, any Error>] = [:]
        var last: UInt64 = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Runs `body` once the seat is free, and keeps it until the task is cancelled or the log is closed.
    ///
    /// - Throws: `CancellationError`, `EventLogError.closed`, and what `body` throws.
    func hold(_ seat: Seat, _ body: @Sendable () async throws -> Void) async throws {
        try await wait { state, id in
            let isFree = state.queues[seat] == nil
            state.queues[seat, default: []].append(contentsOf: isFree ? [] : [id])
            return isFree
        }
        defer { release(seat) }
        try await body()
        try await wait { _, _ in false }
    }

    /// Ends the waiting of all, now and from now on.
    func close() {
        let woken = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [:] }
            return state.waiters.values.map { $0 }
        }
        for waiter in woken { waiter.resume(throwing: EventLogError.closed) }
    }

    private func release(_ seat: Seat) {
        let next: CheckedContinuation<Void, any Error>? = state.withLock { state in
            while let id = state.queues[seat]?.first {
                state.queues[seat]?.removeFirst()
                // One that was cancelled waits no more.
                if let waiter = state.waiters.removeValue(forKey: id) { return waiter }
            }
            state.queues[seat] = nil
            return nil
        }
        next?.resume()
    }

    /// Waits until it is woken, unless `isDone` says that there is nothing to wait for.
    private func wait(unless isDone: @Sendable (inout State, UInt64) -> Bool) async throws {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Bool, any Error> = state.withLock { state in
                    if state.isClosed { return .failure(EventLogError.closed) }
                    // A task cancelled before this is seen here, one cancelled after it by the handler.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if isDone(&state, id) { return .success(true) }
                    state.waiters[id] = continuation
                    return .success(false)
                }
                switch outcome {
                case .success(true): continuation.resume()
                case .success(false): break
                case .failure(let error): continuation.resume(throwing: error)
                }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(throwing: CancellationError())
        }
    }
}
