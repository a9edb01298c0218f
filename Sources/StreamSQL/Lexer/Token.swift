/// A word or sign of a source text: what it is and where, without its text.
struct Token {
    /// The kinds of tokens.
    enum Kind: UInt8 {
        /// A name without back-quotes that is no keyword, or one that may be a name.
        case name
        /// A name in back-quotes.
        case quotedName
        /// A keyword that cannot be a name.
        case reserved
        /// A keyword that cannot be a name, but that of a function.
        case reservedFunction
        case string
        /// `U&'\00e9'`.
        case unicodeString
        /// `X'00FF'`.
        case binary
        case integer
        case decimal
        case approximate
        case leftParenthesis
        case rightParenthesis
        case leftBracket
        case rightBracket
        case leftBrace
        case rightBrace
        case comma
        case semicolon
        case dot
        case colon
        case equal
        case notEqual
        case less
        case lessOrEqual
        case greater
        case greaterOrEqual
        case plus
        case minus
        case star
        case slash
        case percent
        case bar
        case concatenate
        case arrow
        case question
        case caret
        case dollar
        /// `/*+`.
        case hintStart
        /// `*/` behind `/*+`.
        case hintEnd
        /// Something that is no token; `fault` says why.
        case invalid
        /// Behind the last token.
        case end
    }

    /// Why something is no token.
    enum Fault: UInt8 {
        case none
        case unexpectedCharacter
        case bangEqual
        case openString
        case openName
        case emptyName
        case openComment
        case doubleQuoted
        case charsetString
        case oddBinary
        case tooManyTokens
    }

    /// What it is.
    var kind: Kind
    /// Why it is none.
    var fault: Fault = .none
    /// Which keyword it is.
    var keyword: Keyword = .none
    /// The offset of its first byte.
    var start: UInt32
    /// The offset behind its last byte.
    var end: UInt32

    /// Where it stands.
    var range: SourceRange { SourceRange(Int(start), Int(end)) }
}
