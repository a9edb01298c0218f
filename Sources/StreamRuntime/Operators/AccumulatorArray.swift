import StreamSQL

/// ARRAY_AGG: all values of a group in the order in which they came, NULLs too; taking one back removes the oldest equal one.
/// NULL for a group without values. No words. Flink: ArrayAggFunction.
final class AccumulatorArray: Accumulator {
    static let wordCount = 0
    let offset: Int
    private let column: Int
    /// By group.
    private var lists: [[Value]] = []

    init(_ call: AggregateCall, offset: Int) {
        self.offset = offset
        column = call.arguments[0]
    }

    func initialize(_ words: UnsafeMutablePointer<UInt64>) {}

    func release(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32) {
        if Int(group) < lists.count { lists[Int(group)] = [] }
    }

    func run(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ batch: Batch,
        _ results: AccumulatorResults
    ) {
        let source = batch.columns[column]
        let nulls = results.column.writableNulls()
        each(steps, groups, results) { _, group, row in
            guard Int(group) < self.lists.count, !self.lists[Int(group)].isEmpty else {
                return results.column.setNull(row)
            }
            nulls[row] = 0
            results.column.boxed[row] = .array(self.lists[Int(group)])
        } update: { _, group, row, sign in
            while self.lists.count <= Int(group) { self.lists.append([]) }
            let value = source[row]
            if sign > 0 {
                self.lists[Int(group)].append(value)
            } else if let place = self.lists[Int(group)].firstIndex(of: value) {
                self.lists[Int(group)].remove(at: place)
            }
        }
    }

    func encode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, to writer: StateWriter) {
        writer.put(Value.array(Int(group) < lists.count ? lists[Int(group)] : []))
    }

    func decode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, _ record: inout StateRecord) throws(StateError)
    {
        while lists.count <= Int(group) { lists.append([]) }
        if case .array(let values) = try record.value() { lists[Int(group)] = values }
    }
}
