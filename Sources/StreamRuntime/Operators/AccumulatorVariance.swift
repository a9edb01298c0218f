import StreamSQL

/// STDDEV_POP, STDDEV_SAMP, VAR_POP and VAR_SAMP by Welford's method, in DOUBLE whatever the argument's type. Words: the
/// number of values, their mean, the sum of the squared distances to it. Flink: WelfordM2AggFunction, and what
/// AggregateReduceFunctionsRule makes of it. OVER aggregations use another method (`AccumulatorSquares`).
final class AccumulatorVariance: Accumulator {
    static let wordCount = 3
    let offset: Int
    private let column: Int
    private let argument: LogicalType
    private let type: LogicalType
    private let isSample: Bool
    private let isRoot: Bool

    init(_ call: AggregateCall, argument: LogicalType, offset: Int) {
        self.offset = offset
        column = call.arguments[0]
        self.argument = argument
        type = call.type.logical
        isSample = call.function == .standardDeviationSample || call.function == .varianceSample
        isRoot = call.function == .standardDeviationSample || call.function == .standardDeviationPopulation
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
        switch source.type {
        case .double:
            let values = source.doubles
            run(steps, groups, results) { values[$0] }
        case .int64:
            let values = source.int64s
            run(steps, groups, results) { Double(values[$0]) }
        default:
            guard case .decimal(let precision, let scale) = argument else {
                preconditionFailure("a variance over no numbers")
            }
            let values = source
            run(steps, groups, results) { row in
                let value = values.type == .decimal64 ? Int128(values.int64s[row]) : values.decimal128s[row]
                return AccumulatorDecimal.double(value, precision: precision, scale: scale)
            }
        }
    }

    @inline(__always)
    private func run(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ results: AccumulatorResults,
        _ value: (Int) -> Double
    ) {
        let nulls = results.column.writableNulls()
        each(steps, groups, results) { words, _, row in
            nulls[row] = 0
            self.write(words, results.column, row)
        } update: { words, _, row, sign in
            Self.update(words, value(row), sign)
        }
    }

    @inline(__always)
    private static func update(_ words: UnsafeMutablePointer<UInt64>, _ value: Double, _ sign: Int8) {
        let count = words.signed &+ Int64(sign)
        words.signed = count
        guard count > 0 else {
            if sign < 0, count == 0 { (words + 1).update(repeating: 0, count: 2) }
            return
        }
        // The mean moves by the distance to the value; taking a value back runs the same steps backwards.
        let distance = value - (words + 1).double
        let step = distance / Double(count)
        (words + 1).double = sign > 0 ? (words + 1).double + step : (words + 1).double - step
        let other = value - (words + 1).double
        (words + 2).double = sign > 0 ? (words + 2).double + distance * other : (words + 2).double - other * distance
    }

    private func write(_ words: UnsafeMutablePointer<UInt64>, _ column: Column, _ row: Int) {
        let count = words.signed
        let squares = (words + 2).double
        if count <= 0 || squares < 0 || isSample && count == 1 { return column.setNull(row) }
        let variance = squares / Double(isSample ? count - 1 : count)
        let value = isRoot ? variance.squareRoot() : variance
        switch type {
        case .double: column.doubles[row] = value
        case .float: column.doubles[row] = Double(Float(value))
        case .decimal(let precision, let scale):
            guard let unscaled = AccumulatorDecimal.cast(value, precision: precision, scale: scale) else {
                return column.setNull(row)
            }
            if column.type == .decimal64 {
                column.int64s[row] = Int64(truncatingIfNeeded: unscaled)
            } else {
                column.decimal128s[row] = unscaled
            }
        case .tinyint: column.int64s[row] = AccumulatorDecimal.truncate(value, bytes: 1)
        case .smallint: column.int64s[row] = AccumulatorDecimal.truncate(value, bytes: 2)
        case .integer: column.int64s[row] = AccumulatorDecimal.truncate(value, bytes: 4)
        default: column.int64s[row] = AccumulatorDecimal.truncate(value, bytes: 8)
        }
    }

    func encode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, to writer: StateWriter) {
        for word in 0..<3 { writer.put(words[word]) }
    }

    func decode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, _ record: inout StateRecord) throws(StateError)
    {
        for word in 0..<3 { words[word] = try record.number() }
    }
}
