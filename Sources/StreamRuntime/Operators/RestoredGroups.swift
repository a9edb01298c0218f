/// Groups of one slice that were read from a checkpoint and have no places yet: many are looked up at once.
struct RestoredGroups {
    /// The slice's stretch.
    private(set) var stretch = WindowMath.Stretch(start: 0, end: 0)
    /// The key columns.
    private(set) var columns: [Column] = []
    /// The words of the groups.
    private(set) var words: [UInt64] = []
    /// For each `AggregateSlots.distincts` the values that groups have marks for, each with the number of its group here.
    private(set) var marked: [(values: Column, groups: [UInt32])] = []
    /// Groups.
    private(set) var count = 0

    /// Reads the key and the words of a group.
    ///
    /// - Parameter arena: takes the strings that the words hold.
    /// - Throws: `StateError`.
    mutating func append(
        _ record: inout StateRecord,
        _ stretch: WindowMath.Stretch,
        _ arena: StringArena,
        _ slots: AggregateSlots,
        _ keyTypes: [PhysicalType]
    ) throws(StateError) {
        if words.isEmpty {
            columns = keyTypes.map { Column($0) }
            words = Array(repeating: 0, count: Batch.standardCapacity * slots.stride)
            marked = slots.distincts.map { (Column($0.type), []) }
        }
        self.stretch = stretch
        try ColumnCodec.append(&record, to: columns)
        let start = count * slots.stride
        for word in 0..<slots.stride { words[start + word] = 0 }
        try words.withUnsafeMutableBufferPointer { words throws(StateError) in
            guard let words = words.baseAddress else { return }
            try slots.read(&record, into: words + start, arena)
        }
        if record.version > 1 {
            for index in marked.indices where slots.distincts[index].marks >= 0 {
                for _ in 0..<(try record.number(UInt8.self)) {
                    try ColumnCodec.append(&record, to: [marked[index].values])
                    marked[index].groups.append(UInt32(truncatingIfNeeded: count))
                }
            }
        }
        count += 1
    }

    /// Forgets the groups.
    mutating func reset() {
        count = 0
        for column in columns { column.reset() }
        for index in marked.indices {
            marked[index].values.reset()
            marked[index].groups.removeAll(keepingCapacity: true)
        }
    }
}
