import StreamSQL

extension KernelCompiler {
    private static let day = CivilDate.millisecondsPerDay

    private static func constant(_ value: Int64) -> Kernel { ConstantKernel(.int64(value), .int64) }

    /// Functions of times; nil for others.
    func timeCall(_ function: ScalarFunction, _ operands: [Typed], _ type: LogicalType) throws -> Kernel? {
        let kernels = operands.map(\.kernel)
        switch function {
        case .currentTimestamp, .processingTime: return ClockKernel { $0 }
        case .currentWatermark: return WatermarkKernel()
        case .localTimestamp:
            let zone = TimeZoneRules(context.timeZone)
            return ClockKernel { zone.local(of: $0) }
        case .currentDate:
            let zone = TimeZoneRules(context.timeZone)
            return ClockKernel { Self.floorDivide(zone.local(of: $0), Self.day) }
        case .localTime:
            let zone = TimeZoneRules(context.timeZone)
            // TIME(0): without the fraction of the second.
            return ClockKernel { Self.floorModulo(zone.local(of: $0), Self.day) / 1000 * 1000 }
        case .unixTimestamp where operands.isEmpty: return ClockKernel { $0 / 1000 }
        case .toTimestampLTZ: return try instant(operands, type)
        case .dateFormat, .toTimestamp, .toDate, .unixTimestamp, .fromUnixTime, .convertTimeZone:
            return try TimeFunctions(context.timeZone).kernel(function, operands, kernels, type)
        default: return nil
        }
    }

    static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value / divisor - (value % divisor < 0 ? 1 : 0)
    }

    static func floorModulo(_ value: Int64, _ divisor: Int64) -> Int64 {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }

    // MARK: Arithmetic

    /// A time and an INTERVAL. Flink: ScalarOperatorGens.generateTemporalPlusMinus.
    func timeArithmetic(isPlus: Bool, _ time: Typed, _ interval: Typed) -> Kernel {
        let operation: IntegerArithmetic.Operation = isPlus ? .plus : .minus
        switch (time.type, interval.type) {
        case _ where time.type.hasNanoseconds: return fineArithmetic(isPlus: isPlus, time, interval)
        case (.time, .intervalMonths): return time.kernel
        case (.time, _):
            let sum = IntegerArithmetic(
                operation,
                IntegerArithmetic(.plus, time.kernel, Self.constant(Self.day), bits: 64),
                IntegerMap(.remainder(Self.day), interval.kernel),
                bits: 64
            )
            return IntegerMap(.remainder(Self.day), sum)
        case (.date, .intervalMonths):
            return RowFunction(
                .integer { arguments, row in
                    let months = arguments.integer(1, row)
                    return Months.add(isPlus ? months : -months, toDay: arguments.integer(0, row))
                },
                [time.kernel, interval.kernel],
                cost: 10
            )
        case (.date, _):
            let days = IntegerMap(.truncatingQuotient(Self.day), interval.kernel)
            return IntegerArithmetic(operation, time.kernel, days, bits: 32)
        case (_, .intervalMonths):
            return RowFunction(
                .integer { arguments, row in
                    let months = arguments.integer(1, row)
                    return Months.add(isPlus ? months : -months, to: arguments.integer(0, row))
                },
                [time.kernel, interval.kernel],
                cost: 10
            )
        default: return IntegerArithmetic(operation, time.kernel, interval.kernel, bits: 64)
        }
    }

    /// TIMESTAMPDIFF of two timestamps (or two TIMEs), of which ms count. Flink counts weeks and all that is less than a second in
    /// whole seconds, in 32 bits, which wrap around (NANOSECOND: 64).
    func difference(_ unit: TimeUnit, _ from: Typed, _ to: Typed) throws -> Kernel {
        let (from, to) = (milliseconds(from), milliseconds(to))
        let months: Int64? =
            switch unit {
            case .month: 1
            case .quarter: 3
            // Flink counts years for decades.
            case .year, .decade: 12
            case .century: 1200
            case .millennium: 12_000
            default: nil
            }
        if let months {
            return RowFunction(
                .integer { arguments, row in
                    Months.between(arguments.integer(1, row), arguments.integer(0, row)) / months
                },
                [from, to],
                cost: 10
            )
        }
        let difference = IntegerArithmetic(.minus, to, from, bits: 64)
        let seconds = IntegerMap(.truncatingQuotient(1000), difference)
        let unscaled: Kernel
        switch unit {
        case .nanosecond: return IntegerMap(.scale(1_000_000_000), seconds)
        case .microsecond: unscaled = IntegerMap(.scale(1_000_000), seconds)
        case .millisecond: unscaled = IntegerMap(.scale(1000), seconds)
        case .second: unscaled = seconds
        case .minute: unscaled = IntegerMap(.truncatingQuotient(60_000), difference)
        case .hour: unscaled = IntegerMap(.truncatingQuotient(3_600_000), difference)
        case .day: unscaled = IntegerMap(.truncatingQuotient(Self.day), difference)
        case .week:
            unscaled = IntegerMap(.truncatingQuotient(604_800), IntegerMap(.narrow, seconds, bits: 32))
        default: throw EvaluationError("unit \(unit.rawValue) cannot be applied to TIMESTAMPDIFF")
        }
        return IntegerMap(.narrow, unscaled, bits: 32)
    }

    // MARK: Parts

    /// EXTRACT. Flink divides ms since the epoch towards zero, so that a time before 1970 that is not a whole day has the date of
    /// the day behind it.
    func extraction(_ unit: TimeUnit, _ operand: Typed) throws -> Kernel {
        if operand.type.hasNanoseconds, unit == .microsecond || unit == .nanosecond {
            return finePart(unit, operand)
        }
        let value = milliseconds(operand)
        switch operand.type {
        case .intervalMonths: return try monthsPart(unit, value)
        case .date: return datePart(unit, value) ?? timePart(unit, value)
        case .timestamp: return datePart(of: unit, times: value)
        case .timestampLTZ:
            let zone = TimeZoneRules(context.timeZone)
            let local = RowFunction(
                .integer { arguments, row in zone.local(of: arguments.integer(0, row)) },
                [value],
                cost: 5
            )
            // Flink: EPOCH too is that of the local time.
            return datePart(of: unit, times: local)
        default: return timePart(unit, value)
        }
    }

    private func datePart(of unit: TimeUnit, times: Kernel) -> Kernel {
        if unit == .epoch { return IntegerMap(.truncatingQuotient(1000), times) }
        return datePart(unit, IntegerMap(.truncatingQuotient(Self.day), times)) ?? timePart(unit, times)
    }

    /// A part of a date in days; nil if it is no part of a date.
    private func datePart(_ unit: TimeUnit, _ days: Kernel) -> Kernel? {
        switch unit {
        case .nanosecond, .microsecond, .millisecond, .second, .minute, .hour: nil
        case .epoch: IntegerMap(.scale(86_400), days)
        default:
            RowFunction(
                .integer { arguments, row in CalendarPart.of(unit, arguments.integer(0, row)) },
                [days],
                cost: 10
            )
        }
    }

    /// A part of a time in ms; what is larger than the unit is left out.
    private func timePart(_ unit: TimeUnit, _ value: Kernel) -> Kernel {
        func part(_ whole: Int64, _ unit: Int64) -> Kernel {
            IntegerMap(.truncatingQuotient(unit), IntegerMap(.remainder(whole), value))
        }
        switch unit {
        case .nanosecond: return IntegerMap(.scale(1_000_000), IntegerMap(.remainder(1000), value))
        case .microsecond: return IntegerMap(.scale(1000), IntegerMap(.remainder(1000), value))
        case .millisecond: return IntegerMap(.remainder(1000), value)
        case .second: return part(60_000, 1000)
        case .minute: return part(3_600_000, 60_000)
        case .hour: return part(Self.day, 3_600_000)
        default: return IntegerMap(.truncatingQuotient(Self.day), value)
        }
    }

    private func monthsPart(_ unit: TimeUnit, _ value: Kernel) throws -> Kernel {
        switch unit {
        case .year: return IntegerMap(.truncatingQuotient(12), value)
        case .month: return IntegerMap(.remainder(12), value)
        case .quarter:
            let month = IntegerMap(.remainder(12), value)
            return RowFunction(.integer { arguments, row in arguments.integer(0, row) / 3 + 1 }, [month])
        default: throw EvaluationError("unit \(unit.rawValue) cannot be applied to an INTERVAL of months")
        }
    }

    /// FLOOR and CEIL of a time to a unit.
    func rounding(_ operand: Typed, to unit: TimeUnit, isFloor: Bool) throws -> Kernel {
        if operand.type.hasNanoseconds { return fineRounding(operand, to: unit, isFloor: isFloor) }
        let rounding = TimeRounding(unit, isFloor: isFloor)
        let body: RowFunction.Body
        switch operand.type {
        case .date: body = .integer { arguments, row in rounding.day(arguments.integer(0, row)) }
        case .timestampLTZ:
            let zone = TimeZoneRules(context.timeZone)
            body = .integer { arguments, row in
                let instant = arguments.integer(0, row)
                let offset = zone.offset(at: instant)
                return rounding.instant(instant + offset) - offset
            }
        default: body = .integer { arguments, row in rounding.instant(arguments.integer(0, row)) }
        }
        return RowFunction(body, [operand.kernel], cost: 10)
    }

    // MARK: Casts

    /// Casts between times.
    func time(_ operand: Typed, to type: LogicalType) throws -> Kernel {
        if type.hasNanoseconds { return try fineTime(operand, to: type) }
        let (value, source) = (milliseconds(operand), operand.type)
        let zone = TimeZoneRules(context.timeZone)
        func row(_ transform: @escaping (Int64) -> Int64) -> Kernel {
            RowFunction(.integer { arguments, row in transform(arguments.integer(0, row)) }, [value], cost: 5)
        }
        switch (source, type) {
        case (.date, .timestamp): return IntegerMap(.scale(Self.day), value)
        case (.date, .timestampLTZ): return row { zone.instant(ofLocal: $0 * Self.day) }
        case (.time, .time(let digits)): return cutFraction(value, digits)
        case (.time, .timestamp): return value
        case (.time, .timestampLTZ): return row { zone.instant(ofLocal: $0) }
        // Flink: a time before 1970 that is not a whole day has the date of the day behind it, in no time zone.
        case (.timestamp, .date): return IntegerMap(.truncatingQuotient(Self.day), value)
        case (.timestamp, .time(let digits)):
            return cutFraction(row { Self.floorModulo($0, Self.day) }, digits)
        case (.timestampLTZ, .date): return row { Self.floorDivide(zone.local(of: $0), Self.day) }
        case (.timestampLTZ, .time(let digits)):
            return cutFraction(row { Self.floorModulo(zone.local(of: $0), Self.day) }, digits)
        case (.timestamp(let own), .timestamp(let digits)), (.timestampLTZ(let own), .timestampLTZ(let digits)):
            return digits >= own ? value : cutFraction(value, digits)
        case (.timestamp, .timestampLTZ(let digits)): return cutFraction(row { zone.instant(ofLocal: $0) }, digits)
        case (.timestampLTZ, .timestamp(let digits)): return cutFraction(row { zone.local(of: $0) }, digits)
        default: throw EvaluationError("CAST from \(source) to \(type) is not supported")
        }
    }

    private func cutFraction(_ value: Kernel, _ digits: Int) -> Kernel {
        let unit = TextCast.unit(digits)
        return unit == 1 ? value : IntegerMap(.scale(unit), IntegerMap(.truncatingQuotient(unit), value))
    }

    /// `TO_TIMESTAMP_LTZ` of a number or a text.
    private func instant(_ operands: [Typed], _ type: LogicalType) throws -> Kernel {
        let value = operands[0]
        if value.type.isCharacter {
            return try TimeFunctions(context.timeZone).kernel(.toTimestampLTZ, operands, operands.map(\.kernel), type)
        }
        let digits = (operands.dropFirst().first?.kernel as? ConstantKernel).map { Int($0.integer) } ?? 3
        if value.type.isApproximate {
            func instant(_ arguments: RowArguments, _ row: Int) -> FineTimestamp? {
                Instants.of(arguments.double(0, row), digits: digits)
            }
            return RowFunction(
                type.hasNanoseconds
                    ? .decimal { instant($0, $1)?.value } : .integer { instant($0, $1)?.milliseconds },
                [value.kernel]
            )
        }
        let body: RowFunction.Body =
            type.hasNanoseconds
            ? .decimal { arguments, row in Instants.fine(arguments.integer(0, row), digits: digits)?.value }
            : .integer { arguments, row in Instants.milliseconds(arguments.integer(0, row), digits: digits) }
        return RowFunction(body, [numberToInteger(value)], cost: 5)
    }
}

/// The current time, or something of it: the same for all rows of a batch.
final class ClockKernel: Kernel {
    private let transform: (Int64) -> Int64
    private let result = Column(.int64, capacity: 1)

    init(_ transform: @escaping (Int64) -> Int64) {
        self.transform = transform
        super.init(.int64, cost: 1)
    }

    override func compute(_ frame: Frame) throws -> Column {
        prepare(result, frame)
        result.int64s.update(repeating: transform(frame.now), count: frame.count)
        return result
    }
}

/// Instants that Flink allows, the years 0000 to 9999, of numbers of seconds with so many digits behind the point.
enum Instants {
    private static let range: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// The ms of a number with at most 3 digits.
    static func milliseconds(_ value: Int64, digits: Int) -> Int64? {
        let (result, overflows) = value.multipliedReportingOverflow(by: DecimalDigits.power(3 - digits))
        return !overflows && range.contains(result) ? result : nil
    }

    /// The time of a number with 4 to 9 digits.
    static func fine(_ value: Int64, digits: Int) -> FineTimestamp? {
        checked(Int128(value) * Int128(DecimalDigits.power(9 - digits)))
    }

    private static func checked(_ nanoseconds: Int128) -> FineTimestamp? {
        let time = FineTimestamp(nanoseconds)
        return range.contains(time.milliseconds) ? time : nil
    }

    /// The time of a number, its ns cut towards zero. Flink: what 64 bits of ns cannot say, before 1677 and after 2262, is the first
    /// or the last time that they can.
    static func of(_ value: Double, digits: Int) -> FineTimestamp? {
        let unit = Double(DecimalDigits.power(digits))
        let first = Double(range.lowerBound / 1000) * unit
        let last = Double(range.upperBound / 1000) * unit + (unit - 1)
        if value < first || value > last { return nil }
        return FineTimestamp(Int128(DoubleToInteger.long(value * Double(DecimalDigits.power(9 - digits)))))
    }
}
