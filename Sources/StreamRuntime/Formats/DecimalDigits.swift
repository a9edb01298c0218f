import CStreamKernels

/// Integers from and to decimal digits, several at a time.
enum DecimalDigits {
    /// 10 to the power of 0 ... 18.
    @inline(__always)
    static func power(_ exponent: Int) -> Int64 { Int64(bitPattern: bss_power_of_ten(exponent)) }

    /// 10 to the power of 0 ... 38.
    static func widePower(_ exponent: Int) -> Int128 {
        var result: Int128 = 1
        for _ in 0..<exponent { result *= 10 }
        return result
    }

    /// The number of the first digits at an address, 0 to 8 of them; 8 bytes must be readable and all `count` bytes be
    /// digits.
    @inline(__always)
    static func value(_ address: UnsafeRawPointer, count: Int) -> Int64 {
        // The first digit is to be in the highest place: shift the ones that count up, zeros come in below.
        let raw = address.loadUnaligned(as: UInt64.self) &- 0x3030_3030_3030_3030
        let shifted = count == 0 ? 0 : raw &<< UInt64(truncatingIfNeeded: 64 - 8 * count)
        return value(ofEight: shifted)
    }

    /// The number of 8 digits of one byte each (0 ... 9), the first one in the lowest byte.
    @inline(__always)
    static func value(ofEight digits: UInt64) -> Int64 {
        let pairs = (digits &* 10) &+ (digits &>> 8)
        let low = (pairs & 0x0000_00FF_0000_00FF) &* (100 + (1_000_000 << 32))
        let high = ((pairs &>> 16) & 0x0000_00FF_0000_00FF) &* (1 + (10_000 << 32))
        return Int64(truncatingIfNeeded: (low &+ high) &>> 32)
    }

    /// Whether all bytes of a word are ASCII digits.
    @inline(__always)
    static func areDigits(_ word: UInt64) -> Bool {
        let above = word &+ 0x4646_4646_4646_4646
        let below = word &- 0x3030_3030_3030_3030
        return (above | below | word) & 0x8080_8080_8080_8080 == 0
    }

    /// Writes two digits.
    @inline(__always)
    static func writePair(_ value: Int, to target: UnsafeMutablePointer<UInt8>) {
        let tens = (value &* 103) &>> 10
        let pair = UInt16(truncatingIfNeeded: 0x3030 &+ tens &+ (value &- tens &* 10) &<< 8)
        UnsafeMutableRawPointer(target).storeBytes(of: pair, as: UInt16.self)
    }

    /// Writes the digits of a number and gives the address behind them; 24 bytes must be writable.
    @inline(__always)
    static func write(_ value: UInt64, to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        let count = digitCount(value)
        writePadded(value, count: count, to: target)
        return target + count
    }

    /// Writes a signed number and gives the address behind it; 24 bytes must be writable.
    @inline(__always)
    static func write(_ value: Int64, to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        target[0] = UInt8(ascii: "-")
        return write(value.magnitude, to: value < 0 ? target + 1 : target)
    }

    /// Writes exactly `count` digits, with leading zeros.
    @inline(__always)
    static func writePadded(_ value: UInt64, count: Int, to target: UnsafeMutablePointer<UInt8>) {
        var rest = value
        var place = count
        while place >= 2 {
            place -= 2
            let quotient = rest / 100
            writePair(Int(truncatingIfNeeded: rest &- quotient &* 100), to: target + place)
            rest = quotient
        }
        if place == 1 { target[0] = UInt8(truncatingIfNeeded: 0x30 &+ rest) }
    }

    /// The number of digits of a number; 1 for 0.
    @inline(__always)
    static func digitCount(_ value: UInt64) -> Int {
        // 1233 / 4096 is a little more than the logarithm of 2.
        let guess = ((64 &- (value | 1).leadingZeroBitCount) &* 1233) &>> 12
        return guess &+ ((value | 1) >= bss_power_of_ten(guess) ? 1 : 0)
    }

    /// The digits of a number, most significant first.
    static func digits(_ value: UInt128) -> [UInt8] {
        var rest = value
        var result: [UInt8] = []
        repeat {
            let quotient = rest / 10
            result.append(UInt8(rest - quotient * 10) + 0x30)
            rest = quotient
        } while rest != 0
        result.reverse()
        return result
    }
}
