import StreamSQL

/// STDDEV_POP, STDDEV_SAMP, VAR_POP and VAR_SAMP of OVER aggregations: by the sums of the values and of their squares, all
/// in the argument's type. Words: the sum, the sum of squares (two each), the number of values. Flink: what Calcite's
/// AvgVarianceConvertlet makes of them; aggregations of groups use another method (`AccumulatorVariance`).
final class AccumulatorSquares: Accumulator {
    static let wordCount = 5
    private static let squares = 2
    private static let count = 4
    /// A sum that became NULL by overflow, which stays.
    private static let overflowed = Int128.min

    private enum Arithmetic {
        case double
        case single
        /// Of so many bytes.
        case integer(Int)
        /// Values have to be scaled up by so many digits first; squares come with another scale.
        case decimal(WideDecimal, digits: Int, squares: WideDecimal)
    }

    let offset: Int
    private let column: Int
    private let arithmetic: Arithmetic
    private let isSample: Bool
    private let isRoot: Bool

    init?(_ call: AggregateCall, argument: LogicalType, offset: Int) {
        self.offset = offset
        column = call.arguments[0]
        isSample = call.function == .standardDeviationSample || call.function == .varianceSample
        isRoot = call.function == .standardDeviationSample || call.function == .standardDeviationPopulation
        switch (argument, call.type.logical) {
        case (.decimal(_, let from), .decimal(let precision, let scale)):
            // Flink: findMultiplicationDecimalType of two values of the result's type.
            let whole = 2 * (precision - scale) + 1
            let product = min(2 * scale, max(38 - whole, min(2 * scale, 6)))
            arithmetic = .decimal(
                WideDecimal(precision: precision, scale: scale),
                digits: scale - from,
                squares: WideDecimal(precision: 38, scale: product)
            )
        case (.double, _): arithmetic = .double
        case (.float, _): arithmetic = .single
        case (.tinyint, _): arithmetic = .integer(1)
        case (.smallint, _): arithmetic = .integer(2)
        case (.integer, _): arithmetic = .integer(4)
        case (.bigint, _): arithmetic = .integer(8)
        default: return nil
        }
    }

    func initialize(_ words: UnsafeMutablePointer<UInt64>) { words.update(repeating: 0, count: Self.wordCount) }

    func release(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32) { initialize(words) }

    func run(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ batch: Batch,
        _ results: AccumulatorResults
    ) {
        let source = batch.columns[column]
        let nulls = results.column.writableNulls()
        each(steps, groups, results) { words, _, row in
            nulls[row] = 0
            self.write(words, results.column, row)
        } update: { words, _, row, sign in
            self.update(words, source, row, sign)
        }
    }

    private func update(_ words: UnsafeMutablePointer<UInt64>, _ source: Column, _ row: Int, _ sign: Int8) {
        (words + Self.count).signed &+= Int64(sign)
        let squares = words + Self.squares
        switch arithmetic {
        case .double:
            let value = source.doubles[row]
            words.double += sign > 0 ? value : -value
            squares.double += sign > 0 ? value * value : -(value * value)
        case .single:
            let value = Float(source.doubles[row])
            words.double = Double(Float(words.double) + (sign > 0 ? value : -value))
            squares.double = Double(Float(squares.double) + (sign > 0 ? value * value : -(value * value)))
        case .integer(let bytes):
            let value = source.int64s[row]
            let square = AccumulatorDecimal.narrow(value &* value, bytes: bytes)
            words.signed = AccumulatorDecimal.narrow(words.signed &+ (sign > 0 ? value : 0 &- value), bytes: bytes)
            squares.signed = AccumulatorDecimal.narrow(
                squares.signed &+ (sign > 0 ? square : 0 &- square),
                bytes: bytes
            )
        case .decimal(let type, let digits, let product):
            let value = source.type == .decimal64 ? Int128(source.int64s[row]) : source.decimal128s[row]
            let scaled = type.rescaled(value, from: type.scale - digits)
            add(scaled, sign, type, to: words)
            let square = scaled.flatMap { product.product($0, type.scale, $0, type.scale) }
            add(square.flatMap { type.rescaled($0, from: product.scale) }, sign, type, to: squares)
        }
    }

    private func add(_ value: Int128?, _ sign: Int8, _ type: WideDecimal, to words: UnsafeMutablePointer<UInt64>) {
        // A value that overflows is NULL and left out; a sum that overflows stays NULL.
        guard let value, words.wide != Self.overflowed else { return }
        words.wide = type.sum(words.wide, type.scale, sign > 0 ? value : -value, type.scale) ?? Self.overflowed
    }

    private func write(_ words: UnsafeMutablePointer<UInt64>, _ column: Column, _ row: Int) {
        let count = (words + Self.count).signed
        if count <= 0 || isSample && count == 1 { return column.setNull(row) }
        let divisor = isSample ? count - 1 : count
        let squares = words + Self.squares
        switch arithmetic {
        case .double:
            let variance = (squares.double - words.double * words.double / Double(count)) / Double(divisor)
            column.doubles[row] = isRoot ? variance.squareRoot() : variance
        case .single:
            let product = Float(words.double) * Float(words.double)
            let variance = (Float(squares.double) - product / Float(count)) / Float(divisor)
            column.doubles[row] = Double(isRoot ? Float(Double(variance).squareRoot()) : variance)
        case .integer(let bytes):
            let product = AccumulatorDecimal.narrow(words.signed &* words.signed, bytes: bytes)
            let mean = AccumulatorDecimal.narrow(product / count, bytes: bytes)
            let variance = AccumulatorDecimal.narrow(squares.signed &- mean, bytes: bytes) / divisor
            column.int64s[row] =
                isRoot
                ? AccumulatorDecimal.truncate(Double(variance).squareRoot(), bytes: bytes)
                : AccumulatorDecimal.narrow(variance, bytes: bytes)
        case .decimal(let type, _, let product):
            guard let value = decimal(words, count, divisor, type, product) else { return column.setNull(row) }
            if column.type == .decimal64 {
                column.int64s[row] = Int64(truncatingIfNeeded: value)
            } else {
                column.decimal128s[row] = value
            }
        }
    }

    private func decimal(
        _ words: UnsafeMutablePointer<UInt64>,
        _ count: Int64,
        _ divisor: Int64,
        _ type: WideDecimal,
        _ product: WideDecimal
    ) -> Int128? {
        let sum = words.wide
        let squares = (words + Self.squares).wide
        guard sum != Self.overflowed, squares != Self.overflowed,
            let square = product.product(sum, type.scale, sum, type.scale),
            let scaled = type.rescaled(square, from: product.scale),
            let mean = type.quotient(scaled, type.scale, Int128(count), 0),
            let difference = type.sum(squares, type.scale, -mean, type.scale),
            let variance = type.quotient(difference, type.scale, Int128(divisor), 0)
        else { return nil }
        guard isRoot else { return variance }
        let root = AccumulatorDecimal.double(variance, precision: type.precision, scale: type.scale).squareRoot()
        return AccumulatorDecimal.cast(root, precision: type.precision, scale: type.scale)
    }

    func encode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, to writer: StateWriter) {
        for word in 0..<Self.wordCount { writer.put(words[word]) }
    }

    func decode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, _ record: inout StateRecord) throws(StateError)
    {
        for word in 0..<Self.wordCount { words[word] = try record.number() }
    }
}
