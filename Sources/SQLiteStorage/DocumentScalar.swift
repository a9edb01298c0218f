/// A string, number or boolean inside a document, as the bytes it is written in. Valid while the document is.
struct DocumentScalar {
    enum Kind {
        /// Quoted, and its bytes are its text.
        case string
        /// Quoted, with backslashes to be resolved.
        case escapedString
        /// A number, `true`, `false` or `null`.
        case word
    }

    /// The text between the quotes, or the word.
    let bytes: UnsafeRawBufferPointer
    let kind: Kind

    var isNull: Bool { bytes.elementsEqual("null".utf8) && kind == .word }

    /// The number, if it is one: a string of digits is not.
    var number: DocumentNumber? { kind == .word ? DocumentNumber(bytes) : nil }

    func hasText(_ text: [UInt8]) -> Bool { withText { $0.elementsEqual(text) } }

    /// Calls `body` with the text, escapes resolved. Allocates for strings with escapes only.
    func withText<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        guard kind == .escapedString else { return body(bytes) }
        return unescaped().withUnsafeBytes(body)
    }

    private func unescaped() -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            guard byte == UInt8(ascii: "\\"), position < bytes.count else {
                text.append(byte)
                continue
            }
            let escape = bytes[position]
            position += 1
            switch escape {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"): text.append(contentsOf: String(scalar(at: &position)).utf8)
            default: text.append(escape)
            }
        }
        return text
    }

    // RFC 8259 §7: characters beyond the basic plane are written as a surrogate pair. Half a pair stands for nothing.
    private func scalar(at position: inout Int) -> Unicode.Scalar {
        let first = hexWord(at: position)
        position = min(position + 4, bytes.count)
        guard let first else { return "\u{FFFD}" }
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u"), let second = hexWord(at: position + 2),
            (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { return "\u{FFFD}" }
        position += 6
        return scalar
    }

    private func hexWord(at position: Int) -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var word: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard byte < 0x80, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            word = word << 4 | UInt32(digit)
        }
        return word
    }
}
