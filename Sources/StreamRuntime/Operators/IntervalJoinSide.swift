/// The rows of one input of an interval join that may still find partners: by key in the order of time, equal times in
/// the order in which they came. Flink: the row caches of TimeIntervalJoin.
final class IntervalJoinSide {
    /// A kept row and its time.
    struct Entry {
        let time: Int64
        let row: UInt32
    }

    /// What a key has of the input.
    struct Cache {
        var entries: [Entry] = []
        /// When rows are looked through for those that have expired.
        var timer: Int64?

        var isUnused: Bool { entries.isEmpty && timer == nil }
    }

    private static let emittedWord = 0
    /// The rows.
    let store: RowStore
    /// The event-time column.
    let timeColumn: Int
    /// For how long after its time a row's partners may come, in ms.
    let reach: Int64
    /// Whether rows without partners are emitted.
    let isOuter: Bool
    /// By key.
    var caches: [Cache] = []

    init(_ types: [PhysicalType], timeColumn: Int, reach: Int64, isOuter: Bool) {
        store = RowStore(types, extraWords: 1)
        self.timeColumn = timeColumn
        self.reach = reach
        self.isOuter = isOuter
    }

    /// Makes room for keys with numbers below a limit.
    func reserve(_ limit: Int) {
        while caches.count < limit { caches.append(Cache()) }
    }

    /// Whether a row was emitted with a partner.
    func isEmitted(_ row: UInt32) -> Bool { store.slot(row)[Self.emittedWord] != 0 }

    /// Notes that a row was emitted with a partner.
    func setEmitted(_ row: UInt32) { store.slot(row)[Self.emittedWord] = 1 }

    /// Adds a row of a batch.
    func add(_ columns: [Column], _ row: Int, _ time: Int64, _ key: UInt32, isEmitted: Bool) {
        let number = store.insert(columns, row)
        if isEmitted { setEmitted(number) }
        insert(Entry(time: time, row: number), key)
    }

    private func insert(_ entry: Entry, _ key: UInt32) {
        var place = caches[Int(key)].entries.count
        // Rows come nearly in the order of time.
        while place > 0, caches[Int(key)].entries[place - 1].time > entry.time { place -= 1 }
        caches[Int(key)].entries.insert(entry, at: place)
    }

    /// The rows of a key whose time lies in a range.
    func rows(_ key: UInt32, from lower: Int64, to upper: Int64) -> ArraySlice<Entry> {
        guard lower <= upper else { return [] }
        let entries = caches[Int(key)].entries
        let begin = Self.firstPlace(entries) { $0 >= lower }
        let end = Self.firstPlace(entries) { $0 > upper }
        return entries[begin..<end]
    }

    private static func firstPlace(_ entries: [Entry], _ isReached: (Int64) -> Bool) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if isReached(entries[middle].time) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Takes the rows of a key out whose time is not after a time; the caller frees them.
    func takeExpired(_ key: UInt32, until time: Int64) -> [UInt32] {
        guard let first = caches[Int(key)].entries.first, first.time <= time else { return [] }
        let count = Self.firstPlace(caches[Int(key)].entries) { $0 > time }
        let rows = caches[Int(key)].entries[..<count].map(\.row)
        caches[Int(key)].entries.removeFirst(count)
        return rows
    }

    /// Writes what a key has of the input.
    func encode(_ key: UInt32, to writer: StateWriter) {
        let cache = caches[Int(key)]
        writer.put(cache.timer != nil)
        writer.put(cache.timer ?? 0)
        writer.put(UInt32(cache.entries.count))
        for entry in cache.entries {
            writer.put(isEmitted(entry.row))
            store.encode(entry.row, to: writer)
        }
    }

    /// Reads what `encode` wrote.
    func decode(_ record: inout StateRecord, key: UInt32) throws(StateError) {
        let hasTimer = try record.boolean()
        let timer: Int64 = try record.number()
        for _ in 0..<(try record.number(UInt32.self)) {
            let isEmitted = try record.boolean()
            let row = try store.decode(&record)
            if isEmitted { setEmitted(row) }
            caches[Int(key)].entries.append(Entry(time: store.int64(row, timeColumn), row: row))
        }
        caches[Int(key)].timer = hasTimer ? timer : nil
    }
}
