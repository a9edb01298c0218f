/// Bytes as base64 (RFC 4648), as text formats carry BINARY columns.
enum BinaryText {
    private static let digits: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    /// The text of some bytes, with padding.
    static func encode(_ bytes: UnsafeBufferPointer<UInt8>, to output: ByteBuffer) {
        let alphabet = digits.utf8Start
        var index = 0
        while index < bytes.count {
            let count = min(3, bytes.count - index)
            var word = 0
            for place in 0..<3 { word = word << 8 | (place < count ? Int(bytes[index + place]) : 0) }
            for place in 0..<4 {
                output.append(place <= count ? alphabet[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
            index += 3
        }
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a") + 26)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0") + 52)
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }

    /// The bytes of a text with padding; `nil` if it is none. Space is allowed between groups of four (Jackson).
    static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.count / 4 * 3)
        var index = 0
        while true {
            while index < text.count, text[index] <= UInt8(ascii: " ") { index += 1 }
            if index == text.count { return result }
            guard index + 4 <= text.count else { return nil }
            let pads = text[index + 3] != UInt8(ascii: "=") ? 0 : text[index + 2] == UInt8(ascii: "=") ? 2 : 1
            var word: UInt32 = 0
            for place in 0..<4 {
                guard let value = place < 4 - pads ? digit(text[index + place]) : 0 else { return nil }
                word = word << 6 | value
            }
            for place in 0..<(3 - pads) { result.append(UInt8(truncatingIfNeeded: word >> UInt32(16 - 8 * place))) }
            index += 4
        }
    }
}
