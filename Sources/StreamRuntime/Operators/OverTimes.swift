/// When an OVER aggregation gives up its keys, by the processing time of the round at work.
///
/// Flink: CleanupState sets a timer one and a half times table.exec.state.ttl after a row, and another one when a row comes less
/// than table.exec.state.ttl before it; ProcTimeUnboundedPrecedingFunction has state with a StateTtlConfig.
final class OverTimes {
    private static let never = Int64.min
    /// For a key from a checkpoint without times: as if written when it is looked at first.
    private static let unknown = Int64.max

    /// How long a key is kept after it was written, in ms.
    private let timeToLive: Int64
    /// How long it is kept if nothing else is written, in ms.
    private let longest: Int64
    /// By key when it is given up, in ms since the epoch; `never` for one without state.
    private var dues: [Int64] = []
    /// When keys were last looked through.
    private var lastSweep: Int64?
    private let clock: () -> Int64

    /// Times of keys that live so long, in ms; nil if they live for ever. With `isExact` they do not live longer than that.
    init?(_ timeToLive: Int64?, isExact: Bool, now clock: @escaping () -> Int64) {
        guard let timeToLive else { return nil }
        self.timeToLive = timeToLive
        longest = isExact ? timeToLive : timeToLive &* 3 / 2
        self.clock = clock
    }

    /// The processing time.
    var now: Int64 { clock() }
    /// Bytes in use.
    var byteCount: Int { dues.count * 8 }

    /// Whether a key is to be given up; one with rows that wait is kept for another time.
    func isExpired(_ key: Int, _ now: Int64, isWaiting: Bool) -> Bool {
        guard key < dues.count, dues[key] != Self.never else { return false }
        if dues[key] == Self.unknown { dues[key] = now + longest }
        guard dues[key] <= now else { return false }
        if isWaiting { dues[key] += ((now - dues[key]) / longest + 1) * longest }
        return !isWaiting
    }

    /// A key is written.
    func touch(_ key: Int, _ now: Int64) {
        while dues.count <= key { dues.append(Self.never) }
        let due = dues[key]
        if due == Self.never || due == Self.unknown || now + timeToLive > due { dues[key] = now + longest }
    }

    /// A key was restored: when it is given up, 0 if nobody knows.
    func restore(_ key: Int, _ due: Int64) {
        while dues.count <= key { dues.append(Self.never) }
        dues[key] = due == 0 ? Self.unknown : due
    }

    /// A key has no state any more.
    func forget(_ key: Int) { if key < dues.count { dues[key] = Self.never } }

    /// When a key is given up; 0 if nobody knows.
    func due(of key: Int) -> Int64 {
        key < dues.count && dues[key] != Self.never && dues[key] != Self.unknown ? dues[key] : 0
    }

    /// The keys that may be due, ascending; each time that half a life has passed, none between.
    func sweep(_ now: Int64) -> [Int] {
        guard let last = lastSweep else {
            lastSweep = now
            return []
        }
        guard now - last >= max(1, timeToLive / 2) else { return [] }
        lastSweep = now
        return dues.indices.filter { dues[$0] != Self.never && dues[$0] <= now }
    }
}
