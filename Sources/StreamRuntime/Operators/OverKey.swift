/// What an OVER aggregation knows of a key.
struct OverKey {
    /// Rows of one time that wait for the watermark.
    struct Pending {
        let time: Int64
        /// The first watermark with which they may come out.
        let due: Int64
        let first: UInt32
        /// The rows after the first; mostly there are none.
        var others: [UInt32] = []

        /// In the order in which they came.
        var rows: [UInt32] { [first] + others }
    }

    /// A row that came out and is still in the frame of later ones.
    struct Entry {
        let time: Int64
        let row: UInt32
    }

    /// In the order of time.
    var pending: [Pending] = []
    /// In the order in which they came out, the first `head` of them gone.
    var window: [Entry] = []
    var head = 0
    /// The newest time that came out. Flink: lastTriggeringTsState.
    var lastTime: Int64?
    /// How many rows are in a frame of rows. Flink: counterState.
    var rowCount: Int64 = 0
    /// When the key is forgotten if nothing comes. Flink: cleanupTsState.
    var cleanup: Int64?
    /// Timers that were set for forgetting the key: the time, the first watermark.
    var cleanupTimers: [(time: Int64, due: Int64)] = []
    /// Whether the accumulators hold the key.
    var isStarted = false
    /// What the key will be once it is forgotten: rows that came after a watermark by which it was to be forgotten, but
    /// before the operator was told of that watermark.
    var successors: [OverKey] = []

    private static let gapMax = 64

    /// Whether nothing is known.
    var isUnused: Bool { pending.isEmpty && !isStarted && lastTime == nil && cleanup == nil }

    /// The oldest row that came out.
    var oldest: Entry? { head < window.count ? window[head] : nil }

    /// Whether the key is forgotten once a watermark has passed.
    func isForgotten(at watermark: Int64) -> Bool {
        guard let cleanup else { return false }
        return cleanupTimers.contains { $0.time == cleanup && $0.due <= watermark }
    }

    /// Makes the key a new one if it is to be forgotten by a watermark, and calls a function with what it is then.
    mutating func atWatermark<Result>(_ watermark: Int64, _ body: (inout OverKey) -> Result) -> Result {
        guard let last = successors.indices.last else {
            if !isForgotten(at: watermark) { return body(&self) }
            successors.append(OverKey())
            return body(&successors[0])
        }
        if successors[last].isForgotten(at: watermark) { successors.append(OverKey()) }
        return body(&successors[successors.count - 1])
    }

    /// What follows when the key is forgotten; nil for nothing.
    func successor() -> OverKey? {
        guard var next = successors.first else { return nil }
        next.successors = Array(successors.dropFirst())
        return next
    }

    /// Takes the oldest row that came out.
    mutating func removeOldest() {
        head += 1
        if head == window.count {
            window.removeAll(keepingCapacity: true)
            head = 0
        } else if head > Self.gapMax, head * 2 > window.count {
            window.removeFirst(head)
            head = 0
        }
    }

    /// Adds a row that waits; gives whether it is the first one of its time.
    mutating func add(_ row: UInt32, _ time: Int64, due: Int64) -> Bool {
        var place = pending.count
        // Rows come nearly in the order of time.
        while place > 0, pending[place - 1].time > time { place -= 1 }
        if place > 0, pending[place - 1].time == time {
            pending[place - 1].others.append(row)
            return false
        }
        pending.insert(Pending(time: time, due: due, first: row), at: place)
        return true
    }

    /// The newest time that has come out once a watermark has passed.
    func lastTime(at watermark: Int64) -> Int64 {
        var last = lastTime ?? 0
        for group in pending where group.due <= watermark { last = max(last, group.time) }
        for timer in cleanupTimers where timer.due <= watermark { last = max(last, timer.time) }
        return last
    }

    /// Takes the rows of a time that wait and may come out with a watermark.
    mutating func takePending(_ time: Int64, until watermark: Int64) -> Pending? {
        guard let place = pending.firstIndex(where: { $0.time == time && $0.due <= watermark }) else { return nil }
        return pending.remove(at: place)
    }

    func encode(_ store: RowStore, to writer: StateWriter) {
        writer.put(lastTime != nil)
        writer.put(lastTime ?? 0)
        writer.put(rowCount)
        writer.put(cleanup != nil)
        writer.put(cleanup ?? 0)
        writer.put(UInt32(cleanupTimers.count))
        for timer in cleanupTimers {
            writer.put(timer.time)
            writer.put(timer.due)
        }
        writer.put(UInt32(pending.count))
        for group in pending {
            writer.put(group.time)
            writer.put(group.due)
            writer.put(UInt32(1 + group.others.count))
            store.encode(group.first, to: writer)
            for row in group.others { store.encode(row, to: writer) }
        }
        writer.put(UInt32(window.count - head))
        for entry in window[head...] {
            writer.put(entry.time)
            store.encode(entry.row, to: writer)
        }
        writer.put(isStarted)
        writer.put(UInt32(successors.count))
        for successor in successors { successor.encode(store, to: writer) }
    }

    init() {}

    init(_ record: inout StateRecord, _ store: RowStore) throws(StateError) {
        let hasLast = try record.boolean()
        let last: Int64 = try record.number()
        lastTime = hasLast ? last : nil
        rowCount = try record.number()
        let hasCleanup = try record.boolean()
        let cleanup: Int64 = try record.number()
        self.cleanup = hasCleanup ? cleanup : nil
        for _ in 0..<(try record.number(UInt32.self)) {
            let time: Int64 = try record.number()
            cleanupTimers.append((time, try record.number()))
        }
        for _ in 0..<(try record.number(UInt32.self)) {
            let time: Int64 = try record.number()
            let due: Int64 = try record.number()
            let count = try record.number(UInt32.self)
            guard count > 0 else { continue }
            var group = Pending(time: time, due: due, first: try store.decode(&record))
            for _ in 1..<count { group.others.append(try store.decode(&record)) }
            pending.append(group)
        }
        for _ in 0..<(try record.number(UInt32.self)) {
            let time: Int64 = try record.number()
            window.append(Entry(time: time, row: try store.decode(&record)))
        }
        isStarted = try record.boolean()
        for _ in 0..<(try record.number(UInt32.self)) { successors.append(try OverKey(&record, store)) }
    }
}
