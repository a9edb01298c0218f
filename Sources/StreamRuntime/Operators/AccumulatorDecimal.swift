/// Arithmetic of unscaled DECIMAL values as Flink computes aggregates.
enum AccumulatorDecimal {
    /// The quotient of a sum and a count, rounded half up to the result's scale, which has so many digits more than the sum;
    /// nil if it has too many digits. Flink: DecimalDataUtils.divide.
    @inline(__always)
    static func average(
        _ sum: Int128,
        _ count: Int64,
        _ result: WideDecimal,
        sumScale: Int,
        extraDigits: Int
    ) -> Int128? {
        // Most sums fit into one word, and their quotients too; those of 18 digits are not rounded twice.
        let divisor = count.magnitude
        if let small = UInt64(exactly: sum.magnitude), extraDigits < 19 {
            let product = small.multipliedFullWidth(by: UInt64(WideDecimal.power(extraDigits)))
            if product.high < divisor {
                let (quotient, rest) = divisor.dividingFullWidth(product)
                if quotient < 1_000_000_000_000_000_000, divisor < 1 << 60 {
                    let value = Int128(quotient + (rest * 2 >= divisor ? 1 : 0))
                    return (sum < 0) != (count < 0) ? -value : value
                }
            }
        }
        return result.quotient(sum, sumScale, Int128(count), 0)
    }

    /// A value as the nearest DOUBLE. Flink: DecimalDataUtils.doubleValue.
    static func double(_ value: Int128, precision: Int, scale: Int) -> Double {
        WideDecimal.double(value, scale: scale, isCompact: precision <= 18)
    }

    /// A DOUBLE as a DECIMAL; nil if it is too large or no number. Flink: DecimalDataUtils.castFrom(double).
    static func cast(_ value: Double, precision: Int, scale: Int) -> Int128? {
        let parsed = Decimal128Text.parse(value.description, precision: precision, scale: scale)
        guard case .value(let unscaled) = parsed else { return nil }
        return unscaled
    }

    /// Java's cast of a floating point number to an integer type of so many bytes: towards zero, to the nearest limit of
    /// `long` or `int`, whose high bits are dropped.
    static func truncate(_ value: Double, bytes: Int) -> Int64 {
        guard value == value else { return 0 }
        if bytes == 8 { return value >= 0x1p63 ? .max : value < -0x1p63 ? .min : Int64(value) }
        return narrow(Int64(value >= 0x1p31 ? .max : value < -0x1p31 ? .min : Int32(value)), bytes: bytes)
    }

    /// Java narrows a number to its type by dropping high bits.
    @inline(__always)
    static func narrow(_ value: Int64, bytes: Int) -> Int64 {
        switch bytes {
        case 1: Int64(Int8(truncatingIfNeeded: value))
        case 2: Int64(Int16(truncatingIfNeeded: value))
        case 4: Int64(Int32(truncatingIfNeeded: value))
        default: value
        }
    }
}
