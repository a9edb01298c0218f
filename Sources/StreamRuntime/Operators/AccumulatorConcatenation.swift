import StreamSQL

/// LISTAGG over rows that are never taken back: the text so far. Words: its address (0: NULL), its length, the room for
/// it. Flink: ListAggFunction.
final class AccumulatorConcatenation: Accumulator {
    static let wordCount = 3
    private static let firstRoom = 32
    /// What stands between the values if LISTAGG has one argument.
    static let defaultSeparator = StringRef(head: UInt64(UInt8(ascii: ",")) << 32 | 1, tail: 0)
    let offset: Int
    private let column: Int
    private let separator: Int?

    init(_ call: AggregateCall, offset: Int) {
        self.offset = offset
        column = call.arguments[0]
        separator = call.arguments.count > 1 ? call.arguments[1] : nil
    }

    func initialize(_ words: UnsafeMutablePointer<UInt64>) { words.update(repeating: 0, count: Self.wordCount) }

    func release(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32) {
        bytes(words)?.deallocate()
        initialize(words)
    }

    @inline(__always)
    private func bytes(_ words: UnsafeMutablePointer<UInt64>) -> UnsafeMutablePointer<UInt8>? {
        UnsafeMutablePointer(bitPattern: UInt(words[0]))
    }

    func run(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ batch: Batch,
        _ results: AccumulatorResults
    ) {
        let values = batch.columns[column].strings
        let separators = separator.map { batch.columns[$0].strings }
        let nulls = results.column.writableNulls()
        each(steps, groups, results) { words, _, row in
            guard let bytes = self.bytes(words) else { return results.column.setNull(row) }
            nulls[row] = 0
            let text = StringRef(bytes, count: Int(words[1]))
            results.column.strings[row] = text.isInline ? text : results.column.arena.store(text)
        } update: { words, _, row, _ in
            if words[0] != 0 { self.append(separators?[row] ?? Self.defaultSeparator, words) }
            self.append(values[row], words)
        }
    }

    private func append(_ string: StringRef, _ words: UnsafeMutablePointer<UInt64>) {
        let length = Int(words[1])
        let needed = length + string.count
        if needed > Int(words[2]) || words[0] == 0 {
            let room = max(needed, Int(words[2]) * 2, Self.firstRoom)
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
            if let old = bytes(words) {
                larger.update(from: old, count: length)
                old.deallocate()
            }
            words[0] = UInt64(UInt(bitPattern: larger))
            words[2] = UInt64(room)
        }
        var end = bytes(words).unsafelyUnwrapped + length
        string.append(to: &end)
        words[1] = UInt64(needed)
    }

    func encode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, to writer: StateWriter) {
        writer.put(words[0] != 0)
        if let bytes = bytes(words) { writer.put(UnsafeRawBufferPointer(start: bytes, count: Int(words[1]))) }
    }

    func decode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, _ record: inout StateRecord) throws(StateError)
    {
        guard try record.boolean() else { return }
        let text = try record.ownedString()
        append(text, words)
        text.freeOwned()
    }
}
