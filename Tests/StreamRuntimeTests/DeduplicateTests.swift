import StreamSQL
import Testing

@testable import StreamRuntime

/// Flink: RowTimeDeduplicateKeepFirstRowFunction, RowTimeDeduplicateFunction.
@Suite struct DeduplicateTests {
    typealias Event = ChangelogHarness.Event
    typealias Row = ChangelogHarness.Row

    /// Key, time, name.
    static let types: [LogicalType] = [.string, .timestamp(3), .string]

    static func harness(keepsFirst: Bool, tellsWatermarks: Bool = false) -> ChangelogHarness {
        let plan = LogicalPlan.Rank(
            partition: [0],
            order: [LogicalPlan.Ordering(1, isAscending: keepsFirst, nullsFirst: keepsFirst)],
            range: 1...1,
            emitsNumber: false,
            window: nil,
            schema: .init([])
        )
        return ChangelogHarness(inputs: [types], keys: [[0]], tellsWatermarks: tellsWatermarks) {
            Deduplicate(plan, inputTypes: types.map { DataType($0) }, emitsUpdateBefore: true)
        }
    }

    @Test func firstRowIsEmittedOnceByTheWatermark() throws {
        let events: [Event] = [
            .insert("a", 10, "x"), .insert("a", 5, "y"), .insert("a", 5, "z"), .insert("b", 20, "u"), .watermark(4),
            .watermark(12), .insert("a", 12, "late enough"), .insert("b", 11, "late"), .insert("c", 12, "on time"),
            .insert("b", 15, "v"), .watermark(13), .insert("a", 30, "again"), .watermark(.max),
        ]
        let result = try Self.harness(keepsFirst: true).run(events)
        #expect(result.lines == ["+I[a, 5, y]", "+I[c, 12, on time]", "+I[b, 15, v]"])
        #expect(result.lateRows == 1)
    }

    @Test func lastRowIsUpdatedAtOnce() throws {
        let events: [Event] = [
            .insert("a", 10, "x"), .insert("a", 5, "y"), .insert("a", 10, "z"), .watermark(12),
            .insert("a", 11, "late"),
            .insert("b", 1, "u"),
        ]
        #expect(
            try Self.harness(keepsFirst: false).run(events).lines == [
                "+I[a, 10, x]", "-U[a, 10, x]", "+U[a, 10, z]", "-U[a, 10, z]", "+U[a, 11, late]", "+I[b, 1, u]",
            ]
        )
    }

    static func events(seed: UInt64) -> [Event] {
        var random = ChangelogHarness.Random(seed: seed)
        var events: [Event] = []
        var time: Int64 = 0
        for _ in 0..<200 {
            time += Int64.random(in: 0..<3, using: &random)
            let key: Value = .string("key \(Int.random(in: 0..<40, using: &random)) of the table")
            let late = Int64.random(in: 0..<12, using: &random)
            events.append(.row(Row(.insert, [key, .int64(time - late), .string("n\(events.count)")])))
            if Int.random(in: 0..<4, using: &random) == 0 { events.append(.watermark(time - 6)) }
        }
        events.append(.watermark(.max))
        return events
    }

    @Test(arguments: [true, false]) func keysHaveTheirFirstOrLastRow(keepsFirst: Bool) throws {
        for seed in UInt64(1)...5 {
            let events = Self.events(seed: seed)
            let harness = Self.harness(keepsFirst: keepsFirst, tellsWatermarks: seed % 2 == 0)
            let result = try harness.runEveryWay(events, key: [0], seed: seed)
            var expected: [Value: [Value]] = [:]
            var watermark = Int64.min
            var late: Int64 = 0
            func time(_ row: [Value]) -> Int64 { if case .int64(let time) = row[1] { time } else { 0 } }
            for event in events {
                switch event {
                case .watermark(let time): watermark = max(watermark, time)
                case .row(let row, _):
                    if keepsFirst, time(row.values) < watermark {
                        late += 1
                        continue
                    }
                    if let old = expected[row.values[0]] {
                        if keepsFirst ? time(old) <= time(row.values) : time(old) > time(row.values) { continue }
                    }
                    expected[row.values[0]] = row.values
                }
            }
            #expect(
                try result.table() == Dictionary(uniqueKeysWithValues: expected.values.map { ($0, 1) }),
                "seed \(seed)"
            )
            #expect(result.lateRows == late, "seed \(seed)")
        }
    }
}
