/// Translates the demo's time into the machine's, faster by a factor.
///
/// Where the demo has fallen behind, because its server was away or slow, it goes on from where it is: a burst of
/// traffic that makes up for a pause would be no steady pace, and false alarms of velocity.
struct DemoPace: Sendable, Hashable {
    /// The demo's delay, in nanoseconds of the machine's time, that is still made up for.
    static let arrearsMax: Int64 = 1_000_000_000

    private let speed: Double
    /// The machine's time at which the demo's time was zero; moves on with arrears that are let go.
    private var origin: Int64

    init(speed: Double, start: Int64) {
        precondition(speed > 0 && speed.isFinite)
        self.speed = speed
        origin = start
    }

    /// How many nanoseconds to wait at `now` for what is due at `due` milliseconds of the demo's time; 0 if it is due.
    mutating func wait(for due: Int64, now: Int64) -> Int64 {
        let moment = origin + Int64(Double(due) * 1_000_000 / speed)
        if now - moment > Self.arrearsMax { origin += now - moment }
        return max(0, moment - now)
    }
}
