extension FunctionCatalog {
    /// The unit that an argument says.
    static func timeUnit(_ function: ScalarFunction, _ argument: BoundExpression) throws(FunctionError) -> TimeUnit {
        guard case .literal(.string(let text)) = argument.kind, let unit = TimeUnit(rawValue: text) else {
            throw FunctionError("\(function.rawValue) needs a unit of time")
        }
        return unit
    }

    static func timeCall(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression]
    ) throws(FunctionError) -> BoundExpression {
        switch function {
        case .extract: return try extraction(arguments)
        case .timestampAdd: return try addition(arguments)
        case .timestampDifference: return try difference(arguments)
        default: return try timestampLTZ(arguments)
        }
    }

    private static func extraction(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        let (first, value) = try pair(.extract, arguments)
        let unit = try timeUnit(.extract, first)
        let units: [TimeUnit]
        switch value.type.logical {
        case .timestamp, .timestampLTZ: units = TimeUnit.allCases
        case .date: units = TimeUnit.allCases.filter { $0 != .nanosecond && $0 != .microsecond }
        case .time: units = [.millisecond, .second, .minute, .hour]
        case .intervalMilliseconds: units = [.millisecond, .second, .minute, .hour, .day]
        case .intervalMonths: units = [.month, .quarter, .year]
        default: throw FunctionError.types("EXTRACT", [value], expected: "a time or an INTERVAL")
        }
        guard units.contains(unit) else { throw unsupported(unit, value) }
        return call(.extract, arguments, .bigint)
    }

    private static func unsupported(_ unit: TimeUnit, _ value: BoundExpression) -> FunctionError {
        FunctionError("unit \(unit.rawValue) cannot be applied to \(value.type.logical)")
    }

    /// The units that FLOOR and CEIL round to.
    static func checkRounding(_ function: ScalarFunction, _ unit: TimeUnit, _ type: LogicalType) throws(FunctionError) {
        let small: [TimeUnit] = [.millisecond, .second, .minute, .hour]
        let large: [TimeUnit] = [.day, .week, .month, .quarter, .year, .decade, .century, .millennium]
        let isAllowed =
            switch type {
            case .time: small.contains(unit)
            default: small.contains(unit) || large.contains(unit)
            }
        guard isAllowed else {
            throw FunctionError("\(function.rawValue) cannot round \(type) to unit \(unit.rawValue)")
        }
    }

    /// One of a unit: ms, or months; nil for a unit that cannot be added.
    private static func length(of unit: TimeUnit) -> (isMonths: Bool, count: Int64)? {
        switch unit {
        case .millisecond: (false, 1)
        case .second: (false, 1000)
        case .minute: (false, 60_000)
        case .hour: (false, 3_600_000)
        case .day: (false, 86_400_000)
        case .week: (false, 604_800_000)
        case .month: (true, 1)
        case .quarter: (true, 3)
        case .year: (true, 12)
        case .decade: (true, 120)
        case .century: (true, 1200)
        case .millennium: (true, 12_000)
        default: nil
        }
    }

    /// `TIMESTAMPADD(unit, count, time)` is `time + count * INTERVAL '1' unit`.
    private static func addition(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        try require(.timestampAdd, arguments, count: 3...3)
        let unit = try timeUnit(.timestampAdd, arguments[0])
        let (count, time) = (arguments[1], arguments[2])
        guard count.type.logical.isInteger, time.type.logical.isDateOrTime else {
            throw FunctionError.types("TIMESTAMPADD", [count, time], expected: "(unit, <INTEGER>, a time)")
        }
        guard let length = length(of: unit) else { throw unsupported(unit, time) }
        let interval: LogicalType = length.isMonths ? .intervalMonths : .intervalMilliseconds
        let one = BoundExpression.literal(.integer(length.count), DataType(interval, isNullable: false))
        let span = try arithmetic(.times, one, count)
        // Flink: adding less than a day to a DATE makes it a TIMESTAMP(6).
        let isBelowDay = !length.isMonths && length.count < 86_400_000
        if time.type.logical == .date, isBelowDay {
            return try arithmetic(.plus, implicitCast(time, to: .timestamp(6)), span)
        }
        return try arithmetic(.plus, time, span)
    }

    private static func difference(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        try require(.timestampDifference, arguments, count: 3...3)
        let unit = try timeUnit(.timestampDifference, arguments[0])
        let (from, to) = (arguments[1], arguments[2])
        guard length(of: unit) != nil || unit == .microsecond || unit == .nanosecond else {
            throw unsupported(unit, from)
        }
        let type: LogicalType = unit == .nanosecond ? .bigint : .integer
        switch (from.type.logical, to.type.logical) {
        case (.timestampLTZ, .timestampLTZ), (.time, .time), (.timestamp, .timestamp):
            return call(.timestampDifference, arguments, type)
        case (.timestamp(let digits), .date):
            let day = implicitCast(to, to: .timestamp(digits))
            return call(.timestampDifference, [arguments[0], from, day], type)
        case (.date, .date), (.date, .timestamp):
            // Flink: behind a DATE a timestamp has no fraction of a second.
            let times = [from, to].map { implicitCast($0, to: .timestamp(0)) }
            return call(.timestampDifference, [arguments[0]] + times, type)
        case (.timestampLTZ, _), (_, .timestampLTZ):
            throw FunctionError("TIMESTAMP_LTZ only supports diff between the same type")
        default: throw FunctionError.types("TIMESTAMPDIFF", [from, to], expected: "(unit, a time, a time)")
        }
    }

    /// `(left - right) unit`: months, or ms.
    ///
    /// - Throws: `FunctionError` for what has no difference.
    public static func timeDifference(
        _ left: BoundExpression,
        _ right: BoundExpression,
        isMonths: Bool
    ) throws(FunctionError) -> BoundExpression {
        let isNullable = left.type.isNullable || right.type.isNullable
        if isMonths {
            let unit = BoundExpression.literal(.string(TimeUnit.month.rawValue), DataType(.char(5), isNullable: false))
            let months = try difference([unit, right, left])
            return BoundExpression(months.kind, DataType(.intervalMonths, isNullable: isNullable))
        }
        let type: LogicalType
        switch (left.type.logical, right.type.logical) {
        case (.timestampLTZ, .timestampLTZ): type = .timestampLTZ(3)
        case (.time, .time): type = .time(3)
        case (.date, .date), (.date, .timestamp), (.timestamp, .date), (.timestamp, .timestamp): type = .timestamp(3)
        default: throw FunctionError.types("-", [left, right], expected: "two dates, times or timestamps")
        }
        let times = [implicitCast(left, to: type), implicitCast(right, to: type)]
        return BoundExpression(.call(.minus, times), DataType(.intervalMilliseconds, isNullable: isNullable))
    }

    /// `TO_TIMESTAMP_LTZ(number[, precision])`, a precision of 0 for seconds, 3 for ms, 9 for ns; `TO_TIMESTAMP_LTZ(text[,
    /// format[, zone]])`, whose format says how many digits there are. Flink: ToTimestampLtzTypeStrategy.
    private static func timestampLTZ(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        try require(.toTimestampLTZ, arguments, count: 1...3)
        let type = arguments[0].type.logical
        if type.isCharacter {
            guard arguments.allSatisfy({ $0.type.logical.isCharacter }) else {
                throw FunctionError.types(
                    "TO_TIMESTAMP_LTZ",
                    arguments,
                    expected: "(<CHARACTER>[, format[, time zone]])"
                )
            }
            let digits = arguments.count > 1 ? fractionDigits(ofPattern: arguments[1]) : 0
            return timestampLTZ(arguments, digits: digits)
        }
        guard type.isNumeric, arguments.count <= 2 else {
            throw FunctionError.types("TO_TIMESTAMP_LTZ", arguments, expected: "(<NUMERIC>[, 0 to 9])")
        }
        guard arguments.count == 2 else { return timestampLTZ(arguments, digits: 0) }
        guard let precision = integerLiteral(arguments[1]), (0...9).contains(precision) else {
            throw FunctionError(
                "the precision of TO_TIMESTAMP_LTZ is 0 (seconds) to 9 (nanoseconds), 3 being milliseconds"
            )
        }
        return timestampLTZ(arguments, digits: Int(precision))
    }

    private static func timestampLTZ(_ arguments: [BoundExpression], digits: Int) -> BoundExpression {
        let digits = max(digits, LogicalType.millisecondDigits)
        return BoundExpression(.call(.toTimestampLTZ, arguments), DataType(.timestampLTZ(digits)))
    }

    /// How many letters S a constant pattern ends with, 9 at most.
    private static func fractionDigits(ofPattern pattern: BoundExpression) -> Int {
        guard case .literal(.string(let text)) = pattern.kind else { return 0 }
        return min(9, text.reversed().prefix { $0 == "S" }.count)
    }
}

extension FunctionCatalog {
    /// `(start, end) OVERLAPS (start, end)`, an end that is an INTERVAL counting from its start, ends in either order.
    static func overlap(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        try require(.overlaps, arguments, count: 4...4)
        let (start, end) = try period(arguments[0], arguments[1])
        let (otherStart, otherEnd) = try period(arguments[2], arguments[3])
        return try resolve(
            .and,
            [try comparison(.greaterOrEqual, end, otherStart), try comparison(.greaterOrEqual, otherEnd, start)]
        )
    }

    private static func period(
        _ start: BoundExpression,
        _ end: BoundExpression
    ) throws(FunctionError) -> (BoundExpression, BoundExpression) {
        guard start.type.logical.isDateOrTime else {
            throw FunctionError.types("OVERLAPS", [start, end], expected: "(a time, a time or an INTERVAL)")
        }
        let last = end.type.logical.isInterval ? try arithmetic(.plus, start, end) : end
        // why: a period without an end begins at the end that it has, as Calcite's CASE has it.
        let isOrdered = try comparison(.lessOrEqual, start, last)
        return (try searchedCase([isOrdered, start, last]), try searchedCase([isOrdered, last, start]))
    }
}
