extension Parser {
    /// The error at the current token, which is not what should be there.
    func unexpected(expecting what: String) -> SQLError {
        if token.kind == .invalid { return fault }
        var hint: String?
        if token.kind == .reserved || token.kind == .reservedFunction, what.hasSuffix("name") {
            hint = "\(text(token)) is a reserved word; as a name it is written `\(text(token))`"
        } else if token.kind == .name, what.hasSuffix("in quotes") {
            hint = "write '\(text(token))'"
        } else if token.kind.isWord {
            let expected = what.split(whereSeparator: { $0 == " " || $0 == "," })
                .filter { $0.allSatisfy { $0.isUppercase || $0 == "_" } && $0.count > 1 }
            hint = suggestion(for: token, from: expected.map { String($0) }).map { "did you mean \($0)?" }
        }
        return SQLError(.syntax, "expected \(what), found \(found)", at: token.range, hint: hint)
    }

    /// The shortest word that is taken for a misspelled one; others are too like one another.
    private static let misspelledMin = 3

    /// The word that someone may have meant who wrote a token.
    func suggestion(for token: Token, from words: [String]) -> String? {
        guard token.kind.isWord, token.kind != .quotedName, token.end - token.start >= Parser.misspelledMin else {
            return nil
        }
        return Spelling.closest(to: text(token), in: words)
    }

    /// The words that go on with a statement.
    private static let continuations = [
        "AND", "BETWEEN", "COMMENT", "CROSS", "EXCEPT", "FETCH", "FROM", "FULL", "GROUP", "HAVING", "INNER",
        "INTERSECT",
        "JOIN", "LEFT", "LIKE", "LIMIT", "MATCH_RECOGNIZE", "OFFSET", "ORDER", "PARTITIONED", "QUALIFY", "RIGHT",
        "UNION",
        "USING", "WHERE", "WINDOW", "WITH",
    ]

    /// The error of a statement that goes on as nothing can. A misspelled keyword may have been taken for an alias.
    var unexpectedContinuation: SQLError {
        var error = unexpected(expecting: "the end of the statement")
        guard token.kind != .invalid else { return error }
        if let alias = implicitAlias, alias == index - 1,
            let meant = suggestion(for: tokens[alias], from: Parser.continuations)
        {
            error.hint = "did you mean \(meant) instead of \(text(tokens[alias]))?"
        } else if let meant = suggestion(for: token, from: Parser.continuations) {
            error.hint = "did you mean \(meant)?"
        }
        return error
    }

    /// The current token in words.
    private var found: String {
        switch token.kind {
        case .end: "the end of the text"
        case .semicolon: "the end of the statement"
        case .string, .unicodeString: "a string"
        case .quotedName, .integer, .decimal, .approximate, .binary: shortened(text(token))
        case .name where token.keyword == .none: shortened(text(token))
        case .name, .reserved, .reservedFunction: text(token).uppercased()
        default: Parser.describe(token.kind)
        }
    }

    /// The most characters of a word that an error shows.
    private static let shownMax = 40

    private func shortened(_ text: String) -> String {
        text.count > Parser.shownMax ? text.prefix(Parser.shownMax - 1) + "…" : text
    }

    /// The error of a token that is none.
    private var fault: SQLError {
        let range = token.range
        switch token.fault {
        case .openString:
            return SQLError(.syntax, "the string does not end", at: range, hint: "it ends with a quote: '")
        case .openName:
            return SQLError(.syntax, "the name does not end", at: range, hint: "it ends with a back-quote: `")
        case .emptyName: return SQLError(.syntax, "the name is empty", at: range)
        case .openComment: return SQLError(.syntax, "the comment does not end", at: range, hint: "it ends with */")
        case .doubleQuoted:
            return SQLError(
                .syntax,
                "double quotes are not used",
                at: range,
                hint: "strings are written in single quotes, names in back-quotes"
            )
        case .charsetString:
            return SQLError(.unsupported, "strings of another character set", at: range, hint: "all text is UTF-8")
        case .oddBinary:
            return SQLError(.syntax, "X'...' holds an even number of hexadecimal digits", at: range)
        case .tooManyTokens:
            return SQLError(
                .limit,
                "more than \(ParserLimits.tokensMax) words and signs",
                at: range,
                hint: "split the script"
            )
        case .bangEqual: return SQLError(.syntax, "!= is no operator", at: range, hint: "write <>")
        case .unexpectedCharacter, .none:
            return SQLError(.syntax, "no SQL begins with \(character)", at: range)
        }
    }

    /// The character of the current token, in words if it cannot be seen.
    private var character: String {
        let text = text(token)
        guard let scalar = text.unicodeScalars.first else { return "nothing" }
        switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "the character U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        default: return text
        }
    }

    /// A sign in words.
    static func describe(_ kind: Token.Kind) -> String {
        switch kind {
        case .name, .quotedName: "a name"
        case .reserved, .reservedFunction: "a keyword"
        case .string, .unicodeString: "a string"
        case .binary: "a binary string"
        case .integer: "a whole number"
        case .decimal, .approximate: "a number"
        case .leftParenthesis: "("
        case .rightParenthesis: ")"
        case .leftBracket: "["
        case .rightBracket: "]"
        case .leftBrace: "{"
        case .rightBrace: "}"
        case .comma: "a comma"
        case .semicolon: "a semicolon"
        case .dot: "a dot"
        case .colon: "a colon"
        case .equal: "="
        case .notEqual: "<>"
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        case .plus: "+"
        case .minus: "-"
        case .star: "*"
        case .slash: "/"
        case .percent: "%"
        case .bar: "|"
        case .concatenate: "||"
        case .arrow: "=>"
        case .question: "?"
        case .caret: "^"
        case .dollar: "$"
        case .hintStart: "/*+"
        case .hintEnd: "*/"
        case .invalid: "something else"
        case .end: "the end of the text"
        }
    }

    /// The error of something that Flink has and this subset lacks, from a token on to the last one that was read.
    func unsupported(_ what: String, from start: Token, hint: String? = nil) -> SQLError {
        let range = index > 0 && tokens[index - 1].end > start.start ? range(from: start.start) : start.range
        return SQLError(.unsupported, what, at: range, hint: hint)
    }
}
