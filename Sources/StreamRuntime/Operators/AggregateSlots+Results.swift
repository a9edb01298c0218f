import StreamSQL

extension AggregateSlots {
    /// Appends the results of some groups to one column for each aggregate. Strings still point to where the groups keep
    /// them, in one of the arenas.
    func append(
        _ groups: UnsafeMutablePointer<UInt64>,
        places: UnsafePointer<UInt32>,
        count: Int,
        to columns: [Column],
        arenas: [StringArena]
    ) {
        for (result, column) in zip(results, columns) {
            let start = column.count
            column.reserve(start + count)
            column.count = start + count
            if let nulls = column.nulls { (nulls + start).update(repeating: 0, count: count) }
            if column.type == .string { for arena in arenas { column.retain(arena) } }
            write(result, groups, places, count, column, start)
        }
    }

    private func write(
        _ result: Result,
        _ groups: UnsafeMutablePointer<UInt64>,
        _ places: UnsafePointer<UInt32>,
        _ count: Int,
        _ column: Column,
        _ start: Int
    ) {
        let words = { (index: Int) in groups + Int(places[index]) * stride }
        switch result.function {
        case .count:
            let slot = slots[result.count]
            let target = column.int64s + start
            for index in 0..<count { target[index] = Int64(bitPattern: words(index)[slot.offset]) }
        case .sum, .sumOrZero, .average:
            writeSums(result, words, count, column, start)
        case .minimum, .maximum, .firstValue, .lastValue:
            let slot = slots[result.value]
            for index in 0..<count {
                let value = words(index) + slot.offset
                guard value[slot.valueWords] != 0 else {
                    column.setNull(start + index)
                    continue
                }
                switch column.type {
                case .boolean: column.booleans[start + index] = UInt8(truncatingIfNeeded: value[0])
                case .int64, .double, .decimal64: column.words[start + index] = value[0]
                case .decimal128: column.decimal128s[start + index] = Self.decimal(value)
                case .string: column.strings[start + index] = StringRef(head: value[0], tail: value[1])
                case .boxed: preconditionFailure("nested values are not kept")
                }
            }
        case .standardDeviationPopulation, .standardDeviationSample, .variancePopulation, .varianceSample:
            writeVariances(result, words, count, column, start)
        case .concatenation, .singleValue:
            preconditionFailure("refused when the layout was made")
        }
    }

    private func writeSums(
        _ result: Result,
        _ words: (Int) -> UnsafeMutablePointer<UInt64>,
        _ count: Int,
        _ column: Column,
        _ start: Int
    ) {
        let value = slots[result.value]
        let counted = slots[result.count].offset
        let isAverage = result.function == .average
        for index in 0..<count {
            let group = words(index)
            let rows = Int64(bitPattern: group[counted])
            if rows == 0, result.function != .sumOrZero {
                column.setNull(start + index)
                continue
            }
            let place = group + value.offset
            switch value.kind {
            case .integerSum:
                let sum = Int64(bitPattern: place[0])
                column.int64s[start + index] = Self.narrow(isAverage ? sum / rows : sum, result.type.logical)
            case .doubleSum:
                let sum = Double(bitPattern: place[0])
                let quotient = isAverage ? sum / Double(rows) : sum
                column.doubles[start + index] = result.type.logical == .float ? Double(Float(quotient)) : quotient
            default:
                writeDecimal(Self.decimal(place), isAverage ? rows : nil, result, column, start + index)
            }
        }
    }

    /// Java narrows an overflowing sum to its type by dropping high bits.
    private static func narrow(_ value: Int64, _ type: LogicalType) -> Int64 {
        switch type {
        case .tinyint: Int64(Int8(truncatingIfNeeded: value))
        case .smallint: Int64(Int16(truncatingIfNeeded: value))
        case .integer: Int64(Int32(truncatingIfNeeded: value))
        default: value
        }
    }

    private func writeDecimal(_ sum: Int128, _ rows: Int64?, _ result: Result, _ column: Column, _ row: Int) {
        guard case .decimal(let precision, let scale) = result.type.logical,
            case .decimal(_, let argumentScale)? = result.argument?.logical
        else { preconditionFailure("a decimal aggregate over another type") }
        let value = rows.map { DecimalDivision.quotient(sum, $0, extraDigits: scale - argumentScale) } ?? sum
        guard let value, value.magnitude < DecimalDivision.powerOfTen(precision) else { return column.setNull(row) }
        if column.type == .decimal64 {
            column.int64s[row] = Int64(value)
        } else {
            column.decimal128s[row] = value
        }
    }

    private func writeVariances(
        _ result: Result,
        _ words: (Int) -> UnsafeMutablePointer<UInt64>,
        _ count: Int,
        _ column: Column,
        _ start: Int
    ) {
        let isSample = result.function == .standardDeviationSample || result.function == .varianceSample
        let isRoot = result.function == .standardDeviationPopulation || result.function == .standardDeviationSample
        let slot = slots[result.value]
        for index in 0..<count {
            let group = words(index) + slot.offset
            let divisor = Int64(bitPattern: group[0]) - (isSample ? 1 : 0)
            guard divisor > 0 else {
                column.setNull(start + index)
                continue
            }
            let variance = Double(bitPattern: group[2]) / Double(divisor)
            write(isRoot ? variance.squareRoot() : variance, result.type.logical, column, start + index)
        }
    }

    private func write(_ value: Double, _ type: LogicalType, _ column: Column, _ row: Int) {
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
        default: column.int64s[row] = Self.narrow(Int64(value), type)
        }
    }
}

/// Exact division of unscaled decimals. Flink: DecimalDataUtils.divide, HALF_UP.
enum DecimalDivision {
    private static let powers: [UInt128] = (0...38).map { exponent in
        (0..<exponent).reduce(UInt128(1)) { power, _ in power * 10 }
    }

    /// 10 to the power of 0 to 38.
    @inline(__always)
    static func powerOfTen(_ exponent: Int) -> UInt128 { powers[exponent] }

    /// `dividend / divisor` with so many more digits behind the point, rounded HALF_UP; nil if it has over 38 digits.
    static func quotient(_ dividend: Int128, _ divisor: Int64, extraDigits: Int) -> Int128? {
        let divides = UInt128(divisor.magnitude)
        var (value, remainder) = dividend.magnitude.quotientAndRemainder(dividingBy: divides)
        for _ in 0..<max(0, extraDigits) {
            guard value < powers[37] else { return nil }
            let (digit, rest) = (remainder * 10).quotientAndRemainder(dividingBy: divides)
            value = value * 10 + digit
            remainder = rest
        }
        if remainder * 2 >= divides { value += 1 }
        guard value < powers[38] else { return nil }
        return (dividend < 0) != (divisor < 0) ? -Int128(value) : Int128(value)
    }
}
