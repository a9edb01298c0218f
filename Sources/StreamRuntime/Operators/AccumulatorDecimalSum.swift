import StreamSQL

/// SUM, $SUM0 and AVG of DECIMAL. Words: the exact sum (two), the number of values. Flink: DecimalSumAggFunction,
/// DecimalSumWithRetractAggFunction, DecimalSum0AggFunction, DecimalAvgAggFunction.
///
/// A sum of more than 38 digits is NULL. After that SUM begins anew with the next value, unless it is reduced to $SUM0;
/// $SUM0 and AVG stay NULL: so it comes from Flink's expressions.
final class AccumulatorDecimalSum: Accumulator {
    static let wordCount = 3
    /// The sum that became NULL.
    private static let overflowed = Int128.min
    private static let limit = Int128(WideDecimal.power(38))
    let offset: Int
    private let column: Int
    private let function: AggregateFunction
    private let sumScale: Int
    private let extraDigits: Int
    private let type: WideDecimal
    private let limit: Int128
    private let beginsAnew: Bool

    init(_ call: AggregateCall, argumentScale: Int, isReduced: Bool, offset: Int) {
        guard case .decimal(let precision, let scale) = call.type.logical else {
            preconditionFailure("a DECIMAL aggregate of another type")
        }
        self.offset = offset
        column = call.arguments[0]
        function = call.function
        sumScale = argumentScale
        extraDigits = max(0, scale - argumentScale)
        type = WideDecimal(precision: precision, scale: scale)
        limit = Int128(WideDecimal.power(precision))
        beginsAnew = call.function == .sum && !isReduced
    }

    func initialize(_ words: UnsafeMutablePointer<UInt64>) { words.update(repeating: 0, count: 3) }

    func release(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32) { initialize(words) }

    func run(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ batch: Batch,
        _ results: AccumulatorResults
    ) {
        let source = batch.columns[column]
        if source.type == .decimal64 {
            let values = source.int64s
            run(steps, groups, results) { Int128(values[$0]) }
        } else {
            let values = source.decimal128s
            run(steps, groups, results) { values[$0] }
        }
    }

    @inline(__always)
    private func run(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ results: AccumulatorResults,
        _ value: (Int) -> Int128
    ) {
        let beginsAnew = beginsAnew
        let result = results.column
        let nulls = result.writableNulls()
        each(steps, groups, results) { words, _, row in
            guard let value = self.result(words) else {
                result.setNull(row)
                return
            }
            nulls[row] = 0
            if result.type == .decimal64 {
                result.int64s[row] = Int64(truncatingIfNeeded: value)
            } else {
                result.decimal128s[row] = value
            }
        } update: { words, _, row, sign in
            (words + 2).signed &+= Int64(sign)
            let added = sign > 0 ? value(row) : -value(row)
            let sum = words.wide
            if sum == Self.overflowed {
                if beginsAnew { words.wide = added }
                return
            }
            // Neither has more than 38 digits, so that 128 bits hold what comes out.
            let next = sum + added
            words.wide = next >= Self.limit || next <= -Self.limit ? Self.overflowed : next
        }
    }

    @inline(__always)
    private func result(_ words: UnsafeMutablePointer<UInt64>) -> Int128? {
        let sum = words.wide
        let count = (words + 2).signed
        if sum == Self.overflowed || count == 0 && function != .sumOrZero { return nil }
        guard function == .average else { return sum < limit && sum > -limit ? sum : nil }
        return AccumulatorDecimal.average(sum, count, type, sumScale: sumScale, extraDigits: extraDigits)
    }

    func encode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, to writer: StateWriter) {
        for word in 0..<3 { writer.put(words[word]) }
    }

    func decode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, _ record: inout StateRecord) throws(StateError)
    {
        for word in 0..<3 { words[word] = try record.number() }
    }
}
