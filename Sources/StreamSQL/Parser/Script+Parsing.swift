extension Script {
    /// What parsing a text gave.
    public struct Parsed: Hashable, Sendable {
        /// The statements without errors.
        public var script: Script
        /// The errors, in the order of their places; at most `ParserLimits.errorsMax`.
        public var errors: [SQLError]
    }

    /// Parses a script. An error ends its statement only, so that several are reported together.
    public static func parse(_ source: String) -> Parsed {
        var source = source
        return source.withUTF8 { parse(utf8: $0) }
    }

    /// Parses a script of bytes; those that are no UTF-8 are errors, or replaced in strings and names.
    static func parse(utf8 source: UnsafeBufferPointer<UInt8>) -> Parsed {
        var parsed = Parsed(script: Script(statements: [], range: SourceRange(0, source.count)), errors: [])
        do throws(SQLError) {
            try Parser.withParser(source) { parser in
                parsed.script.statements = parser.script()
                parsed.errors = parser.errors
            }
        } catch {
            parsed.errors = [error]
        }
        return parsed
    }

    /// Parses a script that must be right.
    ///
    /// Throws `SQLErrors`: all errors found.
    public init(parsing source: String) throws(SQLErrors) {
        let parsed = Script.parse(source)
        guard parsed.errors.isEmpty else { throw SQLErrors(parsed.errors) }
        self = parsed.script
    }
}

extension Statement {
    /// Parses a single statement, with or without a semicolon.
    ///
    /// Throws `SQLErrors`: all errors found, or that there are no or several statements.
    public init(parsing source: String) throws(SQLErrors) {
        let script = try Script(parsing: source)
        guard let statement = script.statements.first else {
            throw SQLErrors([SQLError(.syntax, "expected a statement, found the end of the text", at: script.range)])
        }
        guard script.statements.count == 1 else {
            let second = script.statements[1].range
            throw SQLErrors([SQLError(.syntax, "expected one statement, found several", at: second)])
        }
        self = statement
    }
}

extension Expression {
    /// Parses an expression that is all of a text. Throws the first error.
    public init(parsing source: String) throws(SQLError) {
        self = try Parser.parse(source) { parser throws(SQLError) in try parser.expression() }
    }
}

extension TypeName {
    /// Parses a type that is all of a text. Throws the first error.
    public init(parsing source: String) throws(SQLError) {
        self = try Parser.parse(source) { parser throws(SQLError) in try parser.type() }
    }
}

extension Parser {
    /// Cuts a text into tokens and reads them.
    fileprivate static func withParser(
        _ source: UnsafeBufferPointer<UInt8>,
        _ body: (inout Parser) throws(SQLError) -> Void
    ) throws(SQLError) {
        guard source.count <= ParserLimits.bytesMax else {
            throw SQLError(
                .limit,
                "the text has \(source.count) bytes; at most \(ParserLimits.bytesMax) are read",
                at: SourceRange(ParserLimits.bytesMax, source.count),
                hint: "split the script"
            )
        }
        let tokens = UnsafeMutablePointer<Token>.allocate(capacity: min(source.count, ParserLimits.tokensMax) + 1)
        defer { tokens.deallocate() }
        // An empty text may have no bytes to point at; none of them will be read.
        let bytes = source.baseAddress ?? UnsafePointer(UnsafeRawPointer(tokens).assumingMemoryBound(to: UInt8.self))
        let count = tokenize(bytes, count: source.count, into: tokens)
        var parser = Parser(bytes: bytes, tokens: tokens, count: count)
        try body(&parser)
    }

    /// Cuts a text into tokens and reads something that is all of it.
    fileprivate static func parse<Node>(
        _ source: String,
        _ body: (inout Parser) throws(SQLError) -> Node
    ) throws(SQLError) -> Node {
        var source = source
        let result = source.withUTF8 { text -> Result<Node, SQLError> in
            var node: Node?
            do throws(SQLError) {
                try withParser(text) { parser throws(SQLError) in
                    node = try body(&parser)
                    guard parser.token.kind == .end else {
                        throw parser.unexpected(expecting: "the end of the text")
                    }
                }
            } catch {
                return .failure(error)
            }
            guard let node else { preconditionFailure("parsing neither threw nor gave a result") }
            return .success(node)
        }
        return try result.get()
    }

    /// Writes the tokens of a text, the last being `end`, and returns how many they are.
    private static func tokenize(
        _ bytes: UnsafePointer<UInt8>,
        count: Int,
        into tokens: UnsafeMutablePointer<Token>
    ) -> Int {
        var lexer = Lexer(bytes, count: count)
        var written = 0
        while true {
            var token = lexer.next()
            if written == ParserLimits.tokensMax, token.kind != .end {
                token.kind = .invalid
                token.fault = .tooManyTokens
                tokens[written - 1] = token
                token = Token(kind: .end, start: token.end, end: token.end)
            }
            (tokens + written).initialize(to: token)
            written += 1
            if token.kind == .end { return written }
        }
    }
}
