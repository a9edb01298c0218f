/// The steps of an OVER aggregation that were not taken yet, and the rows that come out with their results.
final class OverOutput {
    private let store: RowStore
    private let accumulators: AccumulatorSet
    private let argumentColumns: [Int]
    /// The row of each step.
    private let steps = GrowingBuffer<UInt32>()
    private let groups = GrowingBuffer<UInt32>()
    private let signs = GrowingBuffer<Int8>()
    private let starts = GrowingBuffer<UInt8>()
    private let places = GrowingBuffer<UInt32>()
    /// The rows that come out, and the step after which each has its result.
    private let rows = GrowingBuffer<UInt32>()
    private let results = GrowingBuffer<UInt32>()
    /// The watermark that operators behind this one know of when a row comes out: Flink hands a row on before the watermark
    /// that let it out.
    private let watermarks = GrowingBuffer<Int64>()
    private let released = GrowingBuffer<UInt32>()
    /// That watermark for the rows that are emitted from now on.
    var watermark = Watermark.start

    init(_ store: RowStore, _ accumulators: AccumulatorSet, argumentColumns: [Int]) {
        self.store = store
        self.accumulators = accumulators
        self.argumentColumns = argumentColumns
    }

    /// How many steps there are.
    var count: Int { steps.count }

    /// Adds or takes back a row of a group.
    func step(_ row: UInt32, _ group: UInt32, _ sign: Int8, starts isStart: Bool) {
        places.append(UInt32(steps.count))
        steps.append(row)
        groups.append(group)
        signs.append(sign)
        starts.append(isStart ? 1 : 0)
    }

    /// Lets a row come out with the results after a step.
    func emit(_ row: UInt32, _ step: Int) {
        rows.append(row)
        watermarks.append(watermark)
        results.append(UInt32(step))
    }

    /// Gives up a row once the steps are taken.
    func release(_ row: UInt32) { released.append(row) }

    /// Takes the steps and hands the rows on.
    ///
    /// - Throws: `AccumulatorFault`, and what the receiver throws.
    func flush(to output: Output) throws {
        let count = steps.count
        guard count > 0 else { return }
        let columns = store.types.map { Column($0, capacity: 0) }
        for index in argumentColumns { store.append(index, steps.elements, count, to: columns[index]) }
        let work = Batch(store.types, capacity: 0)
        work.columns = columns
        let values = accumulators.types.map { type in
            let column = Column(type, capacity: count)
            column.count = count
            return column
        }
        let script = AccumulatorSteps(
            count: count,
            rows: places.elements,
            groups: groups.elements,
            signs: signs.elements,
            starts: starts.elements
        )
        try accumulators.run(script, work, into: values, hasOld: false)
        let batch = batch(values)
        clear()
        try output.emit(batch)
    }

    private func batch(_ values: [Column]) -> Batch {
        let count = rows.count
        let columns = store.types.map { Column($0, capacity: max(count, 1)) }
        store.append(rows.elements, count: count, to: columns[...])
        let aggregates = values.map { value in
            let column = Column(value.type, capacity: max(count, 1))
            column.append(gathering: value, rows: results.elements, count: count)
            return column
        }
        let batch = Batch(columns: columns + aggregates, count: count)
        let known = Column(.int64, capacity: max(count, 1))
        known.count = count
        known.int64s.update(from: watermarks.elements, count: count)
        batch.watermarks = known
        return batch
    }

    private func clear() {
        for index in 0..<released.count { store.free(released[index]) }
        steps.removeAll()
        groups.removeAll()
        signs.removeAll()
        starts.removeAll()
        places.removeAll()
        rows.removeAll()
        watermarks.removeAll()
        results.removeAll()
        released.removeAll()
    }
}
