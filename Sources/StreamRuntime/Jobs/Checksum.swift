/// FNV-1a over words in four lanes, good enough to tell a damaged file: one lane alone waits for each multiplication.
struct Checksum {
    /// Bytes of its value.
    static let bytes = 8
    private static let prime: UInt64 = 0x0000_0100_0000_01B3
    private static let offset: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let stride = 4 * MemoryLayout<UInt64>.size

    private var lanes = (offset, offset &+ 1, offset &+ 2, offset &+ 3)
    private var count: UInt64 = 0

    /// Adds the next bytes: a whole multiple of 32, unless they are the last ones.
    mutating func add(_ raw: UnsafeRawBufferPointer) {
        precondition(count % UInt64(Self.stride) == 0, "bytes behind the last ones")
        count += UInt64(raw.count)
        var (a, b, c, d) = lanes
        var place = 0
        while place + Self.stride <= raw.count {
            a = Self.next(a, Self.word(raw, place))
            b = Self.next(b, Self.word(raw, place + 8))
            c = Self.next(c, Self.word(raw, place + 16))
            d = Self.next(d, Self.word(raw, place + 24))
            place += Self.stride
        }
        for byte in raw[place...] { a = Self.next(a, UInt64(byte)) }
        lanes = (a, b, c, d)
    }

    @inline(__always)
    private static func word(_ raw: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    @inline(__always)
    private static func next(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word) &* prime
        return product ^ product &>> 29
    }

    /// The checksum of what was added.
    var value: UInt64 {
        var value = Self.next(Self.offset, count)
        for lane in [lanes.0, lanes.1, lanes.2, lanes.3] { value = Self.next(value, lane) }
        return value
    }
}
