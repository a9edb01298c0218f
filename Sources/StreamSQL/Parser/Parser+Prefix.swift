extension Parser {
    /// Reads an operand with the signs before it and the accesses behind it.
    mutating func prefix() throws(SQLError) -> Expression {
        let start = token
        switch token.kind {
        case .minus: return try unary(.minus, .sign)
        case .plus: return try unary(.plus, .sign)
        case .reserved where token.keyword == .not: return try unary(.not, Precedence.not.next)
        default: break
        }
        var operand = try primary()
        var operandHeight = height + 1
        while true {
            if token.kind == .leftBracket {
                advance()
                if token.kind == .name || token.kind == .reserved, peek(1).kind == .leftParenthesis, isArrayPosition {
                    throw unsupported(
                        "\(text(token).uppercased())(...) in brackets",
                        from: token,
                        hint: "elements count from 1"
                    )
                }
                height = 0
                let index = try expression()
                try expect(.rightBracket)
                operand = Expression(kind: .element(operand, index), range: range(from: start.start))
            } else if token.kind == .dot {
                advance()
                height = 0
                let field = try identifier("a field name")
                if token.kind == .leftParenthesis {
                    throw unsupported("calls of methods", from: start, hint: "put the value in the parentheses")
                }
                operand = Expression(kind: .field(operand, field), range: range(from: start.start))
            } else {
                break
            }
            operandHeight = max(operandHeight, height) + 1
            try check(height: operandHeight, at: operand.range)
        }
        height = max(height, operandHeight)
        return operand
    }

    /// Whether the current word is one of BigQuery's ways to count elements.
    private var isArrayPosition: Bool {
        ["ORDINAL", "SAFE_OFFSET", "SAFE_ORDINAL", "OFFSET"].contains(text(token).uppercased())
    }

    private mutating func unary(
        _ operation: Expression.UnaryOperator,
        _ minimum: Precedence
    ) throws(SQLError) -> Expression {
        let start = token.start
        advance()
        let operand = try expression(minimum)
        return Expression(kind: .unary(operation, operand), range: range(from: start))
    }

    /// Reads an operand.
    private mutating func primary() throws(SQLError) -> Expression {
        let start = token
        let kind: Expression.Kind
        switch token.kind {
        case .name, .quotedName: kind = try nameOrCall()
        case .integer: kind = literal(.integer(text(token)))
        case .decimal: kind = literal(.decimal(text(token)))
        case .approximate: kind = literal(.approximate(text(token)))
        case .string: kind = .literal(.string(try chainedString()))
        case .unicodeString: kind = .literal(.string(try unicodeString()))
        case .binary: kind = literal(.binary(unquoted(token, quote: UInt8(ascii: "'"))))
        case .leftParenthesis: return try parenthesized()
        case .reserved, .reservedFunction: kind = try word()
        case .question:
            throw SQLError(.unsupported, "parameters (?)", at: token.range, hint: "write the value itself")
        case .leftBrace:
            throw SQLError(.unsupported, "{...}", at: token.range, hint: "write TIMESTAMP '...' and so on")
        default: throw unexpected(expecting: "an expression")
        }
        return Expression(kind: kind, range: range(from: start.start))
    }

    /// A literal of one token.
    private mutating func literal(_ literal: Literal) -> Expression.Kind {
        advance()
        return .literal(literal)
    }

    /// A string, and those on the lines behind it, which continue it.
    private mutating func chainedString() throws(SQLError) -> String {
        var value = try string("a string")
        while token.kind == .string {
            guard isOnNewLine else {
                throw SQLError(
                    .syntax,
                    "a string continues only on a new line",
                    at: token.range,
                    hint: "join strings with ||, or double a quote within one"
                )
            }
            value += try string("a string")
        }
        return value
    }

    /// Whether there is a line break before the current token.
    private var isOnNewLine: Bool {
        var offset = end
        while offset < Int(token.start) {
            if bytes[offset] == UInt8(ascii: "\n") || bytes[offset] == UInt8(ascii: "\r") { return true }
            offset += 1
        }
        return false
    }

    /// A column, or a call of a function, or what begins with a keyword that may be a name.
    private mutating func nameOrCall() throws(SQLError) -> Expression.Kind {
        switch token.keyword {
        case .map where peek(1).kind == .leftBracket: return try map()
        case .timestampadd where peek(1).kind == .leftParenthesis: return try timestampArithmetic(isAddition: true)
        case .timestampdiff where peek(1).kind == .leftParenthesis: return try timestampArithmetic(isAddition: false)
        case .final where peek(1).kind.isWord && peek(2).kind == .leftParenthesis: return try matchCall(.final)
        default: break
        }
        let name = try qualifiedName()
        if token.kind == .leftParenthesis { return .call(try call(name)) }
        return .column(name)
    }
}

extension Token.Kind {
    /// Whether it is a name or a keyword.
    var isWord: Bool {
        switch self {
        case .name, .quotedName, .reserved, .reservedFunction: true
        default: false
        }
    }
}
