extension Parser {
    /// Whether a token can be a name.
    static func isName(_ token: Token) -> Bool { token.kind == .name || token.kind == .quotedName }

    /// The name that a token is.
    func name(of token: Token) -> Identifier {
        Identifier(
            name: token.kind == .quotedName ? unquoted(token, quote: UInt8(ascii: "`")) : text(token),
            range: token.range
        )
    }

    /// Reads a name that must be there.
    mutating func identifier(_ what: String = "a name") throws(SQLError) -> Identifier {
        guard Parser.isName(token) else { throw unexpected(expecting: what) }
        let identifier = name(of: token)
        advance()
        return identifier
    }

    /// Reads names with dots between them.
    mutating func qualifiedName(_ what: String = "a name") throws(SQLError) -> QualifiedName {
        let start = token.start
        var parts = [try identifier(what)]
        while token.kind == .dot, peek(1).kind != .star {
            advance()
            parts.append(try identifier("a name"))
        }
        return QualifiedName(parts: parts, range: range(from: start))
    }

    /// Reads names in parentheses.
    mutating func nameList(_ what: String = "a column name") throws(SQLError) -> [Identifier] {
        try expect(.leftParenthesis)
        let names = try list { parser throws(SQLError) in try parser.identifier(what) }
        try expect(.rightParenthesis)
        return names
    }

    /// Reads `('k' = 'v', ...)`.
    mutating func options() throws(SQLError) -> [TableOption] {
        try expect(.leftParenthesis)
        if accept(.rightParenthesis) { return [] }
        let options = try list { parser throws(SQLError) in try parser.option() }
        try expect(.rightParenthesis)
        return options
    }

    /// Reads `'k' = 'v'`.
    mutating func option() throws(SQLError) -> TableOption {
        let keyRange = token.range
        let key = try string("an option's key in quotes")
        try expect(.equal)
        let valueRange = token.range
        let value = try string("an option's value in quotes")
        return TableOption(key: key, value: value, keyRange: keyRange, valueRange: valueRange)
    }

    /// Reads `/*+ ... */` if it is there.
    mutating func hints() throws(SQLError) -> [Hint] {
        guard accept(.hintStart) else { return [] }
        let hints = try list { parser throws(SQLError) in try parser.hint() }
        try expect(.hintEnd)
        return hints
    }

    private mutating func hint() throws(SQLError) -> Hint {
        let start = token.start
        var hint = Hint(
            name: try identifier("a hint such as OPTIONS"),
            options: [],
            arguments: [],
            range: token.range
        )
        if accept(.leftParenthesis), !accept(.rightParenthesis) {
            repeat {
                if token.kind == .string, peek(1).kind == .equal {
                    hint.options.append(try option())
                } else if token.kind == .string {
                    hint.arguments.append(try string("a string"))
                } else if token.kind == .integer || token.kind == .decimal {
                    hint.arguments.append(text(token))
                    advance()
                } else {
                    hint.arguments.append(try identifier("a hint's argument").name)
                }
            } while accept(.comma)
            try expect(.rightParenthesis)
        }
        hint.range = range(from: start)
        return hint
    }
}
