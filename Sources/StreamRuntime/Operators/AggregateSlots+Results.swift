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
        case .concatenation, .arrayAggregate:
            let slot = slots[result.value]
            for index in 0..<count { writeList(slot, words(index) + slot.offset, column, start + index) }
        case .singleValue:
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
        if value.kind == .decimalSum { return writeDecimals(result, words, count, column, start) }
        for index in 0..<count {
            let group = words(index)
            let rows = Int64(bitPattern: group[counted])
            if rows == 0, result.function != .sumOrZero {
                column.setNull(start + index)
                continue
            }
            let place = group + value.offset
            if value.kind == .integerSum {
                let sum = Int64(bitPattern: place[0])
                column.int64s[start + index] = Self.narrow(isAverage ? sum / rows : sum, result.type.logical)
            } else {
                finishSum(place, isSingle: value.kind == .floatSum)
                let sum = Double(bitPattern: place[0])
                let quotient = isAverage ? sum / Double(rows) : sum
                column.doubles[start + index] = result.type.logical == .float ? Double(Float(quotient)) : quotient
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

    private func writeDecimals(
        _ result: Result,
        _ words: (Int) -> UnsafeMutablePointer<UInt64>,
        _ count: Int,
        _ column: Column,
        _ start: Int
    ) {
        guard case .decimal(let precision, let scale) = result.type.logical,
            case .decimal(_, let argumentScale)? = result.argument?.logical
        else { preconditionFailure("a decimal aggregate over another type") }
        let sum = slots[result.value].offset
        let counted = slots[result.count].offset
        let isAverage = result.function == .average
        let isNullWithoutRows = result.function != .sumOrZero
        let limit = DecimalDivision.powerOfTen(precision)
        let division = DecimalDivision(extraDigits: scale - argumentScale)
        let shorts = column.type == .decimal64 ? column.int64s + start : nil
        let longs = column.type == .decimal64 ? nil : column.decimal128s + start
        for index in 0..<count {
            let group = words(index)
            let rows = Int64(bitPattern: group[counted])
            var value: Int128? = Self.decimal(group + sum)
            if rows == 0, isNullWithoutRows {
                value = nil
            } else if isAverage, let total = value {
                value = division.quotient(total, rows)
            }
            guard let value, value.magnitude < limit else {
                column.setNull(start + index)
                continue
            }
            shorts?[index] = Int64(truncatingIfNeeded: value)
            longs?[index] = value
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
            finishMoments(group)
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

/// Exact division of unscaled decimals by whole numbers, with so many more digits behind the point, rounded HALF_UP. Flink:
/// DecimalDataUtils.divide.
struct DecimalDivision {
    private static let powers: [UInt128] = (0...38).map { exponent in
        (0..<exponent).reduce(UInt128(1)) { power, _ in power * 10 }
    }
    /// 10 to the power of this fits a word.
    private static let wordDigits = 18

    private let extraDigits: Int
    /// What a dividend of one word is multiplied by; 0 if that is more than a word.
    private let factor: Int64

    /// Division with so many more digits.
    init(extraDigits: Int) {
        self.extraDigits = max(0, extraDigits)
        factor = self.extraDigits <= Self.wordDigits ? Int64(Self.powers[self.extraDigits]) : 0
    }

    /// 10 to the power of 0 to 38.
    static func powerOfTen(_ exponent: Int) -> UInt128 { powers[exponent] }

    /// `dividend / divisor`; nil if it has over 38 digits.
    @inline(__always)
    func quotient(_ dividend: Int128, _ divisor: Int64) -> Int128? {
        if let short = Int64(exactly: dividend), divisor > 0, factor > 0 {
            let (scaled, overflows) = short.multipliedReportingOverflow(by: factor)
            if !overflows {
                let (value, rest) = scaled.quotientAndRemainder(dividingBy: divisor)
                let rounds = rest.magnitude &* 2 >= divisor.magnitude
                return Int128(rounds ? (short < 0 ? value - 1 : value + 1) : value)
            }
        }
        return longQuotient(dividend, divisor)
    }

    @inline(never)
    private func longQuotient(_ dividend: Int128, _ divisor: Int64) -> Int128? {
        let divides = UInt128(divisor.magnitude)
        var (value, remainder) = dividend.magnitude.quotientAndRemainder(dividingBy: divides)
        for _ in 0..<extraDigits {
            guard value < Self.powers[37] else { return nil }
            let (digit, rest) = (remainder * 10).quotientAndRemainder(dividingBy: divides)
            value = value * 10 + digit
            remainder = rest
        }
        if remainder * 2 >= divides { value += 1 }
        guard value < Self.powers[38] else { return nil }
        return (dividend < 0) != (divisor < 0) ? -Int128(value) : Int128(value)
    }
}
