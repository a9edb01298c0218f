import CStreamKernels

/// Writes timestamps between quotes. The part up to the minute is mostly that of the one before.
struct MinuteText {
    private let style: TimestampText.Style
    private let isZoned: Bool
    /// The minute of the prefix, in ms.
    private var base: Int64 = .max
    /// The 17 bytes `"yyyy-MM-dd HH:mm`.
    private var prefix: (low: UInt64, high: UInt64, last: UInt8) = (0, 0, 0)

    init(style: TimestampText.Style, isZoned: Bool) {
        self.style = style
        self.isZoned = isZoned
    }

    @inline(__always)
    mutating func write(_ milliseconds: Int64, to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        let (rest, overflows) = milliseconds.subtractingReportingOverflow(base)
        guard !overflows, rest >= 0, rest < 60_000 else { return writeNew(milliseconds, to: target) }
        let raw = UnsafeMutableRawPointer(target)
        raw.storeBytes(of: prefix.low, as: UInt64.self)
        raw.storeBytes(of: prefix.high, toByteOffset: 8, as: UInt64.self)
        target[16] = prefix.last
        let time = Int(truncatingIfNeeded: rest)
        let second = time / 1000
        let fraction = time &- second &* 1000
        target[17] = UInt8(ascii: ":")
        DecimalDigits.writePair(second, to: target + 18)
        var end = target + 20
        if fraction != 0 {
            let hundreds = fraction / 100
            let pair = fraction &- hundreds &* 100
            end[0] = UInt8(ascii: ".")
            end[1] = UInt8(truncatingIfNeeded: 0x30 &+ hundreds)
            DecimalDigits.writePair(pair, to: end + 2)
            end += pair == 0 ? 2 : pair % 10 == 0 ? 3 : 4
        }
        return close(end)
    }

    @inline(__always)
    private func close(_ end: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        var end = end
        if isZoned {
            end[0] = UInt8(ascii: "Z")
            end += 1
        }
        end[0] = UInt8(ascii: "\"")
        return end + 1
    }

    @inline(never)
    private mutating func writeNew(
        _ milliseconds: Int64,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        target[0] = UInt8(ascii: "\"")
        let end = TimestampText.format(milliseconds, style: style, to: target + 1)
        let rest = milliseconds % 60_000
        let minute = milliseconds - (rest < 0 ? rest + 60_000 : rest)
        // A year with a sign makes the part longer.
        if target[5] == UInt8(ascii: "-"), target[17] == UInt8(ascii: ":") {
            base = minute
            let raw = UnsafeRawPointer(target)
            prefix = (
                raw.loadUnaligned(as: UInt64.self), raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self), target[16]
            )
        }
        return close(end)
    }
}
