/// When each key of an operator was written, so that its state can be given up. Flink: table.exec.state.ttl with the update
/// type OnCreateAndWrite; what is too old is never seen again.
///
/// The time is the processing time of the round at work, so that a round that is processed again gives up the same.
final class KeyTimes {
    private static let never = Int64.min
    /// For a key from a checkpoint without times: as if written when it is looked at first.
    private static let unknown = Int64.max

    /// How long a key is kept after it was written, in ms.
    let timeToLive: Int64
    /// By key, in ms since the epoch; `never` for one without state.
    private var times: [Int64] = []
    /// When keys were last looked through.
    private var lastSweep: Int64?
    private let clock: () -> Int64

    /// Times of keys that live so long, in ms; nil if they live for ever.
    init?(_ timeToLive: Int64?, now clock: @escaping () -> Int64) {
        guard let timeToLive else { return nil }
        self.timeToLive = timeToLive
        self.clock = clock
    }

    /// The processing time.
    var now: Int64 { clock() }
    /// Bytes in use.
    var byteCount: Int { times.count * 8 }

    /// Whether a key was written, but too long ago.
    func isExpired(_ key: Int, _ now: Int64) -> Bool {
        guard key < times.count, times[key] != Self.never else { return false }
        if times[key] == Self.unknown { times[key] = now }
        return now - times[key] >= timeToLive
    }

    /// A key is written.
    func touch(_ key: Int, _ now: Int64) {
        while times.count <= key { times.append(Self.never) }
        times[key] = now
    }

    /// A key was restored: when it was written, nil or 0 if nobody knows.
    func restore(_ key: Int, _ time: Int64?) {
        touch(key, time.flatMap { $0 == 0 ? nil : $0 } ?? Self.unknown)
    }

    /// A key has no state any more.
    func forget(_ key: Int) { if key < times.count { times[key] = Self.never } }

    /// When a key was written; 0 if it was not.
    func time(of key: Int) -> Int64 { key < times.count && times[key] != Self.never ? times[key] : 0 }

    /// The keys that are too old, ascending; each time that half a life has passed, none between.
    func sweep(_ now: Int64) -> [Int] {
        guard let last = lastSweep else {
            lastSweep = now
            return []
        }
        guard now - last >= max(1, timeToLive / 2) else { return [] }
        lastSweep = now
        return times.indices.filter { isExpired($0, now) }
    }
}
