/// FNV-1a over words, one after the other: the checksum of checkpoints of version 1.
enum SerialChecksum {
    private static let prime: UInt64 = 0x0000_0100_0000_01B3

    /// The checksum of some bytes.
    static func of(_ raw: UnsafeRawBufferPointer) -> UInt64 {
        var hash = 0xCBF2_9CE4_8422_2325 ^ UInt64(raw.count)
        var place = 0
        while place + 8 <= raw.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            hash = (hash ^ word) &* prime
            hash ^= hash >> 29
            place += 8
        }
        for byte in raw[place...] { hash = (hash ^ UInt64(byte)) &* prime }
        return hash
    }
}
