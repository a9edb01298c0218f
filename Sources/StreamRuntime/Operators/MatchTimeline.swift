/// Things with times, taken out in the order of their times: a calendar queue. Entries lie in one bucket for each stretch of
/// time, unsorted; a bucket is sorted when time reaches it. Equal times keep the order in which they were added.
///
/// A bucket of a few hundred rows is sorted by counting, which costs less than a step of a heap for each row.
final class MatchTimeline {
    /// Something at a time.
    struct Entry: BitwiseCopyable {
        /// In ms.
        let time: Int64
        /// What it is: an address or a number.
        let payload: UInt
    }

    private struct Bucket {
        var entries: UnsafeMutablePointer<Entry>
        var capacity: Int
        var count: Int
    }

    /// A bucket is 128 ms wide.
    private static let shift: Int64 = 7
    private static let width = 1 << 7
    private static let firstCapacity = 16
    private static let firstBuckets = 64
    /// Up to so many entries are sorted by insertion.
    private static let insertionLimit = 24
    private static let cacheSize = 256
    private static let none = UInt32.max

    /// What every added entry touches; behind a pointer, because a class's variables cost a check at each use.
    private struct Store {
        var buckets: UnsafeMutablePointer<Bucket>
        var bucketCount = 0
        var bucketCapacity = firstBuckets
        var count = 0
    }

    private let store: UnsafeMutablePointer<Store>
    private var freeBuckets: [UInt32] = []
    /// The number of each bucket in use and where it is.
    private var directory: [Int64: UInt32] = [:]
    /// The numbers of the buckets in use, the least first: a binary heap.
    private var order: [Int64] = []
    /// The last buckets that were found: rows fall into few buckets at a time.
    private let cache: UnsafeMutablePointer<(number: Int64, bucket: UInt32)>
    private var sorted: UnsafeMutablePointer<Entry>
    private var taken: UnsafeMutablePointer<Entry>
    private var scratchCapacity = 0
    private let starts: UnsafeMutablePointer<UInt32>
    /// How many entries there are.
    var count: Int { store.pointee.count }
    /// Bytes of the buckets, about.
    var byteCount: Int {
        (0..<store.pointee.bucketCount).reduce(0) { bytes, index in
            bytes + store.pointee.buckets[index].capacity * MemoryLayout<Entry>.stride
        }
    }

    /// No entries.
    init() {
        store = .allocate(capacity: 1)
        store.initialize(to: Store(buckets: .allocate(capacity: Self.firstBuckets)))
        cache = .allocate(capacity: Self.cacheSize)
        cache.initialize(repeating: (0, Self.none), count: Self.cacheSize)
        sorted = .allocate(capacity: 0)
        taken = .allocate(capacity: 0)
        starts = .allocate(capacity: Self.width + 1)
    }

    deinit {
        for index in 0..<store.pointee.bucketCount { store.pointee.buckets[index].entries.deallocate() }
        store.pointee.buckets.deallocate()
        store.deallocate()
        cache.deallocate()
        sorted.deallocate()
        taken.deallocate()
        starts.deallocate()
    }

    /// Adds an entry.
    @inline(__always)
    func add(_ time: Int64, _ payload: UInt) {
        let number = time >> Self.shift
        let cached = cache[Int(truncatingIfNeeded: number) & (Self.cacheSize - 1)]
        let isKnown = cached.number == number && cached.bucket != Self.none
        let index = Int(isKnown ? cached.bucket : find(number))
        let bucket = store.pointee.buckets + index
        if bucket.pointee.count == bucket.pointee.capacity { Self.grow(&bucket.pointee) }
        bucket.pointee.entries[bucket.pointee.count] = Entry(time: time, payload: payload)
        bucket.pointee.count &+= 1
        store.pointee.count &+= 1
    }

    @inline(never)
    private func find(_ number: Int64) -> UInt32 {
        let bucket = directory[number] ?? open(number)
        cache[Int(truncatingIfNeeded: number) & (Self.cacheSize - 1)] = (number, bucket)
        return bucket
    }

    private func open(_ number: Int64) -> UInt32 {
        let index: UInt32
        if let free = freeBuckets.popLast() {
            index = free
        } else {
            if store.pointee.bucketCount == store.pointee.bucketCapacity { growBuckets() }
            index = UInt32(store.pointee.bucketCount)
            let entries = UnsafeMutablePointer<Entry>.allocate(capacity: Self.firstCapacity)
            (store.pointee.buckets + Int(index)).initialize(
                to: Bucket(entries: entries, capacity: Self.firstCapacity, count: 0)
            )
            store.pointee.bucketCount += 1
        }
        directory[number] = index
        order.append(number)
        var child = order.count - 1
        while child > 0, order[(child - 1) / 2] > number {
            order.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
        return index
    }

    private func growBuckets() {
        let larger = UnsafeMutablePointer<Bucket>.allocate(capacity: store.pointee.bucketCapacity * 2)
        larger.moveInitialize(from: store.pointee.buckets, count: store.pointee.bucketCount)
        store.pointee.buckets.deallocate()
        store.pointee.buckets = larger
        store.pointee.bucketCapacity *= 2
    }

    @inline(never)
    private static func grow(_ bucket: inout Bucket) {
        let larger = UnsafeMutablePointer<Entry>.allocate(capacity: bucket.capacity * 2)
        larger.update(from: bucket.entries, count: bucket.count)
        bucket.entries.deallocate()
        bucket.entries = larger
        bucket.capacity *= 2
    }

    /// Removes the bucket that comes first.
    private func closeFirst() {
        let number = order[0]
        let last = order.removeLast()
        if !order.isEmpty {
            order[0] = last
            var parent = 0
            while 2 * parent + 1 < order.count {
                var child = 2 * parent + 1
                if child + 1 < order.count, order[child + 1] < order[child] { child += 1 }
                if order[parent] <= order[child] { break }
                order.swapAt(parent, child)
                parent = child
            }
        }
        if let index = directory.removeValue(forKey: number) {
            store.pointee.buckets[Int(index)].count = 0
            freeBuckets.append(index)
        }
        cache[Int(truncatingIfNeeded: number) & (Self.cacheSize - 1)] = (0, Self.none)
    }

    /// Takes out the entries up to a time, in order, a bucket at a time. Entries may be added meanwhile that come after that
    /// time. The function may reorder entries of one time.
    func drain(through time: Int64, _ body: (UnsafeMutableBufferPointer<Entry>) throws -> Void) rethrows {
        while let first = order.first, first << Self.shift <= time {
            guard let index = directory[first].map(Int.init) else { preconditionFailure("a bucket without a place") }
            let last = first << Self.shift | Int64(Self.width - 1)
            let found = last <= time ? takeAll(index) : take(index, through: time)
            if store.pointee.buckets[index].count == 0 { closeFirst() }
            store.pointee.count -= found
            let run = sort(found, first << Self.shift)
            try body(UnsafeMutableBufferPointer(start: run, count: found))
            if last > time { break }
        }
    }

    private func reserveScratch(_ needed: Int) {
        guard needed > scratchCapacity else { return }
        scratchCapacity = max(needed, scratchCapacity * 2)
        sorted.deallocate()
        taken.deallocate()
        sorted = .allocate(capacity: scratchCapacity)
        taken = .allocate(capacity: scratchCapacity)
    }

    private func takeAll(_ index: Int) -> Int {
        let bucket = store.pointee.buckets + index
        let count = bucket.pointee.count
        reserveScratch(count)
        taken.update(from: bucket.pointee.entries, count: count)
        bucket.pointee.count = 0
        return count
    }

    private func take(_ index: Int, through time: Int64) -> Int {
        let bucket = store.pointee.buckets + index
        let count = bucket.pointee.count
        reserveScratch(count)
        let entries = bucket.pointee.entries
        let taken = taken
        var found = 0
        var kept = 0
        for entry in 0..<count {
            let isDue = entries[entry].time <= time
            taken[found] = entries[entry]
            entries[kept] = entries[entry]
            found += isDue ? 1 : 0
            kept += isDue ? 0 : 1
        }
        bucket.pointee.count = kept
        return found
    }

    /// Sorts what was taken, all of it within one bucket's time.
    private func sort(_ count: Int, _ base: Int64) -> UnsafeMutablePointer<Entry> {
        let taken = taken
        let sorted = sorted
        if count <= Self.insertionLimit {
            for index in 1..<max(count, 1) {
                let entry = taken[index]
                var place = index
                while place > 0, taken[place - 1].time > entry.time {
                    taken[place] = taken[place - 1]
                    place -= 1
                }
                taken[place] = entry
            }
            return taken
        }
        starts.update(repeating: 0, count: Self.width + 1)
        for index in 0..<count { starts[Int(truncatingIfNeeded: taken[index].time &- base) + 1] += 1 }
        for time in 1...Self.width { starts[time] += starts[time - 1] }
        for index in 0..<count {
            let time = Int(truncatingIfNeeded: taken[index].time &- base)
            sorted[Int(starts[time])] = taken[index]
            starts[time] += 1
        }
        return sorted
    }

    /// All entries, in no order but that of equal times.
    func visit(_ body: (Entry) -> Void) {
        for number in order {
            guard let index = directory[number] else { continue }
            let bucket = store.pointee.buckets[Int(index)]
            for entry in 0..<bucket.count { body(bucket.entries[entry]) }
        }
    }
}
