import StreamSQL
import Testing

@testable import StreamRuntime

/// Flink: WindowRankOperator, WindowDeduplicate.
@Suite struct WindowRankTests {
    typealias Event = ChangelogHarness.Event
    typealias Row = ChangelogHarness.Row

    /// Start, end, key, score, name.
    static let types: [LogicalType] = [.timestamp(3), .timestamp(3), .string, .bigint, .string]

    static func harness(
        _ range: ClosedRange<Int64>,
        number: Bool = true,
        ascending: Bool = false,
        keepsLastOfEqualTimes: Bool = false
    ) -> ChangelogHarness {
        let plan = LogicalPlan.Rank(
            partition: [2],
            order: [LogicalPlan.Ordering(3, isAscending: ascending, nullsFirst: ascending)],
            range: range,
            emitsNumber: number,
            window: LogicalPlan.Rank.WindowColumns(start: 0, end: 1),
            schema: .init([])
        )
        return ChangelogHarness(inputs: [types], keys: [[2]]) {
            WindowRank(
                plan,
                inputTypes: types.map { DataType($0) },
                keepsLastOfEqualTimes: keepsLastOfEqualTimes
            )
        }
    }

    @Test func windowsFireInOrderAndLateRowsAreDropped() throws {
        let events: [Event] = [
            .insert(10, 20, "a", 1, "v"), .insert(0, 10, "a", 1, "w"), .insert(0, 10, "b", 5, "x"),
            .insert(0, 10, "a", 3, "y"), .insert(0, 10, "a", 3, "z"), .watermark(8), .insert(0, 10, "a", 2, "u"),
            .watermark(9), .insert(0, 10, "c", 9, "late"), .watermark(50),
        ]
        let result = try Self.harness(1...2).run(events)
        #expect(
            result.lines == [
                "+I[0, 10, a, 3, y, 1]", "+I[0, 10, a, 3, z, 2]", "+I[0, 10, b, 5, x, 1]", "+I[10, 20, a, 1, v, 1]",
            ]
        )
        #expect(result.lateRows == 1)
        #expect(
            try Self.harness(2...3, number: false).run(events).lines == ["+I[0, 10, a, 3, z]", "+I[0, 10, a, 2, u]"]
        )
    }

    @Test func lastRowOfEqualTimesWinsIfAskedFor() throws {
        let events: [Event] = [
            .insert(0, 10, "a", 3, "x"), .insert(0, 10, "a", 3, "y"), .insert(0, 10, "a", 2, "z"), .watermark(50),
        ]
        #expect(try Self.harness(1...1, number: false).run(events).lines == ["+I[0, 10, a, 3, x]"])
        #expect(
            try Self.harness(1...1, number: false, keepsLastOfEqualTimes: true).run(events).lines == [
                "+I[0, 10, a, 3, y]"
            ]
        )
    }

    @Test func everyWindowHasItsTop() throws {
        for seed in UInt64(1)...5 {
            var random = ChangelogHarness.Random(seed: seed)
            var events: [Event] = []
            var expected: [[Value]: [[Value]]] = [:]
            var time: Int64 = 0
            var watermark = Int64.min
            var late: Int64 = 0
            for index in 0..<250 {
                time += Int64.random(in: 0..<2, using: &random)
                let start = (time - Int64.random(in: 0..<15, using: &random)) / 10 * 10
                let key: Value = .string("k\(Int.random(in: 0..<4, using: &random))")
                let score: Value = index % 9 == 0 ? .null : .int64(Int64.random(in: 0..<6, using: &random))
                let row: [Value] = [.int64(start), .int64(start + 10), key, score, .string("n\(index)")]
                events.append(.row(Row(.insert, row)))
                if start + 9 <= watermark {
                    late += 1
                } else {
                    expected[[.int64(start), key], default: []].append(row)
                }
                if index % 5 == 0 {
                    watermark = max(watermark, time - 4)
                    events.append(.watermark(time - 4))
                }
            }
            events.append(.watermark(.max))
            let result = try Self.harness(1...3).runEveryWay(events, key: [2], seed: seed)
            func score(_ row: [Value]) -> Int64 { if case .int64(let score) = row[3] { score } else { .min } }
            var table: [[Value]: Int] = [:]
            for rows in expected.values {
                let sorted = rows.enumerated().sorted {
                    score($0.element) != score($1.element)
                        ? score($0.element) > score($1.element) : $0.offset < $1.offset
                }
                for (index, row) in sorted.prefix(3).enumerated() {
                    table[row.element + [.int64(Int64(index) + 1)]] = 1
                }
            }
            #expect(try result.table() == table, "seed \(seed)")
            #expect(result.lateRows == late, "seed \(seed)")
        }
    }
}
