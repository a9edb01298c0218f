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
    /// For each `AggregateSlots.distincts` the values that the groups have.
    let distincts: [DistinctValues]
    /// What checkpoints share of it, as long as it stays the same.
    var shared: SharedState?
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
    private var fresh: [UInt32] = []
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
        distincts = slots.distincts.map { DistinctValues($0) }
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
        shared = nil
        if !ownsTable { for place in 0..<count { places[Int(keys[place])] = 0 } }
        count = 0
        arena = StringArena()
        for distinct in distincts { distinct.removeAll() }
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
        if self.count + count > capacity { growGroups(self.count + count) }
        let keys = keys
        // A table of its own has no other keys, and forgets none: groups have the numbers of their keys.
        if ownsTable {
            found.update(from: ids, count: count)
            for id in self.count..<limit { keys[id] = UInt32(truncatingIfNeeded: id) }
            return begin(groups: limit - self.count)
        }
        if limit > keyLimit { growPlaces(limit) }
        let places = places
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
        return begin(groups: next - self.count)
    }

    /// Adds groups without rows.
    private func begin(groups added: Int) -> Int {
        (groups + count * slots.stride).update(repeating: 0, count: added * slots.stride)
        count += added
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
        shared = nil
        slots.update(groups, input, arena: arena)
        for index in distincts.indices { addDistinct(index, input) }
    }

    /// Adds those rows whose value is new to their group.
    private func addDistinct(_ index: Int, _ input: GroupedRows) {
        let declared = slots.distincts[index]
        let values = input.batch.columns[declared.column]
        let filter = declared.filter >= 0 ? input.batch.columns[declared.filter] : nil
        if input.rows == nil, values.nulls == nil, filter == nil {
            let places = Array(UnsafeBufferPointer(start: input.places, count: input.count))
            return add(values, nil, places, index, input.batch)
        }
        var places: [UInt32] = []
        var rows: [UInt32] = []
        for index in 0..<input.count {
            let row = input.rows.map { Int($0[index]) } ?? index
            if values.isNull(row) { continue }
            if let filter, filter.isNull(row) || filter.booleans[row] == 0 { continue }
            rows.append(UInt32(row))
            places.append(input.places[index])
        }
        let chosen = Column(declared.type, capacity: max(1, rows.count))
        chosen.append(gathering: values, rows: rows, count: rows.count)
        add(chosen, rows, places, index, input.batch)
    }

    /// Adds values of a batch to those of groups.
    ///
    /// - Parameter rows: of each value its row in the batch, if it is not that of its number.
    private func add(_ values: Column, _ rows: [UInt32]?, _ places: [UInt32], _ index: Int, _ batch: Batch) {
        distincts[index].add(values, count: places.count, places: places, to: members, fresh: &fresh)
        let chosen = rows.map { rows in fresh.map { rows[Int($0)] } } ?? fresh
        let targets = fresh.map { places[Int($0)] }
        chosen.withUnsafeBufferPointer { chosen in
            targets.withUnsafeBufferPointer { targets in
                guard let rows = chosen.baseAddress, let places = targets.baseAddress else { return }
                let input = GroupedRows(batch: batch, rows: rows, count: chosen.count, places: places)
                slots.update(groups, input, distinct: index, arena: arena)
            }
        }
    }

    /// The groups, as those look at them who keep values of them.
    var members: DistinctValues.Groups { .init(words: groups, stride: slots.stride, keys: keys) }

    /// Takes values that groups have already: their words count them.
    func restore(_ index: Int, _ values: Column, places: [UInt32]) {
        distincts[index].add(values, count: places.count, places: places, to: members, fresh: &fresh)
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
        for index in distincts.indices { addDistinct(of: other, index, keyLimit) }
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

    /// Adds another slice's values of a `distinct` aggregate to this one's: those that are new to their group count.
    private func addDistinct(of other: WindowSlice, _ index: Int, _ keyLimit: Int) {
        let (ids, values) = other.distincts[index].all(of: other.members, count: other.count)
        guard !ids.isEmpty else { return }
        var places: [UInt32] = Array(repeating: 0, count: ids.count)
        locate(ids, count: ids.count, keyLimit: keyLimit, into: &places)
        // The slots' columns are those of the input; a batch that has the value there, and no filter, serves them.
        let declared = slots.distincts[index]
        let truths = Column(.boolean, capacity: ids.count)
        truths.count = ids.count
        truths.booleans.update(repeating: 1, count: ids.count)
        var columns = Array(repeating: truths, count: max(declared.column, declared.filter) + 1)
        columns[declared.column] = values
        add(values, nil, places, index, Batch(columns: columns, count: ids.count))
    }
}
