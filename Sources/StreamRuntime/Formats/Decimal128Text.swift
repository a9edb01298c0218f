/// DECIMAL values as text, as Java's BigDecimal reads and writes them.
package enum Decimal128Text {
    /// What a text says as a DECIMAL of some precision and scale.
    package enum Parsed: Equatable, Sendable {
        /// An unscaled value.
        case value(Int128)
        /// A number that needs more digits than the precision has. Flink: DecimalData.fromBigDecimal gives NULL.
        case overflow
        /// No number.
        case malformed
    }

    /// The largest exponent that is read: that of Java's BigDecimal.
    private static let exponentLimit = Int(Int32.max)

    /// Reads `[+-]digits[.digits][e[+-]digits]`, rounding half up (away from zero) to the scale.
    package static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>,
        precision: Int,
        scale: Int
    ) -> Parsed {
        guard let number = DecimalText(bytes) else { return .malformed }
        return number.rounded(precision: precision, scale: scale)
    }

    /// As `parse` of bytes.
    package static func parse(_ text: String, precision: Int, scale: Int) -> Parsed {
        var text = text
        return text.withUTF8 { parse($0, precision: precision, scale: scale) }
    }

    /// The text of a number as Java's `new BigDecimal(text).stripTrailingZeros().toString()`, of any number of digits;
    /// `nil` if the text is no number.
    static func stripped(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard let number = DecimalText(bytes) else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count + textLimit) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let end = number.strip(to: start)
            return String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
        }
    }

    /// The digits of a number in a text, where they are.
    private struct DecimalText {
        var isNegative = false
        /// The integer digits and the fraction digits.
        let integer: UnsafeBufferPointer<UInt8>.SubSequence
        let fraction: UnsafeBufferPointer<UInt8>.SubSequence
        var exponent = 0

        init?(_ bytes: UnsafeBufferPointer<UInt8>) {
            var index = 0
            if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
                isNegative = bytes[index] == UInt8(ascii: "-")
                index += 1
            }
            let start = index
            while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
            integer = bytes[start..<index]
            var isEmpty = integer.isEmpty
            if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
                index += 1
                let first = index
                while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
                fraction = bytes[first..<index]
                isEmpty = isEmpty && fraction.isEmpty
            } else {
                fraction = bytes[index..<index]
            }
            if isEmpty { return nil }
            if index < bytes.count {
                guard bytes[index] | 0x20 == UInt8(ascii: "e"), let read = Self.exponent(bytes[(index + 1)...]) else {
                    return nil
                }
                exponent = read
            }
        }

        private static func exponent(_ bytes: UnsafeBufferPointer<UInt8>.SubSequence) -> Int? {
            var digits = bytes
            let isNegative = digits.first == UInt8(ascii: "-")
            if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
            guard !digits.isEmpty else { return nil }
            var value = 0
            for byte in digits {
                guard byte &- 0x30 < 10 else { return nil }
                value = value * 10 + Int(byte - 0x30)
                if value > Decimal128Text.exponentLimit { return nil }
            }
            return isNegative ? -value : value
        }

        private func digit(_ place: Int) -> UInt8 {
            if place < integer.count { return integer[integer.startIndex + place] }
            return fraction[fraction.startIndex + place - integer.count]
        }

        func strip(to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
            var digits = Array(integer) + Array(fraction)
            var scale = fraction.count - exponent
            while digits.last == UInt8(ascii: "0") {
                digits.removeLast()
                scale -= 1
            }
            let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
            digits.removeFirst(zeros)
            if digits.isEmpty {
                target[0] = UInt8(ascii: "0")
                return target + 1
            }
            return Decimal128Text.write(digits, isNegative, scale: scale, to: target)
        }

        func rounded(precision: Int, scale: Int) -> Parsed {
            let total = integer.count + fraction.count
            // Of all the digits, so many stand before the last place of the scale.
            let kept = integer.count + exponent + scale
            var value: Int128 = 0
            let limit = DecimalDigits.widePower(precision)
            // From here on, another digit makes it too long. Ten times more might not even fit in 128 bits.
            let full = limit / 10
            var seen = 0
            for place in 0..<total {
                let digit = digit(place)
                if seen >= kept {
                    if seen == kept, digit >= UInt8(ascii: "5") { value += 1 }
                    break
                }
                if value >= full { return .overflow }
                value = value * 10 + Int128(digit - 0x30)
                seen += 1
            }
            if value == 0 { return .value(0) }
            if kept > total {
                for _ in total..<kept {
                    if value >= full { return .overflow }
                    value *= 10
                }
            }
            if value >= limit { return .overflow }
            return .value(isNegative ? -value : value)
        }
    }

    /// The text of a value with all the digits of its scale: `12.50`. Java: BigDecimal.toPlainString.
    package static func format(_ unscaled: Int128, scale: Int) -> String {
        withText { format(unscaled, scale: scale, to: $0) }
    }

    /// The text of a value without zeros at its end and, for large and small values, with an exponent: `2E+1`. Java:
    /// BigDecimal.stripTrailingZeros().toString().
    package static func formatStripped(_ unscaled: Int128, scale: Int) -> String {
        withText { formatStripped(unscaled, scale: scale, to: $0) }
    }

    private static func withText(
        _ write: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>
    ) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: textLimit) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            let end = write(start)
            return String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
        }
    }

    /// The most bytes that a text has, and those that must be writable where one is written.
    package static let textLimit = 96

    /// Writes the text of `format` and gives the address behind it.
    package static func format(
        _ unscaled: Int128,
        scale: Int,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        if let short = Int64(exactly: unscaled), scale <= 18 { return format(short, scale: scale, to: target) }
        return writePlain(DecimalDigits.digits(unscaled.magnitude), unscaled < 0, scale, target)
    }

    /// Writes the text of `format` and gives the address behind it. A scale of at most 18.
    @inline(__always)
    package static func format(
        _ unscaled: Int64,
        scale: Int,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        if scale == 0 { return DecimalDigits.write(unscaled, to: target) }
        let power = UInt64(DecimalDigits.power(scale))
        let whole = unscaled.magnitude / power
        target[0] = UInt8(ascii: "-")
        let point = DecimalDigits.write(whole, to: unscaled < 0 ? target + 1 : target)
        point[0] = UInt8(ascii: ".")
        DecimalDigits.writePadded(unscaled.magnitude &- whole &* power, count: scale, to: point + 1)
        return point + 1 + scale
    }

    private static func writePlain(
        _ digits: [UInt8],
        _ isNegative: Bool,
        _ scale: Int,
        _ target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var end = target
        func put(_ byte: UInt8) {
            end[0] = byte
            end += 1
        }
        if isNegative { put(UInt8(ascii: "-")) }
        let whole = digits.count - scale
        if whole <= 0 { put(UInt8(ascii: "0")) }
        for digit in digits.prefix(max(whole, 0)) { put(digit) }
        if scale > 0 {
            put(UInt8(ascii: "."))
            for _ in 0..<max(-whole, 0) { put(UInt8(ascii: "0")) }
            for digit in digits.dropFirst(max(whole, 0)) { put(digit) }
        }
        return end
    }

    /// Writes the text of `formatStripped` and gives the address behind it.
    package static func formatStripped(
        _ unscaled: Int128,
        scale: Int,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        if unscaled == 0 {
            target[0] = UInt8(ascii: "0")
            return target + 1
        }
        var value = unscaled
        var scale = scale
        while value % 10 == 0 {
            value /= 10
            scale -= 1
        }
        return write(DecimalDigits.digits(value.magnitude), value < 0, scale: scale, to: target)
    }

    /// Java: BigDecimal.toString, with an exponent only for large and small numbers.
    private static func write(
        _ digits: [UInt8],
        _ isNegative: Bool,
        scale: Int,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        let adjusted = digits.count - 1 - scale
        if scale >= 0, adjusted >= -6 { return writePlain(digits, isNegative, scale, target) }
        return writeScientific(digits, isNegative, adjusted, target)
    }

    private static func writeScientific(
        _ digits: [UInt8],
        _ isNegative: Bool,
        _ exponent: Int,
        _ target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var end = target
        func put(_ byte: UInt8) {
            end[0] = byte
            end += 1
        }
        if isNegative { put(UInt8(ascii: "-")) }
        put(digits[0])
        if digits.count > 1 {
            put(UInt8(ascii: "."))
            for digit in digits.dropFirst() { put(digit) }
        }
        put(UInt8(ascii: "E"))
        if exponent > 0 { put(UInt8(ascii: "+")) }
        return DecimalDigits.write(Int64(exponent), to: end)
    }
}
