/// Values in words of 8 bytes, two for a decimal of 128 bits or a string, as registers and rows hold them.
enum MatchWords {
    @inline(__always)
    static func wide(_ words: UnsafePointer<UInt64>) -> Int128 {
        Int128(truncatingIfNeeded: UInt128(words[1]) << 64 | UInt128(words[0]))
    }

    @inline(__always)
    static func wide(_ words: UnsafeMutablePointer<UInt64>) -> Int128 { wide(UnsafePointer(words)) }

    @inline(__always)
    static func store(_ value: Int128, _ words: UnsafeMutablePointer<UInt64>) {
        words[0] = UInt64(truncatingIfNeeded: value)
        words[1] = UInt64(truncatingIfNeeded: value >> 64)
    }

    @inline(__always)
    static func string(_ words: UnsafeMutablePointer<UInt64>) -> StringRef { StringRef(head: words[0], tail: words[1]) }

    @inline(__always)
    static func store(_ string: StringRef, _ words: UnsafeMutablePointer<UInt64>) {
        words[0] = string.head
        words[1] = string.tail
    }

    private static let powers: [Int128] = (0...38).map { exponent in
        (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 }
    }

    /// 10 to the power of 0 to 38.
    static func powerOfTen(_ exponent: Int) -> Int128 { powers[exponent] }

    /// An integer cut to so many bits, as Java narrows.
    @inline(__always)
    static func narrow(_ value: Int64, bits: Int64) -> Int64 {
        switch bits {
        case 8: Int64(Int8(truncatingIfNeeded: value))
        case 16: Int64(Int16(truncatingIfNeeded: value))
        case 32: Int64(Int32(truncatingIfNeeded: value))
        default: value
        }
    }

    /// A decimal without its last digits, rounded HALF_UP; nil if it has more digits than the precision.
    static func rounded(_ value: Int128, digitsOff: Int, precision: Int) -> Int128? {
        var magnitude = value.magnitude
        if digitsOff > 0 {
            let divisor = powers[digitsOff].magnitude
            let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: divisor)
            magnitude = remainder * 2 >= divisor ? quotient + 1 : quotient
        }
        guard magnitude < powers[precision].magnitude else { return nil }
        return value < 0 ? -Int128(magnitude) : Int128(magnitude)
    }
}
