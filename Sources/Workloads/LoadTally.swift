import Histogram
import Synchronization

/// Counts what becomes of a load's requests, from the pacing task and from the event loop.
final class LoadTally: Sendable {
    enum Request: Sendable { case order, read }

    enum Failure: Sendable { case timeout, connection }

    private struct State {
        var counts = LoadCounts()
        var ordersAcknowledged = 0
        var orders = LoadTally.histogram()
        var reads = LoadTally.histogram()
        var lateness = LoadTally.histogram()
        var recentOrders: [String] = []
        var lastAnswer: Int64 = 0
    }

    /// The longest latency that is told apart, in microseconds: an hour.
    private static let microsecondsMax: UInt64 = 3_600_000_000

    private let state: Mutex<State>

    init() { state = Mutex(State()) }

    private static func histogram() -> Histogram<UInt32> {
        Histogram(highestTrackableValue: microsecondsMax, numberOfSignificantValueDigits: .three)
    }

    var counts: LoadCounts { state.withLock { $0.counts } }
    var inFlight: Int { state.withLock { $0.counts.inFlight } }

    /// Takes a place for a request that goes out `late` nanoseconds after it was due; false if all are taken.
    func admit(limit: Int, late: Int64) -> Bool {
        state.withLock { state in
            guard state.counts.inFlight < limit else {
                state.counts.notSent += 1
                return false
            }
            state.counts.inFlight += 1
            Self.record(late, &state.lateness)
            return true
        }
    }

    /// A request was answered `latency` nanoseconds after it was due, `now` after the start.
    func answered(_ request: Request, _ answer: ServerAnswer, latency: Int64, now: Int64) {
        state.withLock { state in
            state.counts.inFlight -= 1
            state.lastAnswer = max(state.lastAnswer, now)
            switch answer.meaning {
            case .refused: state.counts.refused[answer.status, default: 0] += 1
            case .failed: state.counts.serverErrors[answer.status, default: 0] += 1
            case .acknowledged:
                state.counts.acknowledged += 1
                guard request == .order else { return Self.record(latency, &state.reads) }
                Self.record(latency, &state.orders)
                if let id = answer.createdID {
                    if state.recentOrders.count < LoadLimits.recentOrdersMax {
                        state.recentOrders.append(id)
                    } else {
                        state.recentOrders[state.ordersAcknowledged % LoadLimits.recentOrdersMax] = id
                    }
                }
                state.ordersAcknowledged += 1
            }
        }
    }

    /// A request was not answered.
    func failed(_ failure: Failure, now: Int64) {
        state.withLock { state in
            state.counts.inFlight -= 1
            state.lastAnswer = max(state.lastAnswer, now)
            switch failure {
            case .timeout: state.counts.timeouts += 1
            case .connection: state.counts.connectionErrors += 1
            }
        }
    }

    /// An order acknowledged not long ago, by a random number; nil if there is none yet.
    func recentOrder(_ number: UInt64) -> String? {
        state.withLock { state in
            state.recentOrders.isEmpty ? nil : state.recentOrders[Int(number % UInt64(state.recentOrders.count))]
        }
    }

    /// What it came to; `scheduledEnd` is in nanoseconds after the start.
    func result(scheduled: Int, scheduledEnd: Int64) -> LoadResult {
        state.withLock { state in
            let seconds = Double(max(state.lastAnswer, scheduledEnd)) / 1e9
            return LoadResult(
                counts: state.counts,
                scheduled: scheduled,
                seconds: seconds,
                achievedRate: Double(state.counts.acknowledged) / seconds,
                ordersAcknowledged: state.ordersAcknowledged,
                orders: LatencySummary(microseconds: state.orders),
                reads: LatencySummary(microseconds: state.reads),
                lateness: LatencySummary(microseconds: state.lateness)
            )
        }
    }

    private static func record(_ nanoseconds: Int64, _ histogram: inout Histogram<UInt32>) {
        histogram.record(min(UInt64(max(0, nanoseconds) / 1_000), microsecondsMax))
    }
}
