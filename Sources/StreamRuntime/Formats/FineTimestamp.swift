/// A timestamp beyond milliseconds: TIMESTAMP(p) and TIMESTAMP_LTZ(p) with p above 3. A column holds ns in 128 bits, so that they
/// compare, group and sort as numbers; calendars and time zones work on the ms. Flink: TimestampData.
package struct FineTimestamp: Hashable, Sendable {
    /// Ms since the epoch, rounded down.
    package var milliseconds: Int64
    /// Ns since the beginning of that ms, 0 to 999,999.
    package var nanoseconds: Int64

    /// The ns of a ms.
    static let nanosecondsPerMillisecond: Int64 = 1_000_000

    /// A time of a ms and the ns within it.
    package init(milliseconds: Int64, nanoseconds: Int64 = 0) {
        self.milliseconds = milliseconds
        self.nanoseconds = nanoseconds
    }

    /// A column's value: ns since the epoch.
    @inline(__always)
    package init(_ value: Int128) {
        // The years from 1677 to 2262, for which divisions are cheap.
        if let narrow = Int64(exactly: value) {
            let (whole, rest) = narrow.quotientAndRemainder(dividingBy: Self.nanosecondsPerMillisecond)
            milliseconds = rest < 0 ? whole - 1 : whole
            nanoseconds = rest < 0 ? rest + Self.nanosecondsPerMillisecond : rest
            return
        }
        let unit = Int128(Self.nanosecondsPerMillisecond)
        let (whole, rest) = value.quotientAndRemainder(dividingBy: unit)
        milliseconds = Int64(truncatingIfNeeded: rest < 0 ? whole - 1 : whole)
        nanoseconds = Int64(rest < 0 ? rest + unit : rest)
    }

    /// As a column's value.
    @inline(__always)
    package var value: Int128 {
        Int128(milliseconds) * Int128(Self.nanosecondsPerMillisecond) + Int128(nanoseconds)
    }

    /// The ns since the beginning of the second, 0 to 999,999,999.
    var nanosecondOfSecond: Int64 {
        KernelCompiler.floorModulo(milliseconds, 1000) * Self.nanosecondsPerMillisecond + nanoseconds
    }

    /// The same time with the ms changed.
    func map(_ transform: (Int64) -> Int64) -> FineTimestamp {
        FineTimestamp(milliseconds: transform(milliseconds), nanoseconds: nanoseconds)
    }

    /// With 4 to 9 digits of the second, the others 0.
    func truncated(to digits: Int) -> FineTimestamp {
        let unit = DecimalDigits.power(9 - digits)
        return FineTimestamp(milliseconds: milliseconds, nanoseconds: nanoseconds / unit * unit)
    }

    /// As CAST leaves 4 to 9 digits of the second. Flink looks at how long the number of ns of the second is: one that has at most so
    /// many digits, as 1 has for 0.000000001 s, stays as it is (DateTimeUtils.truncate).
    func cast(to digits: Int) -> FineTimestamp {
        nanosecondOfSecond < DecimalDigits.power(digits) ? self : truncated(to: digits)
    }
}
