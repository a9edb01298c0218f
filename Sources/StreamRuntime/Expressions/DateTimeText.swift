/// Dates, times and timestamps in texts as Flink's casts and TO_TIMESTAMP without a format read them (DateTimeUtils).
enum DateTimeText {
    /// Reads a text from front to back.
    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        var place = 0

        var isAtEnd: Bool { place == bytes.count }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
            place += 1
            return true
        }

        /// Up to so many digits; nil for none.
        mutating func number(_ most: Int) -> Int? {
            var value = 0
            let start = place
            while place - start < most, place < bytes.count, bytes[place] &- 0x30 < 10 {
                value = value * 10 + Int(bytes[place] - 0x30)
                place += 1
            }
            return place > start ? value : nil
        }
    }

    /// `yyyy-M-d[ H:m:s[.f]]`; months, days and the parts of a time have one or two digits. A day behind the
    /// end of a month is its last one, 24:00:00 is midnight of the next day.
    static func timestamp(_ bytes: UnsafeBufferPointer<UInt8>) -> FineTimestamp? {
        var reader = Reader(bytes: bytes)
        guard let year = reader.number(4), reader.place == 4, year > 0, reader.take("-") else { return nil }
        let month = reader.number(2) ?? 1
        guard reader.take("-") else { return nil }
        let day = reader.number(2) ?? 1
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        let last = CivilDate.length(ofMonth: month, year: year)
        let days = Int64(CivilDate.days(year: year, month: month, day: min(day, last)))
        let midnight = days * CivilDate.millisecondsPerDay
        if reader.isAtEnd { return FineTimestamp(milliseconds: midnight) }
        guard reader.take(" "), let time = timeOfDay(&reader), reader.isAtEnd else { return nil }
        return time.map { midnight + $0 }
    }

    private static func timeOfDay(_ reader: inout Reader) -> FineTimestamp? {
        let hour = reader.number(2) ?? 0
        guard reader.take(":") else { return nil }
        let minute = reader.number(2) ?? 0
        guard reader.take(":") else { return nil }
        let second = reader.number(2) ?? 0
        var fraction: Int64 = 0
        if reader.take(".") {
            let start = reader.place
            fraction = Int64(reader.number(9) ?? 0) * DecimalDigits.power(9 - (reader.place - start))
        }
        guard minute < 60, second < 60, hour < 24 || hour == 24 && minute == 0 && second == 0 && fraction == 0 else {
            return nil
        }
        let (milliseconds, nanoseconds) = fraction.quotientAndRemainder(
            dividingBy: FineTimestamp.nanosecondsPerMillisecond
        )
        return FineTimestamp(
            milliseconds: Int64(((hour * 60 + minute) * 60 + second) * 1000) + milliseconds,
            nanoseconds: nanoseconds
        )
    }

    /// `y[-M[-d]]`, what is behind a blank being ignored, in days since 1970-01-01.
    static func date(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var text = bytes[...]
        if let blank = bytes.firstIndex(of: UInt8(ascii: " ")), blank > 0 { text = bytes[..<blank] }
        let parts = text.split(separator: UInt8(ascii: "-"), maxSplits: 2, omittingEmptySubsequences: false)
        var numbers: [Int] = []
        for part in parts {
            guard let number = number(part) else { return nil }
            numbers.append(number)
        }
        let year = numbers[0]
        let month = numbers.count > 1 ? numbers[1] : 1
        let day = numbers.count > 2 ? numbers[2] : 1
        guard (0...9999).contains(year), (1...12).contains(month),
            (1...CivilDate.length(ofMonth: month, year: year)).contains(day)
        else { return nil }
        return CivilDate.days(year: year, month: month, day: day)
    }

    /// Digits with blanks around them.
    private static func number(_ bytes: UnsafeBufferPointer<UInt8>.SubSequence) -> Int? {
        let trimmed = TextConversion.trimmed(UnsafeBufferPointer(rebasing: bytes))
        guard !trimmed.isEmpty, trimmed.count <= 9, trimmed.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return trimmed.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// `H[:m[:s[.f]]]` in ms of the day.
    static func time(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let parts = bytes.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
        guard let hour = number(parts[0]), hour < 24 else { return nil }
        guard parts.count > 1 else { return hour * 3_600_000 }
        guard let minute = number(parts[1]), minute < 60 else { return nil }
        guard parts.count > 2 else { return (hour * 60 + minute) * 60_000 }
        let pieces = parts[2].split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let second = number(pieces[0]), second < 60 else { return nil }
        let whole = ((hour * 60 + minute) * 60 + second) * 1000
        return pieces.count > 1 ? whole + fraction(pieces[1]) : whole
    }

    /// Flink rounds the third digit by the fourth one, and takes what is no digit for 0.
    private static func fraction(_ bytes: UnsafeBufferPointer<UInt8>.SubSequence) -> Int {
        let digits = TextConversion.trimmed(UnsafeBufferPointer(rebasing: bytes))
        var result = 0
        for place in 0..<3 {
            let digit = place < digits.count && digits[place] &- 0x30 < 10 ? Int(digits[place] - 0x30) : 0
            result = result * 10 + digit
        }
        return digits.count > 3 && digits[3] >= UInt8(ascii: "5") ? result + 1 : result
    }
}
