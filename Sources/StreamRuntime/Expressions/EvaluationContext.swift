#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What expressions depend on besides their rows.
package struct EvaluationContext: Sendable {
    /// The current time in ms since the epoch, read once for each batch.
    package var clock: @Sendable () -> Int64
    /// The session's time zone, by which TIMESTAMP_LTZ is read and written. Flink: table.local-time-zone.
    package var timeZone: String
    /// What RAND, RAND_INTEGER and UUID start from; nil for the system's randomness.
    package var seed: UInt64?

    /// A context; without a clock the system's.
    package init(
        clock: @escaping @Sendable () -> Int64 = EvaluationContext.systemTime,
        timeZone: String = "UTC",
        seed: UInt64? = nil
    ) {
        self.clock = clock
        self.timeZone = timeZone
        self.seed = seed
    }

    /// The system's time in ms since the epoch.
    @Sendable
    package static func systemTime() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}
