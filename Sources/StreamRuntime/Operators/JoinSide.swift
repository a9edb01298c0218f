import CStreamKernels

/// The rows of one input of a join, in a list for each key, oldest first. An input with withdrawn rows keeps equal rows
/// once, with how often they occur. Flink: JoinRecordStateViews.InputSideHasNoUniqueKey.
final class JoinSide {
    /// The rows of a key.
    struct List {
        var head = RowStore.absent
        var tail = RowStore.absent

        var isEmpty: Bool { head == RowStore.absent }
    }

    private static let linkWord = 0
    private static let countWord = 1
    /// Only with a time to live: when the row was written, in ms since the epoch.
    private static let timeWord = 2

    /// The rows.
    let store: RowStore
    /// Whether rows may be withdrawn.
    let canRetract: Bool
    /// Whether rows without partners are emitted.
    let isOuter: Bool
    /// How long a row is seen after it was written, in ms; nil for ever. Flink: table.exec.state.ttl.
    let timeToLive: Int64?
    /// The processing time in ms since the epoch.
    var now: Int64 = 0
    private(set) var lists: UnsafeMutablePointer<List>
    private var listCapacity = 0
    private let index = RowStoreIndex()

    init(_ types: [PhysicalType], canRetract: Bool, isOuter: Bool, timeToLive: Int64? = nil) {
        self.timeToLive = timeToLive
        store = RowStore(types, extraWords: timeToLive == nil ? Self.timeWord : Self.timeWord + 1)
        self.canRetract = canRetract
        self.isOuter = isOuter
        lists = .allocate(capacity: 1)
    }

    deinit { lists.deallocate() }

    /// Makes room for keys with numbers below a limit.
    func reserve(_ limit: Int) {
        guard limit > listCapacity else { return }
        let larger = UnsafeMutablePointer<List>.allocate(capacity: max(limit, listCapacity * 2))
        larger.update(from: lists, count: listCapacity)
        (larger + listCapacity).initialize(repeating: List(), count: max(limit, listCapacity * 2) - listCapacity)
        lists.deallocate()
        lists = larger
        listCapacity = max(limit, listCapacity * 2)
    }

    /// The row behind a row in its key's list.
    @inline(__always)
    func next(_ row: UInt32) -> UInt32 {
        // why: 0 is the link of a new row, so that links are kept one higher.
        UInt32(truncatingIfNeeded: store.slot(row)[Self.linkWord]) &- 1
    }

    private func setNext(_ row: UInt32, _ next: UInt32) {
        let word = store.slot(row)[Self.linkWord]
        store.slot(row)[Self.linkWord] = (word >> 32) << 32 | UInt64(next &+ 1)
    }

    private func previous(_ row: UInt32) -> UInt32 { UInt32(store.slot(row)[Self.linkWord] >> 32) &- 1 }

    private func setPrevious(_ row: UInt32, _ previous: UInt32) {
        let word = UInt32(truncatingIfNeeded: store.slot(row)[Self.linkWord])
        store.slot(row)[Self.linkWord] = UInt64(previous &+ 1) << 32 | UInt64(word)
    }

    /// How often a row occurs.
    @inline(__always)
    func occurrences(_ row: UInt32) -> Int { Int(UInt32(truncatingIfNeeded: store.slot(row)[Self.countWord])) }

    private func setOccurrences(_ row: UInt32, _ count: Int) {
        let words = store.slot(row)
        words[Self.countWord] = UInt64(partners(row)) << 32 | UInt64(count)
    }

    /// How many partners a row has. Flink: numOfAssociations.
    @inline(__always)
    func partners(_ row: UInt32) -> Int { Int(store.slot(row)[Self.countWord] >> 32) }

    /// Sets how many partners a row has.
    @inline(__always)
    func setPartners(_ row: UInt32, _ count: Int) {
        let words = store.slot(row)
        words[Self.countWord] = UInt64(UInt32(clamping: count)) << 32 | UInt64(occurrences(row))
    }

    /// Whether a row was written too long ago to be seen.
    @inline(__always)
    func isExpired(_ row: UInt32) -> Bool {
        guard let timeToLive else { return false }
        return now - Int64(bitPattern: store.slot(row)[Self.timeWord]) >= timeToLive
    }

    /// A row is written.
    @inline(__always)
    func touch(_ row: UInt32) {
        if timeToLive != nil { store.slot(row)[Self.timeWord] = UInt64(bitPattern: now) }
    }

    /// Forgets the rows of a key that are too old; gives whether it has none left.
    func dropExpired(_ key: UInt32) -> Bool {
        for row in rows(key) where isExpired(row) {
            if canRetract { index.remove(store.hash(row), row) }
            unlink(row, key)
        }
        return lists[Int(key)].isEmpty
    }

    /// Asks for the memory that adding or withdrawing a row will read.
    @inline(__always)
    func prefetch(hash: UInt64) { index.prefetch(hash) }

    /// Asks for the row that `prefetch` will have made known.
    @inline(__always)
    func prefetchRow(hash: UInt64) {
        if let row = index.find(hash, { _ in true }) { bss_prefetch(store.slot(row)) }
    }

    /// Adds a row of a batch to its key's list.
    func add(_ columns: [Column], _ row: Int, hash: UInt64, key: UInt32, partners: Int) {
        if canRetract, let equal = index.find(hash, { store.isEqual($0, columns, row) }) {
            setOccurrences(equal, isExpired(equal) ? 1 : occurrences(equal) + 1)
            setPartners(equal, partners)
            return touch(equal)
        }
        let number = store.insert(columns, row)
        setOccurrences(number, 1)
        setPartners(number, partners)
        touch(number)
        if canRetract { index.insert(hash, number) }
        link(number, key)
    }

    private func link(_ number: UInt32, _ key: UInt32) {
        let list = lists + Int(key)
        setNext(number, RowStore.absent)
        setPrevious(number, list.pointee.tail)
        if list.pointee.isEmpty { list.pointee.head = number } else { setNext(list.pointee.tail, number) }
        list.pointee.tail = number
    }

    /// Withdraws a row of a batch, if it is there.
    func retract(_ columns: [Column], _ row: Int, hash: UInt64, key: UInt32) {
        guard let number = index.find(hash, { store.isEqual($0, columns, row) }) else { return }
        if occurrences(number) > 1, !isExpired(number) {
            setOccurrences(number, occurrences(number) - 1)
            return touch(number)
        }
        index.remove(hash, number)
        unlink(number, key)
    }

    /// Takes a row out of its key's list and frees it.
    private func unlink(_ number: UInt32, _ key: UInt32) {
        let after = next(number)
        let before = previous(number)
        let list = lists + Int(key)
        if before == RowStore.absent { list.pointee.head = after } else { setNext(before, after) }
        if after == RowStore.absent { list.pointee.tail = before } else { setPrevious(after, before) }
        store.free(number)
    }

    private func rows(_ key: UInt32) -> [UInt32] {
        var rows: [UInt32] = []
        var row = lists[Int(key)].head
        while row != RowStore.absent {
            rows.append(row)
            row = next(row)
        }
        return rows
    }

    /// Takes the rows of a key out of its list; the caller frees them.
    func takeAll(_ key: UInt32) -> [UInt32] {
        let rows = rows(key)
        lists[Int(key)] = List()
        return rows
    }

    /// Writes the rows of a key.
    func encode(_ key: UInt32, to writer: StateWriter) {
        let rows = rows(key)
        writer.put(UInt32(rows.count))
        for row in rows {
            writer.put(store.slot(row)[Self.countWord])
            if timeToLive != nil { writer.put(store.slot(row)[Self.timeWord]) }
            store.encode(row, to: writer)
        }
    }

    /// Reads rows that `encode` wrote; `key` gives the number of a row's key. Without times they stay until they are
    /// written again.
    func decode(_ record: inout StateRecord, isTimed: Bool, key: (UInt32) -> UInt32) throws(StateError) {
        for _ in 0..<(try record.number(UInt32.self)) {
            let counts: UInt64 = try record.number()
            let time: UInt64 = isTimed ? try record.number() : UInt64(bitPattern: .max)
            let number = try store.decode(&record)
            if timeToLive != nil { store.slot(number)[Self.timeWord] = time }
            store.slot(number)[Self.countWord] = counts
            if canRetract { index.insert(store.hash(number), number) }
            link(number, key(number))
        }
    }
}
