/// Reads what `ByteWriter` wrote, bounds checked; nil means that the bytes do not hold what was asked for.
struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func uint32() -> UInt32? { take(4).map { $0.reversed().reduce(0) { $0 << 8 | UInt32($1) } } }
    mutating func uint64() -> UInt64? { take(8).map { $0.reversed().reduce(0) { $0 << 8 | UInt64($1) } } }

    mutating func string() -> String? {
        guard let count = uint32(), let bytes = take(Int(count)) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// The intact frame that begins at this byte.
    static func frame(in bytes: [UInt8], at position: Int) -> (body: Range<Int>, end: Int)? {
        guard position + 12 <= bytes.count else { return nil }
        return bytes.withUnsafeBytes { buffer in
            func number(_ offset: Int) -> UInt32 {
                UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: position + offset, as: UInt32.self))
            }
            guard number(0) == ByteWriter.magic, Int(number(4)) <= bytes.count - position - 12 else { return nil }
            let body = position + 12..<position + 12 + Int(number(4))
            guard CRC32C.checksum(UnsafeRawBufferPointer(rebasing: buffer[body])) == number(8) else { return nil }
            return (body, body.upperBound)
        }
    }
}
