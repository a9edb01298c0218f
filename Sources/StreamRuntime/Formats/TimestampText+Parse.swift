extension TimestampText {
    /// What a reader accepts.
    package struct Grammar: Sendable, Hashable {
        /// Whether `T` stands between date and time, or a space.
        package var style: Style
        /// Whether a `Z` must end it (TIMESTAMP_LTZ).
        package var isZoned: Bool

        /// The grammar of a style.
        package init(_ style: Style, isZoned: Bool = false) {
            self.style = style
            self.isZoned = isZoned
        }

        /// Java's ISO_LOCAL_DATE_TIME refuses 02-30 and 24:00; the other formats, put together by Flink, take the last
        /// day of the month and the next midnight for them (ResolverStyle.SMART).
        var isStrict: Bool { style == .iso8601 && !isZoned }
    }

    /// What stands between the parts of a text, read from its front.
    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        var index = 0
        /// What the ms of the time that was read last leave out.
        var nanoseconds: Int64 = 0

        init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        var isAtEnd: Bool { index == bytes.count }
        var next: UInt8 { index < bytes.count ? bytes[index] : 0 }

        mutating func take(_ byte: Character) -> Bool {
            guard next == byte.asciiValue else { return false }
            index += 1
            return true
        }

        /// A number of `least` to `most` digits.
        mutating func number(_ least: Int, _ most: Int) -> Int? {
            var value = 0
            let start = index
            while index - start < most, next &- 0x30 < 10 {
                value = value * 10 + Int(next - 0x30)
                index += 1
            }
            return index - start >= least ? value : nil
        }

        /// Java: ISO_LOCAL_DATE, whose years beyond 9999 and before 0 have a sign.
        mutating func date(isStrict: Bool) -> Int? {
            let isNegative = take("-")
            let isLong = !isNegative && take("+")
            guard let year = number(isLong ? 5 : 4, isLong ? 6 : 4), take("-"),
                let month = number(2, 2), take("-"), let day = number(2, 2),
                (1...12).contains(month), (1...31).contains(day)
            else { return nil }
            let signed = isNegative ? -year : year
            let last = CivilDate.length(ofMonth: month, year: signed)
            if day > last, isStrict { return nil }
            return CivilDate.days(year: signed, month: month, day: min(day, last))
        }

        /// A time in ms, 86 400 000 for 24:00 if that is allowed.
        mutating func time(needsSeconds: Bool, allowsMidnightAtEnd: Bool) -> Int? {
            guard let hour = number(2, 2), take(":"), let minute = number(2, 2), hour <= 24, minute <= 59 else {
                return nil
            }
            var milliseconds = (hour * 60 + minute) * 60_000
            var hasNanoseconds = false
            if take(":") {
                guard let second = number(2, 2), second <= 59 else { return nil }
                milliseconds += second * 1000
                if take(".") {
                    let start = index
                    guard let digits = number(0, 9) else { return nil }
                    hasNanoseconds = digits != 0
                    let fraction = Int64(digits) * DecimalDigits.power(9 - (index - start))
                    milliseconds += Int(fraction / FineTimestamp.nanosecondsPerMillisecond)
                    nanoseconds = fraction % FineTimestamp.nanosecondsPerMillisecond
                }
            } else if needsSeconds {
                return nil
            }
            if hour == 24, !allowsMidnightAtEnd || milliseconds != 86_400_000 || hasNanoseconds { return nil }
            return milliseconds
        }
    }

    /// Reads a timestamp, in ms since the epoch; `nil` if the text is none.
    package static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ grammar: Grammar) -> Int64? {
        parseFine(bytes, grammar)?.milliseconds
    }

    /// Reads a timestamp with all its digits; `nil` if the text is none.
    package static func parseFine(_ bytes: UnsafeBufferPointer<UInt8>, _ grammar: Grammar) -> FineTimestamp? {
        var reader = Reader(bytes)
        guard let days = reader.date(isStrict: grammar.isStrict) else { return nil }
        switch grammar.style {
        case .sql:
            guard reader.take(" ") else { return nil }
        case .iso8601:
            guard reader.take("T") || grammar.isStrict && reader.take("t") else { return nil }
        }
        guard let time = reader.time(needsSeconds: grammar.style == .sql, allowsMidnightAtEnd: !grammar.isStrict)
        else { return nil }
        if grammar.isZoned, !reader.take("Z") { return nil }
        guard reader.isAtEnd else { return nil }
        return FineTimestamp(
            milliseconds: Int64(days) * CivilDate.millisecondsPerDay + Int64(time),
            nanoseconds: reader.nanoseconds
        )
    }

    /// Reads a date, `yyyy-MM-dd`, in days since 1970-01-01.
    package static func parseDate(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var reader = Reader(bytes)
        guard let days = reader.date(isStrict: true), reader.isAtEnd else { return nil }
        return days
    }

    /// Reads a date as Java's java.sql.Date.valueOf: months and days of one digit too, and 02-30 as 03-02.
    package static func parseLenientDate(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var reader = Reader(bytes)
        guard let year = reader.number(4, 4), reader.take("-"), let month = reader.number(1, 2), reader.take("-"),
            let day = reader.number(1, 2), reader.isAtEnd, (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        return CivilDate.days(year: year, month: month, day: 1) + day - 1
    }

    /// Reads a time of the day in ms: `HH:mm:ss[.f]`, or `HH:mm[:ss[.f]]` (Java: ISO_LOCAL_TIME).
    package static func parseTime(_ bytes: UnsafeBufferPointer<UInt8>, needsSeconds: Bool = true) -> Int? {
        var reader = Reader(bytes)
        guard let time = reader.time(needsSeconds: needsSeconds, allowsMidnightAtEnd: needsSeconds), reader.isAtEnd
        else { return nil }
        return time == 86_400_000 ? 0 : time
    }

    /// Reads a timestamp from a text; `nil` if it is none.
    package static func parse(_ text: String, _ grammar: Grammar = Grammar(.sql)) -> Int64? {
        var text = text
        return text.withUTF8 { parse($0, grammar) }
    }

    /// Reads a date from a text.
    package static func parseDate(_ text: String) -> Int? {
        var text = text
        return text.withUTF8 { parseDate($0) }
    }

    /// Reads a time of the day from a text.
    package static func parseTime(_ text: String) -> Int? {
        var text = text
        return text.withUTF8 { parseTime($0) }
    }
}
