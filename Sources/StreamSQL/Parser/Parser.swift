/// Reads statements from tokens: recursive descent, with operator precedence for expressions. Flink: the grammar of
/// flink-sql-parser, which extends Calcite's.
///
/// What Flink parses and this subset lacks is refused by name. An error ends its statement only: parsing goes on behind the
/// next semicolon.
struct Parser {
    let bytes: UnsafePointer<UInt8>
    let tokens: UnsafePointer<Token>
    /// The number of tokens, the last being `end`.
    let count: Int
    /// The current token.
    var token: Token
    var index = 0
    /// How deep the current place is nested.
    var nesting = 0
    /// The height of the highest tree that was finished within the current one.
    var height = 0
    var errors: [SQLError] = []
    /// The index of the last name that was taken for an alias without `AS` before it.
    var implicitAlias: Int?

    init(bytes: UnsafePointer<UInt8>, tokens: UnsafePointer<Token>, count: Int) {
        self.bytes = bytes
        self.tokens = tokens
        self.count = count
        token = tokens[0]
    }

    /// The offset behind the last token that was read.
    var end: Int { index > 0 ? Int(tokens[index - 1].end) : 0 }

    /// The range from an offset to the last token that was read.
    func range(from start: UInt32) -> SourceRange { SourceRange(Int(start), max(Int(start), end)) }

    /// Goes to the next token.
    mutating func advance() {
        if index + 1 < count { index += 1 }
        token = tokens[index]
    }

    /// The token so many places behind the current one.
    func peek(_ distance: Int) -> Token { tokens[index + distance < count ? index + distance : count - 1] }

    /// Whether the current token is a keyword.
    func at(_ keyword: Keyword) -> Bool { token.keyword == keyword }

    /// Whether the current token and the next are keywords.
    func at(_ keyword: Keyword, _ next: Keyword) -> Bool {
        token.keyword == keyword && tokens[index + 1 < count ? index + 1 : index].keyword == next
    }

    /// Reads a keyword if it is there.
    mutating func accept(_ keyword: Keyword) -> Bool {
        guard token.keyword == keyword else { return false }
        advance()
        return true
    }

    /// Reads a sign if it is there.
    mutating func accept(_ kind: Token.Kind) -> Bool {
        guard token.kind == kind else { return false }
        advance()
        return true
    }

    /// Reads a keyword that must be there.
    mutating func expect(_ keyword: Keyword) throws(SQLError) {
        guard token.keyword == keyword else { throw unexpected(expecting: keyword.text) }
        advance()
    }

    /// Reads a sign that must be there.
    mutating func expect(_ kind: Token.Kind) throws(SQLError) {
        guard token.kind == kind else { throw unexpected(expecting: Parser.describe(kind)) }
        advance()
    }

    /// Reads something in parentheses, or at least one thing with commas between several.
    mutating func list<Element>(
        _ element: (inout Parser) throws(SQLError) -> Element
    ) throws(SQLError) -> [Element] {
        var list = [try element(&self)]
        while accept(.comma) { list.append(try element(&self)) }
        return list
    }

    /// Goes one level deeper; whoever does so decrements `nesting` again.
    mutating func nest() throws(SQLError) {
        guard nesting < ParserLimits.nestingMax else {
            throw SQLError(
                .limit,
                "nested deeper than \(ParserLimits.nestingMax) levels",
                at: token.range,
                hint: "name parts of the query in WITH, or make views of them"
            )
        }
        nesting += 1
    }

    /// Refuses a tree that has grown too high.
    func check(height: Int, at range: SourceRange) throws(SQLError) {
        guard height <= ParserLimits.heightMax else {
            throw SQLError(
                .limit,
                "more than \(ParserLimits.heightMax) operators one after the other",
                at: range,
                hint: "use IN (...) for many comparisons, or parentheses to split a long chain"
            )
        }
    }
}

extension Parser {
    /// The text of a token.
    func text(_ token: Token) -> String { text(Int(token.start), Int(token.end)) }

    /// The text between two offsets.
    func text(_ start: Int, _ end: Int) -> String {
        String(decoding: UnsafeBufferPointer(start: bytes + start, count: end - start), as: UTF8.self)
    }

    /// The text between the quotes of a token, doubled quotes made one.
    func unquoted(_ token: Token, quote: UInt8) -> String {
        var index = Int(token.start)
        while bytes[index] != quote { index += 1 }
        let start = index + 1
        let end = Int(token.end) - 1
        index = start
        while index < end, bytes[index] != quote { index += 1 }
        guard index < end else { return text(start, end) }
        var content: [UInt8] = []
        index = start
        while index < end {
            content.append(bytes[index])
            index += bytes[index] == quote ? 2 : 1
        }
        return String(decoding: content, as: UTF8.self)
    }

    /// Reads a string that must be there.
    mutating func string(_ what: String) throws(SQLError) -> String {
        guard token.kind == .string else { throw unexpected(expecting: what) }
        let value = unquoted(token, quote: UInt8(ascii: "'"))
        advance()
        return value
    }

    /// Reads a whole number that must be there and fit into 31 bits.
    mutating func integer(_ what: String) throws(SQLError) -> Int {
        guard token.kind == .integer else { throw unexpected(expecting: what) }
        guard let value = Int32(text(token)) else {
            throw SQLError(.limit, "\(what) must be at most \(Int32.max)", at: token.range)
        }
        advance()
        return Int(value)
    }
}
