/// A pattern of Java's for dates and times. Flink uses both of Java's dialects: DateTimeFormatter (DATE_FORMAT of a timestamp,
/// TO_TIMESTAMP) and SimpleDateFormat (UNIX_TIMESTAMP, FROM_UNIXTIME, TO_DATE, CONVERT_TZ, DATE_FORMAT of a text). Names are
/// English.
struct TimePattern {
    /// Which of Java's classes reads the pattern.
    enum Dialect {
        case dateTimeFormatter
        case simpleDateFormat
    }

    /// A part of a pattern.
    enum Item: Hashable {
        /// A letter that stands for a field, and how often it is repeated.
        case field(Character, Int)
        /// Text that stands for itself.
        case literal(String)
        /// `[...]`: may be missing in a text.
        case optional([Item])
    }

    /// The parts.
    let items: [Item]
    /// Who reads it.
    let dialect: Dialect

    /// A pattern.
    ///
    /// - Parameter isRead: whether texts are read by it, and not only written.
    /// - Throws: `EvaluationError` if it is none, or has a field that is not supported.
    init(_ text: String, _ dialect: Dialect, isRead: Bool = true) throws {
        self.dialect = dialect
        var rest = Substring(text)
        items = try Self.items(&rest, dialect, isRead: isRead, isOptional: false)
    }

    /// The fields that are read and written, and those that are only written.
    private static func fields(_ dialect: Dialect, isRead: Bool) -> String {
        switch dialect {
        case .dateTimeFormatter: "yuMLdDHhKkmsSaEQqGnAN" + (isRead ? "" : "YwWecF")
        case .simpleDateFormat: "yMLdDHhKkmsSaEuG" + (isRead ? "" : "YwWF")
        }
    }

    /// DateTimeFormatter: how often a letter may be repeated.
    private static func repetitions(_ letter: Character) -> Int {
        switch letter {
        case "a", "W", "F": 1
        case "d", "H", "h", "K", "k", "m", "s", "w": 2
        case "D": 3
        case "M", "L", "E", "e", "c", "Q", "q", "G": 5
        case "S": 9
        default: 19
        }
    }

    private static func items(
        _ rest: inout Substring,
        _ dialect: Dialect,
        isRead: Bool,
        isOptional: Bool
    ) throws -> [Item] {
        var items: [Item] = []
        var literal = ""
        func endLiteral() {
            if !literal.isEmpty { items.append(.literal(literal)) }
            literal = ""
        }
        while let character = rest.first {
            if character == "'" {
                literal += try quoted(&rest)
            } else if character.isASCII, character.isLetter {
                endLiteral()
                let count = rest.prefix { $0 == character }.count
                guard fields(dialect, isRead: isRead).contains(character) else {
                    throw EvaluationError("the pattern letter '\(character)' is not supported")
                }
                guard dialect == .simpleDateFormat || count <= repetitions(character) else {
                    throw EvaluationError("too many pattern letters: \(character)")
                }
                guard character != "c" || count != 2 else { throw EvaluationError("invalid pattern 'cc'") }
                items.append(.field(character, count))
                rest = rest.dropFirst(count)
            } else if dialect == .dateTimeFormatter, character == "[" {
                endLiteral()
                rest = rest.dropFirst()
                items.append(.optional(try Self.items(&rest, dialect, isRead: isRead, isOptional: true)))
            } else if dialect == .dateTimeFormatter, character == "]" {
                guard isOptional else { throw EvaluationError("Pattern invalid as it contains ] without previous [") }
                rest = rest.dropFirst()
                endLiteral()
                return items
            } else if dialect == .dateTimeFormatter, "#{}".contains(character) {
                throw EvaluationError("the pattern has the reserved character '\(character)'")
            } else {
                literal.append(character)
                rest = rest.dropFirst()
            }
        }
        endLiteral()
        return items
    }

    /// `'text'`, `''` being a quote.
    private static func quoted(_ rest: inout Substring) throws -> String {
        rest = rest.dropFirst()
        if rest.first == "'" {
            rest = rest.dropFirst()
            return "'"
        }
        var text = ""
        while let character = rest.first {
            rest = rest.dropFirst()
            guard character == "'" else {
                text.append(character)
                continue
            }
            guard rest.first == "'" else { return text }
            text.append("'")
            rest = rest.dropFirst()
        }
        throw EvaluationError("Pattern ends with an incomplete string literal")
    }

    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    /// From Monday.
    static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
}

/// A date and a time of the day in parts.
struct LocalTime {
    var year: Int
    var month: Int
    var day: Int
    /// 1 for Monday.
    var weekday: Int
    var dayOfYear: Int
    /// Ms since midnight.
    var time: Int
    /// Ns since the beginning of that ms.
    var nanoseconds: Int

    /// The parts of a local time in ms since the epoch, and the ns beyond. Before 1582-10-15 SimpleDateFormat has the Julian
    /// calendar.
    init(_ local: Int64, nanoseconds: Int64, _ dialect: TimePattern.Dialect) {
        let day = Int(KernelCompiler.floorDivide(local, CivilDate.millisecondsPerDay))
        let date =
            dialect == .simpleDateFormat && day < JulianCalendar.end
            ? JulianCalendar.date(day) : CivilDate.date(days: day)
        (year, month, self.day) = (date.year, date.month, date.day)
        weekday = Int(KernelCompiler.floorModulo(Int64(day) + 3, 7)) + 1
        time = Int(KernelCompiler.floorModulo(local, CivilDate.millisecondsPerDay))
        self.nanoseconds = Int(nanoseconds)
        dayOfYear = day - CivilDate.days(year: date.year, month: 1, day: 1) + 1
    }
}

/// The calendar before 1582-10-15, in which every fourth year has a leap day.
enum JulianCalendar {
    /// The first day of the Gregorian calendar.
    static let end = -141_427

    /// The days since 1970-01-01 (Gregorian) of a date.
    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let quad = Int(KernelCompiler.floorDivide(Int64(shifted), 4))
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return quad * 1461 + (shifted - quad * 4) * 365 + dayOfYear - 719_470
    }

    static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_470
        let quad = Int(KernelCompiler.floorDivide(Int64(shifted), 1461))
        let dayOfQuad = shifted - quad * 1461
        let yearOfQuad = (dayOfQuad - dayOfQuad / 1460) / 365
        let dayOfYear = dayOfQuad - yearOfQuad * 365
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (quad * 4 + yearOfQuad + (month <= 2 ? 1 : 0), month, day)
    }
}

extension TimePattern {
    /// A local time (ms since the epoch, and ns beyond) written by the pattern.
    func format(_ local: Int64, nanoseconds: Int64 = 0) -> String {
        let time = LocalTime(local, nanoseconds: nanoseconds, dialect)
        var text = ""
        append(items, time, to: &text)
        return text
    }

    private func append(_ items: [Item], _ time: LocalTime, to text: inout String) {
        for item in items {
            switch item {
            case .literal(let literal): text += literal
            case .optional(let inner): append(inner, time, to: &text)
            case .field(let letter, let count): append(letter, count, time, to: &text)
            }
        }
    }

    private func append(_ letter: Character, _ count: Int, _ time: LocalTime, to text: inout String) {
        let hour = time.time / 3_600_000
        switch letter {
        case "y", "u":
            if letter == "u", dialect == .simpleDateFormat {
                text += Self.padded(time.weekday, count)
                return
            }
            text += year(time.year, count)
        case "M", "L":
            if count < 3 {
                text += Self.padded(time.month, count)
                return
            }
            text += Self.name(Self.months[time.month - 1], count, isFull: isFull(count))
        case "E": text += Self.name(Self.weekdays[time.weekday - 1], count, isFull: isFull(count))
        case "d": text += Self.padded(time.day, count)
        case "D": text += Self.padded(time.dayOfYear, count)
        case "H": text += Self.padded(hour, count)
        case "k": text += Self.padded(hour == 0 ? 24 : hour, count)
        case "K": text += Self.padded(hour % 12, count)
        case "h": text += Self.padded(hour % 12 == 0 ? 12 : hour % 12, count)
        case "m": text += Self.padded(time.time / 60_000 % 60, count)
        case "s": text += Self.padded(time.time / 1000 % 60, count)
        case "a": text += hour < 12 ? "AM" : "PM"
        case "G":
            let isAD = time.year > 0
            text +=
                count < 4 ? isAD ? "AD" : "BC" : count == 4 ? isAD ? "Anno Domini" : "Before Christ" : isAD ? "A" : "B"
        case "Q", "q":
            let quarter = (time.month + 2) / 3
            text +=
                count < 3 || count == 5
                ? Self.padded(quarter, count % 5) : count == 3 ? "Q\(quarter)" : Self.quarter(quarter)
        case "n": text += Self.padded(time.time % 1000 * 1_000_000 + time.nanoseconds, count)
        case "S": text += fraction(time, count)
        case "A": text += Self.padded(time.time, count)
        case "N": text += Self.padded(time.time * 1_000_000 + time.nanoseconds, count)
        default: appendOfWeek(letter, count, time, to: &text)
        }
    }

    /// Fields of the weeks of the USA, which begin on a Sunday; the one with January 1 is a year's first.
    private func appendOfWeek(_ letter: Character, _ count: Int, _ time: LocalTime, to text: inout String) {
        let weekday = time.weekday % 7 + 1
        switch letter {
        case "e", "c":
            text +=
                count < 3
                ? Self.padded(weekday, count) : Self.name(Self.weekdays[time.weekday - 1], count, isFull: count == 4)
        case "F":
            let isOfWeek = dialect == .dateTimeFormatter
            text += Self.padded(isOfWeek ? (time.day - 1) % 7 + 1 : (time.day - 1) / 7 + 1, count)
        case "W": text += Self.padded((time.day - weekday + 13) / 7, count)
        default:
            let isNextYear = time.month == 12 && time.day - weekday + 7 > 31
            if letter == "Y" {
                text += year(time.year + (isNextYear ? 1 : 0), count)
            } else {
                text += Self.padded(isNextYear ? 1 : (time.dayOfYear - weekday + 13) / 7, count)
            }
        }
    }

    private static func quarter(_ number: Int) -> String { ["1st", "2nd", "3rd", "4th"][number - 1] + " quarter" }

    private func isFull(_ count: Int) -> Bool { dialect == .simpleDateFormat ? count >= 4 : count == 4 }

    private func year(_ year: Int, _ count: Int) -> String {
        if count == 2 { return Self.padded(year % 100, 2) }
        let text = Self.padded(year, count)
        // Java: SignStyle.EXCEEDS_PAD.
        return dialect == .dateTimeFormatter && count >= 4 && text.count > count ? "+" + text : text
    }

    /// Of DateTimeFormatter the first digits of the fraction, of SimpleDateFormat the ms as a number.
    private func fraction(_ time: LocalTime, _ count: Int) -> String {
        let milliseconds = time.time % 1000
        if dialect == .simpleDateFormat { return Self.padded(milliseconds, count) }
        if count <= 3 { return String(Self.padded(milliseconds, 3).prefix(count)) }
        let digits = Self.padded(milliseconds, 3) + Self.padded(time.nanoseconds, 6)
        return count <= 9 ? String(digits.prefix(count)) : digits + String(repeating: "0", count: count - 9)
    }

    private static func padded(_ value: Int, _ count: Int) -> String {
        let text = String(value)
        return text.count < count ? String(repeating: "0", count: count - text.count) + text : text
    }

    private static func name(_ name: String, _ count: Int, isFull: Bool) -> String {
        if isFull { return name }
        return count == 5 ? String(name.prefix(1)) : String(name.prefix(3))
    }
}
