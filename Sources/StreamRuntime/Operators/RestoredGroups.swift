/// Groups of one slice that were read from a checkpoint and have no places yet: many are looked up at once.
struct RestoredGroups {
    /// The slice's stretch.
    private(set) var stretch = WindowMath.Stretch(start: 0, end: 0)
    /// The key columns.
    private(set) var columns: [Column] = []
    /// The words of the groups.
    private(set) var words: [UInt64] = []
    /// Groups.
    var count = 0

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
        }
        self.stretch = stretch
        try ColumnCodec.append(&record, to: columns)
        let start = count * slots.stride
        for word in 0..<slots.stride { words[start + word] = 0 }
        try words.withUnsafeMutableBufferPointer { words throws(StateError) in
            guard let words = words.baseAddress else { return }
            try slots.read(&record, into: words + start, arena)
        }
        count += 1
    }
}
