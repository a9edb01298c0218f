import Primitives
import StreamSQL
import Testing

@testable import StreamRuntime

/// Windowed aggregates against a naive model that sees one row after the other, in batches of several sizes, with and without
/// a restart after every batch, alone and shared by three workers.
@Suite struct WindowAggregationTests {
    private struct Row {
        let key: String?
        let time: Int64
        let amount: Int64?
    }

    private static let string = DataType(.string)
    private static let amount = DataType(.decimal(precision: 12, scale: 2))
    private static let time = DataType(.timestamp(3), isNullable: false)
    private static let types = [string, time, amount]
    private static let delay: Int64 = 2_000

    private static func plan(_ kind: LogicalPlan.Window.Kind, offset: Int64 = 0) -> LogicalPlan.WindowAggregate {
        let sum = DataType(.decimal(precision: 38, scale: 2))
        let calls = [
            AggregateCall(.count, arguments: [], argumentTypes: [], type: DataType(.bigint, isNullable: false)),
            AggregateCall(.sum, arguments: [2], argumentTypes: [amount], type: sum),
            AggregateCall(.maximum, arguments: [2], argumentTypes: [amount], type: amount),
            AggregateCall(
                .count,
                arguments: [2],
                argumentTypes: [amount],
                isDistinct: true,
                type: DataType(.bigint, isNullable: false)
            ),
        ]
        let columns =
            [LogicalPlan.Column("key", string)] + calls.enumerated().map { .init("a\($0.offset)", $0.element.type) }
            + [.init("window_start", time), .init("window_end", time)]
        return LogicalPlan.WindowAggregate(
            window: .init(kind, timeColumn: 1, offset: offset, isEventTime: true, timeType: time),
            keys: [0],
            aggregates: calls,
            properties: [.start, .end],
            schema: .init(columns)
        )
    }

    /// Rows out of order by up to 3 s where 2 s are waited for: some are late.
    private static func rows(_ seed: UInt64, _ count: Int, every step: Int64 = 130) -> [Row] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { index in
            let isLate = Int.random(in: 0..<5, using: &random) == 0
            let time = Int64(index) * step - (isLate ? Int64.random(in: 0...3_000, using: &random) : 0)
            let key = Int.random(in: 0..<9, using: &random)
            return Row(
                key: key == 0 ? nil : "a customer with the number \(key)",
                time: time,
                amount: Int.random(in: 0..<7, using: &random) == 0 ? nil : Int64.random(in: -500...900, using: &random)
            )
        }
    }

    // MARK: the model

    private struct Group {
        var rows = 0
        var sum: Int64 = 0
        var maximum: Int64?
        var seen: Set<Int64> = []

        mutating func add(_ amount: Int64?) {
            rows += 1
            guard let amount else { return }
            sum += amount
            maximum = max(maximum ?? amount, amount)
            seen.insert(amount)
        }

        mutating func merge(_ other: Group) {
            rows += other.rows
            sum += other.sum
            maximum = [maximum, other.maximum].compactMap { $0 }.max()
            seen.formUnion(other.seen)
        }

        func text(_ key: String?, _ start: Int64, _ end: Int64) -> String {
            "\(key ?? "-") \(rows) \(seen.isEmpty ? "-" : "\(sum)") \(maximum.map(String.init) ?? "-") \(seen.count) \(start) \(end)"
        }
    }

    private struct Window: Hashable {
        let start: Int64
        let end: Int64
    }

    /// Each row into each of its windows that the watermark before it has not passed.
    private static func expected(_ rows: [Row], _ windows: (Int64) -> [Window]) -> [String] {
        var groups: [Window: [String?: Group]] = [:]
        var watermark = Int64.min
        for row in rows {
            for window in windows(row.time) where window.end - 1 > watermark {
                groups[window, default: [:]][row.key, default: Group()].add(row.amount)
            }
            watermark = max(watermark, row.time - delay)
        }
        return groups.flatMap { window, keys in keys.map { $1.text($0, window.start, window.end) } }.sorted()
    }

    private static func expectedSessions(_ rows: [Row], gap: Int64) -> [String] {
        var open: [String?: [(window: Window, group: Group)]] = [:]
        var result: [String] = []
        var watermark = Int64.min
        func fire() {
            for (key, sessions) in open {
                for session in sessions where session.window.end - 1 <= watermark {
                    result.append(session.group.text(key, session.window.start, session.window.end))
                }
                open[key] = sessions.filter { $0.window.end - 1 > watermark }
            }
        }
        for row in rows {
            var window = Window(start: row.time, end: row.time + gap)
            var group = Group()
            var rest: [(window: Window, group: Group)] = []
            for session in open[row.key] ?? [] {
                if session.window.start <= window.end, window.start <= session.window.end {
                    window = Window(
                        start: min(window.start, session.window.start),
                        end: max(window.end, session.window.end)
                    )
                    group.merge(session.group)
                } else {
                    rest.append(session)
                }
            }
            if window.end - 1 > watermark {
                group.add(row.amount)
                rest.append((window, group))
                open[row.key] = rest
            }
            watermark = max(watermark, row.time - delay)
            fire()
        }
        watermark = Int64.max
        fire()
        return result.sorted()
    }

    // MARK: the engine

    private static func make(_ plan: LogicalPlan.WindowAggregate) throws -> any Operator {
        if case .session = plan.window.kind { return try SessionAggregation(plan, inputTypes: types) }
        return try WindowAggregation(plan, inputTypes: types)
    }

    private static func batch(_ rows: ArraySlice<Row>, _ watermark: inout Int64) -> Batch {
        let batch = Batch(types.map { PhysicalType($0.logical) }, capacity: rows.count)
        let watermarks = Column(.int64, capacity: rows.count)
        for row in rows {
            batch.append([
                row.key.map(Value.string) ?? .null, .int64(row.time), row.amount.map { .decimal(Int128($0)) } ?? .null,
            ])
            watermarks.append(.int64(watermark))
            watermark = max(watermark, row.time - delay)
        }
        batch.watermarks = watermarks
        return batch
    }

    private static func text(_ row: [Value]) -> String {
        row.map { value in
            switch value {
            case .null: "-"
            case .string(let text): text
            case .int64(let number): "\(number)"
            case .decimal(let number): "\(number)"
            default: "?"
            }
        }.joined(separator: " ")
    }

    private static func run(
        _ rows: [Row],
        _ plan: LogicalPlan.WindowAggregate,
        batchSize: Int,
        restarts: Bool,
        workers: Int
    ) throws -> [String] {
        var result: [String] = []
        let output = Output { batch in
            result += batch.rows.map(text)
        }
        var operators = try (0..<workers).map { _ in try make(plan) }
        var watermark = Int64.min
        var start = 0
        while start < rows.count {
            let end = min(rows.count, start + batchSize)
            let whole = batch(rows[start..<end], &watermark)
            for (worker, part) in split(whole, workers).enumerated() where part.count > 0 {
                try operators[worker].process(part, input: 0, to: output)
            }
            for step in operators { try step.advance(to: watermark, output: output) }
            if restarts { operators = try restarted(operators, plan) }
            start = end
        }
        for step in operators { try step.advance(to: Watermark.end, output: output) }
        return result.sorted()
    }

    /// The rows of each worker, by the hash of their key.
    private static func split(_ batch: Batch, _ workers: Int) -> [Batch] {
        guard workers > 1 else { return [batch] }
        let hashes = ColumnCodec.hashes([batch.columns[0]], count: batch.count)
        return (0..<workers).map { worker in
            let selection = Selection(capacity: batch.count)
            for row in 0..<batch.count where Int(hashes[row]) % workers == worker {
                selection.rows[selection.count] = UInt32(row)
                selection.count += 1
            }
            return batch.gather(selection)
        }
    }

    /// Fresh operators with the state of the old ones, each key's at its worker.
    private static func restarted(
        _ old: [any Operator],
        _ plan: LogicalPlan.WindowAggregate
    ) throws -> [any Operator] {
        let fresh = try old.map { _ in try make(plan) }
        for step in old {
            let writer = StateWriter()
            step.snapshot(to: writer)
            try StateRecord.each(in: writer.bytes) { record in
                for (worker, target) in fresh.enumerated()
                where record.keyHash.map({ Int($0) % fresh.count == worker }) ?? true {
                    try target.restore(record)
                }
            }
        }
        return fresh
    }

    private static func check(
        _ rows: [Row],
        _ plan: LogicalPlan.WindowAggregate,
        _ expected: [String],
        _ what: String
    ) throws {
        #expect(expected.count > 10)
        for batchSize in [1, 7, 1_024] {
            for restarts in [false, true] {
                for workers in [1, 3] {
                    let actual = try run(rows, plan, batchSize: batchSize, restarts: restarts, workers: workers)
                    let missing = expected.filter { !actual.contains($0) }.prefix(3)
                    let extra = actual.filter { !expected.contains($0) }.prefix(3)
                    let how = "\(what), batches of \(batchSize), restarts \(restarts), workers \(workers)"
                    #expect(
                        missing.isEmpty && extra.isEmpty && actual.count == expected.count,
                        "\(how): \(missing) \(extra)"
                    )
                }
            }
        }
    }

    @Test(arguments: [1 as UInt64, 2]) func tumbling(_ seed: UInt64) throws {
        let rows = Self.rows(seed, 150)
        let expected = Self.expected(rows) { time in
            let start = Int64((Double(time - 500) / 5_000).rounded(.down)) * 5_000 + 500
            return [Window(start: start, end: start + 5_000)]
        }
        try Self.check(rows, Self.plan(.tumble(size: 5_000), offset: 500), expected, "seed \(seed)")
    }

    /// More distinct values in a slice than groups have marks for.
    @Test func tumblingOverManyValues() throws {
        let rows = Self.rows(3, 400, every: 20)
        let expected = Self.expected(rows) { time in
            let start = Int64((Double(time) / 5_000).rounded(.down)) * 5_000
            return [Window(start: start, end: start + 5_000)]
        }
        try Self.check(rows, Self.plan(.tumble(size: 5_000)), expected, "many values")
    }

    /// As `tumblingOverManyValues`, where slices with marks of their own are put together.
    @Test func hoppingOverManyValues() throws {
        let rows = Self.rows(4, 400, every: 20)
        let expected = Self.expected(rows) { time in
            let last = Int64((Double(time) / 2_000).rounded(.down)) * 2_000
            return stride(from: last, to: time - 6_000, by: -2_000).map { Window(start: $0, end: $0 + 6_000) }
        }
        try Self.check(rows, Self.plan(.hop(slide: 2_000, size: 6_000)), expected, "many values")
    }

    /// Snapshots after each batch of which the slices that have ended are in a store of their own, written once; the operator
    /// begins anew from what is there. Rows come late for some windows of a slice, which changes it once more.
    @Test(arguments: [1 as UInt64, 2, 3]) func slicesThatHaveEndedAreWrittenOnce(_ seed: UInt64) throws {
        let rows = Self.rows(seed, 300)
        let plan = Self.plan(.hop(slide: 1_000, size: 6_000))
        let expected = Self.expected(rows) { time in
            let last = Int64((Double(time) / 1_000).rounded(.down)) * 1_000
            return stride(from: last, to: time - 6_000, by: -1_000).map { Window(start: $0, end: $0 + 6_000) }
        }
        func make() throws -> WindowAggregation {
            try WindowAggregation(plan, inputTypes: Self.types, sharedGroupsMin: 3)
        }
        var random = SeededRandom(seed: seed)
        var store: [SharedState: StateBytes] = [:]
        let names = SharedState.Names(behind: [])
        var (again, anew) = (0, 0)
        var found: [String] = []
        let output = Output { batch in found += batch.rows.map(Self.text) }
        var step = try make()
        var watermark = Int64.min
        for start in stride(from: 0, to: rows.count, by: 5) {
            try step.process(Self.batch(rows[start..<start + 5], &watermark), input: 0, to: output)
            try step.advance(to: watermark, output: output)
            let writer = StateWriter(names: names)
            step.snapshot(to: writer)
            for (state, records) in writer.shared {
                if let records { store[state] = records }
                (again, anew) = records == nil ? (again + 1, anew) : (again, anew + 1)
            }
            guard Int.random(in: 0..<4, using: &random) == 0 else { continue }
            step = try make()
            try StateRecord.each(in: writer.bytes) { try step.restore($0) }
            for (state, _) in writer.shared {
                let records = try #require(store[state])
                #expect(records.count == state.count)
                try StateRecord.each(in: records) { try step.restore($0) }
            }
        }
        try step.advance(to: Watermark.end, output: output)
        let missing = expected.filter { !found.contains($0) }.prefix(3)
        let extra = found.filter { !expected.contains($0) }.prefix(3)
        #expect(missing.isEmpty && extra.isEmpty && found.count == expected.count, "\(missing) \(extra)")
        #expect(again > anew && anew > 20, "\(again) \(anew)")
    }

    /// In records of version 1 each value of a group is a record of its own.
    @Test func readsTheFirstVersion() throws {
        let count = DataType(.bigint, isNullable: false)
        let calls = [AggregateCall(.count, arguments: [2], argumentTypes: [Self.amount], isDistinct: true, type: count)]
        let columns: [LogicalPlan.Column] = [
            .init("key", Self.string), .init("values", count), .init("end", Self.time),
        ]
        let plan = LogicalPlan.WindowAggregate(
            window: .init(.tumble(size: 5_000), timeColumn: 1, offset: 0, isEventTime: true, timeType: Self.time),
            keys: [0],
            aggregates: calls,
            properties: [.end],
            schema: .init(columns)
        )
        let writer = StateWriter()
        func put(_ key: String) {
            for stretch: Int64 in [0, 5_000] { writer.put(stretch) }
            writer.put(false)
            writer.put(StringArena().store(key))
        }
        let hash: UInt32 = 7
        writer.record(table: 1, keyHash: hash) { writer in
            put("a")
            writer.put(2 as UInt64)
        }
        for value: UInt64 in [300, 500] {
            writer.record(table: 2, keyHash: hash) { writer in
                writer.put(0 as UInt8)
                put("a")
                writer.put(false)
                writer.put(value)
            }
        }
        let restored = try WindowAggregation(plan, inputTypes: Self.types)
        try StateRecord.each(in: writer.bytes) { try restored.restore($0) }
        var watermark: Int64 = 0
        let rows = [300, 500, 700, 700].map { Row(key: "a", time: 1_000, amount: $0) }
        var found: [[Value]] = []
        let output = Output { found += $0.rows }
        try restored.process(Self.batch(rows[...], &watermark), input: 0, to: output)
        try restored.advance(to: Watermark.end, output: output)
        #expect(found == [[.string("a"), .int64(3), .int64(5_000)]])
    }

    @Test(arguments: [1 as UInt64, 2]) func hopping(_ seed: UInt64) throws {
        let rows = Self.rows(seed, 150)
        // A size that is no multiple of the slide: slices of 1 s.
        let expected = Self.expected(rows) { time in
            let last = Int64((Double(time) / 2_000).rounded(.down)) * 2_000
            return stride(from: last, to: time - 5_000, by: -2_000).map { Window(start: $0, end: $0 + 5_000) }
        }
        try Self.check(rows, Self.plan(.hop(slide: 2_000, size: 5_000)), expected, "seed \(seed)")
    }

    @Test(arguments: [1 as UInt64, 2]) func cumulating(_ seed: UInt64) throws {
        let rows = Self.rows(seed, 150)
        let expected = Self.expected(rows) { time in
            let start = Int64((Double(time) / 6_000).rounded(.down)) * 6_000
            let first = Int64((Double(time) / 2_000).rounded(.down)) * 2_000 + 2_000
            return stride(from: first, through: start + 6_000, by: 2_000).map { Window(start: start, end: $0) }
        }
        try Self.check(rows, Self.plan(.cumulate(step: 2_000, size: 6_000)), expected, "seed \(seed)")
    }

    @Test(arguments: [1 as UInt64, 2]) func sessions(_ seed: UInt64) throws {
        let rows = Self.rows(seed, 150)
        let expected = Self.expectedSessions(rows, gap: 900)
        try Self.check(rows, Self.plan(.session(gap: 900, keys: [0])), expected, "seed \(seed)")
    }
}
