/// Cuts a source text into tokens. Nothing is copied, and nothing is refused: what is no token is an `invalid` one, and the
/// parser reports it when it comes to it. Flink: the lexical rules of Calcite's Parser.jj with names in back-quotes.
struct Lexer {
    private let bytes: UnsafePointer<UInt8>
    private let count: Int
    private let classes = ByteClass.table
    private let keywords = KeywordTable.shared
    private var position = 0
    private var isInHint = false

    /// Starts at the beginning of a text of so many bytes.
    init(_ bytes: UnsafePointer<UInt8>, count: Int) {
        self.bytes = bytes
        self.count = count
    }

    /// The byte so many places behind the current one; 0 behind the end.
    @inline(__always)
    private func peek(_ distance: Int) -> UInt8 {
        position + distance < count ? bytes[position + distance] : 0
    }

    @inline(__always)
    private func token(_ kind: Token.Kind, from start: Int) -> Token {
        Token(kind: kind, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: position))
    }

    private func invalid(_ fault: Token.Fault, from start: Int) -> Token {
        var token = token(.invalid, from: start)
        token.fault = fault
        return token
    }

    /// The next token; at the end `end`, again and again.
    mutating func next() -> Token {
        while position < count {
            let start = position
            switch classes[Int(bytes[position])] {
            case .space: position += 1
            case .letter: return word()
            case .digit: return number()
            case .quote: return string(from: start)
            case .backQuote: return quotedName()
            case .wide:
                if wideLetter() > 0 { return word() }
                skipCharacter()
                return invalid(.unexpectedCharacter, from: start)
            case .sign:
                if let token = sign() { return token }
            case .other:
                return other()
            }
        }
        return token(.end, from: count)
    }

    /// A name, a keyword, or a string with a prefix.
    private mutating func word() -> Token {
        let start = position
        var hash: UInt32 = 0
        while position < count {
            let byte = bytes[position]
            let kind = classes[Int(byte)]
            if kind == .wide {
                let length = wideLetter()
                guard length > 0 else { break }
                position += length
                continue
            }
            guard kind == .letter || kind == .digit else { break }
            hash = KeywordTable.hash(hash, byte)
            position += 1
        }
        let length = position - start
        if length == 1 { if let token = prefixed(start) { return token } }
        if bytes[start] == UInt8(ascii: "_"), peek(0) == UInt8(ascii: "'") {
            var token = string(from: start)
            if token.kind == .string { token.kind = .invalid }
            if token.fault == .none { token.fault = .charsetString }
            return token
        }
        var token = token(.name, from: start)
        keywords.classify(&token, bytes + start, length: length, hash: hash)
        return token
    }

    /// A string with a letter before it, or the sign `$`.
    private mutating func prefixed(_ start: Int) -> Token? {
        let letter = bytes[start] | KeywordTable.lowerCase
        if peek(0) == UInt8(ascii: "'"), letter == UInt8(ascii: "x") {
            var token = string(from: start)
            guard token.kind == .string else { return token }
            token.kind = isHexadecimal(start + 2, position - 1) ? .binary : .invalid
            token.fault = token.kind == .invalid ? .oddBinary : .none
            return token
        }
        if peek(0) == UInt8(ascii: "'"), letter == UInt8(ascii: "n") {
            _ = string(from: start)
            return invalid(.charsetString, from: start)
        }
        if peek(0) == UInt8(ascii: "&"), peek(1) == UInt8(ascii: "'"), letter == UInt8(ascii: "u") {
            position += 1
            var token = string(from: start)
            if token.kind == .string { token.kind = .unicodeString }
            return token
        }
        return bytes[start] == UInt8(ascii: "$") ? token(.dollar, from: start) : nil
    }

    private func isHexadecimal(_ start: Int, _ end: Int) -> Bool {
        guard (end - start) % 2 == 0 else { return false }
        var index = start
        while index < end {
            let letter = bytes[index] | KeywordTable.lowerCase
            let isDigit = classes[Int(bytes[index])] == .digit
            guard isDigit || letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "f") else { return false }
            index += 1
        }
        return true
    }

    /// A string from its quote on; two quotes within are one. One that does not end is marked to the end of its line, which
    /// is where most of them should have ended.
    private mutating func string(from start: Int) -> Token {
        position += 1
        while position < count {
            if bytes[position] == UInt8(ascii: "'") {
                position += 1
                guard peek(0) == UInt8(ascii: "'") else { return token(.string, from: start) }
            }
            position += 1
        }
        return open(.openString, from: start)
    }

    /// A name in back-quotes; two back-quotes within are one, line breaks end it.
    private mutating func quotedName() -> Token {
        let start = position
        position += 1
        while position < count, bytes[position] != UInt8(ascii: "\n"), bytes[position] != UInt8(ascii: "\r") {
            if bytes[position] == UInt8(ascii: "`") {
                position += 1
                guard peek(0) == UInt8(ascii: "`"), position - start > 1 else {
                    return position - start == 2 ? invalid(.emptyName, from: start) : token(.quotedName, from: start)
                }
            }
            position += 1
        }
        return open(.openName, from: start)
    }

    /// What does not end: the text is used up, the token is what is on the first line.
    private mutating func open(_ fault: Token.Fault, from start: Int) -> Token {
        if fault != .openName { position = count }
        var end = start
        while end < count, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") { end += 1 }
        var token = invalid(fault, from: start)
        token.end = UInt32(truncatingIfNeeded: end)
        return token
    }

    /// `12`, `12.5`, `.5`, `1.5e-3`.
    private mutating func number() -> Token {
        let start = position
        var kind = Token.Kind.integer
        skipDigits()
        if peek(0) == UInt8(ascii: "."), peek(1) != UInt8(ascii: ".") {
            kind = .decimal
            position += 1
            skipDigits()
        }
        if peek(0) | KeywordTable.lowerCase == UInt8(ascii: "e") {
            let signed = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
            if classes[Int(peek(signed ? 2 : 1))] == .digit {
                kind = .approximate
                position += signed ? 2 : 1
                skipDigits()
            }
        }
        return token(kind, from: start)
    }

    private mutating func skipDigits() {
        while position < count, classes[Int(bytes[position])] == .digit { position += 1 }
    }

    /// A double-quoted name, which Flink does not have, or a character that nothing begins with.
    private mutating func other() -> Token {
        let start = position
        guard bytes[position] == UInt8(ascii: "\"") else {
            position += 1
            return invalid(.unexpectedCharacter, from: start)
        }
        position += 1
        while position < count, bytes[position] != UInt8(ascii: "\"") {
            guard bytes[position] != UInt8(ascii: "\n") else {
                position = start + 1
                return invalid(.doubleQuoted, from: start)
            }
            position += 1
        }
        position = min(position + 1, count)
        return invalid(.doubleQuoted, from: start)
    }
}

extension Lexer {
    /// A sign, or nil behind a comment.
    private mutating func sign() -> Token? {
        let start = position
        let second = peek(1)
        switch bytes[position] {
        case UInt8(ascii: "("): return one(.leftParenthesis)
        case UInt8(ascii: ")"): return one(.rightParenthesis)
        case UInt8(ascii: ","): return one(.comma)
        case UInt8(ascii: ";"): return one(.semicolon)
        case UInt8(ascii: "."): return classes[Int(second)] == .digit ? number() : one(.dot)
        case UInt8(ascii: "="): return second == UInt8(ascii: ">") ? two(.arrow) : one(.equal)
        case UInt8(ascii: "<"):
            if second == UInt8(ascii: "=") { return two(.lessOrEqual) }
            return second == UInt8(ascii: ">") ? two(.notEqual) : one(.less)
        case UInt8(ascii: ">"): return second == UInt8(ascii: "=") ? two(.greaterOrEqual) : one(.greater)
        case UInt8(ascii: "!"):
            let isBangEqual = second == UInt8(ascii: "=")
            position += isBangEqual ? 2 : 1
            return invalid(isBangEqual ? .bangEqual : .unexpectedCharacter, from: start)
        case UInt8(ascii: "+"): return one(.plus)
        case UInt8(ascii: "-"): return second == UInt8(ascii: "-") ? lineComment() : one(.minus)
        case UInt8(ascii: "*"):
            guard isInHint, second == UInt8(ascii: "/") else { return one(.star) }
            isInHint = false
            return two(.hintEnd)
        case UInt8(ascii: "/"):
            if second == UInt8(ascii: "/") { return lineComment() }
            return second == UInt8(ascii: "*") ? comment() : one(.slash)
        default: return rareSign()
        }
    }

    private mutating func rareSign() -> Token {
        switch bytes[position] {
        case UInt8(ascii: "["): one(.leftBracket)
        case UInt8(ascii: "]"): one(.rightBracket)
        case UInt8(ascii: "{"): one(.leftBrace)
        case UInt8(ascii: "}"): one(.rightBrace)
        case UInt8(ascii: ":"): one(.colon)
        case UInt8(ascii: "%"): one(.percent)
        case UInt8(ascii: "|"): peek(1) == UInt8(ascii: "|") ? two(.concatenate) : one(.bar)
        case UInt8(ascii: "?"): one(.question)
        default: one(.caret)
        }
    }

    private mutating func one(_ kind: Token.Kind) -> Token {
        position += 1
        return token(kind, from: position - 1)
    }

    private mutating func two(_ kind: Token.Kind) -> Token {
        position += 2
        return token(kind, from: position - 2)
    }

    /// A comment to the end of the line.
    private mutating func lineComment() -> Token? {
        while position < count, bytes[position] != UInt8(ascii: "\n"), bytes[position] != UInt8(ascii: "\r") {
            position += 1
        }
        return nil
    }

    /// A comment, which ends at the first `*/`, or the start of a hint.
    private mutating func comment() -> Token? {
        let start = position
        position += 2
        if peek(0) == UInt8(ascii: "+") {
            position += 1
            isInHint = true
            return token(.hintStart, from: start)
        }
        while position < count {
            if bytes[position] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                position += 2
                return nil
            }
            position += 1
        }
        return open(.openComment, from: start)
    }
}

extension Lexer {
    /// How many bytes the character beyond ASCII at the position has, 0 if names may not have it. Flink: LETTER and DIGIT in
    /// Calcite's Parser.jj.
    private func wideLetter() -> Int {
        let first = UInt32(bytes[position])
        var length = 2
        var value = first & 0x1F
        if first >= 0xF0 {
            return 0
        } else if first >= 0xE0 {
            length = 3
            value = first & 0x0F
        } else if first < 0xC2 {
            return 0
        }
        for distance in 1..<length {
            let byte = UInt32(peek(distance))
            guard byte & 0xC0 == 0x80 else { return 0 }
            value = value << 6 | byte & 0x3F
        }
        let isName =
            value >= 0xC0 && value < 0x2000 && value != 0xD7 && value != 0xF7
            || value >= 0x3040 && value <= 0x318F || value >= 0x3300 && value <= 0x3D2D
            || value >= 0x4E00 && value <= 0x9FFF || value >= 0xF900 && value <= 0xFAFF
        return isName ? length : 0
    }

    /// Goes behind a whole character.
    private mutating func skipCharacter() {
        position += 1
        while position < count, bytes[position] & 0xC0 == 0x80 { position += 1 }
    }
}
