import StreamSQL

/// Tells when what was typed so far is a whole statement, or several.
enum StatementEnd {
    /// Whether a text ends with a semicolon that ends a statement: one outside of strings, names, comments and statement sets.
    static func isReached(in text: String) -> Bool {
        guard let end = endOfLastToken(text), end.isSemicolon else { return false }
        // A statement set has semicolons inside: then the parser misses something behind the last one.
        return !Script.parse(text).errors.contains { $0.range.start >= end.offset }
    }

    /// Where the last sign outside of comments ends, and whether it is a semicolon; nil if there is none, or if a string, a name
    /// or a comment is open.
    private static func endOfLastToken(_ text: String) -> (offset: Int, isSemicolon: Bool)? {
        let bytes = Array(text.utf8)
        var last: (offset: Int, isSemicolon: Bool)?
        var index = 0
        while index < bytes.count {
            let (byte, next) = (bytes[index], index + 1 < bytes.count ? bytes[index + 1] : 0)
            switch (byte, next) {
            case (UInt8(ascii: "-"), UInt8(ascii: "-")):
                index = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            case (UInt8(ascii: "/"), UInt8(ascii: "*")):
                index += 2
                while !(index + 1 < bytes.count && bytes[index] == UInt8(ascii: "*")
                    && bytes[index + 1] == UInt8(ascii: "/"))
                {
                    index += 1
                    if index >= bytes.count { return nil }
                }
                index += 2
            case (UInt8(ascii: "'"), _), (UInt8(ascii: "`"), _), (UInt8(ascii: "\""), _):
                guard let close = bytes[(index + 1)...].firstIndex(of: byte) else { return nil }
                index = close + 1
                last = (index, false)
            case (UInt8(ascii: " "), _), (UInt8(ascii: "\n"), _), (UInt8(ascii: "\t"), _), (UInt8(ascii: "\r"), _):
                index += 1
            default:
                index += 1
                last = (index, byte == UInt8(ascii: ";"))
            }
        }
        return last
    }
}
