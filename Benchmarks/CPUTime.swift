import Foundation

/// What this process has used of the processors.
enum CPUTime {
    /// Seconds of user and system time of all threads so far.
    static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
