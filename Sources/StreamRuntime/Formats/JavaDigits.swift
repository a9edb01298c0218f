/// The decimal digits of a binary floating point number as Java up to JDK 18 finds them: it writes digits until what is left
/// is less than half the distance to the next number. Java: jdk.internal.math.FloatingDecimal.BinaryToASCIIBuffer.dtoa.
struct JavaDigits {
    /// Digits that there is room for.
    private static let capacity = 24
    private static let fractionBits = 52
    /// The bits of 5 to the power of 0 to 26; above it is 3 bits each.
    private static let bitsOfFive = [
        0, 3, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28, 31, 33, 35, 38, 40, 42, 45, 47, 49, 52, 54, 56, 59, 61,
    ]

    /// The digits as ASCII, the first of them not 0.
    var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
    /// How many there are.
    private(set) var count = 0
    /// How many of them stand before the point; negative for zeros behind it.
    private(set) var point = 0

    /// Those of a number that is finite and not 0; its sign does not matter.
    init(_ value: Double) {
        let bits = value.bitPattern & 0x7FFF_FFFF_FFFF_FFFF
        let exponent = Int(bits >> 52)
        let fraction = bits & 0xF_FFFF_FFFF_FFFF
        if exponent == 0 {
            let shift = fraction.leadingZeroBitCount - 11
            find(1 - shift - 1023, fraction << UInt64(shift), significant: 53 - shift)
        } else {
            find(exponent - 1023, fraction | 1 << 52, significant: 53)
        }
    }

    /// Those of a number of single precision.
    init(single value: Float) {
        let bits = value.bitPattern & 0x7FFF_FFFF
        let exponent = Int(bits >> 23)
        let fraction = UInt64(bits & 0x7F_FFFF)
        if exponent == 0 {
            let shift = fraction.leadingZeroBitCount - 40
            find(1 - shift - 127, fraction << UInt64(shift + 29), significant: 24 - shift)
        } else {
            find(exponent - 127, (fraction | 1 << 23) << 29, significant: 24)
        }
    }

    private mutating func append(_ digit: Int) {
        precondition(count < Self.capacity, "more digits than a number can have")
        let place = count
        withUnsafeMutableBytes(of: &digits) { $0[place] = UInt8(truncatingIfNeeded: 0x30 + digit) }
        count += 1
    }

    private mutating func find(_ exponent: Int, _ fraction: UInt64, significant: Int) {
        let zeros = fraction.trailingZeroBitCount
        let width = Self.fractionBits + 1 - zeros
        let small = max(0, width - exponent - 1)
        if small == 0, exponent <= 62 { return findWhole(exponent, fraction, significant: significant) }
        var scale = Self.estimate(exponent, fraction)
        let fiveB = max(0, -scale)
        let fiveS = max(0, scale)
        var twoB = fiveB + small + exponent
        var twoS = fiveS + small
        var twoM = twoB - significant
        twoB -= width - 1
        let shared = min(twoB, twoS)
        twoB -= shared
        twoS -= shared
        twoM -= shared
        // The number below a power of two is only half as far away.
        if width == 1 { twoM -= 1 }
        if twoM < 0 {
            twoB -= twoM
            twoS -= twoM
            twoM = 0
        }
        let powers = Powers(
            fraction: fraction >> UInt64(zeros),
            fiveB: fiveB,
            twoB: twoB,
            fiveS: fiveS,
            twoS: twoS,
            twoM: twoM
        )
        let bits = width + twoB + Self.bits(ofFive: fiveB)
        let tenBits = twoS + 1 + Self.bits(ofFive: fiveS + 1)
        if bits < 32, tenBits < 32 {
            write(Int32.self, powers, &scale)
        } else if bits < 64, tenBits < 64 {
            write(Int64.self, powers, &scale)
        } else {
            write(powers, &scale)
        }
        point = scale + 1
    }

    private static func bits(ofFive power: Int) -> Int { power < bitsOfFive.count ? bitsOfFive[power] : power * 3 }

    /// The decimal exponent, or one more. Java: estimateDecExp.
    private static func estimate(_ exponent: Int, _ fraction: UInt64) -> Int {
        let mantissa = Double(bitPattern: 0x3FF0_0000_0000_0000 | fraction & 0xF_FFFF_FFFF_FFFF)
        let estimate = (mantissa - 1.5) * 0.289529654 + 0.176091259 + Double(exponent) * 0.301029995663981
        return Int(estimate.rounded(.down))
    }

    /// Those of a whole number below 2^63; digits beyond the precision are rounded away.
    private mutating func findWhole(_ exponent: Int, _ fraction: UInt64, significant: Int) {
        var value =
            exponent >= Self.fractionBits
            ? fraction << UInt64(exponent - Self.fractionBits) : fraction >> UInt64(Self.fractionBits - exponent)
        let spare = exponent > significant ? exponent - significant - 1 : 0
        // The decimal digits of 2^spare.
        let dropped = spare > 1 ? (spare * 1233) >> 12 : 0
        if dropped > 0 {
            let power = (0..<dropped).reduce(UInt64(1)) { power, _ in power * 10 }
            let (quotient, rest) = value.quotientAndRemainder(dividingBy: power)
            value = quotient + (rest >= power >> 1 ? 1 : 0)
        }
        var shift = dropped
        while value % 10 == 0 {
            value /= 10
            shift += 1
        }
        var reversed: [Int] = []
        while value > 0 {
            reversed.append(Int(value % 10))
            value /= 10
        }
        for digit in reversed.reversed() { append(digit) }
        point = count + shift
    }

    /// The number is fraction * 5^fiveB * 2^twoB over 5^fiveS * 2^twoS, half the distance to the next one 5^fiveB * 2^twoM.
    private struct Powers {
        let fraction: UInt64
        let fiveB: Int
        let twoB: Int
        let fiveS: Int
        let twoS: Int
        let twoM: Int
    }

    private static func five<Number: FixedWidthInteger>(_ power: Int, _ type: Number.Type) -> Number {
        (0..<power).reduce(Number(1)) { value, _ in value &* 5 }
    }

    /// Java's ints and longs, which may overflow at the end.
    private mutating func write<Number: FixedWidthInteger & SignedInteger>(
        _ type: Number.Type,
        _ powers: Powers,
        _ scale: inout Int
    ) {
        var value =
            (Number(truncatingIfNeeded: powers.fraction) &* Self.five(powers.fiveB, type)) << Number(powers.twoB)
        let divisor = Self.five(powers.fiveS, type) << Number(powers.twoS)
        var margin = Self.five(powers.fiveB, type) << Number(powers.twoM)
        let ten = divisor &* 10
        var digit = Int(value / divisor)
        value = 10 &* (value % divisor)
        margin = margin &* 10
        var isLow = value < margin
        var isHigh = value &+ margin > ten
        if digit == 0, !isHigh { scale -= 1 } else { append(digit) }
        // Java has at least one digit behind the point.
        if scale < -3 || scale >= 8 { (isLow, isHigh) = (false, false) }
        while !isLow, !isHigh {
            digit = Int(value / divisor)
            value = 10 &* (value % divisor)
            margin = margin &* 10
            isLow = margin > 0 ? value < margin : true
            isHigh = margin > 0 ? value &+ margin > ten : true
            append(digit)
        }
        let difference = (value << 1) &- ten
        finish(isLow: isLow, isHigh: isHigh, difference: difference.signum(), &scale)
    }

    /// The same with numbers of any length.
    private mutating func write(_ powers: Powers, _ scale: inout Int) {
        var value = LongNatural(powers.fraction)
        value.multiply(five: powers.fiveB, two: powers.twoB)
        var divisor = LongNatural(1)
        divisor.multiply(five: powers.fiveS, two: powers.twoS)
        var margin = LongNatural(1)
        margin.multiply(five: powers.fiveB + 1, two: powers.twoM + 1)
        var ten = divisor
        ten.multiply(by: 10)
        var digit = value.divide(by: divisor)
        value.multiply(by: 10)
        var isLow = value < margin
        var isHigh = !(value.sum(margin) < ten)
        if digit == 0, !isHigh { scale -= 1 } else { append(digit) }
        if scale < -3 || scale >= 8 { (isLow, isHigh) = (false, false) }
        while !isLow, !isHigh {
            digit = value.divide(by: divisor)
            value.multiply(by: 10)
            margin.multiply(by: 10)
            isLow = value < margin
            isHigh = !(value.sum(margin) < ten)
            append(digit)
        }
        let double = value.sum(value)
        finish(isLow: isLow, isHigh: isHigh, difference: double < ten ? -1 : ten < double ? 1 : 0, &scale)
    }

    /// Rounds the last digit.
    private mutating func finish(isLow: Bool, isHigh: Bool, difference: some BinaryInteger, _ scale: inout Int) {
        guard isHigh else { return }
        let last = withUnsafeBytes(of: digits) { $0[count - 1] }
        if isLow, difference < 0 || difference == 0 && last & 1 == 0 { return }
        var place = count - 1
        withUnsafeMutableBytes(of: &digits) { digits in
            while place > 0, digits[place] == UInt8(ascii: "9") {
                digits[place] = UInt8(ascii: "0")
                place -= 1
            }
            if digits[place] == UInt8(ascii: "9") {
                digits[0] = UInt8(ascii: "1")
                scale += 1
            } else {
                digits[place] += 1
            }
        }
    }
}

/// A natural number of any length.
private struct LongNatural {
    /// Words of 32 bits, the lowest first, the highest not 0.
    private var words: [UInt32]

    init(_ value: UInt64) {
        words = [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)]
        trim()
    }

    private mutating func trim() {
        while words.last == 0 { words.removeLast() }
    }

    mutating func multiply(by factor: UInt32) {
        var carry: UInt64 = 0
        for index in words.indices {
            let product = UInt64(words[index]) * UInt64(factor) + carry
            words[index] = UInt32(truncatingIfNeeded: product)
            carry = product >> 32
        }
        if carry > 0 { words.append(UInt32(carry)) }
    }

    mutating func multiply(five: Int, two: Int) {
        for _ in 0..<five / 13 { multiply(by: 1_220_703_125) }
        for _ in 0..<five % 13 { multiply(by: 5) }
        multiply(by: 1 << UInt32(two % 32))
        words.insert(contentsOf: repeatElement(0, count: two / 32), at: 0)
    }

    static func < (left: LongNatural, right: LongNatural) -> Bool {
        if left.words.count != right.words.count { return left.words.count < right.words.count }
        for index in left.words.indices.reversed() where left.words[index] != right.words[index] {
            return left.words[index] < right.words[index]
        }
        return false
    }

    func sum(_ other: LongNatural) -> LongNatural {
        var result = words.count >= other.words.count ? self : other
        let added = words.count >= other.words.count ? other.words : words
        var carry: UInt64 = 0
        for index in result.words.indices {
            let sum = UInt64(result.words[index]) + (index < added.count ? UInt64(added[index]) : 0) + carry
            result.words[index] = UInt32(truncatingIfNeeded: sum)
            carry = sum >> 32
        }
        if carry > 0 { result.words.append(UInt32(carry)) }
        return result
    }

    /// The quotient, which is below 10; what is left is the rest.
    mutating func divide(by divisor: LongNatural) -> Int {
        var quotient = 0
        while !(self < divisor) {
            var borrow: Int64 = 0
            for index in words.indices {
                let difference =
                    Int64(words[index]) - (index < divisor.words.count ? Int64(divisor.words[index]) : 0) + borrow
                words[index] = UInt32(truncatingIfNeeded: difference)
                borrow = difference >> 32
            }
            trim()
            quotient += 1
        }
        return quotient
    }
}
