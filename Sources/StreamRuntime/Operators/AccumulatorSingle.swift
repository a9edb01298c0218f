import StreamSQL

/// SINGLE_VALUE: the only value, NULL being one. Words: the value (two), 1 if it is not NULL, how many rows there are.
/// Flink: SingleValueAggFunction.
final class AccumulatorSingle: Accumulator {
    static let wordCount = 4
    let offset: Int
    private let column: Int
    private let type: PhysicalType

    init(_ call: AggregateCall, type: PhysicalType, offset: Int) {
        self.offset = offset
        column = call.arguments[0]
        self.type = type
    }

    func initialize(_ words: UnsafeMutablePointer<UInt64>) { words.update(repeating: 0, count: Self.wordCount) }

    func release(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32) {
        AccumulatorWords.free(words, type)
        initialize(words)
    }

    func run(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ batch: Batch,
        _ results: AccumulatorResults
    ) throws(AccumulatorFault) {
        let source = batch.columns[column]
        let nulls = results.column.writableNulls()
        var isViolated = false
        each(steps, groups, results) { words, _, row in
            nulls[row] = words[2] == 0 ? 1 : 0
            AccumulatorWords.store(words, results.column, row)
        } update: { words, _, row, sign in
            let count = (words + 3).signed
            if sign > 0 ? count > 0 : count != 0 && count != 1 { isViolated = true }
            (words + 3).signed = count + Int64(sign)
            AccumulatorWords.free(words, self.type)
            words.update(repeating: 0, count: 3)
            if sign > 0, !source.isNull(row) {
                AccumulatorWords.load(source, row, to: words)
                words[2] = 1
            }
        }
        if isViolated { throw AccumulatorFault(message: "SingleValueAggFunction received more than one element.") }
    }

    func encode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, to writer: StateWriter) {
        writer.put(words[3])
        writer.put(words[2] != 0)
        if words[2] != 0 { AccumulatorWords.encode(words, type, to: writer) }
    }

    func decode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, _ record: inout StateRecord) throws(StateError)
    {
        words[3] = try record.number()
        guard try record.boolean() else { return }
        try AccumulatorWords.decode(words, type, &record)
        words[2] = 1
    }
}
