/// Exact arithmetic of unscaled decimals of up to 38 digits, for results that may need more digits on the way. Every result is
/// rounded half up (away from zero) to a scale; one with more digits than the precision is nil, which is NULL in Flink
/// (DecimalData.fromBigDecimal).
struct WideDecimal {
    /// The precision of the result.
    let precision: Int
    /// The scale of the result.
    let scale: Int
    /// All results are below.
    private let limit: UInt128

    init(precision: Int, scale: Int) {
        self.precision = precision
        self.scale = scale
        limit = Self.power(precision)
    }

    private static let powers: [UInt128] = {
        var powers: [UInt128] = [1]
        while powers.count < 39 { powers.append(powers[powers.count - 1] * 10) }
        return powers
    }()

    /// 10 to the power of 0 ... 38.
    static func power(_ exponent: Int) -> UInt128 { powers[exponent] }

    private func signed(_ magnitude: UInt128, _ isNegative: Bool) -> Int128? {
        guard magnitude < limit else { return nil }
        return isNegative ? -Int128(magnitude) : Int128(magnitude)
    }

    /// Rounds a magnitude of up to 256 bits, given so many digits behind the point, to the result's scale.
    private func rounded(_ high: UInt128, _ low: UInt128, from digits: Int, _ isNegative: Bool) -> Int128? {
        let excess = digits - scale
        if excess <= 0 {
            guard high == 0 else { return nil }
            let (product, overflows) = low.multipliedReportingOverflow(by: Self.power(-excess))
            return overflows ? nil : signed(product, isNegative)
        }
        var (high, low, digits) = (high, low, excess)
        if excess > 38 {
            // What this drops is less than one in the last digit that counts: it cannot make a half of less than a half.
            let step = Self.power(excess - 38)
            let first = high.quotientAndRemainder(dividingBy: step)
            (high, low, digits) = (first.quotient, step.dividingFullWidth((first.remainder, low)).quotient, 38)
        }
        let power = Self.power(digits)
        guard high < power else { return nil }
        let (quotient, remainder) = Self.divide(high, low, by: power)
        return signed(remainder >= power / 2 ? quotient + 1 : quotient, isNegative)
    }

    /// A number of two words by one that is above the first.
    @inline(__always)
    private static func divide(
        _ high: UInt128,
        _ low: UInt128,
        by divisor: UInt128
    ) -> (quotient: UInt128, remainder: UInt128) {
        high == 0 ? low.quotientAndRemainder(dividingBy: divisor) : divisor.dividingFullWidth((high, low))
    }

    /// A value of another scale.
    func rescaled(_ value: Int128, from digits: Int) -> Int128? { rounded(0, value.magnitude, from: digits, value < 0) }

    /// A value of another scale without the digits behind some place, which may stand before the point (negative).
    func shortened(_ value: Int128, _ digits: Int, to place: Int, rounds: Bool) -> Int128? {
        if place >= digits { return rescaled(value, from: digits) }
        // More digits than there are: nothing is left.
        guard digits - place <= 38 else { return 0 }
        let power = Int128(Self.power(digits - place))
        var (quotient, remainder) = value.quotientAndRemainder(dividingBy: power)
        if rounds, remainder.magnitude >= power.magnitude - remainder.magnitude { quotient += value < 0 ? -1 : 1 }
        if place >= 0 { return rescaled(quotient, from: place) }
        let (whole, overflows) = quotient.multipliedReportingOverflow(by: Int128(Self.power(min(-place, 38))))
        return overflows ? nil : rescaled(whole, from: 0)
    }

    /// A sum of values of two scales.
    func sum(_ left: Int128, _ leftScale: Int, _ right: Int128, _ rightScale: Int) -> Int128? {
        let digits = max(leftScale, rightScale)
        let first = left.multipliedFullWidth(by: Int128(Self.power(digits - leftScale)))
        let second = right.multipliedFullWidth(by: Int128(Self.power(digits - rightScale)))
        let (low, carry) = first.low.addingReportingOverflow(second.low)
        let high = first.high &+ second.high &+ (carry ? 1 : 0)
        guard high < 0 else { return rounded(UInt128(high), low, from: digits, false) }
        let negatedLow = ~low &+ 1
        let negatedHigh = UInt128(bitPattern: ~high) &+ (low == 0 ? 1 : 0)
        return rounded(negatedHigh, negatedLow, from: digits, true)
    }

    /// A product of values of two scales.
    func product(_ left: Int128, _ leftScale: Int, _ right: Int128, _ rightScale: Int) -> Int128? {
        let (high, low) = left.magnitude.multipliedFullWidth(by: right.magnitude)
        return rounded(high, low, from: leftScale + rightScale, left < 0 && right > 0 || left > 0 && right < 0)
    }

    /// A quotient of values of two scales. Java: BigDecimal.divide with 38 digits, rounded half up, then rounded to the scale.
    func quotient(_ left: Int128, _ leftScale: Int, _ right: Int128, _ rightScale: Int) -> Int128? {
        var divisor = right.magnitude
        var shift = scale + rightScale - leftScale
        if shift < 0 {
            let (product, overflows) = divisor.multipliedReportingOverflow(by: Self.power(min(-shift, 38)))
            // The quotient of a smaller number is 0.
            if overflows { return 0 }
            divisor = product
            shift = 0
        }
        var (quotient, remainder) = left.magnitude.quotientAndRemainder(dividingBy: divisor)
        while shift > 0 {
            let power = Self.power(min(shift, 38))
            let (shifted, overflows) = quotient.multipliedReportingOverflow(by: power)
            if overflows || shifted >= limit { return nil }
            let (high, low) = remainder.multipliedFullWidth(by: power)
            let next = Self.divide(high, low, by: divisor)
            quotient = shifted + next.quotient
            remainder = next.remainder
            shift -= 38
        }
        if quotient >= limit { return nil }
        if Self.roundsUp(quotient, remainder, divisor) { quotient += 1 }
        return signed(quotient, (left < 0) != (right < 0))
    }

    /// Half up; and, as Java rounds to 38 digits first, up from a fraction that those digits round to a half.
    private static func roundsUp(_ quotient: UInt128, _ remainder: UInt128, _ divisor: UInt128) -> Bool {
        let missing = divisor - remainder
        if remainder >= missing { return true }
        var digits = 0
        while digits < 38, quotient >= power(digits) { digits += 1 }
        let spare = 38 - digits
        return spare > 0 && missing - remainder <= divisor / power(spare)
    }

    /// What is left of a division of values of two scales, with the sign of the dividend.
    func remainder(_ left: Int128, _ leftScale: Int, _ right: Int128, _ rightScale: Int) -> Int128? {
        let digits = max(leftScale, rightScale)
        let (divisor, overflows) = right.magnitude.multipliedReportingOverflow(by: Self.power(digits - rightScale))
        var rest = left.magnitude
        if rightScale > leftScale {
            rest %= divisor
            let (high, low) = rest.multipliedFullWidth(by: Self.power(digits - leftScale))
            rest = Self.divide(high, low, by: divisor).remainder
        } else if !overflows {
            rest %= divisor
        }
        return rounded(0, rest, from: digits, left < 0)
    }

    /// Less than, equal to or greater than 0, as the first comes before, with or after the second.
    static func compare(_ left: Int128, _ leftScale: Int, _ right: Int128, _ rightScale: Int) -> Int {
        let digits = max(leftScale, rightScale)
        let first = left.multipliedFullWidth(by: Int128(power(digits - leftScale)))
        let second = right.multipliedFullWidth(by: Int128(power(digits - rightScale)))
        if first.high != second.high { return first.high < second.high ? -1 : 1 }
        return first.low == second.low ? 0 : first.low < second.low ? -1 : 1
    }

    /// A value as the nearest DOUBLE. Flink: DecimalDataUtils.doubleValue, which divides two doubles for up to 18 digits.
    static func double(_ value: Int128, scale: Int, isCompact: Bool) -> Double {
        if scale == 0 { return Double(value) }
        if isCompact || value.magnitude < 1 << 53 && scale <= 22 { return Double(value) / Double(power(scale)) }
        return DoubleText.parse(Decimal128Text.format(value, scale: scale)) ?? .nan
    }

    /// A value without what is behind the point, as Java's BigDecimal.longValue: the lowest 64 bits.
    static func integer(_ value: Int128, scale: Int) -> Int64 {
        Int64(truncatingIfNeeded: scale == 0 ? value : value / Int128(power(scale)))
    }
}
