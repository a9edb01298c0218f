import StreamSQL

/// MIN, MAX, FIRST_VALUE and LAST_VALUE over rows that are never taken back: one of the values. Words: the value (two), 1
/// once there is one. Flink: MinAggFunction, MaxAggFunction, FirstValueAggFunction, LastValueAggFunction.
///
/// MIN and MAX compare floating point numbers as Java's `<` does: NaN replaces nothing and is replaced by nothing.
final class AccumulatorValue: Accumulator {
    static let wordCount = 3
    private static let flag = 2
    let offset: Int
    private let column: Int
    private let function: AggregateFunction
    private let type: PhysicalType

    init(_ call: AggregateCall, type: PhysicalType, offset: Int) {
        self.offset = offset
        column = call.arguments[0]
        function = call.function
        self.type = type
    }

    func initialize(_ words: UnsafeMutablePointer<UInt64>) { words.update(repeating: 0, count: Self.wordCount) }

    func release(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32) {
        if type == .string { words.string.freeOwned() }
        initialize(words)
    }

    func run(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ batch: Batch,
        _ results: AccumulatorResults
    ) {
        switch function {
        case .minimum: choose(steps, groups, batch.columns[column], results, isLess: true)
        case .maximum: choose(steps, groups, batch.columns[column], results, isLess: false)
        case .firstValue: keep(steps, groups, batch.columns[column], results) { $0[Self.flag] == 0 }
        default: keep(steps, groups, batch.columns[column], results) { _ in true }
        }
    }

    private func choose(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ source: Column,
        _ results: AccumulatorResults,
        isLess: Bool
    ) {
        switch type {
        case .int64, .decimal64:
            let values = source.int64s
            replace(steps, groups, source, results) { words, row in
                isLess ? values[row] < words.signed : values[row] > words.signed
            }
        case .double:
            let values = source.doubles
            replace(steps, groups, source, results) { words, row in
                isLess ? values[row] < words.double : values[row] > words.double
            }
        default:
            replace(steps, groups, source, results) { words, row in
                let order = AccumulatorWords.compare(words, source, row)
                return isLess ? order > 0 : order < 0
            }
        }
    }

    /// Replaces the value by another one if the function says so.
    @inline(__always)
    private func replace(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ source: Column,
        _ results: AccumulatorResults,
        _ isBetter: (UnsafeMutablePointer<UInt64>, Int) -> Bool
    ) {
        let nulls = results.column.writableNulls()
        each(steps, groups, results) { words, _, row in
            self.write(words, results.column, nulls, row)
        } update: { words, _, row, _ in
            if words[Self.flag] == 0 || isBetter(words, row) { self.set(words, source, row) }
        }
    }

    @inline(__always)
    private func keep(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ source: Column,
        _ results: AccumulatorResults,
        _ takes: (UnsafeMutablePointer<UInt64>) -> Bool
    ) {
        let nulls = results.column.writableNulls()
        each(steps, groups, results) { words, _, row in
            self.write(words, results.column, nulls, row)
        } update: { words, _, row, _ in
            if takes(words) { self.set(words, source, row) }
        }
    }

    @inline(__always)
    private func set(_ words: UnsafeMutablePointer<UInt64>, _ source: Column, _ row: Int) {
        AccumulatorWords.free(words, type)
        AccumulatorWords.load(source, row, to: words)
        words[Self.flag] = 1
    }

    @inline(__always)
    private func write(
        _ words: UnsafeMutablePointer<UInt64>,
        _ column: Column,
        _ nulls: UnsafeMutablePointer<UInt8>,
        _ row: Int
    ) {
        // The words of a group without a value are 0, which is a valid value of every type.
        nulls[row] = words[Self.flag] == 0 ? 1 : 0
        AccumulatorWords.store(words, column, row)
    }

    func encode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, to writer: StateWriter) {
        writer.put(words[Self.flag] != 0)
        if words[Self.flag] != 0 { AccumulatorWords.encode(words, type, to: writer) }
    }

    func decode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, _ record: inout StateRecord) throws(StateError)
    {
        guard try record.boolean() else { return }
        try AccumulatorWords.decode(words, type, &record)
        words[Self.flag] = 1
    }
}
