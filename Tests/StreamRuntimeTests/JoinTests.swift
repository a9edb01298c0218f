import StreamSQL
import Testing

@testable import StreamRuntime

/// Flink: StreamingJoinOperator, StreamingSemiAntiJoinOperator.
@Suite struct JoinTests {
    typealias Event = ChangelogHarness.Event
    typealias Row = ChangelogHarness.Row
    typealias Kind = LogicalPlan.Join.Kind

    static let left: [LogicalType] = [.string, .bigint]
    static let right: [LogicalType] = [.string, .bigint, .string]

    static func harness(
        _ kind: Kind,
        nullsMatch: Bool = false,
        canRetract: Bool = true,
        hasKey: Bool = true,
        condition: ChangelogPredicate? = nil
    ) -> ChangelogHarness {
        let equality = LogicalPlan.Join.Equality(left: 0, right: 0, nullsMatch: nullsMatch)
        let plan = LogicalPlan.Join(
            kind: kind,
            scope: .unbounded,
            equalities: hasKey ? [equality] : [],
            condition: nil,
            schema: .init([])
        )
        return ChangelogHarness(inputs: [left, right], keys: hasKey ? [[0], [0]] : [[], []]) {
            Join(
                plan,
                leftTypes: left.map { DataType($0) },
                rightTypes: right.map { DataType($0) },
                leftCanRetract: canRetract,
                rightCanRetract: canRetract,
                condition: condition
            )
        }
    }

    @Test func innerJoinForwardsTheKindOfTheRow() throws {
        let events: [Event] = [
            .insert("a", 1), .insert("a", 10, "x", input: 1), .after("a", 20, "y", input: 1),
            .before("a", 10, "x", input: 1), .delete("a", 1), .insert(nil, 5), .insert(nil, 6, "n", input: 1),
        ]
        #expect(
            try Self.harness(.inner).run(events).lines == [
                "+I[a, 1, a, 10, x]", "+U[a, 1, a, 20, y]", "-U[a, 1, a, 10, x]", "-D[a, 1, a, 20, y]",
            ]
        )
        let withNulls = try Self.harness(.inner, nullsMatch: true).run(events).lines
        #expect(withNulls.last == "+I[NULL, 5, NULL, 6, n]")
    }

    @Test func leftJoinWithdrawsThePaddedRowFirst() throws {
        let events: [Event] = [
            .insert("a", 1), .insert("a", 10, "x", input: 1), .insert("a", 20, "y", input: 1),
            .before("a", 10, "x", input: 1), .after("a", 30, "z", input: 1), .delete("a", 20, "y", input: 1),
            .delete("a", 30, "z", input: 1), .before("a", 1), .after(nil, 1), .delete(nil, 1),
        ]
        #expect(
            try Self.harness(.left).run(events).lines == [
                "+I[a, 1, NULL, NULL, NULL]",
                "-D[a, 1, NULL, NULL, NULL]", "+I[a, 1, a, 10, x]",
                "+I[a, 1, a, 20, y]",
                "-U[a, 1, a, 10, x]",
                "+I[a, 1, a, 30, z]",
                "-D[a, 1, a, 20, y]",
                "-D[a, 1, a, 30, z]", "+I[a, 1, NULL, NULL, NULL]",
                "-D[a, 1, NULL, NULL, NULL]",
                "+I[NULL, 1, NULL, NULL, NULL]", "-D[NULL, 1, NULL, NULL, NULL]",
            ]
        )
    }

    @Test func fullJoinPadsBothSides() throws {
        let events: [Event] = [
            .insert("a", 10, "x", input: 1), .insert("a", 1), .insert("a", 2), .delete("a", 1), .delete("a", 2),
            .delete("a", 10, "x", input: 1),
        ]
        #expect(
            try Self.harness(.full).run(events).lines == [
                "+I[NULL, NULL, a, 10, x]",
                "-D[NULL, NULL, a, 10, x]", "+I[a, 1, a, 10, x]",
                "+I[a, 2, a, 10, x]",
                "-D[a, 1, a, 10, x]",
                "-D[a, 2, a, 10, x]", "+I[NULL, NULL, a, 10, x]",
                "-D[NULL, NULL, a, 10, x]",
            ]
        )
    }

    @Test func equalRowsCount() throws {
        let events: [Event] = [
            .insert("a", 1), .insert("a", 1), .insert("a", 10, "x", input: 1), .delete("a", 1),
            .delete("a", 10, "x", input: 1), .delete("a", 1), .delete("a", 1),
        ]
        #expect(
            try Self.harness(.left).run(events).lines == [
                "+I[a, 1, NULL, NULL, NULL]", "+I[a, 1, NULL, NULL, NULL]",
                "-D[a, 1, NULL, NULL, NULL]", "+I[a, 1, a, 10, x]",
                "-D[a, 1, NULL, NULL, NULL]", "+I[a, 1, a, 10, x]",
                "-D[a, 1, a, 10, x]",
                "-D[a, 1, a, 10, x]", "+I[a, 1, NULL, NULL, NULL]",
                "-D[a, 1, NULL, NULL, NULL]", "-D[a, 1, NULL, NULL, NULL]",
            ]
        )
    }

    @Test func semiAndAntiJoinEmitLeftRows() throws {
        let events: [Event] = [
            .insert("a", 1), .after("a", 10, "x", input: 1), .insert("a", 20, "y", input: 1), .after("a", 2),
            .insert(nil, 3), .before("a", 10, "x", input: 1), .delete("a", 20, "y", input: 1), .delete("a", 1),
            .delete(nil, 3),
        ]
        #expect(
            try Self.harness(.semi).run(events).lines == ["+U[a, 1]", "+U[a, 2]", "-D[a, 1]", "-D[a, 2]"]
        )
        #expect(
            try Self.harness(.anti).run(events).lines == [
                "+I[a, 1]", "-D[a, 1]", "+I[NULL, 3]", "+I[a, 1]", "+I[a, 2]", "-D[a, 1]", "-D[NULL, 3]",
            ]
        )
    }

    @Test func conditionDecidesWhoIsAPartner() throws {
        let condition = ChangelogPredicate { row in
            guard case .int64(let left) = row[1], case .int64(let right) = row[3] else { return false }
            return left < right
        }
        let events: [Event] = [
            .insert("a", 15), .insert("a", 10, "x", input: 1), .insert("a", 20, "y", input: 1), .insert("a", 5),
            .delete("a", 20, "y", input: 1),
        ]
        #expect(
            try Self.harness(.left, condition: condition).run(events).lines == [
                "+I[a, 15, NULL, NULL, NULL]",
                "-D[a, 15, NULL, NULL, NULL]", "+I[a, 15, a, 20, y]",
                "+I[a, 5, a, 10, x]", "+I[a, 5, a, 20, y]",
                "-D[a, 15, a, 20, y]", "+I[a, 15, NULL, NULL, NULL]", "-D[a, 5, a, 20, y]",
            ]
        )
    }

    static func changelog(seed: UInt64, count: Int, canRetract: Bool) -> [Event] {
        var random = ChangelogHarness.Random(seed: seed)
        var live: [[[Value]]] = [[], []]
        var events: [Event] = []
        func fresh(_ input: Int) -> [Value] {
            let number = Int.random(in: 0..<6, using: &random)
            let key: Value =
                number == 0 ? .null : .string(number == 1 ? "a long key, longer than twelve" : "k\(number)")
            let value: Value = .int64(Int64.random(in: 0..<4, using: &random))
            return input == 0
                ? [key, value] : [key, value, .string("text \(Int.random(in: 0..<2, using: &random)) of a row")]
        }
        while events.count < count {
            let input = Int.random(in: 0...1, using: &random)
            let choice = canRetract ? Int.random(in: 0..<10, using: &random) : 0
            if choice < 6 || live[input].isEmpty {
                let row = fresh(input)
                live[input].append(row)
                events.append(.row(Row(choice == 5 ? .updateAfter : .insert, row), input: input))
            } else {
                let row = live[input].remove(at: Int.random(in: 0..<live[input].count, using: &random))
                events.append(.row(Row(choice == 9 ? .updateBefore : .delete, row), input: input))
            }
        }
        return events
    }

    /// The join of all rows that are there.
    static func batch(
        _ events: [Event],
        _ kind: Kind,
        nullsMatch: Bool,
        _ condition: ([Value]) -> Bool
    ) -> [[Value]: Int] {
        var live: [[[Value]]] = [[], []]
        for case .row(let row, let input) in events {
            if row.kind.isRetraction {
                live[input].remove(at: live[input].firstIndex(of: row.values)!)
            } else {
                live[input].append(row.values)
            }
        }
        func matches(_ left: [Value], _ right: [Value]) -> Bool {
            left[0] == right[0] && (nullsMatch || left[0] != .null) && condition(left + right)
        }
        var table: [[Value]: Int] = [:]
        func add(_ row: [Value]) { table[row, default: 0] += 1 }
        for left in live[0] {
            let partners = live[1].filter { matches(left, $0) }
            switch kind {
            case .semi: if !partners.isEmpty { add(left) }
            case .anti: if partners.isEmpty { add(left) }
            default:
                for right in partners { add(left + right) }
                if partners.isEmpty, kind == .left || kind == .full { add(left + [.null, .null, .null]) }
            }
        }
        if kind == .right || kind == .full {
            for right in live[1] where !live[0].contains(where: { matches($0, right) }) { add([.null, .null] + right) }
        }
        return table
    }

    @Test(arguments: [Kind.inner, .left, .right, .full, .semi, .anti]) func tableIsTheJoinOfAllRows(_ kind: Kind) throws
    {
        for seed in UInt64(1)...4 {
            for canRetract in [true, false] where canRetract || [.inner, .left, .semi].contains(kind) {
                let nullsMatch = seed % 2 == 0
                let condition = ChangelogPredicate { $0[1] != $0[3] }
                let events = Self.changelog(seed: seed, count: 200, canRetract: canRetract)
                let harness = Self.harness(
                    kind,
                    nullsMatch: nullsMatch,
                    canRetract: canRetract,
                    condition: seed > 2 ? condition : nil
                )
                let key = kind == .semi || kind == .anti ? [0] : [0, 2]
                let result = try harness.runEveryWay(events, key: key, seed: seed)
                let expected = Self.batch(
                    events,
                    kind,
                    nullsMatch: nullsMatch,
                    seed > 2 ? condition.isTrue : { _ in true }
                )
                #expect(try result.table() == expected, "seed \(seed), \(kind)")
            }
        }
    }

    @Test func joinWithoutKeyIsACrossProduct() throws {
        let events: [Event] = [.insert("a", 1), .insert("b", 10, "x", input: 1), .insert(nil, 2), .delete("a", 1)]
        let harness = Self.harness(.inner, hasKey: false)
        let expected = ["+I[a, 1, b, 10, x]", "+I[NULL, 2, b, 10, x]", "-D[a, 1, b, 10, x]"]
        #expect(try harness.run(events).lines == expected)
        #expect(try harness.run(events, batchSize: 1, restartEvery: 1).lines == expected)
    }
}
