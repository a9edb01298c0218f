import StreamSQL
import Testing

@testable import StreamRuntime

/// Flink: RowTimeUnboundedPrecedingOverFunctionV2, RowTimeRowsBoundedPrecedingFunction, RowTimeRangeBoundedPrecedingFunction.
@Suite struct OverTests {
    typealias Event = ChangelogHarness.Event
    typealias Row = ChangelogHarness.Row
    typealias Frame = LogicalPlan.Over.Frame

    /// Key, time, value, text.
    static let types: [LogicalType] = [.string, .timestamp(3), .bigint, .string]

    static func harness(_ frame: Frame, tellsWatermarks: Bool = false) -> ChangelogHarness {
        let calls = [
            GroupAggregateTests.call(.count, [], types, .bigint), GroupAggregateTests.call(.sum, [2], types, .bigint),
            GroupAggregateTests.call(.maximum, [2], types, .bigint),
            GroupAggregateTests.call(.firstValue, [3], types, .string),
        ]
        let plan = LogicalPlan.Over(
            partition: [0],
            order: 1,
            isEventTime: true,
            frame: frame,
            aggregates: calls,
            schema: .init([])
        )
        return ChangelogHarness(inputs: [types], keys: [[0]], tellsWatermarks: tellsWatermarks) {
            try Over(plan, inputTypes: types.map { DataType($0) })
        }
    }

    static let events: [Event] = [
        .insert("a", 12, 1, "p"), .insert("a", 10, 2, "q"), .insert("b", 11, 5, "r"), .insert("a", 12, 3, "s"),
        .insert("a", 30, 4, "t"), .watermark(20), .insert("a", 20, 9, "late?"), .insert("a", 21, nil, nil),
        .watermark(.max),
    ]

    @Test func unboundedFramesGrow() throws {
        let rows = try Self.harness(.unbounded(isRows: true)).run(Self.events)
        #expect(
            rows.lines == [
                "+I[a, 10, 2, q, 1, 2, 2, q]", "+I[b, 11, 5, r, 1, 5, 5, r]", "+I[a, 12, 1, p, 2, 3, 2, q]",
                "+I[a, 12, 3, s, 3, 6, 3, q]", "+I[a, 21, NULL, NULL, 4, 6, 3, q]", "+I[a, 30, 4, t, 5, 10, 4, q]",
            ]
        )
        #expect(rows.lateRows == 1)
        #expect(
            try Self.harness(.unbounded(isRows: false)).run(Self.events).lines == [
                "+I[a, 10, 2, q, 1, 2, 2, q]", "+I[b, 11, 5, r, 1, 5, 5, r]", "+I[a, 12, 1, p, 3, 6, 3, q]",
                "+I[a, 12, 3, s, 3, 6, 3, q]", "+I[a, 21, NULL, NULL, 4, 6, 3, q]", "+I[a, 30, 4, t, 5, 10, 4, q]",
            ]
        )
    }

    @Test func boundedFramesMove() throws {
        // The key has come out up to 12, so that 20 is not late.
        let rows = try Self.harness(.rows(1)).run(Self.events)
        #expect(
            rows.lines == [
                "+I[a, 10, 2, q, 1, 2, 2, q]", "+I[b, 11, 5, r, 1, 5, 5, r]", "+I[a, 12, 1, p, 2, 3, 2, q]",
                "+I[a, 12, 3, s, 2, 4, 3, p]", "+I[a, 20, 9, late?, 2, 12, 9, s]",
                "+I[a, 21, NULL, NULL, 2, 9, 9, late?]",
                "+I[a, 30, 4, t, 2, 4, 4, t]",
            ]
        )
        #expect(rows.lateRows == 0)
        #expect(
            try Self.harness(.range(9)).run(Self.events).lines == [
                "+I[a, 10, 2, q, 1, 2, 2, q]", "+I[b, 11, 5, r, 1, 5, 5, r]", "+I[a, 12, 1, p, 3, 6, 3, q]",
                "+I[a, 12, 3, s, 3, 6, 3, q]", "+I[a, 20, 9, late?, 3, 13, 9, p]", "+I[a, 21, NULL, NULL, 4, 13, 9, p]",
                "+I[a, 30, 4, t, 2, 4, 4, t]",
            ]
        )
    }

    /// Flink's algorithms, with all rows of a frame looked at anew for each result.
    struct Model {
        struct Key {
            var pending: [Int64: [[Value]]] = [:]
            var timers: Set<Int64> = []
            var done: [(time: Int64, row: [Value])] = []
            var last: Int64?
            var cleanup: Int64?
        }

        let frame: Frame
        var keys: [Value: Key] = [:]
        var watermark = Int64.min
        var late: Int64 = 0
        var table: [[Value]: Int] = [:]

        mutating func take(_ row: [Value]) {
            guard case .int64(let time) = row[1] else { return }
            var key = keys[row[0]] ?? Key()
            var limit = key.last ?? 0
            if case .unbounded = frame { limit = watermark }
            guard time > limit else {
                late += 1
                return
            }
            key.pending[time, default: []].append(row)
            key.timers.insert(time)
            if case .range(let span) = frame, key.cleanup.map({ $0 < time + span + 1 }) ?? true {
                key.cleanup = time + Int64(Double(span) * 1.5) + 1
                key.timers.insert(key.cleanup!)
            }
            keys[row[0]] = key
        }

        mutating func advance(_ time: Int64) {
            watermark = max(watermark, time)
            for name in Array(keys.keys) {
                while let timer = keys[name]?.timers.min(), timer <= watermark { fire(name, timer) }
            }
        }

        private mutating func fire(_ name: Value, _ time: Int64) {
            var key = keys[name]!
            key.timers.remove(time)
            if let cleanup = key.cleanup, cleanup <= time {
                let timers = key.timers
                key = Key()
                key.timers = timers
                keys[name] = key
                return
            }
            let rows = key.pending.removeValue(forKey: time) ?? []
            for (index, row) in rows.enumerated() {
                key.done.append((time, row))
                var framed: [[Value]]
                switch frame {
                case .unbounded(true): framed = key.done.map(\.row)
                case .unbounded(false): framed = key.done.map(\.row) + rows[(index + 1)...]
                case .rows(let count): framed = key.done.suffix(Int(count) + 1).map(\.row)
                case .range(let span):
                    framed = key.done.filter { time - $0.time <= span }.map(\.row) + rows[(index + 1)...]
                }
                table[row + Self.results(framed), default: 0] += 1
            }
            if case .unbounded = frame {} else { key.last = time }
            keys[name] = key
        }

        private static func results(_ rows: [[Value]]) -> [Value] {
            let numbers = rows.compactMap { row -> Int64? in if case .int64(let value) = row[2] { value } else { nil } }
            return [
                .int64(Int64(rows.count)), numbers.isEmpty ? .null : .int64(numbers.reduce(0, +)),
                numbers.max().map { .int64($0) } ?? .null, rows.map { $0[3] }.first { $0 != .null } ?? .null,
            ]
        }
    }

    @Test(arguments: [
        Frame.unbounded(isRows: true), .unbounded(isRows: false), .rows(3), .rows(0), .range(7), .range(0),
    ])
    func outcomeIsThatOfFlinksAlgorithm(_ frame: Frame) throws {
        for seed in UInt64(1)...4 {
            var random = ChangelogHarness.Random(seed: seed)
            var events: [Event] = []
            var model = Model(frame: frame)
            var time: Int64 = 50
            for index in 0..<250 {
                time += Int64.random(in: 0..<3, using: &random)
                let late = Int64.random(in: 0..<(index % 9 == 0 ? 40 : 9), using: &random)
                let value = Int64.random(in: -3..<9, using: &random)
                let row: [Value] = [
                    .string("k\(Int.random(in: 0..<4, using: &random))"), .int64(time - late),
                    value < -1 ? .null : .int64(value),
                    value == 0 ? .null : .string("text number \(index)"),
                ]
                events.append(.row(Row(.insert, row)))
                model.take(row)
                if index % 3 == 0 {
                    events.append(.watermark(time - 7))
                    model.advance(time - 7)
                }
            }
            events.append(.watermark(.max))
            model.advance(.max)
            let result = try Self.harness(frame, tellsWatermarks: seed == 2).runEveryWay(events, key: [0], seed: seed)
            #expect(try result.table() == model.table, "seed \(seed), \(frame)")
            #expect(result.lateRows == model.late, "seed \(seed), \(frame)")
        }
    }
}
