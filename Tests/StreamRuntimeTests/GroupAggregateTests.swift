import StreamSQL
import Testing

@testable import StreamRuntime

/// Flink: GroupAggFunction.
@Suite struct GroupAggregateTests {
    typealias Event = ChangelogHarness.Event

    static func call(
        _ function: AggregateFunction,
        _ arguments: [Int],
        _ inputs: [LogicalType],
        _ type: LogicalType,
        isDistinct: Bool = false,
        filter: Int? = nil
    ) -> AggregateCall {
        AggregateCall(
            function,
            arguments: arguments,
            argumentTypes: arguments.map { DataType(inputs[$0]) },
            isDistinct: isDistinct,
            filter: filter,
            type: DataType(type)
        )
    }

    static func harness(
        _ inputs: [LogicalType],
        keys: [Int],
        _ calls: [AggregateCall],
        canRetract: Bool = true,
        emitsUpdateBefore: Bool = true
    ) -> ChangelogHarness {
        let columns =
            keys.map { LogicalPlan.Column("k\($0)", DataType(inputs[$0])) }
            + calls.enumerated().map { LogicalPlan.Column("a\($0.offset)", $0.element.type) }
        let plan = LogicalPlan.GroupAggregate(keys: keys, aggregates: calls, schema: .init(columns))
        return ChangelogHarness(inputs: [inputs], keys: [keys]) {
            try GroupAggregate(
                plan,
                inputTypes: inputs.map { DataType($0) },
                canRetract: canRetract,
                emitsUpdateBefore: emitsUpdateBefore
            )
        }
    }

    @Test func firstRowIsInsertedThenUpdated() throws {
        let inputs: [LogicalType] = [.string, .bigint]
        let harness = Self.harness(
            inputs,
            keys: [0],
            [Self.call(.count, [], inputs, .bigint), Self.call(.sum, [1], inputs, .bigint)],
            canRetract: false
        )
        let result = try harness.run([
            .insert("a", 1), .insert("b", 5), .insert("a", 2), .insert(nil, 7), .insert(nil, nil),
        ])
        #expect(
            result.lines == [
                "+I[a, 1, 1]", "+I[b, 1, 5]", "-U[a, 1, 1]", "+U[a, 2, 3]", "+I[NULL, 1, 7]", "-U[NULL, 1, 7]",
                "+U[NULL, 2, 7]",
            ]
        )
    }

    @Test func updatesThatChangeNothingAreNotEmitted() throws {
        let inputs: [LogicalType] = [.string, .bigint]
        let harness = Self.harness(
            inputs,
            keys: [0],
            [Self.call(.maximum, [1], inputs, .bigint)],
            canRetract: false,
            emitsUpdateBefore: false
        )
        let result = try harness.run([
            .insert("a", 3), .insert("a", 2), .insert("a", 4), .insert("a", nil), .insert("a", 4),
        ])
        #expect(result.lines == ["+I[a, 3]", "+U[a, 4]"])
    }

    @Test func lastRowOfAGroupDeletesIt() throws {
        let inputs: [LogicalType] = [.string, .bigint]
        let harness = Self.harness(
            inputs,
            keys: [0],
            [Self.call(.count, [1], inputs, .bigint), Self.call(.sum, [1], inputs, .bigint)]
        )
        let events: [Event] = [
            .delete("a", 9), .insert("a", 1), .insert("a", nil), .before("a", 1), .after("a", 5), .delete("a", 5),
            .delete("a", nil), .insert("a", 2),
        ]
        for batchSize in [1, 3, 100] {
            #expect(
                try harness.run(events, batchSize: batchSize).lines == [
                    "+I[a, 1, 1]", "-U[a, 1, 1]", "+U[a, 0, NULL]", "-U[a, 0, NULL]", "+U[a, 1, 5]", "-U[a, 1, 5]",
                    "+U[a, 0, NULL]", "-D[a, 0, NULL]", "+I[a, 1, 2]",
                ]
            )
        }
    }

    @Test func noKeyIsOneGroup() throws {
        let inputs: [LogicalType] = [.bigint]
        let harness = Self.harness(inputs, keys: [], [Self.call(.count, [], inputs, .bigint)])
        #expect(try harness.run([]).lines == [])
        let events: [Event] = [.insert(1), .insert(2), .delete(1), .delete(2), .insert(3)]
        #expect(
            try harness.run(events).lines == [
                "+I[1]", "-U[1]", "+U[2]", "-U[2]", "+U[1]", "-D[1]", "+I[1]",
            ]
        )
        #expect(try harness.run(events, batchSize: 2, restartEvery: 1).lines == harness.run(events).lines)
    }

    @Test func filterAndDistinctChooseRows() throws {
        let inputs: [LogicalType] = [.string, .bigint, .boolean]
        let harness = Self.harness(
            inputs,
            keys: [0],
            [
                Self.call(.count, [1], inputs, .bigint, isDistinct: true),
                Self.call(.sum, [1], inputs, .bigint, isDistinct: true, filter: 2),
                Self.call(.count, [], inputs, .bigint, filter: 2),
            ]
        )
        let events: [Event] = [
            .insert("a", 4, true), .insert("a", 4, true), .insert("a", 5, false), .insert("a", 6, nil),
            .delete("a", 4, true), .delete("a", 4, true),
        ]
        #expect(
            try harness.run(events).lines == [
                "+I[a, 1, 4, 1]", "-U[a, 1, 4, 1]", "+U[a, 1, 4, 2]", "-U[a, 1, 4, 2]", "+U[a, 2, 4, 2]",
                "-U[a, 2, 4, 2]", "+U[a, 3, 4, 2]", "-U[a, 3, 4, 2]", "+U[a, 3, 4, 1]", "-U[a, 3, 4, 1]",
                "+U[a, 2, NULL, 0]",
            ]
        )
    }

    @Test func withdrawnRowsOfAnAppendOnlyLookingResultAreForgotten() throws {
        let inputs: [LogicalType] = [.string, .string]
        let harness = Self.harness(
            inputs,
            keys: [0],
            [
                Self.call(.minimum, [1], inputs, .string), Self.call(.maximum, [1], inputs, .string),
                Self.call(.firstValue, [1], inputs, .string), Self.call(.lastValue, [1], inputs, .string),
                Self.call(.concatenation, [1], inputs, .string),
            ]
        )
        let long = "a string that is too long for a slot"
        let events: [Event] = [
            .insert("k", "m"), .insert("k", .init(.string(long))), .insert("k", "z"), .insert("k", "m"),
            .delete("k", "m"), .delete("k", .init(.string(long))), .delete("k", "z"),
        ]
        let result = try harness.run(events).rows.filter { !$0.kind.isRetraction }.map(\.description)
        #expect(
            result == [
                "+I[k, m, m, m, m, m]",
                "+U[k, \(long), m, m, \(long), m,\(long)]",
                "+U[k, \(long), z, m, z, m,\(long),z]",
                "+U[k, \(long), z, m, m, m,\(long),z,m]",
                "+U[k, \(long), z, \(long), m, \(long),z,m]",
                "+U[k, m, z, z, m, z,m]",
                "+U[k, m, m, m, m, m]",
            ]
        )
    }

    @Test func secondRowViolatesSingleValue() throws {
        let inputs: [LogicalType] = [.string, .bigint]
        let harness = Self.harness(inputs, keys: [0], [Self.call(.singleValue, [1], inputs, .bigint)])
        #expect(
            try harness.run([.insert("a", nil), .before("a", nil), .after("a", 2), .delete("a", 2)]).lines == [
                "+I[a, NULL]", "-D[a, NULL]", "+I[a, 2]", "-D[a, 2]",
            ]
        )
        #expect(throws: AccumulatorFault.self) { try harness.run([.insert("a", 1), .insert("a", 1)]) }
    }
}
