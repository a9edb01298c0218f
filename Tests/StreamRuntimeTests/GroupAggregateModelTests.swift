import StreamSQL
import Testing

@testable import StreamRuntime

/// Compares aggregates with a computation over all rows so far.
@Suite struct GroupAggregateModelTests {
    typealias Row = ChangelogHarness.Row
    typealias Event = ChangelogHarness.Event

    static let inputs: [LogicalType] = [
        .string, .bigint, .double, .decimal(precision: 12, scale: 2), .decimal(precision: 25, scale: 3), .string,
        .boolean,
        .tinyint,
    ]

    static func calls(_ inputs: [LogicalType]) -> [AggregateCall] {
        func call(
            _ function: AggregateFunction,
            _ column: Int?,
            _ type: LogicalType,
            isDistinct: Bool = false,
            filter: Int? = nil
        ) -> AggregateCall {
            GroupAggregateTests.call(
                function,
                column.map { [$0] } ?? [],
                inputs,
                type,
                isDistinct: isDistinct,
                filter: filter
            )
        }
        return [
            call(.count, nil, .bigint), call(.count, 5, .bigint), call(.count, 5, .bigint, isDistinct: true),
            call(.sum, 1, .bigint), call(.average, 1, .bigint, filter: 6), call(.sum, 7, .tinyint),
            call(.sum, 3, .decimal(precision: 38, scale: 2)), call(.average, 3, .decimal(precision: 38, scale: 6)),
            call(.sum, 4, .decimal(precision: 38, scale: 3), isDistinct: true), call(.minimum, 1, .bigint),
            call(.maximum, 4, .decimal(precision: 25, scale: 3)), call(.minimum, 5, .string),
            call(.maximum, 5, .string, filter: 6), call(.sumOrZero, 1, .bigint), call(.maximum, 6, .boolean),
            call(.minimum, 2, .double), call(.firstValue, 5, .string), call(.lastValue, 1, .bigint),
            call(.concatenation, 5, .string), call(.lastValue, 4, .decimal(precision: 25, scale: 3)),
        ]
    }

    static func value(_ type: LogicalType, _ random: inout ChangelogHarness.Random) -> Value {
        if Int.random(in: 0..<8, using: &random) == 0 { return .null }
        let number = Int64.random(in: -9...20, using: &random)
        switch type {
        case .boolean: return .boolean(number > 3)
        case .bigint: return .int64(number)
        case .tinyint: return .int64(number * 5)
        case .double: return .double(Double(number) / 4)
        case .decimal(let precision, _):
            return .decimal(precision > 18 ? Int128(number) * 1_000_000_000_000_000_000_003 : Int128(number) * 10)
        default: return .string(number % 3 == 0 ? "value number \(number), too long for a slot" : "v\(number)")
        }
    }

    /// Inserts, updates and deletes of rows that are there.
    static func changelog(seed: UInt64, count: Int, canRetract: Bool) -> [Event] {
        var random = ChangelogHarness.Random(seed: seed)
        var live: [[Value]] = []
        var events: [Event] = []
        func fresh() -> [Value] {
            [.string("key\(Int.random(in: 0..<6, using: &random))")] + inputs.dropFirst().map { value($0, &random) }
        }
        while events.count < count {
            let choice = canRetract ? Int.random(in: 0..<10, using: &random) : 0
            if choice < 5 || live.isEmpty {
                live.append(fresh())
                events.append(.row(Row(.insert, live[live.count - 1])))
            } else {
                let index = Int.random(in: 0..<live.count, using: &random)
                let old = live.remove(at: index)
                if choice < 8 {
                    events.append(.row(Row(.delete, old)))
                } else {
                    var new = fresh()
                    new[0] = old[0]
                    live.append(new)
                    events.append(.row(Row(.updateBefore, old)))
                    events.append(.row(Row(.updateAfter, new)))
                }
            }
        }
        return events
    }

    /// The aggregates over rows. `columns` are the values of each column in the order in which they came: a value that is
    /// withdrawn is the oldest equal one, whatever else its row had.
    static func expected(_ rows: [[Value]], columns: [[Value]]) -> [Value] {
        calls(inputs).map { call in
            if [.firstValue, .lastValue, .concatenation].contains(call.function) {
                return aggregate(call, columns[call.arguments[0]])
            }
            var chosen = rows
            if let filter = call.filter { chosen = chosen.filter { $0[filter] == .boolean(true) } }
            guard let column = call.arguments.first else { return .int64(Int64(chosen.count)) }
            var values = chosen.map { $0[column] }.filter { $0 != .null }
            if call.isDistinct {
                var seen: Set<Value> = []
                values = values.filter { seen.insert($0).inserted }
            }
            return aggregate(call, values)
        }
    }

    static func number(_ value: Value) -> Int128 {
        switch value {
        case .int64(let value): Int128(value)
        case .decimal(let value): value
        case .boolean(let value): value ? 1 : 0
        case .double(let value): Int128(value * 4)
        default: 0
        }
    }

    static func aggregate(_ call: AggregateCall, _ values: [Value]) -> Value {
        let isString = values.contains { if case .string = $0 { true } else { false } }
        func text(_ value: Value) -> String { if case .string(let text) = value { text } else { "" } }
        let sum = values.reduce(Int128(0)) { $0 + number($1) }
        switch call.function {
        case .count: return .int64(Int64(values.count))
        case .sumOrZero: return .int64(Int64(sum))
        case _ where values.isEmpty: return .null
        case .sum:
            if call.type.logical == .tinyint { return .int64(Int64(Int8(truncatingIfNeeded: sum))) }
            return call.type.logical == .bigint ? .int64(Int64(sum)) : .decimal(sum)
        case .average:
            let count = Int128(values.count)
            if call.type.logical == .bigint { return .int64(Int64(sum / count)) }
            let scaled = sum.magnitude * 10_000
            let rounded = (scaled * 2 + count.magnitude) / (2 * count.magnitude)
            return .decimal(sum < 0 ? -Int128(rounded) : Int128(rounded))
        case .minimum, .maximum:
            let isMinimum = call.function == .minimum
            let sorted = values.sorted {
                isString ? text($0).utf8.lexicographicallyPrecedes(text($1).utf8) : number($0) < number($1)
            }
            return isMinimum ? sorted[0] : sorted[sorted.count - 1]
        case .firstValue: return values[0]
        case .lastValue: return values[values.count - 1]
        default: return .string(values.map(text).joined(separator: ","))
        }
    }

    /// The table that the aggregation of these rows is.
    static func batch(_ events: [Event]) -> [[Value]: Int] {
        var groups: [Value: (rows: [[Value]], columns: [[Value]])] = [:]
        for case .row(let row, _) in events {
            var group = groups[row.values[0]] ?? ([], inputs.map { _ in [] })
            if row.kind.isRetraction {
                if let index = group.rows.firstIndex(of: row.values) { group.rows.remove(at: index) }
            } else {
                group.rows.append(row.values)
            }
            for (column, value) in row.values.enumerated() where value != .null {
                if row.kind.isRetraction {
                    if let index = group.columns[column].firstIndex(of: value) {
                        group.columns[column].remove(at: index)
                    }
                } else {
                    group.columns[column].append(value)
                }
            }
            groups[row.values[0]] = group.rows.isEmpty ? nil : group
        }
        var table: [[Value]: Int] = [:]
        for (key, group) in groups { table[[key] + expected(group.rows, columns: group.columns)] = 1 }
        return table
    }

    @Test(arguments: [true, false]) func resultsAreThoseOfAllRowsSoFar(canRetract: Bool) throws {
        for seed in UInt64(1)...6 {
            let events = Self.changelog(seed: seed, count: 160, canRetract: canRetract)
            let harness = GroupAggregateTests.harness(
                Self.inputs,
                keys: [0],
                Self.calls(Self.inputs),
                canRetract: canRetract
            )
            let result = try harness.runEveryWay(events, key: [0], seed: seed)
            #expect(try result.table() == Self.batch(events), "seed \(seed)")
            let prefix = Array(events.prefix(Int(seed) * 20))
            if case .row(let last, _) = prefix[prefix.count - 1], last.kind == .updateBefore { continue }
            #expect(try harness.run(prefix).table() == Self.batch(prefix), "seed \(seed), prefix")
        }
    }
}
