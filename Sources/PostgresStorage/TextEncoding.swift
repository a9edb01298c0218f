/// Texts as PostgreSQL keeps them: it takes no U+0000, so U+0000 goes as U+0001 U+0001 and U+0001 as U+0001 U+0002. The
/// order of texts by bytes stays what it was, and texts without these two stay themselves.
enum TextEncoding {
    static func encoded(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 <= 1 }) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 { if byte <= 1 { bytes += [1, byte + 1] } else { bytes.append(byte) } }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func decoded(_ bytes: UnsafeRawBufferPointer) -> String {
        guard bytes.contains(1) else { return String(decoding: bytes, as: UTF8.self) }
        var plain: [UInt8] = []
        var isEscaped = false
        for byte in bytes {
            if isEscaped {
                plain.append(byte &- 1)
                isEscaped = false
            } else if byte == 1 {
                isEscaped = true
            } else {
                plain.append(byte)
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
