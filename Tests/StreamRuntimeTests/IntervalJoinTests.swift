import StreamSQL
import Testing

@testable import StreamRuntime

/// Flink: RowTimeIntervalJoin.
@Suite struct IntervalJoinTests {
    typealias Event = ChangelogHarness.Event
    typealias Row = ChangelogHarness.Row
    typealias Kind = LogicalPlan.Join.Kind

    /// Key, time, name.
    static let types: [LogicalType] = [.string, .timestamp(3), .string]

    static func plan(_ kind: Kind, _ lower: Int64, _ upper: Int64) -> LogicalPlan.Join {
        LogicalPlan.Join(
            kind: kind,
            scope: .interval(leftTime: 1, rightTime: 1, lower: lower, upper: upper, isEventTime: true),
            equalities: [LogicalPlan.Join.Equality(left: 0, right: 0)],
            condition: nil,
            schema: .init([])
        )
    }

    static func harness(
        _ kind: Kind,
        _ lower: Int64,
        _ upper: Int64,
        condition: ChangelogPredicate? = nil
    ) -> ChangelogHarness {
        let types = types.map { DataType($0) }
        return ChangelogHarness(inputs: [Self.types, Self.types], keys: [[0], [0]]) {
            IntervalJoin(plan(kind, lower, upper), leftTypes: types, rightTypes: types, condition: condition)
        }
    }

    @Test func rowsMeetWithinTheInterval() throws {
        let events: [Event] = [
            .insert("a", 100, "l1"), .insert("a", 95, "r1", input: 1), .insert("a", 105, "r2", input: 1),
            .insert("a", 94, "r3", input: 1), .insert("b", 100, "r4", input: 1), .insert("a", 110, "l2"),
            .insert(nil, 100, "l3"), .insert(nil, 100, "r5", input: 1),
        ]
        // left - right in -5...10
        #expect(
            try Self.harness(.inner, -5, 10).run(events).lines == [
                "+I[a, 100, l1, a, 95, r1]", "+I[a, 100, l1, a, 105, r2]", "+I[a, 100, l1, a, 94, r3]",
                "+I[a, 110, l2, a, 105, r2]",
            ]
        )
    }

    @Test func rowsWithoutPartnersArePaddedWhenTheyExpire() throws {
        let events: [Event] = [
            .insert("a", 100, "l1"), .insert("a", 105, "r1", input: 1), .insert("a", 90, "r2", input: 1),
            .insert(nil, 100, "l2"), .watermark(100), .watermark(101), .insert("a", 101, "l3"), .watermark(106),
            .insert("a", 120, "l4"), .insert("a", 80, "l5"), .insert("a", 85, "r3", input: 1), .watermark(116),
            .watermark(.max),
        ]
        let harness = Self.harness(.full, -5, 10)
        #expect(
            try harness.run(events).lines == [
                // r1 and r2 meet l1; left rows expire at time + 6, right ones at time + 11.
                "+I[a, 100, l1, a, 105, r1]", "+I[a, 100, l1, a, 90, r2]",
                "+I[a, 101, l3, a, 105, r1]",
                "+I[NULL, 100, l2, NULL, NULL, NULL]",
                // Late ones that nothing will meet are padded at once.
                "+I[a, 80, l5, NULL, NULL, NULL]", "+I[NULL, NULL, NULL, a, 85, r3]",
                "+I[a, 120, l4, NULL, NULL, NULL]",
            ]
        )
        #expect(try harness.make().watermarkDelay == 10)
    }

    @Test func emptyIntervalPadsAtOnce() throws {
        let events: [Event] = [.insert("a", 1, "l"), .insert("a", 1, "r", input: 1)]
        #expect(
            try Self.harness(.full, 5, 4).run(events).lines == [
                "+I[a, 1, l, NULL, NULL, NULL]", "+I[NULL, NULL, NULL, a, 1, r]",
            ]
        )
        #expect(try Self.harness(.inner, 5, 4).run(events).lines == [])
    }

    /// Flink's algorithm, a row at a time.
    struct Model {
        struct Kept {
            var row: [Value]
            var time: Int64
            var isEmitted: Bool
        }

        let kind: Kind
        let reach: [Int64]
        let condition: ([Value]) -> Bool
        var caches: [[Value: [Kept]]] = [[:], [:]]
        var timers: [[Value: Int64]] = [[:], [:]]
        var watermark: Int64 = 0
        var table: [[Value]: Int] = [:]

        func isOuter(_ input: Int) -> Bool { kind == .full || kind == (input == 0 ? .left : .right) }

        mutating func pad(_ row: [Value], _ input: Int) {
            let nulls = [Value](repeating: .null, count: 3)
            if isOuter(input) { table[input == 0 ? row + nulls : nulls + row, default: 0] += 1 }
        }

        func expiration(_ input: Int) -> Int64 { watermark == .max ? .max : watermark - reach[input] - 1 }

        mutating func take(_ row: [Value], _ input: Int) {
            guard case .int64(let time) = row[1] else { return }
            let other = 1 - input
            let key = row[0]
            var isEmitted = false
            let upper = time + reach[input]
            if expiration(other) < upper {
                var kept = caches[other][key] ?? []
                for index in kept.indices where kept[index].time >= time - reach[other] && kept[index].time <= upper {
                    let pair = input == 0 ? row + kept[index].row : kept[index].row + row
                    guard key != .null, condition(pair) else { continue }
                    isEmitted = true
                    kept[index].isEmitted = true
                    table[pair, default: 0] += 1
                }
                for gone in kept where gone.time <= expiration(other) && !gone.isEmitted { pad(gone.row, other) }
                caches[other][key] = kept.filter { $0.time > expiration(other) }
            }
            if watermark < upper {
                caches[input][key, default: []].append(Kept(row: row, time: time, isEmitted: isEmitted))
                if timers[input][key] == nil { timers[input][key] = time + reach[input] + 1 }
            } else if !isEmitted {
                pad(row, input)
            }
        }

        mutating func advance(_ time: Int64) {
            watermark = max(watermark, time)
            for input in 0...1 {
                for (key, timer) in timers[input] where timer <= watermark {
                    let kept = caches[input][key] ?? []
                    for gone in kept where gone.time <= expiration(input) && !gone.isEmitted { pad(gone.row, input) }
                    caches[input][key] = kept.filter { $0.time > expiration(input) }
                    timers[input][key] = caches[input][key]?.map(\.time).min().map { $0 + reach[input] + 1 }
                }
            }
        }
    }

    @Test(arguments: [Kind.inner, .left, .right, .full]) func outcomeIsThatOfFlinksAlgorithm(_ kind: Kind) throws {
        for seed in UInt64(1)...6 {
            var random = ChangelogHarness.Random(seed: seed)
            var events: [Event] = []
            let lower = Int64.random(in: -12...5, using: &random)
            let upper = lower + Int64.random(in: 0...15, using: &random)
            let condition = seed % 2 == 0 ? nil : ChangelogPredicate { $0[2] != $0[5] }
            var model = Model(kind: kind, reach: [-lower, upper], condition: condition?.isTrue ?? { _ in true })
            var time: Int64 = 100
            for index in 0..<250 {
                time += Int64.random(in: 0..<3, using: &random)
                let number = Int.random(in: 0..<5, using: &random)
                let late = Int64.random(in: 0..<(index % 10 == 0 ? 60 : 10), using: &random)
                let row: [Value] = [
                    number == 0 ? .null : .string("k\(number)"), .int64(time - late),
                    .string("name \(Int.random(in: 0..<3, using: &random)) of a row"),
                ]
                let input = Int.random(in: 0...1, using: &random)
                events.append(.row(Row(.insert, row), input: input))
                model.take(row, input)
                if index % 4 == 0 {
                    events.append(.watermark(time - 8))
                    model.advance(time - 8)
                }
            }
            events.append(.watermark(.max))
            model.advance(.max)
            let result = try Self.harness(kind, lower, upper, condition: condition).runEveryWay(
                events,
                key: [0, 3],
                seed: seed
            )
            #expect(try result.table() == model.table, "seed \(seed), \(kind)")
        }
    }
}
