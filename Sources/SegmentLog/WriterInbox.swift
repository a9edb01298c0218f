import EventLog
import Glibc

/// Where callers leave their requests and the writer thread gathers them.
// @unchecked: every stored variable is read and written under `mutex` only.
final class WriterInbox: @unchecked Sendable {
    private enum Waiting {
        case no
        case forAny
        case forMore
    }

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private let groupBytes: Int
    private var requests: [(request: WriteRequest, bytes: Int)] = []
    private var bytes = 0
    private var closed = false
    private var waiting = Waiting.no

    init(groupBytes: Int) {
        self.groupBytes = groupBytes
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Nanoseconds of a clock that only goes forward.
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Leaves a request, or fails it if the log is closed or too much waits. The last request is `.close`.
    func push(_ request: WriteRequest, bytes size: Int = 0) {
        pthread_mutex_lock(mutex)
        var refusal: EventLogError?
        if closed {
            refusal = .closed
        } else if size > 0,
            bytes + size > EventLogLimits.waitingBytesMax || requests.count >= EventLogLimits.waitingAppendsMax
        {
            refusal = .overloaded
        } else {
            requests.append((request, size))
            bytes += size
            if case .close = request { closed = true }
            let enough = bytes >= groupBytes || closed
            if waiting == .forAny || waiting == .forMore && enough {
                waiting = .no
                pthread_cond_signal(condition)
            }
        }
        pthread_mutex_unlock(mutex)
        if let refusal { request.fail(refusal) }
    }

    /// Waits for a request, then until `deadline` (by `now()`) or until a group is full, and takes a group.
    func take(gatheringUntil deadline: Int64) -> [WriteRequest] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while requests.isEmpty {
            waiting = .forAny
            pthread_cond_wait(condition, mutex)
        }
        while bytes < groupBytes, !closed, Self.now() < deadline {
            waiting = .forMore
            var time = timespec(
                tv_sec: Int(deadline / 1_000_000_000),
                tv_nsec: Int(deadline % 1_000_000_000)
            )
            pthread_cond_timedwait(condition, mutex, &time)
        }
        waiting = .no
        var taken = 0
        var count = 0
        while count < requests.count, count == 0 || taken + requests[count].bytes <= groupBytes {
            taken += requests[count].bytes
            count += 1
        }
        bytes -= taken
        let group = requests.prefix(count).map(\.request)
        requests.removeFirst(count)
        return group
    }
}
