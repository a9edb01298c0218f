import EventLog
import Synchronization

/// What waits to be delivered, bounded by `EventLogLimits`.
final class Backlog: Sendable {
    private struct State {
        var bytes = 0
        var appends = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Counts an append in.
    ///
    /// - Throws: `EventLogError.overloaded`, `.closed`.
    func enter(_ bytes: Int) throws(EventLogError) {
        try state.withLock { state throws(EventLogError) in
            if state.isClosed { throw .closed }
            guard state.bytes + bytes <= EventLogLimits.waitingBytesMax,
                state.appends < EventLogLimits.waitingAppendsMax
            else { throw .overloaded }
            state.bytes += bytes
            state.appends += 1
        }
    }

    /// Counts it out.
    func leave(_ bytes: Int) {
        state.withLock { state in
            state.bytes -= bytes
            state.appends -= 1
        }
    }

    /// Refuses what comes from now on; says whether it did before.
    func close() -> Bool {
        state.withLock { state in
            defer { state.isClosed = true }
            return state.isClosed
        }
    }

    /// Refuses if the log is closed.
    ///
    /// - Throws: `EventLogError.closed`.
    func checkOpen() throws(EventLogError) {
        if state.withLock({ $0.isClosed }) { throw .closed }
    }
}
