import StreamSQL

/// Repeats each row for each grouping set, with NULL for the keys that it leaves out and the expand id behind. Flink: Expand.
///
/// The copies of a row follow each other: rows stay in the order of their watermarks.
package final class Expand: Operator {
    private let keys: [Int]
    private let sets: [LogicalPlan.GroupingSet]
    private let selection = Selection()

    /// An operator for some grouping sets.
    package init(keys: [Int], sets: [LogicalPlan.GroupingSet]) {
        self.keys = keys
        self.sets = sets
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let count = batch.count * sets.count
        selection.reserve(count)
        for row in 0..<batch.count {
            for set in sets.indices { selection.rows[row * sets.count + set] = UInt32(truncatingIfNeeded: row) }
        }
        selection.count = count
        let result = batch.gather(selection)
        let ids = Column(.int64, capacity: max(1, count))
        ids.count = count
        for row in 0..<count { ids.int64s[row] = sets[row % sets.count].id }
        for (index, set) in sets.enumerated() {
            for key in keys where !set.keys.contains(key) {
                for row in stride(from: index, to: count, by: sets.count) { result.columns[key].setNull(row) }
            }
        }
        result.columns.append(ids)
        try output.emit(result)
    }
}
