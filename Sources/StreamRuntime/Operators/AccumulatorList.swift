import StreamSQL

/// FIRST_VALUE, LAST_VALUE and LISTAGG over rows that may be taken back: all values of a group in the order in which they
/// came; taking one back removes the oldest equal one, and nothing if there is none. Words: the separator of LISTAGG.
/// Flink: FirstValueWithRetractAggFunction, LastValueWithRetractAggFunction, ListAggWsWithRetractAggFunction.
///
/// Taking a value back looks through the group's values from the oldest on.
final class AccumulatorList: Accumulator {
    static let wordCount = 2
    /// Words of a value.
    private static let step = 2
    /// Forgotten values at the front of a list before it is moved.
    private static let gapMax = 64

    private struct List {
        var words: [UInt64] = []
        /// Where the oldest value begins.
        var head = 0
    }

    let offset: Int
    private let column: Int
    private let separator: Int?
    private let function: AggregateFunction
    private let type: PhysicalType
    private var lists: [List] = []

    init(_ call: AggregateCall, type: PhysicalType, offset: Int) {
        self.offset = offset
        column = call.arguments[0]
        separator = call.arguments.count > 1 ? call.arguments[1] : nil
        function = call.function
        self.type = type
    }

    deinit {
        for group in lists.indices { freeValues(group) }
    }

    func initialize(_ words: UnsafeMutablePointer<UInt64>) {
        words.string = function == .concatenation ? AccumulatorConcatenation.defaultSeparator : StringRef()
    }

    func release(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32) {
        words.string.freeOwned()
        words.string = StringRef()
        guard Int(group) < lists.count else { return }
        freeValues(Int(group))
        lists[Int(group)] = List()
    }

    private func freeValues(_ group: Int) {
        guard type == .string else { return }
        for place in stride(from: lists[group].head, to: lists[group].words.count, by: Self.step) {
            StringRef(head: lists[group].words[place], tail: lists[group].words[place + 1]).freeOwned()
        }
    }

    func run(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ batch: Batch,
        _ results: AccumulatorResults
    ) {
        let source = batch.columns[column]
        let separators = separator.map { batch.columns[$0] }
        let nulls = results.column.writableNulls()
        each(steps, groups, results) { words, group, row in
            nulls[row] = 0
            self.write(words, group, results.column, row)
        } update: { words, group, row, sign in
            if let separators {
                words.string.freeOwned()
                words.string = separators.strings[row].owned()
            }
            while self.lists.count <= Int(group) { self.lists.append(List()) }
            if sign > 0 { self.append(source, row, Int(group)) } else { self.remove(source, row, Int(group)) }
        }
    }

    private func append(_ source: Column, _ row: Int, _ group: Int) {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.step) { value in
            let words = value.baseAddress.unsafelyUnwrapped
            words.initialize(repeating: 0, count: Self.step)
            AccumulatorWords.load(source, row, to: words)
            lists[group].words.append(words[0])
            lists[group].words.append(words[1])
        }
    }

    private func remove(_ source: Column, _ row: Int, _ group: Int) {
        let type = type
        let head = lists[group].head
        let found = lists[group].words.withUnsafeMutableBufferPointer { words -> Int? in
            guard let base = words.baseAddress else { return nil }
            return stride(from: head, to: words.count, by: Self.step).first {
                AccumulatorWords.compare(base + $0, source, row) == 0
            }
        }
        guard let found else { return }
        if type == .string {
            StringRef(head: lists[group].words[found], tail: lists[group].words[found + 1]).freeOwned()
        }
        if found == head {
            lists[group].head += Self.step
            if lists[group].head == lists[group].words.count {
                lists[group] = List()
            } else if lists[group].head > Self.gapMax * Self.step, lists[group].head * 2 > lists[group].words.count {
                lists[group].words.removeSubrange(0..<lists[group].head)
                lists[group].head = 0
            }
        } else {
            lists[group].words.removeSubrange(found..<found + Self.step)
        }
    }

    private func write(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, _ column: Column, _ row: Int) {
        guard Int(group) < lists.count, lists[Int(group)].head < lists[Int(group)].words.count else {
            return column.setNull(row)
        }
        let head = lists[Int(group)].head
        lists[Int(group)].words.withUnsafeMutableBufferPointer { values in
            let base = values.baseAddress.unsafelyUnwrapped
            switch function {
            case .firstValue: AccumulatorWords.store(base + head, column, row)
            case .lastValue: AccumulatorWords.store(base + values.count - Self.step, column, row)
            default: join(base + head, values.count - head, words.string, column, row)
            }
        }
    }

    private func join(
        _ values: UnsafeMutablePointer<UInt64>,
        _ wordCount: Int,
        _ separator: StringRef,
        _ column: Column,
        _ row: Int
    ) {
        let count = wordCount / Self.step
        var length = (count - 1) * separator.count
        for index in 0..<count { length += (values + index * Self.step).string.count }
        let start = column.arena.allocate(length)
        var end = start
        for index in 0..<count {
            if index > 0 { separator.append(to: &end) }
            (values + index * Self.step).string.append(to: &end)
        }
        column.strings[row] = StringRef(start, count: length)
    }

    func encode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, to writer: StateWriter) {
        writer.put(words.string)
        guard Int(group) < lists.count else { return writer.put(UInt32(0)) }
        let head = lists[Int(group)].head
        lists[Int(group)].words.withUnsafeMutableBufferPointer { values in
            writer.put(UInt32((values.count - head) / Self.step))
            guard let base = values.baseAddress else { return }
            for place in stride(from: head, to: values.count, by: Self.step) {
                AccumulatorWords.encode(base + place, type, to: writer)
            }
        }
    }

    func decode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, _ record: inout StateRecord) throws(StateError)
    {
        words.string = try record.ownedString()
        while lists.count <= Int(group) { lists.append(List()) }
        let count = Int(try record.number(UInt32.self))
        var value: (UInt64, UInt64) = (0, 0)
        for _ in 0..<count {
            try decodeValue(&value, &record)
            lists[Int(group)].words.append(value.0)
            lists[Int(group)].words.append(value.1)
        }
    }

    private func decodeValue(_ value: inout (UInt64, UInt64), _ record: inout StateRecord) throws(StateError) {
        if type == .string {
            let string = try record.ownedString()
            value = (string.head, string.tail)
        } else {
            value.0 = try record.number()
            value.1 = AccumulatorWords.count(type) == 2 ? try record.number() : 0
        }
    }
}

extension StringRef {
    /// Writes the bytes and moves the address behind them.
    @inline(__always)
    func append(to end: inout UnsafeMutablePointer<UInt8>) {
        withBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            end.update(from: start, count: bytes.count)
            end += bytes.count
        }
    }
}
