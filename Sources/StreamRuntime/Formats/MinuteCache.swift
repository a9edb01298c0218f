/// Reads timestamps of a stream: their first 16 bytes, `yyyy-MM-dd HH:mm`, are mostly those of the one before, and need
/// to be read only when they change.
struct MinuteCache {
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    private var base: Int64 = 0
    private static let colonPointQuote: UInt64 = 0x2200_0000_2E00_003A
    private static let colonPointZone: UInt64 = 0x5A00_0000_2E00_003A
    private static let separators: UInt64 = 0xFF00_0000_FF00_00FF

    /// Reads `yyyy-MM-dd?HH:mm:ss.fff` with the byte behind it, a quote or (if zoned) a `Z`, from at least 24 readable
    /// bytes; `nil` if it is written otherwise, or its minute is a new one.
    @inline(__always)
    static func hit(
        _ cache: UnsafeMutablePointer<MinuteCache>,
        _ address: UnsafeRawPointer,
        isZoned: Bool
    ) -> Int64? {
        let rest = address.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        guard address.loadUnaligned(as: UInt64.self) == cache.pointee.low,
            address.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == cache.pointee.high,
            rest & MinuteCache.separators == (isZoned ? MinuteCache.colonPointZone : MinuteCache.colonPointQuote)
        else { return nil }
        guard DecimalDigits.areDigits(rest & ~MinuteCache.separators | 0x3000_0000_3000_0030) else { return nil }
        let digits = rest & 0x000F_0F0F_000F_0F00
        let tens = Int64(truncatingIfNeeded: digits &>> 8 & 0xFF)
        guard tens < 6 else { return nil }
        let second = tens &* 10 &+ Int64(truncatingIfNeeded: digits &>> 16 & 0xFF)
        let fraction =
            Int64(truncatingIfNeeded: digits &>> 32 & 0xFF) &* 100
            &+ Int64(truncatingIfNeeded: digits &>> 40 & 0xFF) &* 10
            &+ Int64(truncatingIfNeeded: digits &>> 48 & 0xFF)
        return cache.pointee.base &+ second &* 1000 &+ fraction
    }

    /// Remembers the minute of a timestamp text of at least 17 bytes.
    mutating func remember(_ address: UnsafePointer<UInt8>, _ milliseconds: Int64) {
        // Not a year with a sign, whose minutes stand further back; nor 24:00, which allows no seconds.
        guard address[16] == UInt8(ascii: ":"), address[11] != UInt8(ascii: "2") || address[12] != UInt8(ascii: "4")
        else { return }
        let raw = UnsafeRawPointer(address)
        low = raw.loadUnaligned(as: UInt64.self)
        high = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        let rest = milliseconds % 60_000
        base = milliseconds - (rest < 0 ? rest + 60_000 : rest)
    }
}
