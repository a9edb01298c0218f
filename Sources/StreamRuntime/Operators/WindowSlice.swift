/// A stretch of event time that windows share, with the aggregates of each group that has rows in it. Groups lie side by
/// side in the order of their first row; what finds a group by its key's number is an array of places.
final class WindowSlice {
    /// Where it begins, in ms.
    private(set) var start: Int64 = 0
    /// Where it ends, exclusive, in ms.
    private(set) var end: Int64 = 0
    /// The numbers of the keys of the groups, by place.
    private(set) var keys: UnsafeMutablePointer<UInt32>
    /// Groups.
    private(set) var count = 0
    /// The words of the groups.
    private(set) var groups: UnsafeMutablePointer<UInt64>
    /// Long strings that the groups hold.
    private(set) var arena = StringArena()
    /// For each `AggregateSlots.distincts` the values that the groups have: key's number and value.
    private(set) var sets: [KeyTable]
    /// Gives the keys their numbers; nil if there is one group only.
    let table: KeyTable?
    /// Whether the table is its own and not that of all slices.
    private let ownsTable: Bool
    private let slots: AggregateSlots
    /// By a key's number its place + 1, or 0.
    private var places: UnsafeMutablePointer<UInt32>
    private var groupStorage: LargeAllocation
    private var placeStorage: LargeAllocation
    private var keyLimit = 0
    private var capacity: Int
    private static let firstCapacity = 256
    /// Groups that are merged at once: they stay in the first-level cache while slot after slot is added.
    private static let mergeCount = 512

    init(_ slots: AggregateSlots, table: KeyTable?, ownsTable: Bool) {
        self.slots = slots
        self.table = table
        self.ownsTable = ownsTable
        capacity = Self.firstCapacity
        keys = .allocate(capacity: capacity)
        groupStorage = LargeAllocation(byteCount: capacity * slots.stride * 8)
        groups = groupStorage.start.bindMemory(to: UInt64.self, capacity: capacity * slots.stride)
        placeStorage = LargeAllocation(byteCount: 0)
        places = placeStorage.start.bindMemory(to: UInt32.self, capacity: 0)
        sets = slots.distincts.map { KeyTable([.int64, $0.type]) }
    }

    deinit {
        keys.deallocate()
        groupStorage.deallocate()
        placeStorage.deallocate()
    }

    /// Makes it empty, for another stretch of time.
    func begin(start: Int64, end: Int64) {
        self.start = start
        self.end = end
        for place in 0..<count { places[Int(keys[place])] = 0 }
        count = 0
        arena = StringArena()
        for set in sets { set.removeAll() }
        if ownsTable, let table, table.idLimit > 0 { table.removeAll() }
    }

    /// All numbers of keys are below.
    var idLimit: Int { table?.idLimit ?? 1 }

    /// Finds the places of the groups of some keys, making those that are new.
    ///
    /// - Parameter keyLimit: all numbers are below.
    /// - Returns: how many are new; their keys are the last in `keys`.
    @discardableResult
    func locate(
        _ ids: UnsafePointer<UInt32>,
        count: Int,
        keyLimit limit: Int,
        into found: UnsafeMutablePointer<UInt32>
    )
        -> Int
    {
        if limit > keyLimit { growPlaces(limit) }
        if self.count + count > capacity { growGroups(self.count + count) }
        let places = places
        let keys = keys
        var next = self.count
        for index in 0..<count {
            let id = Int(ids[index])
            var place = places[id]
            if place == 0 {
                keys[next] = UInt32(truncatingIfNeeded: id)
                next += 1
                place = UInt32(truncatingIfNeeded: next)
                places[id] = place
            }
            found[index] = place &- 1
        }
        let added = next - self.count
        (groups + self.count * slots.stride).update(repeating: 0, count: added * slots.stride)
        self.count = next
        return added
    }

    private func growPlaces(_ needed: Int) {
        let larger = max(needed, keyLimit * 2, Self.firstCapacity)
        let storage = LargeAllocation(byteCount: larger * 4)
        let fresh = storage.start.bindMemory(to: UInt32.self, capacity: larger)
        fresh.update(from: places, count: keyLimit)
        placeStorage.deallocate()
        placeStorage = storage
        places = fresh
        keyLimit = larger
    }

    private func growGroups(_ needed: Int) {
        let larger = max(needed, capacity * 2)
        let freshKeys = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
        freshKeys.update(from: keys, count: count)
        keys.deallocate()
        keys = freshKeys
        let storage = LargeAllocation(byteCount: larger * slots.stride * 8)
        let freshGroups = storage.start.bindMemory(to: UInt64.self, capacity: larger * slots.stride)
        freshGroups.update(from: groups, count: count * slots.stride)
        groupStorage.deallocate()
        groupStorage = storage
        groups = freshGroups
        capacity = larger
    }

    /// Adds rows to their groups.
    func add(_ input: GroupedRows) {
        slots.update(groups, input, arena: arena)
        for (index, set) in sets.enumerated() { addDistinct(slots.distincts[index], index, set, input) }
    }

    /// Adds those rows whose value is new to their group.
    private func addDistinct(_ distinct: AggregateSlots.Distinct, _ index: Int, _ set: KeyTable, _ input: GroupedRows) {
        let values = input.batch.columns[distinct.column]
        let filter = distinct.filter >= 0 ? input.batch.columns[distinct.filter] : nil
        let ids = Column(.int64, capacity: max(1, input.count))
        let chosen = Column(distinct.type, capacity: max(1, input.count))
        var places: [UInt32] = []
        var rows: [UInt32] = []
        for index in 0..<input.count {
            let row = input.rows.map { Int($0[index]) } ?? index
            if values.isNull(row) { continue }
            if let filter, filter.isNull(row) || filter.booleans[row] == 0 { continue }
            rows.append(UInt32(row))
            places.append(input.places[index])
        }
        chosen.append(gathering: values, rows: rows, count: rows.count)
        ids.count = rows.count
        for index in 0..<rows.count { ids.int64s[index] = Int64(keys[Int(places[index])]) }
        var known: [UInt32] = Array(repeating: 0, count: rows.count)
        let before = set.idLimit
        set.intern([ids, chosen], count: rows.count, into: &known)
        // A value's first row is the one that got the next number.
        var next = UInt32(before)
        var freshRows: [UInt32] = []
        var freshPlaces: [UInt32] = []
        for index in 0..<rows.count where known[index] == next {
            next += 1
            freshRows.append(rows[index])
            freshPlaces.append(places[index])
        }
        update(input.batch, freshRows, freshPlaces, index)
    }

    /// Adds another slice's groups to this one's.
    func add(_ other: WindowSlice, keyLimit: Int, scratch: inout [UInt32]) {
        if count == 0, slots.areCopied { return copy(other, keyLimit: keyLimit) }
        if scratch.count < Self.mergeCount { scratch = Array(repeating: 0, count: Self.mergeCount) }
        scratch.withUnsafeMutableBufferPointer { found in
            guard let found = found.baseAddress else { return }
            var place = 0
            while place < other.count {
                let count = min(Self.mergeCount, other.count - place)
                locate(other.keys + place, count: count, keyLimit: keyLimit, into: found)
                slots.merge(other.groups + place * slots.stride, count: count, into: groups, places: found, arena)
                place += count
            }
        }
        for (index, set) in other.sets.enumerated() { addDistinct(of: set, index, keyLimit) }
    }

    /// Becomes another slice while it is empty.
    private func copy(_ other: WindowSlice, keyLimit limit: Int) {
        if limit > keyLimit { growPlaces(limit) }
        if other.count > capacity { growGroups(other.count) }
        keys.update(from: other.keys, count: other.count)
        groups.update(from: other.groups, count: other.count * slots.stride)
        for place in 0..<other.count { places[Int(keys[place])] = UInt32(truncatingIfNeeded: place + 1) }
        count = other.count
    }

    /// Adds another slice's values of a `distinct` set to this one's: those that are new to their group count.
    private func addDistinct(of other: KeyTable, _ index: Int, _ keyLimit: Int) {
        let total = other.idLimit
        guard total > 0 else { return }
        let ids = Column(.int64, capacity: total)
        let values = Column(slots.distincts[index].type, capacity: total)
        other.append((0..<UInt32(total)).map { $0 }, count: total, to: [ids, values])
        let numbers = (0..<total).map { UInt32(truncatingIfNeeded: ids.int64s[$0]) }
        var found: [UInt32] = Array(repeating: 0, count: total)
        locate(numbers, count: total, keyLimit: keyLimit, into: &found)
        // The slots' columns are those of the input; a batch that has the value there, and no filter, serves them.
        let distinct = slots.distincts[index]
        let width = max(distinct.column, distinct.filter) + 1
        let truths = Column(.boolean, capacity: total)
        truths.count = total
        truths.booleans.update(repeating: 1, count: total)
        var columns = Array(repeating: truths, count: width)
        columns[distinct.column] = values
        addValues(Batch(columns: columns, count: total), index, ids, values, found)
    }

    private func addValues(_ batch: Batch, _ index: Int, _ ids: Column, _ values: Column, _ found: [UInt32]) {
        var known: [UInt32] = Array(repeating: 0, count: batch.count)
        var next = UInt32(sets[index].idLimit)
        sets[index].intern([ids, values], count: batch.count, into: &known)
        var rows: [UInt32] = []
        var places: [UInt32] = []
        for row in 0..<batch.count where known[row] == next {
            next += 1
            rows.append(UInt32(row))
            places.append(found[row])
        }
        update(batch, rows, places, index)
    }

    private func update(_ batch: Batch, _ rows: [UInt32], _ places: [UInt32], _ distinct: Int) {
        rows.withUnsafeBufferPointer { chosen in
            places.withUnsafeBufferPointer { targets in
                guard let chosen = chosen.baseAddress, let targets = targets.baseAddress else { return }
                let input = GroupedRows(batch: batch, rows: chosen, count: rows.count, places: targets)
                slots.update(groups, input, distinct: distinct, arena: arena)
            }
        }
    }
}
