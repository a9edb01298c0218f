/// TIMESTAMP, DATE and TIME values as text. Of up to 9 fraction digits that are read, those beyond the third are dropped where
/// a value is in ms.
package enum TimestampText {
    /// How a timestamp is written. Flink: TimeFormats.
    package enum Style: Sendable, Hashable {
        /// `yyyy-MM-dd HH:mm:ss[.f]`: `timestamp-format.standard` = `SQL`.
        case sql
        /// `yyyy-MM-ddTHH:mm[:ss[.f]]`: `timestamp-format.standard` = `ISO-8601`.
        case iso8601
    }

    /// How many fraction digits are written.
    package enum Fraction: Sendable, Hashable {
        /// As few as say the value; none for whole seconds. Java: appendFraction(NANO_OF_SECOND, 0, 9, true).
        case shortest
        /// Exactly so many, 0 to 9: a SQL cast to a character string.
        case digits(Int)
    }

    /// The most bytes that a text has, and those that must be writable where one is written.
    package static let textLimit = 48

    /// Writes a timestamp and gives the address behind it.
    package static func format(
        _ milliseconds: Int64,
        style: Style,
        isZoned: Bool = false,
        fraction: Fraction = .shortest,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var days = milliseconds / CivilDate.millisecondsPerDay
        var time = milliseconds % CivilDate.millisecondsPerDay
        if time < 0 {
            time += CivilDate.millisecondsPerDay
            days -= 1
        }
        var end = formatDate(Int(days), to: target)
        end[0] = style == .sql ? UInt8(ascii: " ") : UInt8(ascii: "T")
        end = formatTime(Int(time), fraction: fraction, to: end + 1)
        if isZoned {
            end[0] = UInt8(ascii: "Z")
            end += 1
        }
        return end
    }

    /// Writes a timestamp with all its digits and gives the address behind it.
    package static func format(
        _ time: FineTimestamp,
        style: Style,
        isZoned: Bool = false,
        fraction: Fraction = .shortest,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var end = format(time.milliseconds, style: style, fraction: .digits(0), to: target)
        let nanosecond = UInt64(time.nanosecondOfSecond)
        var count = 0
        switch fraction {
        case .shortest:
            count = nanosecond == 0 ? 0 : 9
            while count > 0, nanosecond % UInt64(DecimalDigits.power(10 - count)) == 0 { count -= 1 }
        case .digits(let digits): count = digits
        }
        if count > 0 {
            end[0] = UInt8(ascii: ".")
            DecimalDigits.writePadded(nanosecond, count: 9, to: end + 1)
            end += 1 + count
        }
        if isZoned {
            end[0] = UInt8(ascii: "Z")
            end += 1
        }
        return end
    }

    /// Writes a date, `yyyy-MM-dd`, and gives the address behind it. Years beyond 9999 get a sign (Java:
    /// ISO_LOCAL_DATE).
    package static func formatDate(_ days: Int, to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        let date = CivilDate.date(days: days)
        var end = target
        if date.year < 0 || date.year > 9999 {
            end[0] = date.year < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")
            end += 1
        }
        let year = date.year.magnitude
        if year < 10_000 {
            DecimalDigits.writePair(Int(year) / 100, to: end)
            DecimalDigits.writePair(Int(year) % 100, to: end + 2)
            end += 4
        } else {
            end = DecimalDigits.write(UInt64(year), to: end)
        }
        end[0] = UInt8(ascii: "-")
        DecimalDigits.writePair(date.month, to: end + 1)
        end[3] = UInt8(ascii: "-")
        DecimalDigits.writePair(date.day, to: end + 4)
        return end + 6
    }

    /// Writes a time of the day, `HH:mm:ss[.f]`, and gives the address behind it.
    package static func formatTime(
        _ milliseconds: Int,
        fraction: Fraction = .shortest,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        let seconds = milliseconds / 1000
        let minutes = seconds / 60
        DecimalDigits.writePair(minutes / 60, to: target)
        target[2] = UInt8(ascii: ":")
        DecimalDigits.writePair(minutes % 60, to: target + 3)
        target[5] = UInt8(ascii: ":")
        DecimalDigits.writePair(seconds % 60, to: target + 6)
        return formatFraction(milliseconds % 1000, fraction, to: target + 8)
    }

    @inline(__always)
    private static func formatFraction(
        _ milliseconds: Int,
        _ fraction: Fraction,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var count = 0
        switch fraction {
        case .shortest:
            if milliseconds == 0 { return target }
            count = milliseconds % 100 == 0 ? 1 : milliseconds % 10 == 0 ? 2 : 3
        case .digits(let digits):
            if digits == 0 { return target }
            count = digits
        }
        target[0] = UInt8(ascii: ".")
        target[1] = UInt8(truncatingIfNeeded: 0x30 + milliseconds / 100)
        DecimalDigits.writePair(milliseconds % 100, to: target + 2)
        if count > 3 { (target + 4).update(repeating: UInt8(ascii: "0"), count: count - 3) }
        return target + 1 + count
    }

    /// The text of a timestamp.
    package static func format(
        _ milliseconds: Int64,
        style: Style = .sql,
        isZoned: Bool = false,
        fraction: Fraction = .shortest
    ) -> String {
        text { format(milliseconds, style: style, isZoned: isZoned, fraction: fraction, to: $0) }
    }

    /// The text of a timestamp with all its digits.
    package static func format(
        _ time: FineTimestamp,
        style: Style = .sql,
        isZoned: Bool = false,
        fraction: Fraction = .shortest
    ) -> String {
        text { format(time, style: style, isZoned: isZoned, fraction: fraction, to: $0) }
    }

    /// The text of a date.
    package static func formatDate(_ days: Int) -> String { text { formatDate(days, to: $0) } }

    /// The text of a time of the day.
    package static func formatTime(_ milliseconds: Int, fraction: Fraction = .shortest) -> String {
        text { formatTime(milliseconds, fraction: fraction, to: $0) }
    }

    private static func text(_ write: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: textLimit) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            return String(decoding: UnsafeBufferPointer(start: start, count: write(start) - start), as: UTF8.self)
        }
    }
}
