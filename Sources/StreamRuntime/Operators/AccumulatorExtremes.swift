import StreamSQL

/// MIN and MAX over rows that may be taken back: all values of a group in order, with how often each occurs. No words.
/// Flink: MinWithRetractAggFunction, MaxWithRetractAggFunction.
///
/// A value that was taken back more often than it was added waits with a negative count and is no result.
final class AccumulatorExtremes: Accumulator {
    static let wordCount = 0
    /// Words of a node: the value, how often it occurs.
    private static let nodeWords = 3
    private static let countWord = 2
    let offset: Int
    private let column: Int
    private let isMaximum: Bool
    private let type: PhysicalType
    private var nodes = LargeAllocation(byteCount: 0)
    private var capacity: UInt32 = 0
    private var limit: UInt32 = 0
    private var free: [UInt32] = []
    /// By group the nodes in order.
    private var groups: [SortedNumbers] = []

    init(_ call: AggregateCall, type: PhysicalType, offset: Int) {
        self.offset = offset
        column = call.arguments[0]
        isMaximum = call.function == .maximum
        self.type = type
    }

    deinit {
        for group in groups { group.visit { freeValue($0) } }
        nodes.deallocate()
    }

    private func freeValue(_ number: UInt32) -> Bool {
        AccumulatorWords.free(node(number), type)
        return true
    }

    @inline(__always)
    private func node(_ number: UInt32) -> UnsafeMutablePointer<UInt64> {
        nodes.start.assumingMemoryBound(to: UInt64.self) + Int(number) * Self.nodeWords
    }

    private func allocate() -> UInt32 {
        if let number = free.popLast() { return number }
        if limit == capacity {
            let larger = LargeAllocation(byteCount: max(256, nodes.byteCount * 2))
            larger.start.copyMemory(from: nodes.start, byteCount: Int(limit) * Self.nodeWords * 8)
            nodes.deallocate()
            nodes = larger
            capacity = UInt32(larger.byteCount / (Self.nodeWords * 8))
        }
        limit += 1
        return limit - 1
    }

    func initialize(_ words: UnsafeMutablePointer<UInt64>) {}

    func release(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32) {
        guard Int(group) < groups.count, groups[Int(group)].count > 0 else { return }
        groups[Int(group)].visit { number in
            free.append(number)
            return freeValue(number)
        }
        groups[Int(group)] = SortedNumbers()
    }

    func run(
        _ steps: AccumulatorSteps,
        _ words: AccumulatorGroups,
        _ batch: Batch,
        _ results: AccumulatorResults
    ) {
        let source = batch.columns[column]
        let nulls = results.column.writableNulls()
        each(steps, words, results) { _, group, row in
            guard let number = self.result(group) else { return results.column.setNull(row) }
            nulls[row] = 0
            AccumulatorWords.store(self.node(number), results.column, row)
        } update: { _, group, row, sign in
            self.add(Int64(sign), of: source, row, to: Int(group))
        }
    }

    private func result(_ group: UInt32) -> UInt32? {
        guard Int(group) < groups.count else { return nil }
        let end = isMaximum ? groups[Int(group)].last : groups[Int(group)].first
        guard let end else { return nil }
        if (node(end) + Self.countWord).signed > 0 { return end }
        var found: UInt32?
        groups[Int(group)].visit { number in
            if (node(number) + Self.countWord).signed > 0 { found = number }
            return isMaximum || found == nil
        }
        return found
    }

    private func add(_ change: Int64, of source: Column, _ row: Int, to group: Int) {
        while groups.count <= group { groups.append(SortedNumbers()) }
        let position = groups[group].position { AccumulatorWords.compare(node($0), source, row) < 0 }
        if let number = groups[group][position], AccumulatorWords.compare(node(number), source, row) == 0 {
            let count = (node(number) + Self.countWord).signed + change
            (node(number) + Self.countWord).signed = count
            if count == 0 {
                groups[group].remove(at: position)
                AccumulatorWords.free(node(number), type)
                free.append(number)
            }
            return
        }
        let number = allocate()
        AccumulatorWords.load(source, row, to: node(number))
        (node(number) + Self.countWord).signed = change
        groups[group].insert(number, at: position)
    }

    func encode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, to writer: StateWriter) {
        guard Int(group) < groups.count else { return writer.put(UInt32(0)) }
        writer.put(UInt32(groups[Int(group)].count))
        groups[Int(group)].visit { number in
            AccumulatorWords.encode(node(number), type, to: writer)
            writer.put(node(number)[Self.countWord])
            return true
        }
    }

    func decode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, _ record: inout StateRecord) throws(StateError)
    {
        while groups.count <= Int(group) { groups.append(SortedNumbers()) }
        for _ in 0..<(try record.number(UInt32.self)) {
            let number = allocate()
            try AccumulatorWords.decode(node(number), type, &record)
            node(number)[Self.countWord] = try record.number()
            // They come in order.
            groups[Int(group)].append(number)
        }
    }
}
