/// The pseudo-random numbers of java.util.Random: the same seed gives the same numbers as in Flink.
final class JavaRandom {
    private static let multiplier: UInt64 = 0x5_DEEC_E66D
    private static let mask: UInt64 = 1 << 48 - 1
    private var state: UInt64

    init(seed: Int64) { state = (UInt64(bitPattern: seed) ^ Self.multiplier) & Self.mask }

    private func next(_ bits: UInt64) -> Int32 {
        state = (state &* Self.multiplier &+ 0xB) & Self.mask
        return Int32(truncatingIfNeeded: state >> (48 - bits))
    }

    /// From 0 (inclusive) to 1 (exclusive).
    func nextDouble() -> Double {
        let high = UInt64(UInt32(bitPattern: next(26))) << 27
        return Double(high + UInt64(UInt32(bitPattern: next(27)))) * 0x1p-53
    }

    /// From 0 (inclusive) to a bound (exclusive), which must be positive.
    func nextInt(_ bound: Int32) -> Int32 {
        precondition(bound > 0, "a bound that is not positive")
        let mask = bound &- 1
        var bits = next(31)
        if bound & mask == 0 { return Int32(truncatingIfNeeded: (Int64(bound) * Int64(bits)) >> 31) }
        var value = bits % bound
        // The numbers at the upper end that do not fill a whole range are not used.
        while bits &- value &+ mask < 0 {
            bits = next(31)
            value = bits % bound
        }
        return value
    }

    /// A random UUID (version 4) as text.
    func nextIdentifier() -> String {
        func word() -> UInt64 { UInt64(UInt32(bitPattern: next(32))) << 32 | UInt64(UInt32(bitPattern: next(32))) }
        let high = word() & ~0xF000 | 0x4000
        let low = word() & ~(3 << 62) | 2 << 62
        func hexadecimal(_ value: UInt64, _ digits: Int) -> String {
            let text = String(value, radix: 16)
            return String(repeating: "0", count: digits - text.count) + text
        }
        return [
            hexadecimal(high >> 32, 8), hexadecimal(high >> 16 & 0xFFFF, 4), hexadecimal(high & 0xFFFF, 4),
            hexadecimal(low >> 48, 4), hexadecimal(low & 0xFFFF_FFFF_FFFF, 12),
        ].joined(separator: "-")
    }
}
