extension TimePattern {
    /// What a text says by the pattern.
    private struct Fields {
        var values: [Character: Int] = [:]
        /// Whether a year had two digits, which SimpleDateFormat takes for one near to now.
        var hasShortYear = false

        subscript(letter: Character) -> Int? { values[letter] }
    }

    /// Reads a text as DateTimeFormatter does: it must have nothing else, names in the pattern's case. Parts that are missing are
    /// those of 1970-01-01 00:00 (Flink: DateTimeUtils.fromTemporalAccessor).
    ///
    /// - Returns: The local time, nil if the text is none.
    /// - Throws: `EvaluationError` for a letter that can only be written.
    func parseStrictly(_ text: String) throws -> FineTimestamp? {
        if let letter = letters(items).first(where: { "AN".contains($0) }) {
            throw EvaluationError("the pattern letter '\(letter)' is not supported where a text is read")
        }
        let bytes = Array(text.utf8)
        var fields = Fields()
        guard let end = parse(items, bytes, 0, &fields), end == bytes.count else { return nil }
        guard let hour = hour(fields) else { return nil }
        let month = fields["M"] ?? 1
        let year = fields["y"] ?? 1970
        guard (1...12).contains(month), year > 0 || fields["y"] == nil else { return nil }
        var day = fields["d"] ?? 1
        guard (1...31).contains(day) else { return nil }
        if fields["y"] != nil, fields["M"] != nil { day = min(day, CivilDate.length(ofMonth: month, year: year)) }
        var days = CivilDate.days(year: year, month: month, day: day)
        if let dayOfYear = fields["D"], fields["M"] == nil {
            guard (1...(CivilDate.isLeap(year) ? 366 : 365)).contains(dayOfYear) else { return nil }
            days = CivilDate.days(year: year, month: 1, day: 1) + dayOfYear - 1
        }
        let minute = fields["m"] ?? 0
        let second = fields["s"] ?? 0
        let fraction = fields["S"] ?? fields["n"] ?? 0
        guard minute < 60, second < 60, fraction < 1_000_000_000,
            hour < 24 || minute == 0 && second == 0 && fraction == 0
        else { return nil }
        let time = ((hour * 60 + minute) * 60 + second) * 1000 + fraction / 1_000_000
        return FineTimestamp(
            milliseconds: Int64(days) * CivilDate.millisecondsPerDay + Int64(time),
            nanoseconds: Int64(fraction % 1_000_000)
        )
    }

    private func letters(_ items: [Item]) -> [Character] {
        items.flatMap { item -> [Character] in
            switch item {
            case .field(let letter, _): [letter]
            case .literal: []
            case .optional(let inner): letters(inner)
            }
        }
    }

    /// The hour of the day; nil if it is none. One of a half day says nothing without AM or PM.
    private func hour(_ fields: Fields) -> Int? {
        if let hour = fields["H"] { return hour <= 24 ? hour : nil }
        if let hour = fields["k"] { return (1...24).contains(hour) ? hour % 24 : nil }
        let half = fields["a"].map { $0 * 12 }
        if let hour = fields["h"] { return (1...12).contains(hour) ? half.map { $0 + hour % 12 } ?? 0 : nil }
        if let hour = fields["K"] { return hour < 12 ? half.map { $0 + hour } ?? 0 : nil }
        return 0
    }

    private func parse(_ items: [Item], _ bytes: [UInt8], _ start: Int, _ fields: inout Fields) -> Int? {
        var place = start
        for (index, item) in items.enumerated() {
            switch item {
            case .literal(let literal):
                let expected = Array(literal.utf8)
                guard bytes.dropFirst(place).starts(with: expected) else { return nil }
                place += expected.count
            case .optional(let inner):
                var copy = fields
                if let end = parse(inner, bytes, place, &copy) {
                    fields = copy
                    place = end
                }
            case .field(let letter, let count):
                guard let end = parse(letter, count, bytes, place, items[(index + 1)...], &fields) else { return nil }
                place = end
            }
        }
        return place
    }

    /// The digits that the fixed fields right behind a number need.
    private func reserved(_ following: ArraySlice<Item>) -> Int {
        var digits = 0
        for item in following {
            guard case .field(let letter, let count) = item, "MdHhKkmsD".contains(letter), count == 2 else { break }
            digits += count
        }
        return digits
    }

    private func parse(
        _ letter: Character,
        _ count: Int,
        _ bytes: [UInt8],
        _ place: Int,
        _ following: ArraySlice<Item>,
        _ fields: inout Fields
    ) -> Int? {
        switch letter {
        case "a":
            let half = String(decoding: bytes[place..<min(place + 2, bytes.count)], as: UTF8.self)
            guard half == "AM" || half == "PM" else { return nil }
            fields.values["a"] = half == "AM" ? 0 : 1
            return place + 2
        case "G": return bytes.dropFirst(place).starts(with: "AD".utf8) ? place + 2 : nil
        case "E": return name(Self.weekdays, count, bytes, place, ignoresCase: false).map(\.end)
        case "M", "L":
            guard count >= 3 else { break }
            guard let found = name(Self.months, count, bytes, place, ignoresCase: false) else { return nil }
            fields.values["M"] = found.index + 1
            return found.end
        case "Q", "q": return count < 3 ? digits(bytes, place, count, count)?.end : nil
        case "S":
            guard let found = digits(bytes, place, count, count), count <= 9 else { return nil }
            fields.values["S"] = found.value * Int(DecimalDigits.power(9 - count))
            return found.end
        default: break
        }
        let isFixed = count == 2
        let least = isFixed ? 2 : letter == "y" || letter == "u" ? count : count == 1 ? 1 : count
        // Java: the width of yyyy is 4 to 19, but more than 4 digits need a plus; one letter is any number of digits.
        let most = isFixed ? 2 : letter == "y" || letter == "u" ? (count >= 4 ? count : 19) : count == 1 ? 19 : count
        let available = bytes[place...].prefix { $0 &- 0x30 < 10 }.count
        let limit = isFixed ? 2 : min(most, max(least, available - reserved(following)))
        guard let found = digits(bytes, place, least, limit) else { return nil }
        let key: Character = letter == "u" ? "y" : letter == "L" ? "M" : letter
        let value = key == "y" && count == 2 ? 2000 + found.value : found.value
        if let known = fields[key], known != value { return nil }
        fields.values[key] = value
        return found.end
    }

    private func digits(_ bytes: [UInt8], _ place: Int, _ least: Int, _ most: Int) -> (value: Int, end: Int)? {
        var end = place
        var value = 0
        while end < bytes.count, end - place < most, bytes[end] &- 0x30 < 10 {
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            if overflows { return nil }
            value = product + Int(bytes[end] - 0x30)
            end += 1
        }
        return end - place >= least ? (value, end) : nil
    }

    private func name(
        _ names: [String],
        _ count: Int,
        _ bytes: [UInt8],
        _ place: Int,
        ignoresCase: Bool
    ) -> (index: Int, end: Int)? {
        let rest = String(decoding: bytes[place...], as: UTF8.self)
        let text = ignoresCase ? rest.lowercased() : rest
        for length in ignoresCase ? [9, 3] : [count == 4 ? 9 : 3] {
            for (index, name) in names.enumerated() {
                let form = length == 9 ? name : String(name.prefix(3))
                if text.hasPrefix(ignoresCase ? form.lowercased() : form) { return (index, place + form.utf8.count) }
            }
        }
        return nil
    }

    /// Reads a text as SimpleDateFormat does: leniently (a 13th month is the next January), with whatever behind it.
    ///
    /// - Returns: The local time in ms since the epoch, nil if the text is none.
    func parseLeniently(_ text: String, now: Int64) -> Int64? {
        let bytes = Array(text.utf8)
        var fields = Fields()
        var place = 0
        for (index, item) in items.enumerated() {
            switch item {
            case .literal(let literal):
                let expected = Array(literal.utf8)
                guard bytes.dropFirst(place).starts(with: expected) else { return nil }
                place += expected.count
            case .optional: return nil
            case .field(let letter, let count):
                let isAbutting = index + 1 < items.count && items[index + 1].isNumber && item.isNumber
                guard let end = parseLeniently(letter, count, bytes, place, isAbutting: isAbutting, &fields) else {
                    return nil
                }
                place = end
            }
        }
        return local(fields, now)
    }

    private func parseLeniently(
        _ letter: Character,
        _ count: Int,
        _ bytes: [UInt8],
        _ start: Int,
        isAbutting: Bool,
        _ fields: inout Fields
    ) -> Int? {
        var place = start
        while place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x09 { place += 1 }
        switch letter {
        case "a":
            let half = String(decoding: bytes[place..<min(place + 2, bytes.count)], as: UTF8.self).uppercased()
            guard half == "AM" || half == "PM" else { return nil }
            fields.values["a"] = half == "AM" ? 0 : 1
            return place + 2
        case "E": return name(Self.weekdays, count, bytes, place, ignoresCase: true)?.end
        case "G": return bytes.dropFirst(place).starts(with: "AD".utf8) ? place + 2 : nil
        case "M", "L":
            guard count >= 3 else { break }
            guard let found = name(Self.months, count, bytes, place, ignoresCase: true) else { return nil }
            fields.values["M"] = found.index + 1
            return found.end
        default: break
        }
        let isNegative = place < bytes.count && bytes[place] == UInt8(ascii: "-")
        // Java: a minus sign is one of the characters of a number of fixed width.
        let width = isAbutting ? isNegative ? count - 1 : count : 18
        guard let found = digits(bytes, isNegative ? place + 1 : place, 1, width) else { return nil }
        let value = isNegative ? -found.value : found.value
        fields.values[letter == "L" ? "M" : letter] = value
        if letter == "y" { fields.hasShortYear = count <= 2 && found.end - place == 2 && !isNegative }
        return found.end
    }

    private func local(_ fields: Fields, _ now: Int64) -> Int64 {
        var year = fields["y"] ?? 1970
        if fields.hasShortYear {
            // Java: within 80 years before and 20 years behind now.
            let first = CivilDate.date(days: Int(now / CivilDate.millisecondsPerDay)).year - 80
            year += first / 100 * 100
            if year < first { year += 100 }
        }
        let months = (fields["M"] ?? 1) - 1
        year += Int(KernelCompiler.floorDivide(Int64(months), 12))
        let month = Int(KernelCompiler.floorModulo(Int64(months), 12)) + 1
        let day = fields["M"] == nil ? fields["D"] ?? fields["d"] ?? 1 : fields["d"] ?? 1
        var days = CivilDate.days(year: year, month: month, day: 1) + day - 1
        if days < JulianCalendar.end { days = JulianCalendar.days(year, month, 1) + day - 1 }
        let half = (fields["a"] ?? 0) * 12
        let hour =
            fields["H"] ?? fields["k"].map { $0 == 24 ? 0 : $0 } ?? fields["K"].map { $0 + half }
            ?? fields["h"].map { ($0 == 12 ? 0 : $0) + half } ?? half
        let time = ((hour * 60 + (fields["m"] ?? 0)) * 60 + (fields["s"] ?? 0)) * 1000 + (fields["S"] ?? 0)
        return Int64(days) * CivilDate.millisecondsPerDay + Int64(time)
    }
}

extension TimePattern.Item {
    /// Whether it is written in digits.
    fileprivate var isNumber: Bool {
        guard case .field(let letter, let count) = self else { return false }
        switch letter {
        case "a", "E", "G": return false
        case "M", "L": return count < 3
        default: return true
        }
    }
}
