/// An exact decimal number of at most 18 digits: `coefficient` × 10 ^ -`scale`.
public struct Decimal64: Hashable, Sendable {
    /// The digits as a whole number.
    public let coefficient: Int64
    /// How many of the digits stand behind the point, 0 to 18.
    public let scale: Int

    /// The number `coefficient` × 10 ^ -`scale`. Traps if the scale is outside 0...18.
    public init(coefficient: Int64, scale: Int) {
        precondition((0...18).contains(scale))
        self.coefficient = coefficient
        self.scale = scale
    }

    /// Reads a JSON number (RFC 8259 §6), exponent included; nil if it is malformed or needs more than 18 digits.
    public init?(_ text: some StringProtocol) {
        var coefficient: Int64 = 0
        var scale = 0
        var exponent = 0
        var isNegative = false
        var seenPoint = false
        var digits = 0
        var bytes = text.utf8.makeIterator()
        var next = bytes.next()
        if next == UInt8(ascii: "-") {
            isNegative = true
            next = bytes.next()
        }
        scan: while let byte = next {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let (product, over) = coefficient.multipliedReportingOverflow(by: 10)
                guard !over, product <= 999_999_999_999_999_990 else { return nil }
                coefficient = product + Int64(byte - UInt8(ascii: "0"))
                digits += 1
                if seenPoint { scale += 1 }
            case UInt8(ascii: "."):
                guard !seenPoint, digits > 0 else { return nil }
                seenPoint = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                var tail = ""
                while let byte = bytes.next() { tail.unicodeScalars.append(Unicode.Scalar(byte)) }
                guard let value = Int(tail), abs(value) <= 40 else { return nil }
                exponent = value
                break scan
            default: return nil
            }
            next = bytes.next()
        }
        guard digits > 0 else { return nil }
        scale -= exponent
        while scale > 0, coefficient % 10 == 0 {
            coefficient /= 10
            scale -= 1
        }
        if coefficient == 0 { scale = 0 }
        while scale < 0 {
            let (product, over) = coefficient.multipliedReportingOverflow(by: 10)
            guard !over, product <= 999_999_999_999_999_999 else { return nil }
            coefficient = product
            scale += 1
        }
        guard scale <= 18 else { return nil }
        self.init(coefficient: isNegative ? -coefficient : coefficient, scale: scale)
    }

    /// The value, if it is whole.
    public var whole: Int64? { scale == 0 ? coefficient : nil }

    /// The coefficient at this scale, or nil if digits would be lost or 64 bits exceeded.
    public func coefficient(at wanted: Int) -> Int64? {
        guard wanted >= scale else { return nil }
        var value = coefficient
        for _ in scale..<wanted {
            let (product, over) = value.multipliedReportingOverflow(by: 10)
            if over { return nil }
            value = product
        }
        return value
    }
}

extension Decimal64: CustomStringConvertible {
    /// The digits with a point, `-12.50` as coefficient -1250 and scale 2: trailing zeros are kept.
    public var description: String {
        guard scale > 0 else { return String(coefficient) }
        var digits = String(coefficient.magnitude)
        if digits.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.count) + digits }
        digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
        return coefficient < 0 ? "-" + digits : digits
    }
}
