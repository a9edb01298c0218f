extension Parser {
    /// What begins with a keyword that cannot be a name.
    mutating func word() throws(SQLError) -> Expression.Kind {
        switch token.keyword {
        case .true: return word(.boolean(true))
        case .false: return word(.boolean(false))
        case .null: return word(.null)
        case .unknown: return word(.unknown)
        case .date where peek(1).kind == .string: return .literal(.date(try dateTime()))
        case .time where peek(1).kind == .string: return .literal(.time(try dateTime()))
        case .timestamp where peek(1).kind == .string: return .literal(.timestamp(try dateTime()))
        case .interval: return try interval()
        case .case: return try caseExpression()
        case .cast: return try cast(isTry: false)
        case .tryCast: return try cast(isTry: true)
        case .exists: return try exists()
        case .row: return try row()
        case .array: return try array()
        case .extract: return try extract()
        case .floor, .ceil, .ceiling: return try rounding()
        case .substring: return try substring()
        case .trim: return try trim()
        case .position: return try position()
        case .overlay: return try overlay()
        case .jsonValue, .jsonQuery, .jsonExists, .jsonObject, .jsonArray, .jsonObjectagg, .jsonArrayagg:
            return .json(try json())
        case .running: return try matchCall(.running)
        case .grouping where peek(1).keyword == .sets: throw unexpected(expecting: "an expression")
        default: return try reservedCall()
        }
    }

    private mutating func word(_ literal: Literal) -> Expression.Kind {
        advance()
        return .literal(literal)
    }

    /// The string behind `DATE`, `TIME` or `TIMESTAMP`.
    private mutating func dateTime() throws(SQLError) -> String {
        advance()
        return try string("a string")
    }

    /// A call of a function whose name is a keyword, or `CURRENT_TIMESTAMP` and its like.
    private mutating func reservedCall() throws(SQLError) -> Expression.Kind {
        let start = token
        if start.kind == .reservedFunction {
            let name = QualifiedName(parts: [name(of: start)], range: start.range)
            if peek(1).kind == .leftParenthesis {
                advance()
                return .call(try call(name))
            }
            switch start.keyword {
            case .currentDate, .currentTime, .currentTimestamp, .localtime, .localtimestamp:
                advance()
                return .call(FunctionCall(name: name, arguments: [], range: start.range))
            default: break
            }
        }
        switch start.keyword {
        case .multiset, .cursor, .new, .period, .unique:
            throw SQLError(.unsupported, "\(text(start).uppercased()) in expressions", at: start.range)
        case .timestamp where peek(1).keyword == .with:
            advance()
            throw unsupported(
                "literals of TIMESTAMP WITH LOCAL TIME ZONE",
                from: start,
                hint: "use CAST or TO_TIMESTAMP_LTZ"
            )
        case .select, .with, .values, .table:
            var error = unexpected(expecting: "an expression")
            error.hint = "a query within an expression stands in parentheses"
            throw error
        default: break
        }
        var error = unexpected(expecting: "an expression")
        if let previous = index > 0 ? tokens[index - 1] : nil, previous.kind == .comma {
            error.hint = "is there a comma too many before it?"
        } else if Parser.isClause(start.keyword) {
            error.hint = nil
        } else {
            error.hint = "\(text(start)) is a reserved word; as a name it is written `\(text(start))`"
        }
        throw error
    }

    /// Whether a keyword begins or ends a part of a query, so that it is hardly meant to be a name.
    private static func isClause(_ keyword: Keyword) -> Bool {
        switch keyword {
        case .from, .where, .group, .having, .order, .limit, .on, .and, .or, .as, .then, .else, .end, .when, .union:
            true
        default: false
        }
    }

    /// `INTERVAL [-] 'text' qualifier`.
    private mutating func interval() throws(SQLError) -> Expression.Kind {
        let start = token
        advance()
        let isNegative = accept(Token.Kind.minus)
        if !isNegative { _ = accept(.plus) }
        guard token.kind == .string else {
            if token.kind == .integer || token.kind == .leftParenthesis || Parser.isName(token) {
                let value = token.kind == .integer ? text(token) : "n"
                if token.kind == .integer { advance() }
                throw unsupported(
                    "intervals without quotes",
                    from: start,
                    hint: "write INTERVAL '\(value)' MINUTE, or multiply an interval by a number"
                )
            }
            throw unexpected(expecting: "an interval's value in quotes")
        }
        let text = try string("an interval's value in quotes")
        return .literal(
            .interval(Literal.Interval(isNegative: isNegative, text: text, qualifier: try intervalQualifier()))
        )
    }

    /// `(expression)`, `(query)` or `(a, b)`.
    mutating func parenthesized() throws(SQLError) -> Expression {
        let start = token.start
        advance()
        switch try queryOrList() {
        case .query(let query): return Expression(kind: .subquery(query), range: range(from: start))
        case .list(let list):
            if list.count == 1 {
                guard timeUnit()?.isInterval == true, case .binary(.subtract, let left, let right) = list[0].kind else {
                    return list[0]
                }
                let qualifier = try intervalQualifier()
                return Expression(kind: .timeDifference(left, right, qualifier), range: range(from: start))
            }
            return Expression(kind: .row(list), range: range(from: start))
        }
    }

    /// What stood in parentheses.
    enum QueryOrList {
        case query(Query)
        case list([Expression])
    }

    /// Reads a query or expressions, and the parenthesis behind them.
    mutating func queryOrList() throws(SQLError) -> QueryOrList {
        if atQuery {
            let query = try query()
            try expect(.rightParenthesis)
            return .query(query)
        }
        let start = token
        var list = [try expression()]
        if case .subquery(let query) = list[0].kind, atQueryContinuation {
            let whole = try self.query(continuing: query, from: start)
            try expect(.rightParenthesis)
            return .query(whole)
        }
        while accept(.comma) { list.append(try expression()) }
        guard accept(.rightParenthesis) else { throw unexpected(expecting: "a comma or )") }
        return .list(list)
    }

    /// `EXISTS (query)`.
    private mutating func exists() throws(SQLError) -> Expression.Kind {
        advance()
        guard token.kind == .leftParenthesis else { throw unexpected(expecting: "( and a query") }
        let operand = try parenthesized()
        guard case .subquery(let query) = operand.kind else {
            throw SQLError(.syntax, "EXISTS needs a query", at: operand.range)
        }
        return .exists(query)
    }

    /// `ROW(a, b)`.
    private mutating func row() throws(SQLError) -> Expression.Kind {
        advance()
        try expect(.leftParenthesis)
        if accept(.rightParenthesis) { return .row([]) }
        let values = try list { parser throws(SQLError) in try parser.expression() }
        try expect(.rightParenthesis)
        return .row(values)
    }

    /// `ARRAY[a, b]`.
    private mutating func array() throws(SQLError) -> Expression.Kind {
        let start = token
        advance()
        if token.kind == .leftParenthesis {
            throw unsupported("ARRAY(...)", from: start, hint: "write ARRAY[...]")
        }
        try expect(.leftBracket)
        if accept(.rightBracket) { return .array([]) }
        let values = try list { parser throws(SQLError) in try parser.expression() }
        try expect(.rightBracket)
        return .array(values)
    }

    /// `MAP[k, v, ...]`.
    mutating func map() throws(SQLError) -> Expression.Kind {
        advance()
        advance()
        if accept(.rightBracket) { return .map([]) }
        let entries = try list { parser throws(SQLError) in
            let key = try parser.expression()
            guard parser.accept(.comma) else { throw parser.unexpected(expecting: "a comma and the key's value") }
            return Expression.MapEntry(key: key, value: try parser.expression())
        }
        try expect(.rightBracket)
        return .map(entries)
    }

    /// `CASE [x] WHEN ... THEN ... [ELSE ...] END`.
    private mutating func caseExpression() throws(SQLError) -> Expression.Kind {
        advance()
        let operand = at(.when) ? nil : try expression()
        var branches: [Expression.Case.Branch] = []
        guard at(.when) else { throw unexpected(expecting: "WHEN") }
        while accept(.when) {
            let conditions =
                operand == nil
                ? [try expression()] : try list { parser throws(SQLError) in try parser.expression() }
            try expect(.then)
            branches.append(Expression.Case.Branch(conditions: conditions, result: try expression()))
        }
        let otherwise = accept(.else) ? try expression() : nil
        guard accept(Keyword.end) else { throw unexpected(expecting: "WHEN, ELSE or END") }
        return .case(Expression.Case(operand: operand, branches: branches, otherwise: otherwise))
    }
}
