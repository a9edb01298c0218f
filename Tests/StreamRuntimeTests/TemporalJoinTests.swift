import StreamSQL
import Testing

@testable import StreamRuntime

/// Flink: TemporalRowTimeJoinOperator.
@Suite struct TemporalJoinTests {
    typealias Event = ChangelogHarness.Event
    typealias Row = ChangelogHarness.Row
    typealias Kind = LogicalPlan.Join.Kind

    /// Key, time, name.
    static let types: [LogicalType] = [.string, .timestamp(3), .string]

    static func harness(_ kind: Kind, condition: ChangelogPredicate? = nil) -> ChangelogHarness {
        let plan = LogicalPlan.Join(
            kind: kind,
            scope: .temporal(leftTime: 1, rightTime: 1),
            equalities: [LogicalPlan.Join.Equality(left: 0, right: 0)],
            condition: nil,
            schema: .init([])
        )
        let types = types.map { DataType($0) }
        return ChangelogHarness(inputs: [Self.types, Self.types], keys: [[0], [0]]) {
            TemporalJoin(plan, leftTypes: types, rightTypes: types, condition: condition)
        }
    }

    @Test func rowsMeetTheVersionOfTheirTime() throws {
        let events: [Event] = [
            .insert("a", 10, "l1"), .insert("a", 5, "l0"), .insert("a", 9, "v1", input: 1), .insert("b", 10, "l2"),
            .insert(nil, 10, "l3"), .watermark(10), .before("a", 9, "v1", input: 1), .after("a", 12, "v2", input: 1),
            .insert("a", 11, "l4"), .insert("a", 12, "l5"), .delete("a", 15, "v2", input: 1), .insert("a", 16, "l6"),
            .insert("a", 30, "l7"), .watermark(20), .insert("a", 13, "late"), .watermark(21), .watermark(.max),
        ]
        // A key is looked at when its smallest time comes, and gives its rows in the order in which they came.
        #expect(
            try Self.harness(.left).run(events).lines == [
                "+I[a, 10, l1, a, 9, v1]", "+I[a, 5, l0, NULL, NULL, NULL]", "+I[b, 10, l2, NULL, NULL, NULL]",
                "+I[NULL, 10, l3, NULL, NULL, NULL]", "+I[a, 11, l4, a, 9, v1]", "+I[a, 12, l5, a, 12, v2]",
                "+I[a, 16, l6, NULL, NULL, NULL]", "+I[a, 13, late, NULL, NULL, NULL]",
                "+I[a, 30, l7, NULL, NULL, NULL]",
            ]
        )
        #expect(
            try Self.harness(.inner).run(events).lines == [
                "+I[a, 10, l1, a, 9, v1]", "+I[a, 11, l4, a, 9, v1]", "+I[a, 12, l5, a, 12, v2]",
            ]
        )
    }

    @Test func conditionAndKindOfTheLeftRowCount() throws {
        let condition = ChangelogPredicate { $0[2] != $0[5] }
        let events: [Event] = [
            .insert("a", 1, "x", input: 1), .after("a", 2, "x"), .before("a", 2, "y"), .insert("a", 1, "z", input: 1),
            .delete("a", 3, "x"), .watermark(5),
        ]
        #expect(
            try Self.harness(.left, condition: condition).run(events).lines == [
                "+U[a, 2, x, a, 1, z]", "-U[a, 2, y, a, 1, z]", "-D[a, 3, x, a, 1, z]",
            ]
        )
        #expect(
            try Self.harness(.left, condition: condition).run(events, batchSize: 1, restartEvery: 1).lines.count == 3
        )
    }

    @Test(arguments: [Kind.inner, .left]) func everyRowMeetsTheNewestVersionBeforeIt(_ kind: Kind) throws {
        for seed in UInt64(1)...5 {
            var random = ChangelogHarness.Random(seed: seed)
            var events: [Event] = []
            var versions: [[Value]: [Value]?] = [:]
            var lefts: [[Value]] = []
            var time: Int64 = 0
            for index in 0..<250 {
                time += Int64.random(in: 0..<3, using: &random)
                let number = Int.random(in: 0..<5, using: &random)
                let key: Value = number == 0 ? .null : .string("key number \(number)")
                let row: [Value] = [key, .int64(time - Int64.random(in: 0..<6, using: &random)), .string("n\(index)")]
                if Int.random(in: 0..<2, using: &random) == 0 {
                    lefts.append(row)
                    events.append(.row(Row(.insert, row)))
                } else {
                    let isDelete = index % 5 == 0
                    versions[[key, row[1]]] = .some(isDelete ? nil : row)
                    events.append(.row(Row(isDelete ? .delete : .insert, row), input: 1))
                }
                if index % 4 == 0 { events.append(.watermark(time - 7)) }
            }
            events.append(.watermark(.max))
            let result = try Self.harness(kind).runEveryWay(events, key: [0], seed: seed)
            var table: [[Value]: Int] = [:]
            func instant(_ value: Value) -> Int64 { if case .int64(let time) = value { time } else { 0 } }
            for left in lefts {
                let known = versions.filter { $0.key[0] == left[0] && instant($0.key[1]) <= instant(left[1]) }
                let newest = known.max { instant($0.key[1]) < instant($1.key[1]) }
                if left[0] != .null, let right = newest?.value {
                    table[left + right] = 1
                } else if kind == .left {
                    table[left + [.null, .null, .null]] = 1
                }
            }
            #expect(try result.table() == table, "seed \(seed), \(kind)")
        }
    }
}
