import StreamSQL

/// ENCODE and DECODE: texts in character sets by their Java names.
enum CharsetText {
    private enum Charset: String {
        case ascii = "US-ASCII"
        case latin1 = "ISO-8859-1"
        case utf8 = "UTF-8"
        case utf16 = "UTF-16"
        case utf16BigEndian = "UTF-16BE"
        case utf16LittleEndian = "UTF-16LE"

        init(named name: String) throws {
            let known: [String: Charset] = ["ASCII": .ascii, "LATIN1": .latin1, "UTF8": .utf8]
            guard let charset = Charset(rawValue: name.uppercased()) ?? known[name.uppercased()] else {
                throw EvaluationError("Unsupported encoding: \(name)")
            }
            self = charset
        }
    }

    static var encoder: RowFunction.Body {
        .text { arguments, row, sink in
            let charset = try Charset(named: arguments.text(1, row))
            if charset == .utf8 { return arguments.string(0, row) }
            for byte in encode(arguments.text(0, row), charset) { sink.buffer.append(byte) }
            return sink.take()
        }
    }

    static var decoder: RowFunction.Body {
        .text { arguments, row, sink in
            let charset = try Charset(named: arguments.text(1, row))
            return sink.store(decode(arguments.bytes(0, row), charset))
        }
    }

    /// What the set does not have becomes `?`.
    private static func encode(_ text: String, _ charset: Charset) -> [UInt8] {
        switch charset {
        case .utf8: return Array(text.utf8)
        case .ascii, .latin1:
            let limit: UInt32 = charset == .ascii ? 0x80 : 0x100
            return text.unicodeScalars.map { $0.value < limit ? UInt8($0.value) : UInt8(ascii: "?") }
        case .utf16LittleEndian: return text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16, .utf16BigEndian:
            let mark: [UInt8] = charset == .utf16 && !text.isEmpty ? [0xFE, 0xFF] : []
            return mark + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        }
    }

    private static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ charset: Charset) -> String {
        switch charset {
        case .utf8: return String(decoding: bytes, as: UTF8.self)
        case .ascii:
            return String(String.UnicodeScalarView(bytes.map { $0 < 0x80 ? Unicode.Scalar($0) : "\u{FFFD}" }))
        case .latin1: return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        case .utf16, .utf16BigEndian, .utf16LittleEndian:
            var content = bytes[...]
            var isLittle = charset == .utf16LittleEndian
            if charset == .utf16, bytes.count >= 2 {
                isLittle = bytes[0] == 0xFF && bytes[1] == 0xFE
                if isLittle || bytes[0] == 0xFE && bytes[1] == 0xFF { content = content.dropFirst(2) }
            }
            var units: [UInt16] = []
            while let first = content.popFirst() {
                guard let second = content.popFirst() else {
                    units.append(0xFFFD)
                    break
                }
                units.append(isLittle ? UInt16(second) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(second))
            }
            return String(decoding: units, as: UTF16.self)
        }
    }
}

/// INET_ATON and INET_NTOA: IPv4 addresses as numbers.
enum InternetAddress {
    /// The function.
    static func body(_ function: ScalarFunction) -> RowFunction.Body {
        if function == .addressToNumber { return .integer { arguments, row in number(arguments.text(0, row)) } }
        return .text { arguments, row, sink in
            guard let number = UInt32(exactly: arguments.integer(0, row)) else { return nil }
            return sink.store((0..<4).map { String(number >> UInt32(24 - 8 * $0) & 0xFF) }.joined(separator: "."))
        }
    }

    /// One to four parts, the last one being what is left of the number. MySQL: INET_ATON.
    private static func number(_ text: String) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return nil }
        var result: Int64 = 0
        for (index, part) in parts.enumerated() {
            guard !part.isEmpty, part.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Int64(part), value <= 255
            else { return nil }
            result |= index == parts.count - 1 ? value : value << Int64(24 - 8 * index)
        }
        return result
    }
}
