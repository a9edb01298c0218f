extension Parser {
    /// `U&'...' [UESCAPE 'c']`: a string in which `\` (or another character) and four hexadecimal digits are a UTF-16 code
    /// unit, and the character doubled is itself.
    mutating func unicodeString() throws(SQLError) -> String {
        let start = token
        let content = unquoted(token, quote: UInt8(ascii: "'"))
        advance()
        let escape = try escapeCharacter()
        var units: [UInt16] = []
        var rest = Substring(content).utf16
        while let unit = rest.popFirst() {
            guard unit == escape else {
                units.append(unit)
                continue
            }
            if rest.first == escape {
                units.append(escape)
                rest.removeFirst()
                continue
            }
            let digits = String(decoding: rest.prefix(4), as: UTF16.self)
            guard digits.utf16.count == 4, digits.allSatisfy(\.isHexDigit), let code = UInt16(digits, radix: 16) else {
                throw SQLError(
                    .syntax,
                    "an escape in U&'...' has four hexadecimal digits",
                    at: start.range,
                    hint: "double the escape character to mean itself"
                )
            }
            units.append(code)
            rest = rest.dropFirst(4)
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// The character of `UESCAPE 'c'`, or `\`.
    private mutating func escapeCharacter() throws(SQLError) -> UInt16 {
        guard token.kind == .reserved, text(token).uppercased() == "UESCAPE" else { return UInt16(UInt8(ascii: "\\")) }
        advance()
        let place = token
        let text = try string("the escape character in quotes")
        let isAllowed = text.allSatisfy { !$0.isHexDigit && !$0.isWhitespace && $0 != "+" && $0 != "'" && $0 != "\"" }
        guard text.utf16.count == 1, isAllowed, let unit = text.utf16.first else {
            throw SQLError(.syntax, "UESCAPE needs one character that is no hexadecimal digit", at: place.range)
        }
        return unit
    }
}
