import StreamSQL

/// SUM, $SUM0 and AVG of integers, intervals, FLOAT and DOUBLE. Words: the sum, the number of values. Flink:
/// SumAggFunction, SumWithRetractAggFunction, Sum0AggFunction, AvgAggFunction.
///
/// Integers wrap as in Java: SUM in the argument's type, AVG in BIGINT; AVG truncates. FLOAT is summed up in FLOAT by SUM
/// and in DOUBLE by AVG. A reduced AVG is SUM divided by COUNT, so that its sum has the argument's type too. What a
/// retraction leaves behind by rounding stays in the sum.
final class AccumulatorSum: Accumulator {
    static let wordCount = 2
    let offset: Int
    private let column: Int
    private let function: AggregateFunction
    private let argument: LogicalType
    private let type: LogicalType
    private let isReduced: Bool

    init(_ call: AggregateCall, argument: LogicalType, isReduced: Bool, offset: Int) {
        self.offset = offset
        column = call.arguments[0]
        function = call.function
        self.argument = argument
        type = call.type.logical
        self.isReduced = isReduced
    }

    func initialize(_ words: UnsafeMutablePointer<UInt64>) {
        // why: -0.0 + x is x for every x; SUM begins with NULL in Flink, so that SUM of -0.0 is -0.0.
        words[0] = argument.isApproximate && function == .sum && !isReduced ? (-0.0).bitPattern : 0
        words[1] = 0
    }

    func release(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32) { words.update(repeating: 0, count: 2) }

    func run(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ batch: Batch,
        _ results: AccumulatorResults
    ) {
        if argument.isApproximate {
            runDoubles(steps, groups, batch.columns[column], results)
        } else {
            runIntegers(steps, groups, batch.columns[column], results)
        }
    }

    private func runIntegers(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ source: Column,
        _ results: AccumulatorResults
    ) {
        let values = source.int64s
        let target = results.column.int64s
        let bytes = Self.bytes(type)
        let sumBytes = isReduced ? Self.bytes(argument) : 8
        let update: (UnsafeMutablePointer<UInt64>, UInt32, Int, Int8) -> Void = { words, _, row, sign in
            words.signed &+= sign > 0 ? values[row] : 0 &- values[row]
            (words + 1).signed &+= Int64(sign)
        }
        if function == .sumOrZero {
            each(
                steps,
                groups,
                results,
                write: { words, _, row in
                    target[row] = AccumulatorDecimal.narrow(words.signed, bytes: bytes)
                },
                update: update
            )
            return
        }
        let nulls = results.column.writableNulls()
        let isAverage = function == .average
        each(
            steps,
            groups,
            results,
            write: { words, _, row in
                let count = (words + 1).signed
                nulls[row] = count == 0 ? 1 : 0
                let sum = AccumulatorDecimal.narrow(words.signed, bytes: sumBytes)
                let value = isAverage && count != 0 ? sum.dividedReportingOverflow(by: count).partialValue : sum
                target[row] = count == 0 ? 0 : AccumulatorDecimal.narrow(value, bytes: bytes)
            },
            update: update
        )
    }

    private static func bytes(_ type: LogicalType) -> Int {
        switch type {
        case .tinyint: 1
        case .smallint: 2
        case .integer: 4
        default: 8
        }
    }

    private func runDoubles(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ source: Column,
        _ results: AccumulatorResults
    ) {
        let values = source.doubles
        let target = results.column.doubles
        let isAverage = function == .average
        let isSingle = argument == .float && (!isAverage || isReduced)
        let isSingleResult = type == .float
        let nulls = function == .sumOrZero ? nil : results.column.writableNulls()
        each(steps, groups, results) { words, _, row in
            let count = (words + 1).signed
            if let nulls {
                nulls[row] = count == 0 ? 1 : 0
                if count == 0 {
                    target[row] = 0
                    return
                }
            }
            let value = isAverage ? words.double / Double(count) : words.double
            target[row] = isSingleResult ? Double(Float(value)) : value
        } update: { words, _, row, sign in
            (words + 1).signed &+= Int64(sign)
            let value = sign > 0 ? values[row] : -values[row]
            words.double = isSingle ? Double(Float(words.double) + Float(value)) : words.double + value
        }
    }

    func encode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, to writer: StateWriter) {
        writer.put(words[0])
        writer.put(words[1])
    }

    func decode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, _ record: inout StateRecord) throws(StateError)
    {
        words[0] = try record.number()
        words[1] = try record.number()
    }
}
