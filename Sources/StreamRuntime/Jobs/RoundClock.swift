import Primitives
import Synchronization

/// The processing time of a job or query over topics: that of the round at work, so that a round that is processed again has
/// the same.
final class RoundClock: Sendable {
    private let time = Atomic<Int64>(0)

    /// The processing time in milliseconds since the epoch.
    var milliseconds: Int64 { time.load(ordering: .relaxed) }

    /// A round begins.
    func turn(to time: Timestamp) { self.time.store(time.milliseconds, ordering: .relaxed) }
}
