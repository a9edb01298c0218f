/// What an OVER aggregation knows of a key.
struct OverKey {
    /// A row that came out and is still in the frame of later ones.
    struct Entry {
        let time: Int64
        let row: UInt32
    }

    /// The rows that wait for the watermark.
    var waiting = OverWaiting.List()
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
    var isUnused: Bool { waiting.isEmpty && !isStarted && lastTime == nil && cleanup == nil }

    /// The oldest row that came out.
    var oldest: Entry? { head < window.count ? window[head] : nil }

    /// Whether the key is forgotten once a watermark has passed.
    func isForgotten(at watermark: Int64) -> Bool {
        guard let cleanup else { return false }
        return cleanupTimers.contains { $0.time == cleanup && $0.due <= watermark }
    }

    /// Makes the key a new one if it is to be forgotten by a watermark, and calls a function with what it is then.
    @inline(__always)
    mutating func atWatermark<Result>(_ watermark: Int64, _ body: (inout OverKey) -> Result) -> Result {
        if successors.isEmpty, !isForgotten(at: watermark) { return body(&self) }
        if (successors.last ?? self).isForgotten(at: watermark) { successors.append(OverKey()) }
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

    /// The newest time that has come out once a watermark has passed.
    func lastTime(at watermark: Int64, _ rows: OverWaiting) -> Int64 {
        var last = lastTime ?? 0
        rows.each(waiting) { _, time, due in if due <= watermark { last = max(last, time) } }
        for timer in cleanupTimers where timer.due <= watermark { last = max(last, timer.time) }
        return last
    }

    func encode(_ store: RowStore, _ rows: OverWaiting, to writer: StateWriter) {
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
        let groups = groups(rows)
        writer.put(UInt32(groups.count))
        for group in groups {
            writer.put(group.time)
            writer.put(group.due)
            writer.put(UInt32(group.rows.count))
            for row in group.rows { store.encode(row, to: writer) }
        }
        writer.put(UInt32(window.count - head))
        for entry in window[head...] {
            writer.put(entry.time)
            store.encode(entry.row, to: writer)
        }
        writer.put(isStarted)
        writer.put(UInt32(successors.count))
        for successor in successors { successor.encode(store, rows, to: writer) }
    }

    /// The rows that wait, by time.
    private func groups(_ rows: OverWaiting) -> [(time: Int64, due: Int64, rows: [UInt32])] {
        var groups: [(time: Int64, due: Int64, rows: [UInt32])] = []
        rows.each(waiting) { row, time, due in
            if groups.last?.time != time { groups.append((time, due, [])) }
            groups[groups.count - 1].rows.append(row)
        }
        return groups
    }

    init() {}

    init(_ record: inout StateRecord, _ store: RowStore, _ rows: OverWaiting) throws(StateError) {
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
            for _ in 0..<count {
                let row = try store.decode(&record)
                rows.reserve(row)
                _ = rows.add(row, time, due: due, to: &waiting)
            }
        }
        for _ in 0..<(try record.number(UInt32.self)) {
            let time: Int64 = try record.number()
            window.append(Entry(time: time, row: try store.decode(&record)))
        }
        isStarted = try record.boolean()
        for _ in 0..<(try record.number(UInt32.self)) { successors.append(try OverKey(&record, store, rows)) }
    }
}
