/// When each request of an open-loop load is due: request n at n / rate after the start, whatever became of the others.
///
/// Latency is measured from then, not from when the request went out. A closed loop would send less to a server that
/// stalls, and so leave the stall out of its percentiles ("coordinated omission").
public struct LoadSchedule: Sendable, Hashable {
    /// How many requests there are.
    public let count: Int
    /// Requests a second.
    public let rate: Double

    /// The requests of `seconds` at `rate` a second, at least one.
    public init(rate: Double, seconds: Double) {
        precondition(rate > 0 && seconds > 0 && rate.isFinite && seconds.isFinite)
        self.rate = rate
        count = max(1, Int((rate * seconds).rounded()))
    }

    /// When request `index` is due, in nanoseconds after the start.
    public func due(_ index: Int) -> Int64 { Int64((Double(index) * 1e9 / rate).rounded(.up)) }

    /// How many requests are due at `nanoseconds` after the start.
    public func dueCount(at nanoseconds: Int64) -> Int {
        guard nanoseconds >= 0 else { return 0 }
        var number = min(count, Int(Double(nanoseconds) * rate / 1e9) + 1)
        // The division rounds; `due` decides.
        while number > 0, due(number - 1) > nanoseconds { number -= 1 }
        while number < count, due(number) <= nanoseconds { number += 1 }
        return number
    }
}
