import Histogram

/// How long requests took, in milliseconds, from when they were due until they were answered in full.
public struct LatencySummary: Sendable, Hashable {
    /// How many requests were counted.
    public let count: Int
    /// The median.
    public let p50: Double
    /// 90 of 100 took no longer.
    public let p90: Double
    /// 99 of 100 took no longer.
    public let p99: Double
    /// 999 of 1,000 took no longer.
    public let p999: Double
    /// The longest.
    public let max: Double

    /// The values recorded in microseconds, to three significant digits.
    init(microseconds histogram: Histogram<UInt32>) {
        func milliseconds(_ percentile: Double) -> Double {
            histogram.totalCount == 0 ? 0 : Double(histogram.valueAtPercentile(percentile)) / 1_000
        }
        count = Int(histogram.totalCount)
        p50 = milliseconds(50)
        p90 = milliseconds(90)
        p99 = milliseconds(99)
        p999 = milliseconds(99.9)
        max = milliseconds(100)
    }
}
