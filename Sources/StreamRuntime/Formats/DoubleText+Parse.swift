extension DoubleText {
    /// Reads a number as Java's Double.parseDouble does, without its hexadecimal form:
    /// `[+-]digits[.digits][e[+-]digits]` with an optional `d` or `f` behind it, `NaN` or `Infinity`; spaces around it
    /// are allowed.
    package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        guard let number = Number(bytes) else { return nil }
        return number.value
    }

    /// As `parse`, rounded once to single precision.
    package static func parseSingle(_ bytes: UnsafeBufferPointer<UInt8>) -> Float? {
        guard let number = Number(bytes) else { return nil }
        return number.single
    }

    /// As `parse` of bytes.
    package static func parse(_ text: String) -> Double? {
        var text = text
        return text.withUTF8 { parse($0) }
    }

    /// As `parseSingle` of bytes.
    package static func parseSingle(_ text: String) -> Float? {
        var text = text
        return text.withUTF8 { parseSingle($0) }
    }

    /// A number of the grammar: its bytes without what Swift's own conversion would refuse.
    private struct Number {
        var isNegative = false
        var isNaN = false
        var isInfinite = false
        /// Digits, point and exponent.
        let bytes: UnsafeBufferPointer<UInt8>.SubSequence
        /// The digits as a whole number, if there are at most 18.
        var mantissa: UInt64 = 0
        var digitCount = 0
        /// The power of ten that the mantissa is to be multiplied by.
        var exponent = 0

        init?(_ all: UnsafeBufferPointer<UInt8>) {
            var first = 0
            var end = all.count
            while first < end, all[first] <= UInt8(ascii: " ") { first += 1 }
            while end > first, all[end - 1] <= UInt8(ascii: " ") { end -= 1 }
            if first < end, all[first] == UInt8(ascii: "-") || all[first] == UInt8(ascii: "+") {
                isNegative = all[first] == UInt8(ascii: "-")
                first += 1
            }
            if Self.isWord(all[first..<end], "NaN") {
                isNaN = true
                bytes = all[first..<first]
                return
            }
            if Self.isWord(all[first..<end], "Infinity") {
                isInfinite = true
                bytes = all[first..<first]
                return
            }
            if end > first + 1, [0x64, 0x66].contains(all[end - 1] | 0x20) { end -= 1 }
            bytes = all[first..<end]
            guard readDigits() else { return nil }
        }

        private static func isWord(_ bytes: UnsafeBufferPointer<UInt8>.SubSequence, _ word: String) -> Bool {
            bytes.elementsEqual(word.utf8)
        }

        private mutating func readDigits() -> Bool {
            var index = bytes.startIndex
            var hasPoint = false
            var seen = 0
            while index < bytes.endIndex {
                let byte = bytes[index]
                if byte &- 0x30 < 10 {
                    seen += 1
                    if digitCount < 19 {
                        mantissa = mantissa &* 10 &+ UInt64(byte - 0x30)
                        if mantissa != 0 { digitCount += 1 }
                    }
                    if hasPoint { exponent -= 1 }
                } else if byte == UInt8(ascii: "."), !hasPoint {
                    hasPoint = true
                } else {
                    break
                }
                index += 1
            }
            if seen == 0 { return false }
            return index == bytes.endIndex || readExponent(index)
        }

        private mutating func readExponent(_ start: Int) -> Bool {
            var index = start
            guard bytes[index] | 0x20 == UInt8(ascii: "e") else { return false }
            index += 1
            var isMinus = false
            if index < bytes.endIndex, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
                isMinus = bytes[index] == UInt8(ascii: "-")
                index += 1
            }
            guard index < bytes.endIndex else { return false }
            var value = 0
            while index < bytes.endIndex {
                guard bytes[index] &- 0x30 < 10 else { return false }
                value = min(value * 10 + Int(bytes[index] - 0x30), 1_000_000)
                index += 1
            }
            exponent += isMinus ? -value : value
            return true
        }

        var value: Double {
            if isNaN { return .nan }
            if isInfinite { return isNegative ? -.infinity : .infinity }
            let magnitude: Double
            if digitCount <= 18, mantissa < 1 << 53, exponent.magnitude <= 22 {
                // Both are exact doubles, so the one rounding is the right one (Clinger).
                let power = Double.exactPower(exponent.magnitude)
                magnitude = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
            } else {
                magnitude = Double(text) ?? .nan
            }
            return isNegative ? -magnitude : magnitude
        }

        var single: Float {
            if isNaN { return .nan }
            if isInfinite { return isNegative ? -.infinity : .infinity }
            let magnitude = Float(text) ?? .nan
            return isNegative ? -magnitude : magnitude
        }

        private var text: String { String(decoding: bytes, as: UTF8.self) }
    }
}

extension Double {
    /// 10 to the power of 0 ... 22, which are exact.
    fileprivate static func exactPower(_ exponent: UInt) -> Double {
        let low = Double(DecimalDigits.power(Int(min(exponent, 11))))
        return exponent <= 11 ? low : low * Double(DecimalDigits.power(Int(exponent - 11)))
    }
}
