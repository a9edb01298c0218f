/// COUNT. Words: the number of rows.
final class AccumulatorCount: Accumulator {
    static let wordCount = 1
    let offset: Int

    init(offset: Int) { self.offset = offset }

    func initialize(_ words: UnsafeMutablePointer<UInt64>) { words[0] = 0 }

    func release(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32) { words[0] = 0 }

    func run(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ batch: Batch,
        _ results: AccumulatorResults
    ) {
        let target = results.column.int64s
        each(steps, groups, results) { words, _, row in
            target[row] = words.signed
        } update: { words, _, _, sign in
            words.signed &+= Int64(sign)
        }
    }

    func encode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, to writer: StateWriter) {
        writer.put(words[0])
    }

    func decode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, _ record: inout StateRecord) throws(StateError)
    {
        words[0] = try record.number()
    }
}
