import StreamSQL
import Testing

@testable import StreamRuntime

/// Flink: AppendOnlyTopNFunction, FastTop1Function, UpdatableTopNFunction, RetractableTopNFunction.
@Suite struct RankTests {
    typealias Event = ChangelogHarness.Event
    typealias Row = ChangelogHarness.Row

    /// Partition, score, name.
    static let types: [LogicalType] = [.string, .bigint, .string]

    static func harness(
        _ range: ClosedRange<Int64>,
        _ strategy: Rank.Strategy,
        number: Bool,
        ascending: Bool = false,
        emitsUpdateBefore: Bool = true
    ) -> ChangelogHarness {
        let plan = LogicalPlan.Rank(
            partition: [0],
            order: [LogicalPlan.Ordering(1, isAscending: ascending, nullsFirst: ascending)],
            range: range,
            emitsNumber: number,
            window: nil,
            schema: .init([])
        )
        return ChangelogHarness(inputs: [types], keys: [[0]]) {
            Rank(
                plan,
                inputTypes: types.map { DataType($0) },
                strategy: strategy,
                emitsUpdateBefore: emitsUpdateBefore
            )
        }
    }

    @Test func betterRowsPushOthersOut() throws {
        let events: [Event] = [
            .insert("p", 5, "a"), .insert("p", 7, "b"), .insert("p", 5, "c"), .insert("p", 6, "d"),
            .insert("q", 1, "e"),
            .insert("p", nil, "f"),
        ]
        #expect(
            try Self.harness(1...2, .append, number: false).run(events).lines == [
                "+I[p, 5, a]", "+I[p, 7, b]", "-D[p, 5, a]", "+I[p, 6, d]", "+I[q, 1, e]",
            ]
        )
        #expect(
            try Self.harness(1...2, .append, number: true).run(events).lines == [
                "+I[p, 5, a, 1]", "-U[p, 5, a, 1]", "+U[p, 7, b, 1]", "+I[p, 5, a, 2]", "-U[p, 5, a, 2]",
                "+U[p, 6, d, 2]", "+I[q, 1, e, 1]",
            ]
        )
        #expect(
            try Self.harness(2...3, .append, number: false).run(events).lines == [
                "+I[p, 5, a]", "+I[p, 5, c]", "-U[p, 5, a]", "+U[p, 6, d]", "-U[p, 5, c]", "+U[p, 5, a]",
            ]
        )
        #expect(
            try Self.harness(1...2, .append, number: false, ascending: true).run(events).lines == [
                "+I[p, 5, a]", "+I[p, 7, b]", "-D[p, 7, b]", "+I[p, 5, c]", "+I[q, 1, e]", "-D[p, 5, c]",
                "+I[p, NULL, f]",
            ]
        )
    }

    @Test func firstRowAloneIsUpdated() throws {
        let events: [Event] = [.insert("p", 5, "a"), .insert("p", 5, "b"), .insert("p", 7, "c")]
        #expect(
            try Self.harness(1...1, .append, number: false).run(events).lines == [
                "+I[p, 5, a]", "-U[p, 5, a]", "+U[p, 7, c]",
            ]
        )
        #expect(
            try Self.harness(1...1, .append, number: true, emitsUpdateBefore: false).run(events).lines == [
                "+I[p, 5, a, 1]", "+U[p, 7, c, 1]",
            ]
        )
    }

    @Test func withdrawnRowLetsTheNextOneIn() throws {
        let events: [Event] = [
            .insert("p", 5, "a"), .insert("p", 7, "b"), .insert("p", 6, "c"), .delete("p", 7, "b"),
            .delete("p", 9, "x"),
            .before("p", 5, "a"), .after("p", 8, "a"), .delete("p", 6, "c"), .delete("p", 8, "a"),
        ]
        #expect(
            try Self.harness(1...2, .retract, number: false).run(events).lines == [
                "+I[p, 5, a]", "+I[p, 7, b]", "-D[p, 5, a]", "+I[p, 6, c]", "-D[p, 7, b]", "+I[p, 5, a]",
                "-D[p, 5, a]", "+I[p, 8, a]", "-D[p, 6, c]", "-D[p, 8, a]",
            ]
        )
        #expect(
            try Self.harness(1...2, .retract, number: true).run(events).lines == [
                "+I[p, 5, a, 1]", "-U[p, 5, a, 1]", "+U[p, 7, b, 1]", "+I[p, 5, a, 2]", "-U[p, 5, a, 2]",
                "+U[p, 6, c, 2]", "-U[p, 7, b, 1]", "+U[p, 6, c, 1]", "-U[p, 6, c, 2]", "+U[p, 5, a, 2]",
                "-D[p, 5, a, 2]", "-U[p, 6, c, 1]", "+U[p, 8, a, 1]", "+I[p, 6, c, 2]", "-D[p, 6, c, 2]",
                "-D[p, 8, a, 1]",
            ]
        )
    }

    @Test func updatedRowMovesUp() throws {
        let events: [Event] = [
            .insert("p", 1, "a"), .insert("p", 3, "b"), .after("p", 2, "a"), .after("p", 4, "a"), .insert("p", 9, "c"),
            .after("p", 10, "b"),
        ]
        #expect(
            try Self.harness(1...2, .update(key: [0, 2]), number: false).run(events).lines == [
                "+I[p, 1, a]", "+I[p, 3, b]", "-U[p, 1, a]", "+U[p, 2, a]", "-U[p, 2, a]", "+U[p, 4, a]",
                "-D[p, 3, b]", "+I[p, 9, c]", "-D[p, 4, a]", "+I[p, 10, b]",
            ]
        )
        #expect(
            try Self.harness(1...2, .update(key: [0, 2]), number: true).run(events).lines == [
                "+I[p, 1, a, 1]", "-U[p, 1, a, 1]", "+U[p, 3, b, 1]", "+I[p, 1, a, 2]", "-U[p, 1, a, 2]",
                "+U[p, 2, a, 2]", "-U[p, 3, b, 1]", "-U[p, 2, a, 2]", "+U[p, 4, a, 1]", "+U[p, 3, b, 2]",
                "-U[p, 4, a, 1]", "+U[p, 9, c, 1]", "-U[p, 3, b, 2]", "+U[p, 4, a, 2]",
                "-U[p, 9, c, 1]", "+U[p, 10, b, 1]", "-U[p, 4, a, 2]", "+U[p, 9, c, 2]",
            ]
        )
    }

    /// The first rows of each partition.
    static func batch(_ rows: [[Value]], _ range: ClosedRange<Int64>, number: Bool) -> [[Value]: Int] {
        func score(_ row: [Value]) -> Int64 { if case .int64(let score) = row[1] { score } else { .min } }
        var table: [[Value]: Int] = [:]
        for (_, rows) in Dictionary(grouping: rows, by: { $0[0] }) {
            let sorted = rows.enumerated().sorted { left, right in
                let (first, second) = (score(left.element), score(right.element))
                return first != second ? first > second : left.offset < right.offset
            }
            for (index, row) in sorted.enumerated() where range.contains(Int64(index) + 1) {
                table[row.element + (number ? [.int64(Int64(index) + 1)] : []), default: 0] += 1
            }
        }
        return table
    }

    static func changelog(seed: UInt64, count: Int, canRetract: Bool) -> (events: [Event], rows: [[Value]]) {
        var random = ChangelogHarness.Random(seed: seed)
        var live: [[Value]] = []
        var events: [Event] = []
        while events.count < count {
            if canRetract, Int.random(in: 0..<5, using: &random) < 2, !live.isEmpty {
                let row = live[Int.random(in: 0..<live.count, using: &random)]
                // Of equal rows the oldest one goes.
                live.remove(at: live.firstIndex(of: row)!)
                events.append(.row(Row(.delete, row)))
            } else {
                let score = Int64.random(in: -1..<8, using: &random)
                let row: [Value] = [
                    .string("p\(Int.random(in: 0..<3, using: &random))"), score < 0 ? .null : .int64(score),
                    .string("n\(Int.random(in: 0..<4, using: &random))"),
                ]
                live.append(row)
                events.append(.row(Row(.insert, row)))
            }
        }
        return (events, live)
    }

    @Test(arguments: [1...1, 1...3, 2...4, 3...3] as [ClosedRange<Int64>])
    func tableIsTheTopOfAllRows(_ range: ClosedRange<Int64>) throws {
        for seed in UInt64(1)...3 {
            for strategy in [Rank.Strategy.append, .retract] {
                for number in [true, false] {
                    let (events, rows) = Self.changelog(seed: seed, count: 150, canRetract: strategy == .retract)
                    let harness = Self.harness(range, strategy, number: number)
                    let result = try harness.runEveryWay(events, key: [0], seed: seed)
                    let expected = Self.batch(rows, range, number: number)
                    #expect(try result.table() == expected, "seed \(seed), \(strategy), \(number)")
                }
            }
        }
    }

    @Test(arguments: [1...3, 2...4] as [ClosedRange<Int64>]) func tableIsTheTopOfTheNewestVersions(
        _ range: ClosedRange<Int64>
    ) throws {
        for seed in UInt64(1)...4 {
            for number in [true, false] {
                var random = ChangelogHarness.Random(seed: seed)
                var events: [Event] = []
                var best: [[Value]: Int64] = [:]
                for _ in 0..<150 {
                    let key: [Value] = [
                        .string("p\(Int.random(in: 0..<3, using: &random))"),
                        .string("n\(Int.random(in: 0..<6, using: &random))"),
                    ]
                    // Distinct scores: the order of equal ones depends on when they came.
                    let score =
                        (best[key] ?? 0) + Int64.random(in: 1..<900, using: &random) * 6
                        + Int64(key[1].hashValue & 0)
                        + Int64(Array("\(key[1])".utf8).reduce(0) { Int($0) + Int($1) } % 6)
                    best[key] = score
                    events.append(.row(Row(.updateAfter, [key[0], .int64(score), key[1]])))
                }
                let harness = Self.harness(range, .update(key: [0, 2]), number: number)
                let result = try harness.runEveryWay(events, key: [0], seed: seed)
                let rows = best.map { [$0.key[0], .int64($0.value), $0.key[1]] as [Value] }
                #expect(try result.table() == Self.batch(rows, range, number: number), "seed \(seed), \(number)")
            }
        }
    }
}
