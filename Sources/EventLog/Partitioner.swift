/// Kafka's default partitioner, so that a key has the same partition here as on a broker.
public enum Partitioner {
    /// The partition of a key: `toPositive(murmur2(key)) % partitions`, as in Kafka's `BuiltInPartitioner`.
    public static func partition(of key: [UInt8], partitions: Int) -> Int {
        precondition(partitions > 0, "a topic has a partition")
        return Int(murmur2(key) & 0x7FFF_FFFF) % partitions
    }

    /// MurmurHash2, 32 bits, with the seed and the byte order of Kafka's `Utils.murmur2`.
    public static func murmur2(_ data: [UInt8]) -> Int32 {
        let multiplier: UInt32 = 0x5BD1_E995
        var hash: UInt32 = 0x9747_B28C ^ UInt32(truncatingIfNeeded: data.count)
        data.withUnsafeBytes { bytes in
            var index = 0
            while index + 4 <= bytes.count {
                var word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self))
                word = word &* multiplier
                word ^= word >> 24
                word = word &* multiplier
                hash = hash &* multiplier ^ word
                index += 4
            }
            let rest = bytes.count - index
            if rest == 3 { hash ^= UInt32(bytes[index + 2]) << 16 }
            if rest >= 2 { hash ^= UInt32(bytes[index + 1]) << 8 }
            if rest >= 1 {
                hash ^= UInt32(bytes[index])
                hash = hash &* multiplier
            }
        }
        hash ^= hash >> 13
        hash = hash &* multiplier
        hash ^= hash >> 15
        return Int32(bitPattern: hash)
    }
}
