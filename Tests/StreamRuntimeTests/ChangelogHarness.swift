import StreamSQL
import Testing

@testable import StreamRuntime

/// Runs operators over changelogs in different batches, with restarts and on several workers.
struct ChangelogHarness {
    /// A row of a changelog.
    struct Row: Hashable, CustomStringConvertible {
        var kind: RowKind = .insert
        var values: [Value]

        init(_ kind: RowKind = .insert, _ values: [Value]) {
            self.kind = kind
            self.values = values
        }

        var description: String {
            let sign = ["+I", "-U", "+U", "-D"][Int(kind.rawValue)]
            return "\(sign)[\(values.map(Self.text).joined(separator: ", "))]"
        }

        static func text(_ value: Value) -> String {
            switch value {
            case .null: "NULL"
            case .boolean(let value): "\(value)"
            case .int64(let value): "\(value)"
            case .double(let value): "\(value)"
            case .decimal(let value): "\(value)m"
            case .string(let value): value
            case .array(let values): "[\(values.map(text).joined(separator: ", "))]"
            case .row(let values): "(\(values.map(text).joined(separator: ", ")))"
            }
        }
    }

    /// What an operator is given.
    enum Event {
        case row(Row, input: Int = 0)
        case watermark(Int64)
    }

    /// The types of each input's columns.
    let inputs: [[LogicalType]]
    /// The columns of each input by which rows go to workers.
    let keys: [[Int]]
    /// Whether batches say which watermark held before each row.
    var tellsWatermarks = false
    let make: () throws -> any Operator

    /// What the operator emits, in order, and the rows that it dropped as late.
    func run(_ events: [Event], batchSize: Int = 1024, restartEvery: Int = .max, workers: [Int] = [1]) throws -> Result
    {
        var state = try Workers(self, count: workers[0])
        var generation = 0
        var batches = 0
        for chunk in Self.chunks(events, batchSize) {
            try state.take(chunk)
            batches += 1
            if batches % restartEvery == 0 {
                generation += 1
                state = try state.restarted(count: workers[generation % workers.count])
            }
        }
        return state.result
    }

    struct Result {
        var rows: [Row] = []
        var lateRows: Int64 = 0

        var lines: [String] { rows.map(\.description) }

        /// By key its rows in the order in which they were emitted. Several columns: the first one that is not NULL.
        func byKey(_ columns: [Int]) -> [String: [String]] {
            Dictionary(grouping: rows) { row in
                Row.text(columns.map { row.values[$0] }.first { $0 != .null } ?? .null)
            }.mapValues { $0.map(\.description) }
        }

        /// Where two results first differ in the rows of a key; nil if they do not.
        func difference(from other: Result, key: [Int]) -> String? {
            let own = byKey(key)
            let others = other.byKey(key)
            for name in Set(own.keys).union(others.keys).sorted() where own[name] != others[name] {
                let (left, right) = (own[name] ?? [], others[name] ?? [])
                let place = zip(left, right).enumerated().first { $0.element.0 != $0.element.1 }?.offset
                let row = place ?? min(left.count, right.count)
                return
                    "\(name), row \(row): \(left.dropFirst(row).first ?? "none") and \(right.dropFirst(row).first ?? "none")"
            }
            return lateRows == other.lateRows ? nil : "late rows: \(lateRows) and \(other.lateRows)"
        }

        /// The table that the changelog describes: how often each row is in it. Fails for a row that goes and is not there.
        func table() throws -> [[Value]: Int] {
            var table: [[Value]: Int] = [:]
            for row in rows {
                let count = (table[row.values] ?? 0) + (row.kind.isRetraction ? -1 : 1)
                try #require(count >= 0, "\(row) is withdrawn and was not there")
                table[row.values] = count == 0 ? nil : count
            }
            return table
        }
    }

    /// Events that make one batch, or one watermark.
    private static func chunks(_ events: [Event], _ batchSize: Int) -> [[Event]] {
        var chunks: [[Event]] = []
        var last: Int?
        for event in events {
            guard case .row(_, let input) = event else {
                chunks.append([event])
                last = nil
                continue
            }
            if input == last, chunks[chunks.count - 1].count < batchSize {
                chunks[chunks.count - 1].append(event)
            } else {
                chunks.append([event])
            }
            last = input
        }
        return chunks
    }

    /// Parallel workers of an operator.
    private struct Workers {
        let harness: ChangelogHarness
        var operators: [any Operator]
        var result = Result()
        var watermark = Watermark.start

        init(_ harness: ChangelogHarness, count: Int) throws {
            self.harness = harness
            operators = try (0..<count).map { _ in try harness.make() }
        }

        mutating func take(_ chunk: [Event]) throws {
            let before = operators.reduce(0) { $0 + $1.counts.lateRows }
            switch chunk[0] {
            case .watermark(let time):
                watermark = max(watermark, time)
                for worker in operators { try emit { try worker.advance(to: time, output: $0) } }
            case .row(_, let input):
                let rows = chunk.compactMap { event -> Row? in
                    guard case .row(let row, _) = event else { return nil }
                    return row
                }
                let types = harness.inputs[input].map { PhysicalType($0) }
                var batches = operators.map { _ in Batch(types, capacity: max(rows.count, 1)) }
                for row in rows { batches[worker(row, types, input)].append(row.values, kind: row.kind) }
                for (index, batch) in batches.enumerated() where batch.count > 0 {
                    if harness.tellsWatermarks { tell(&batches[index]) }
                    let worker = operators[index]
                    try emit { try worker.process(batch, input: input, to: $0) }
                }
            }
            result.lateRows += operators.reduce(0) { $0 + $1.counts.lateRows } - before
        }

        private func tell(_ batch: inout Batch) {
            let column = Column(.int64, capacity: batch.count)
            for _ in 0..<batch.count { column.append(.int64(watermark)) }
            batch.watermarks = column
        }

        private mutating func emit(_ body: (Output) throws -> Void) throws {
            var rows: [Row] = []
            let receive = { (batch: Batch) in
                for row in 0..<batch.count { rows.append(Row(batch.kind(row), batch.row(row))) }
            }
            try withoutActuallyEscaping(receive) { try body(Output($0)) }
            result.rows += rows
        }

        private func worker(_ row: Row, _ types: [PhysicalType], _ input: Int) -> Int {
            if operators.count == 1 { return 0 }
            let columns = harness.keys[input].map { index in
                let column = Column(types[index], capacity: 1)
                column.append(row.values[index])
                return column
            }
            var hash: UInt64 = 0
            RowHash.hash(columns, count: 1, into: &hash)
            return Int(UInt32(truncatingIfNeeded: hash)) % operators.count
        }

        /// The same state in new operators, on another number of workers.
        func restarted(count: Int) throws -> Workers {
            var next = try Workers(harness, count: count)
            next.result = result
            next.watermark = watermark
            for old in operators {
                let writer = StateWriter()
                old.snapshot(to: writer)
                try StateRecord.each(in: writer.bytes) { record in
                    for (index, new) in next.operators.enumerated() {
                        guard let hash = record.keyHash else {
                            try new.restore(record)
                            continue
                        }
                        if Int(hash) % count == index { try new.restore(record) }
                    }
                }
            }
            return next
        }
    }

    /// Numbers that a seed decides. SplitMix64.
    struct Random: RandomNumberGenerator {
        private var state: UInt64

        init(seed: UInt64) { state = seed }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            return value ^ value >> 31
        }
    }

    /// Runs events in all the ways that must not make a difference, and gives what they emit. With `key` the rows of each key
    /// are compared on their own where several workers run.
    func runEveryWay(_ events: [Event], key: [Int], seed: UInt64) throws -> Result {
        let expected = try run(events)
        for batchSize in [1, 7, 1024] {
            let whole = try run(events, batchSize: batchSize)
            if whole.lines != expected.lines {
                let difference = whole.difference(from: expected, key: key) ?? "the order of keys differs"
                Issue.record("batches of \(batchSize), seed \(seed): \(difference)")
            }
            let restarted = try run(events, batchSize: batchSize, restartEvery: 3).difference(from: expected, key: key)
            #expect(restarted == nil, "batches of \(batchSize), restarts, seed \(seed)")
            let split = try run(events, batchSize: batchSize, restartEvery: 5, workers: [3, 1, 2])
            #expect(split.difference(from: expected, key: key) == nil, "batches of \(batchSize), workers, seed \(seed)")
        }
        return expected
    }
}

extension ChangelogHarness {
    /// A value as a literal.
    struct Cell: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByFloatLiteral,
        ExpressibleByNilLiteral, ExpressibleByBooleanLiteral
    {
        let value: Value

        init(_ value: Value) { self.value = value }
        init(integerLiteral value: Int64) { self.value = .int64(value) }
        init(stringLiteral value: String) { self.value = .string(value) }
        init(floatLiteral value: Double) { self.value = .double(value) }
        init(nilLiteral: ()) { value = .null }
        init(booleanLiteral value: Bool) { self.value = .boolean(value) }

        /// An unscaled DECIMAL.
        static func decimal(_ unscaled: Int128) -> Cell { Cell(.decimal(unscaled)) }
    }
}

extension ChangelogHarness.Event {
    typealias Cell = ChangelogHarness.Cell

    /// A new row.
    static func insert(_ cells: Cell..., input: Int = 0) -> Self {
        .row(.init(.insert, cells.map(\.value)), input: input)
    }
    /// A row before its update.
    static func before(_ cells: Cell..., input: Int = 0) -> Self {
        .row(.init(.updateBefore, cells.map(\.value)), input: input)
    }
    /// A row after its update.
    static func after(_ cells: Cell..., input: Int = 0) -> Self {
        .row(.init(.updateAfter, cells.map(\.value)), input: input)
    }
    /// A row that goes.
    static func delete(_ cells: Cell..., input: Int = 0) -> Self {
        .row(.init(.delete, cells.map(\.value)), input: input)
    }
}

/// A condition over the values of a row.
struct ChangelogPredicate: RowPredicate {
    let isTrue: ([Value]) -> Bool

    func select(_ batch: Batch, into selection: Selection) throws {
        selection.reserve(batch.count)
        var count = 0
        for row in 0..<batch.count where isTrue(batch.row(row)) {
            selection.rows[count] = UInt32(row)
            count += 1
        }
        selection.count = count
    }
}
