/// DOUBLE and FLOAT values as text, as Java reads and writes them.
///
/// Written are the digits of Java's Double.toString up to JDK 18, which for some values are more than needed or end in
/// another one (JDK-4511638): Flink 2.3 runs on Java 17.
package enum DoubleText {
    /// The most bytes that a text has, and those that must be writable where one is written.
    package static let textLimit = 48
    /// Largest whole number below which every whole number times a power of ten up to 22 is exact.
    private static let exactWhole: Double = 9_007_199_254_740_992

    /// The text of a number.
    package static func format(_ value: Double) -> String { text { format(value, to: $0) } }

    /// The text of a number of single precision.
    package static func format(single value: Float) -> String { text { format(single: value, to: $0) } }

    private static func text(_ write: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: textLimit) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            return String(decoding: UnsafeBufferPointer(start: start, count: write(start) - start), as: UTF8.self)
        }
    }

    /// Writes a number and gives the address behind it.
    package static func format(_ value: Double, to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        let magnitude = value.magnitude
        if magnitude >= 1e-3, magnitude < 1e7 {
            // why: most numbers have few fraction digits. With 15 digits or fewer no other number of so few digits
            // reads as the same double, so these are the shortest.
            let scaled = (magnitude * 1e6).rounded()
            if scaled / 1e6 == magnitude {
                return formatPlain(UInt64(scaled), isNegative: value < 0, to: target)
            }
        }
        guard value.isFinite else { return special(isNaN: value.isNaN, isNegative: value < 0, to: target) }
        if value == 0 { return zero(isNegative: value.sign == .minus, to: target) }
        target[0] = UInt8(ascii: "-")
        return layOut(JavaDigits(value), to: value < 0 ? target + 1 : target)
    }

    /// Writes a number of single precision and gives the address behind it.
    package static func format(
        single value: Float,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        guard value.isFinite else { return special(isNaN: value.isNaN, isNegative: value < 0, to: target) }
        if value == 0 { return zero(isNegative: value.sign == .minus, to: target) }
        target[0] = UInt8(ascii: "-")
        return layOut(JavaDigits(single: value), to: value < 0 ? target + 1 : target)
    }

    /// Writes a number given in millionths.
    private static func formatPlain(
        _ millionths: UInt64,
        isNegative: Bool,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        target[0] = UInt8(ascii: "-")
        let whole = millionths / 1_000_000
        let point = DecimalDigits.write(whole, to: isNegative ? target + 1 : target)
        point[0] = UInt8(ascii: ".")
        DecimalDigits.writePadded(millionths - whole * 1_000_000, count: 6, to: point + 1)
        var end = point + 7
        while end > point + 2, end[-1] == UInt8(ascii: "0") { end -= 1 }
        return end
    }

    private static func special(
        isNaN: Bool,
        isNegative: Bool,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        put(isNaN ? "NaN" : isNegative ? "-Infinity" : "Infinity", to: target)
    }

    private static func zero(
        isNegative: Bool,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        put(isNegative ? "-0.0" : "0.0", to: target)
    }

    private static func put(_ text: StaticString, to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>
    {
        target.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        return target + text.utf8CodeUnitCount
    }

    /// Java's layout: plain from 10^-3 to below 10^7, else with an exponent.
    private static func layOut(
        _ number: JavaDigits,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var number = number
        return withUnsafeBytes(of: &number.digits) { bytes in
            let digits = UnsafeBufferPointer(rebasing: bytes.bindMemory(to: UInt8.self)[..<number.count])
            return layOut(digits, point: number.point, to: target)
        }
    }

    /// Lays out digits with a point before the digit number `point`.
    private static func layOut(
        _ digits: UnsafeBufferPointer<UInt8>,
        point: Int,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var end = target
        func put(_ byte: UInt8) {
            end[0] = byte
            end += 1
        }
        if point > -3, point <= 7 {
            if point <= 0 {
                put(UInt8(ascii: "0"))
                put(UInt8(ascii: "."))
                for _ in 0..<(-point) { put(UInt8(ascii: "0")) }
                for digit in digits { put(digit) }
            } else {
                for place in 0..<point { put(place < digits.count ? digits[place] : UInt8(ascii: "0")) }
                put(UInt8(ascii: "."))
                for digit in digits.dropFirst(point) { put(digit) }
                if digits.count <= point { put(UInt8(ascii: "0")) }
            }
            return end
        }
        put(digits[0])
        put(UInt8(ascii: "."))
        for digit in digits.dropFirst() { put(digit) }
        if digits.count == 1 { put(UInt8(ascii: "0")) }
        put(UInt8(ascii: "E"))
        return DecimalDigits.write(Int64(point - 1), to: end)
    }
}
