extension Binder {
    /// A constant with Flink's type for how it is written.
    func bind(_ literal: Literal, _ range: SourceRange) throws(SQLError) -> BoundExpression {
        func made(_ value: BoundExpression.Literal, _ type: LogicalType) -> BoundExpression {
            .literal(value, DataType(type, isNullable: false))
        }
        switch literal {
        case .null: return .literal(.null, DataType(.null))
        case .unknown: return .literal(.null, DataType(.boolean))
        case .boolean(let value): return made(.boolean(value), .boolean)
        case .integer(let digits):
            if let value = Int64(digits) {
                return made(.integer(value), Int32(exactly: value) != nil ? .integer : .bigint)
            }
            throw Self.outOfRange(digits, range)
        case .decimal(let digits):
            let scale = digits.firstIndex(of: ".").map { digits.distance(from: $0, to: digits.endIndex) - 1 } ?? 0
            let all = digits.filter { $0 != "." }
            guard all.count <= LogicalType.decimalPrecisionMax, let value = Int64(all.isEmpty ? "0" : all) else {
                throw Self.outOfRange(digits, range)
            }
            return made(.decimal(Int128(value)), .decimal(precision: max(1, all.count), scale: scale))
        case .approximate(let digits):
            guard let value = Double(digits) else { throw SQLError(.type, "\(digits) is no number", at: range) }
            return made(.double(value), .double)
        case .string(let value): return made(.string(value), .char(value.utf16.count))
        case .binary(let digits):
            guard digits.utf8.count % 2 == 0, digits.allSatisfy(\.isHexDigit) else {
                throw SQLError(.type, "a binary literal has an even number of hexadecimal digits", at: range)
            }
            let type = LogicalType.binary(digits.utf8.count / 2)
            let text = made(.string(digits), .char(max(1, digits.utf8.count)))
            return BoundExpression(.call(.fromHexadecimal, [text]), DataType(type, isNullable: false))
        case .date(let text):
            guard let days = DateTimeText.days(text) else {
                throw SQLError(.type, "'\(text)' is no date", at: range, hint: "DATE '2026-01-31'")
            }
            return made(.integer(days), .date)
        case .time(let text):
            guard let time = DateTimeText.time(text) else {
                throw SQLError(.type, "'\(text)' is no time", at: range, hint: "TIME '12:30:00'")
            }
            return made(.integer(time.milliseconds), .time(min(time.digits, LogicalType.millisecondDigits)))
        case .timestamp(let text):
            guard let time = DateTimeText.timestamp(text) else {
                throw SQLError(.type, "'\(text)' is no timestamp", at: range, hint: "TIMESTAMP '2026-01-31 12:30:00'")
            }
            let type = LogicalType.timestamp(time.digits)
            return made(type.hasNanoseconds ? .decimal(time.nanoseconds) : .integer(time.milliseconds), type)
        case .interval(let interval): return try bind(interval, range)
        }
    }

    /// Calcite: the digits of a literal, without the point, are those of a BIGINT.
    private static func outOfRange(_ digits: String, _ range: SourceRange) -> SQLError {
        SQLError(
            .type,
            "the number \(digits) is out of range: its digits, without the point, have to be those of a BIGINT",
            at: range,
            hint: "CAST('\(digits)' AS DECIMAL(38, 18))"
        )
    }

    private func bind(_ interval: Literal.Interval, _ range: SourceRange) throws(SQLError) -> BoundExpression {
        guard let value = DateTimeText.interval(interval.text, interval.qualifier) else {
            throw SQLError(
                .type,
                "'\(interval.text)' is no interval of \(interval.qualifier.start.rawValue)"
                    + (interval.qualifier.end.map { " TO \($0.rawValue)" } ?? ""),
                at: range,
                hint: "INTERVAL '5' MINUTE, INTERVAL '1 02:03:04' DAY TO SECOND"
            )
        }
        let digits = interval.text.drop { $0 == "-" || $0 == "+" }.prefix { $0.isNumber }.drop { $0 == "0" }.count
        let precision = interval.qualifier.startPrecision ?? (interval.qualifier.start == .year ? 4 : 2)
        guard digits <= precision else {
            let unit = interval.qualifier.start.rawValue
            throw SQLError(
                .type,
                "an interval of \(unit) has at most \(precision) digits",
                at: range,
                hint: "INTERVAL '\(interval.text)' \(unit)(\(digits))"
            )
        }
        let type: LogicalType = interval.qualifier.start.isYearOrMonth ? .intervalMonths : .intervalMilliseconds
        return .literal(.integer(interval.isNegative ? -value : value), DataType(type, isNullable: false))
    }
}

/// Dates, times and intervals as they stand in literals.
enum DateTimeText {
    private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int64? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(text)
    }

    /// Days since 1970-01-01 of `yyyy-MM-dd`.
    static func days(_ text: String) -> Int64? { days(Substring(text)) }

    private static func days(_ text: Substring) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = number(parts[0], digits: 1...4), let month = number(parts[1], digits: 1...2),
            let day = number(parts[2], digits: 1...2), (1...12).contains(month), day >= 1
        else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= lengths[Int(month) - 1] else { return nil }
        // Days from civil: years begin in March, so that the leap day is the last one.
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// A length of time and how many digits its fraction of a second is written with, 9 at most.
    struct Length {
        /// Digits beyond the ninth are dropped. Calcite: TimestampString.
        let nanoseconds: Int128
        let digits: Int

        var milliseconds: Int64 {
            let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
            return Int64(rest < 0 ? whole - 1 : whole)
        }

        func adding(milliseconds: Int64) -> Length {
            Length(nanoseconds: nanoseconds + Int128(milliseconds) * 1_000_000, digits: digits)
        }
    }

    /// `HH:mm:ss[.f]`.
    static func time(_ text: String) -> Length? { time(Substring(text)) }

    private static func time(_ text: Substring) -> Length? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hour = number(parts[0], digits: 1...2),
            let minute = number(parts[1], digits: 1...2),
            let second = seconds(parts[2]), hour < 24, minute < 60, second.milliseconds < 60_000
        else { return nil }
        return second.adding(milliseconds: hour * 3_600_000 + minute * 60_000)
    }

    /// `ss[.f]`.
    private static func seconds(_ text: Substring) -> Length? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = number(parts[0], digits: 1...9) else { return nil }
        var (fraction, digits): (Int64, Int) = (0, 0)
        if parts.count == 2 {
            let kept = parts[1].prefix(9)
            guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
                let padded = Int64(String(kept) + String(repeating: "0", count: 9 - kept.count)), !kept.isEmpty
            else { return nil }
            (fraction, digits) = (padded, kept.count)
        }
        return Length(nanoseconds: Int128(whole) * 1_000_000_000 + Int128(fraction), digits: digits)
    }

    /// `yyyy-MM-dd HH:mm:ss[.f]` since the epoch.
    static func timestamp(_ text: String) -> Length? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard let first = parts.first, let days = days(first), parts.count <= 2 else { return nil }
        let time = parts.count == 2 ? time(parts[1]) : Length(nanoseconds: 0, digits: 0)
        return time?.adding(milliseconds: days * 86_400_000)
    }

    /// Months, or milliseconds, of an interval's text.
    static func interval(_ text: String, _ qualifier: IntervalQualifier) -> Int64? {
        var text = Substring(text)
        var sign: Int64 = 1
        if text.first == "-" || text.first == "+" { sign = text.removeFirst() == "-" ? -1 : 1 }
        guard let end = qualifier.end, end != qualifier.start else {
            if qualifier.start == .second { return seconds(text).map { sign * $0.milliseconds } }
            return number(text, digits: 1...9).flatMap { length($0, qualifier.start) }.map { sign * $0 }
        }
        // The units from the first to the last, with what stands between them.
        let units: [(TimeUnit, Character)] = [
            (.year, "-"), (.month, " "), (.day, " "), (.hour, ":"), (.minute, ":"), (.second, " "),
        ]
        guard let first = units.firstIndex(where: { $0.0 == qualifier.start }),
            let last = units.firstIndex(where: { $0.0 == end }), first < last
        else { return nil }
        var total: Int64 = 0
        for index in first...last {
            let part: Substring
            if index < last {
                guard let separator = text.firstIndex(of: units[index].1) else { return nil }
                part = text[..<separator]
                text = text[text.index(after: separator)...]
            } else {
                part = text
            }
            guard
                let value = units[index].0 == .second
                    ? seconds(part)?.milliseconds : number(part, digits: 1...9).flatMap({ length($0, units[index].0) })
            else { return nil }
            total += value
        }
        return sign * total
    }

    private static func length(_ count: Int64, _ unit: TimeUnit) -> Int64? {
        switch unit {
        case .year: count * 12
        case .quarter: count * 3
        case .month: count
        case .week: count * 7 * 86_400_000
        case .day: count * 86_400_000
        case .hour: count * 3_600_000
        case .minute: count * 60_000
        case .second: count * 1_000
        case .millisecond: count
        default: nil
        }
    }
}
