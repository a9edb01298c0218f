/// The order of rows of the same time: by further columns, then as they came.
struct MatchTies {
    /// A column to order by.
    struct Key {
        let field: MatchLayout.Field
        let isAscending: Bool
        let nullsFirst: Bool
    }

    private let keys: [Key]

    init(_ keys: [Key]) { self.keys = keys }

    /// Sorts the rows of each time; the rows are in the order of their times already.
    func sort(_ entries: UnsafeMutableBufferPointer<MatchTimeline.Entry>) {
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, entries[end].time == entries[start].time { end += 1 }
            if end - start > 1 {
                // The standard library sorts stably.
                let sorted = entries[start..<end].sorted { precedes($0.payload, $1.payload) }
                for (index, entry) in sorted.enumerated() { entries[start + index] = entry }
            }
            start = end
        }
    }

    private func precedes(_ left: UInt, _ right: UInt) -> Bool {
        let (left, right) = (MatchRecognition.row(left), MatchRecognition.row(right))
        for key in keys {
            let order = compare(left, right, key)
            if order != 0 { return order < 0 }
        }
        return false
    }

    private func compare(_ left: UnsafeMutableRawPointer, _ right: UnsafeMutableRawPointer, _ key: Key) -> Int {
        switch (MatchLayout.isNull(left, key.field), MatchLayout.isNull(right, key.field)) {
        case (true, true): return 0
        case (true, false): return key.nullsFirst ? -1 : 1
        case (false, true): return key.nullsFirst ? 1 : -1
        case (false, false): break
        }
        let one = left.advanced(by: key.field.offset).assumingMemoryBound(to: UInt64.self)
        let other = right.advanced(by: key.field.offset).assumingMemoryBound(to: UInt64.self)
        let order: Int
        switch key.field.type {
        case .boolean, .int64, .decimal64:
            let (left, right) = (Int64(bitPattern: one[0]), Int64(bitPattern: other[0]))
            order = left < right ? -1 : left > right ? 1 : 0
        case .double: order = AggregateSlots.order(Double(bitPattern: one[0]), Double(bitPattern: other[0]))
        case .decimal128:
            let (left, right) = (MatchWords.wide(one), MatchWords.wide(other))
            order = left < right ? -1 : left > right ? 1 : 0
        case .string: order = StringRef.compare(MatchWords.string(one), MatchWords.string(other))
        case .boxed: order = 0
        }
        return key.isAscending ? order : -order
    }
}
