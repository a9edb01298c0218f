/// Builds the small frames of index files and of the journal: magic u32, length u32 and CRC-32C u32 of the body, body.
struct ByteWriter {
    static let magic: UInt32 = 0x3146_5342

    private(set) var bytes: [UInt8] = []

    mutating func put(_ value: UInt32) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
    mutating func put(_ value: UInt64) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }

    mutating func put(_ text: String) {
        put(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// What was put, as a frame.
    func framed() -> [UInt8] {
        var frame = ByteWriter()
        frame.put(Self.magic)
        frame.put(UInt32(bytes.count))
        frame.put(bytes.withUnsafeBytes { CRC32C.checksum($0) })
        return frame.bytes + bytes
    }
}
