import StreamSQL
import Testing

@testable import StreamRuntime

/// Flink: WindowJoinOperator.
@Suite struct WindowJoinTests {
    typealias Event = ChangelogHarness.Event
    typealias Row = ChangelogHarness.Row
    typealias Kind = LogicalPlan.Join.Kind

    /// Start, end, key, value.
    static let types: [LogicalType] = [.timestamp(3), .timestamp(3), .string, .bigint]

    static func harness(_ kind: Kind, condition: ChangelogPredicate? = nil) -> ChangelogHarness {
        let plan = LogicalPlan.Join(
            kind: kind,
            scope: .window(leftStart: 0, leftEnd: 1, rightStart: 0, rightEnd: 1),
            equalities: [LogicalPlan.Join.Equality(left: 2, right: 2)],
            condition: nil,
            schema: .init([])
        )
        let types = types.map { DataType($0) }
        return ChangelogHarness(inputs: [Self.types, Self.types], keys: [[2], [2]]) {
            WindowJoin(plan, leftTypes: types, rightTypes: types, condition: condition)
        }
    }

    static let events: [Event] = [
        .insert(10, 20, "a", 1), .insert(0, 10, "a", 2), .insert(0, 10, "a", 3, input: 1), .insert(0, 10, "a", 4),
        .insert(0, 10, nil, 5), .insert(0, 10, nil, 6, input: 1), .insert(0, 10, "b", 7, input: 1), .watermark(8),
        .insert(0, 10, "a", 8, input: 1), .watermark(9), .insert(0, 10, "a", 9), .watermark(100),
    ]

    @Test func windowsAreJoinedWhenTheWatermarkPassesThem() throws {
        let result = try Self.harness(.inner).run(Self.events)
        #expect(
            result.lines == [
                "+I[0, 10, a, 2, 0, 10, a, 3]", "+I[0, 10, a, 2, 0, 10, a, 8]", "+I[0, 10, a, 4, 0, 10, a, 3]",
                "+I[0, 10, a, 4, 0, 10, a, 8]",
            ]
        )
        #expect(result.lateRows == 1)
    }

    @Test func rowsWithoutPartnersArePadded() throws {
        let condition = ChangelogPredicate { row in
            guard case .int64(let left) = row[3], case .int64(let right) = row[7] else { return false }
            return right == left + 1
        }
        #expect(
            try Self.harness(.full, condition: condition).run(Self.events).lines == [
                "+I[0, 10, a, 2, 0, 10, a, 3]", "+I[0, 10, a, 4, NULL, NULL, NULL, NULL]",
                "+I[NULL, NULL, NULL, NULL, 0, 10, a, 8]", "+I[0, 10, NULL, 5, NULL, NULL, NULL, NULL]",
                "+I[NULL, NULL, NULL, NULL, 0, 10, NULL, 6]", "+I[NULL, NULL, NULL, NULL, 0, 10, b, 7]",
                "+I[10, 20, a, 1, NULL, NULL, NULL, NULL]",
            ]
        )
        #expect(
            try Self.harness(.right, condition: condition).run(Self.events).lines == [
                "+I[0, 10, a, 2, 0, 10, a, 3]", "+I[NULL, NULL, NULL, NULL, 0, 10, a, 8]",
                "+I[NULL, NULL, NULL, NULL, 0, 10, NULL, 6]", "+I[NULL, NULL, NULL, NULL, 0, 10, b, 7]",
            ]
        )
        #expect(try Self.harness(.semi, condition: condition).run(Self.events).lines == ["+I[0, 10, a, 2]"])
        #expect(
            try Self.harness(.anti, condition: condition).run(Self.events).lines == [
                "+I[0, 10, a, 4]", "+I[0, 10, NULL, 5]", "+I[10, 20, a, 1]",
            ]
        )
    }

    @Test(arguments: [Kind.inner, .left, .right, .full, .semi, .anti]) func everyWindowIsJoined(_ kind: Kind) throws {
        for seed in UInt64(1)...3 {
            var random = ChangelogHarness.Random(seed: seed)
            var events: [Event] = []
            var live: [[[Value]]] = [[], []]
            var time: Int64 = 0
            var watermark = Int64.min
            var late: Int64 = 0
            for index in 0..<200 {
                time += Int64.random(in: 0..<2, using: &random)
                let start = (time - Int64.random(in: 0..<15, using: &random)) / 10 * 10
                let number = Int.random(in: 0..<5, using: &random)
                let key: Value = number == 0 ? .null : .string("a key of some length \(number)")
                let value: Value = .int64(Int64.random(in: 0..<4, using: &random))
                let input = Int.random(in: 0...1, using: &random)
                let row: [Value] = [.int64(start), .int64(start + 10), key, value]
                events.append(.row(Row(.insert, row), input: input))
                if start + 9 <= watermark { late += 1 } else { live[input].append(row) }
                if index % 6 == 0 {
                    watermark = max(watermark, time - 5)
                    events.append(.watermark(time - 5))
                }
            }
            events.append(.watermark(.max))
            let condition = seed == 1 ? nil : ChangelogPredicate { $0[3] != $0[7] }
            let result = try Self.harness(kind, condition: condition).runEveryWay(
                events,
                key: kind == .semi || kind == .anti ? [2] : [2, 6],
                seed: seed
            )
            var table: [[Value]: Int] = [:]
            func matches(_ left: [Value], _ right: [Value]) -> Bool {
                left[..<3] == right[..<3] && left[2] != .null && (condition?.isTrue(left + right) ?? true)
            }
            let nulls = [Value](repeating: .null, count: 4)
            for left in live[0] {
                let partners = live[1].filter { matches(left, $0) }
                switch kind {
                case .semi: if !partners.isEmpty { table[left, default: 0] += 1 }
                case .anti: if partners.isEmpty { table[left, default: 0] += 1 }
                default:
                    for right in partners { table[left + right, default: 0] += 1 }
                    if partners.isEmpty, kind == .left || kind == .full { table[left + nulls, default: 0] += 1 }
                }
            }
            if kind == .right || kind == .full {
                for right in live[1] where !live[0].contains(where: { matches($0, right) }) {
                    table[nulls + right, default: 0] += 1
                }
            }
            #expect(try result.table() == table, "seed \(seed), \(kind)")
            #expect(result.lateRows == late, "seed \(seed)")
        }
    }
}
