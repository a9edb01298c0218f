/// FNV-1a over words, good enough to tell a damaged file. The bytes come in pieces; how they are cut does not matter.
struct Checksum {
    private var hash: UInt64
    /// Bytes that are no whole word yet, the first one lowest.
    private var rest: UInt64 = 0
    private var restCount: UInt64 = 0

    /// The checksum of so many bytes.
    init(byteCount: Int) { hash = 0xCBF2_9CE4_8422_2325 ^ UInt64(byteCount) }

    /// Adds the next bytes.
    mutating func add(_ raw: UnsafeRawBufferPointer) {
        var offset = 0
        while restCount > 0, offset < raw.count {
            addByte(raw[offset])
            offset += 1
        }
        while offset + 8 <= raw.count {
            addWord(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        for byte in raw[offset...] { addByte(byte) }
    }

    private mutating func addByte(_ byte: UInt8) {
        rest |= UInt64(byte) << (8 * restCount)
        restCount += 1
        guard restCount == 8 else { return }
        addWord(rest)
        (rest, restCount) = (0, 0)
    }

    @inline(__always)
    private mutating func addWord(_ word: UInt64) {
        hash = (hash ^ word) &* 0x0000_0100_0000_01B3
        hash ^= hash >> 29
    }

    /// The checksum of what was added.
    var value: UInt64 {
        (0..<restCount).reduce(hash) { ($0 ^ (rest >> (8 * $1) & 0xFF)) &* 0x0000_0100_0000_01B3 }
    }
}
