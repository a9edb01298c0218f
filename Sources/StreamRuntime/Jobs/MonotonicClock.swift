import Glibc

/// Time that only moves on, for measuring.
enum MonotonicClock {
    /// Nanoseconds since some start.
    static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
