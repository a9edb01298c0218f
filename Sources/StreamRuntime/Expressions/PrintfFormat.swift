import StreamSQL

/// PRINTF: a text with arguments put into it. Java: String.format. What Java calls illegal is NULL.
struct PrintfFormat {
    /// Something in a format: `%-5.2f`.
    private struct Conversion {
        var flags: Set<Character> = []
        var argument: Int?
        var width = 0
        var precision: Int?
        var letter: Character = "s"
    }

    /// Wider fields are refused as Java refuses them for want of memory.
    private static let widthMax = 1 << 20

    /// The function for arguments of these types, the first of them being the format.
    static func body(_ types: [LogicalType]) -> RowFunction.Body {
        .text { arguments, row, sink in
            if arguments.isNull(0, row) { return nil }
            let values = (1..<max(1, arguments.count)).map { arguments.value($0, row) }
            return format(arguments.text(0, row), values, Array(types.dropFirst())).map { sink.store($0) }
        }
    }

    private static func format(_ text: String, _ values: [Value], _ types: [LogicalType]) -> String? {
        var result = ""
        var next = 0
        var rest = Substring(text)
        while let character = rest.popFirst() {
            guard character == "%" else {
                result.append(character)
                continue
            }
            guard let conversion = parse(&rest) else { return nil }
            if conversion.letter == "n" {
                result.append("\n")
                continue
            }
            if conversion.letter == "%" {
                result += padded("%", conversion)
                continue
            }
            let index = conversion.argument.map { $0 - 1 } ?? next
            if conversion.argument == nil { next += 1 }
            guard values.indices.contains(index), let piece = piece(conversion, values[index], types[index]) else {
                return nil
            }
            result += piece
        }
        return result
    }

    private static func parse(_ rest: inout Substring) -> Conversion? {
        var conversion = Conversion()
        func number() -> Int? {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            return Int(digits)
        }
        if let mark = rest.firstIndex(of: "$"), let index = Int(rest[..<mark]), index > 0 {
            conversion.argument = index
            rest = rest[rest.index(after: mark)...]
        }
        while let flag = rest.first, "-#+ 0,(".contains(flag) {
            conversion.flags.insert(flag)
            rest = rest.dropFirst()
        }
        conversion.width = number() ?? 0
        if rest.first == "." {
            rest = rest.dropFirst()
            guard let precision = number(), precision <= widthMax else { return nil }
            conversion.precision = precision
        }
        guard conversion.width <= widthMax, let letter = rest.popFirst(), "sSdxXofbBcC%n".contains(letter) else {
            return nil
        }
        conversion.letter = letter
        return conversion
    }

    private static func padded(_ text: String, _ conversion: Conversion) -> String {
        let missing = conversion.width - text.utf16.count
        guard missing > 0 else { return text }
        let blanks = String(repeating: " ", count: missing)
        return conversion.flags.contains("-") ? text + blanks : blanks + text
    }

    private static func piece(_ conversion: Conversion, _ value: Value, _ type: LogicalType) -> String? {
        switch conversion.letter {
        case "s", "S", "b", "B":
            var text: String
            if conversion.letter == "s" || conversion.letter == "S" {
                text = string(value, type)
            } else if case .boolean(let truth) = value {
                text = truth ? "true" : "false"
            } else {
                text = value == .null ? "false" : "true"
            }
            if let precision = conversion.precision { text = String(text.prefix(precision)) }
            return padded(conversion.letter.isUppercase ? text.uppercased() : text, conversion)
        case "c", "C":
            if value == .null { return padded("null", conversion) }
            guard case .int64(let code) = value, let scalar = Unicode.Scalar(UInt32(truncatingIfNeeded: code)) else {
                return nil
            }
            return padded(String(Character(scalar)), conversion)
        default:
            if value == .null { return padded("null", conversion) }
            return number(conversion, value, type)
        }
    }

    private static func number(_ conversion: Conversion, _ value: Value, _ type: LogicalType) -> String? {
        switch (conversion.letter, value) {
        case ("d", .int64(let number)) where type.isInteger && conversion.precision == nil:
            return signed(String(number.magnitude), isNegative: number < 0, conversion)
        case ("x", .int64(let number)), ("X", .int64(let number)), ("o", .int64(let number)):
            guard type.isInteger, conversion.precision == nil else { return nil }
            let bits = UInt64(bitPattern: number) & UInt64.max >> UInt64(64 - KernelCompiler.bits(type))
            let digits = String(bits, radix: conversion.letter == "o" ? 8 : 16)
            let prefix = conversion.flags.contains("#") ? conversion.letter == "o" ? "0" : "0x" : ""
            let text = filled(prefix, digits, conversion)
            return conversion.letter == "X" ? text.uppercased() : text
        case ("f", .double(let number)):
            let own = type == .float ? DoubleText.parse(DoubleText.format(single: Float(number))) ?? number : number
            guard own.isFinite else {
                return padded("\(own.isNaN ? "NaN" : own < 0 ? "-Infinity" : "Infinity")", conversion)
            }
            let digits = fixed(DoubleText.format(own.magnitude), conversion.precision ?? 6)
            return signed(digits, isNegative: own.sign == .minus, conversion)
        default: return nil
        }
    }

    /// A number with so many digits behind the point, rounded half up.
    private static func fixed(_ text: String, _ places: Int) -> String {
        let parts = text.split(separator: "E")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let sides = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        var digits = (sides[0] + sides[1]).utf8.map { Int($0) - 0x30 }
        var point = sides[0].utf8.count + exponent
        if point < 0 {
            digits = Array(repeating: 0, count: -point) + digits
            point = 0
        }
        let kept = point + places
        digits += Array(repeating: 0, count: max(0, kept + 1 - digits.count))
        var carry = digits[kept] >= 5 ? 1 : 0
        digits.removeSubrange(kept...)
        for index in digits.indices.reversed() where carry > 0 {
            digits[index] += carry
            carry = digits[index] / 10
            digits[index] %= 10
        }
        if carry > 0 {
            digits.insert(1, at: 0)
            point += 1
        }
        let whole = digits[..<point].map(String.init).joined()
        let fraction = digits[point...].map(String.init).joined()
        let head = whole.drop { $0 == "0" }
        return (head.isEmpty ? "0" : String(head)) + (places > 0 ? "." + fraction : "")
    }

    private static func signed(_ digits: String, isNegative: Bool, _ conversion: Conversion) -> String {
        var digits = digits
        if conversion.flags.contains(",") {
            let point = digits.firstIndex(of: ".") ?? digits.endIndex
            var grouped = ""
            for (index, digit) in digits[..<point].enumerated() {
                let left = digits.distance(from: digits.startIndex, to: point) - index
                if index > 0, left % 3 == 0 { grouped.append(",") }
                grouped.append(digit)
            }
            digits = grouped + digits[point...]
        }
        if isNegative, conversion.flags.contains("(") { return filled("(", digits + ")", conversion) }
        let sign = isNegative ? "-" : conversion.flags.contains("+") ? "+" : conversion.flags.contains(" ") ? " " : ""
        return filled(sign, digits, conversion)
    }

    private static func filled(_ prefix: String, _ digits: String, _ conversion: Conversion) -> String {
        guard conversion.flags.contains("0") else { return padded(prefix + digits, conversion) }
        let missing = max(0, conversion.width - prefix.count - digits.count)
        return prefix + String(repeating: "0", count: missing) + digits
    }

    /// Java: toString of what Flink's rows hold.
    private static func string(_ value: Value, _ type: LogicalType) -> String {
        switch (value, type) {
        case (.null, _): return "null"
        case (.boolean(let value), _): return value ? "true" : "false"
        case (.double(let value), .float): return DoubleText.format(single: Float(value))
        case (.double(let value), _): return DoubleText.format(value)
        case (.decimal(let value), .decimal(_, let scale)): return Decimal128Text.format(value, scale: scale)
        case (.string(let value), _): return value
        case (.int64(let value), .timestamp), (.int64(let value), .timestampLTZ):
            return string(FineTimestamp(milliseconds: value))
        case (.decimal(let value), .timestamp), (.decimal(let value), .timestampLTZ):
            return string(FineTimestamp(value))
        case (.int64(let value), _): return String(value)
        default: return "\(value)"
        }
    }

    /// Java: LocalDateTime.toString, which writes 3, 6 or 9 digits of the second, and no seconds if they are 0.
    private static func string(_ time: FineTimestamp) -> String {
        let nanosecond = time.nanosecondOfSecond
        let digits = nanosecond == 0 ? 0 : nanosecond % 1_000_000 == 0 ? 3 : nanosecond % 1000 == 0 ? 6 : 9
        let text = TimestampText.format(time, style: .iso8601, fraction: .digits(digits))
        return digits == 0 && text.hasSuffix(":00") ? String(text.dropLast(3)) : text
    }
}
