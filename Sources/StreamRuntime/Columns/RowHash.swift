/// The hash of a key of one or more columns: 64 bits, the same for equal keys in every process and version, so that it
/// may decide where a key's state lives. A mixer in the manner of wyhash: one 64 x 64 -> 128 bit multiplication for 16
/// bytes. The exchange between workers must take the low 32 bits; `KeyTable` takes the high 32 bits.
package enum RowHash {
    /// The hash of no columns.
    package static let seed: UInt64 = 0xA076_1D64_78BD_642F
    private static let wordSecret: UInt64 = 0xE703_7ED1_A0B4_28DB
    private static let nullSecret: UInt64 = 0x8EBC_6AF0_9C88_C6E3
    private static let longSecret: UInt64 = 0x5899_65CC_7537_4CC3

    @inline(__always)
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    /// Adds a NULL to a hash.
    @inline(__always)
    static func addNull(to hash: UInt64) -> UInt64 { mix(hash ^ nullSecret, wordSecret) }

    /// Adds a value of 8 bytes to a hash.
    @inline(__always)
    static func add(_ word: UInt64, to hash: UInt64) -> UInt64 { mix(hash ^ word, wordSecret) }

    /// Adds a value of 16 bytes to a hash.
    @inline(__always)
    static func add(_ low: UInt64, _ high: UInt64, to hash: UInt64) -> UInt64 { mix(hash ^ low, wordSecret ^ high) }

    /// Adds the content of a string to a hash.
    @inline(__always)
    static func add(_ string: StringRef, to hash: UInt64) -> UInt64 { add(KeyString(string), to: hash) }

    /// Adds the content of a string that is not packed to a hash.
    @inline(__always)
    static func add(_ string: KeyString, to hash: UInt64) -> UInt64 {
        if string.count <= StringRef.inlineCapacity { return add(string.head, string.middle, to: hash) }
        let start = string.isInline ? add(string.head, string.middle, to: hash) : hash ^ string.head
        return add(string.last, to: start)
    }

    /// The hash of the bytes of a string of more than 16.
    @inline(never)
    static func content(_ bytes: UnsafeRawPointer, count: Int) -> UInt64 {
        var result = seed ^ UInt64(count) &* longSecret
        var offset = 0
        while offset + 16 < count {
            result = mix(
                bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ wordSecret,
                bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self) ^ result
            )
            offset += 16
        }
        // The last 16 bytes overlap what was read before.
        let last = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        return mix(last ^ longSecret, bytes.loadUnaligned(fromByteOffset: count - 16, as: UInt64.self) ^ result)
    }

    /// Adds the values of a column to one hash a row.
    package static func add(_ column: Column, count: Int, to hashes: UnsafeMutablePointer<UInt64>) {
        precondition(count <= column.count, "the column has fewer rows")
        switch column.type {
        case .boolean:
            let values = column.booleans
            each(column, count, hashes) { row, hash in add(UInt64(values[row]), to: hash) }
        case .int64, .double, .decimal64:
            let values = column.words
            each(column, count, hashes) { row, hash in add(values[row], to: hash) }
        case .decimal128:
            let values = column.words
            each(column, count, hashes) { row, hash in add(values[2 * row], values[2 * row + 1], to: hash) }
        case .string:
            let values = column.strings
            each(column, count, hashes) { row, hash in add(values[row], to: hash) }
        case .boxed:
            preconditionFailure("a nested value cannot be a key")
        }
    }

    @inline(__always)
    private static func each(
        _ column: Column,
        _ count: Int,
        _ hashes: UnsafeMutablePointer<UInt64>,
        _ added: (Int, UInt64) -> UInt64
    ) {
        if let nulls = column.nulls {
            for row in 0..<count {
                hashes[row] = nulls[row] != 0 ? addNull(to: hashes[row]) : added(row, hashes[row])
            }
        } else {
            for row in 0..<count { hashes[row] = added(row, hashes[row]) }
        }
    }

    /// The hashes of the rows of some key columns, column by column.
    package static func hash(_ columns: [Column], count: Int, into hashes: UnsafeMutablePointer<UInt64>) {
        hashes.update(repeating: seed, count: count)
        for column in columns { add(column, count: count, to: hashes) }
    }
}
