extension Parser {
    /// The JSON functions with clauses.
    mutating func json() throws(SQLError) -> JSONFunction {
        let function = token.keyword
        advance()
        try expect(.leftParenthesis)
        var result: JSONFunction
        switch function {
        case .jsonValue: result = .value(try jsonValue())
        case .jsonQuery: result = .query(try jsonQuery())
        case .jsonExists: result = try jsonExists()
        case .jsonObject: result = try jsonObject()
        case .jsonArray: result = try jsonArray()
        case .jsonObjectagg:
            let member = try jsonMember()
            result = .objectAggregate(member, onNull: try nullBehavior(), filter: nil)
        default:
            let value = try expression()
            if at(.order) { throw unsupported("ORDER BY in JSON_ARRAYAGG", from: token) }
            result = .arrayAggregate(value, onNull: try nullBehavior(), filter: nil)
        }
        guard accept(.rightParenthesis) else { throw unexpected(expecting: ") or a clause of the function") }
        if at(.filter) { try jsonFilter(&result) }
        return result
    }

    /// `FILTER (WHERE ...)` behind an aggregate.
    private mutating func jsonFilter(_ result: inout JSONFunction) throws(SQLError) {
        let start = token
        advance()
        try expect(.leftParenthesis)
        try expect(.where)
        let filter = try expression()
        try expect(.rightParenthesis)
        switch result {
        case .objectAggregate(let member, let onNull, _):
            result = .objectAggregate(member, onNull: onNull, filter: filter)
        case .arrayAggregate(let value, let onNull, _):
            result = .arrayAggregate(value, onNull: onNull, filter: filter)
        default:
            throw SQLError(.syntax, "FILTER belongs to aggregates", at: range(from: start.start))
        }
    }

    /// `input, path`.
    private mutating func jsonInput() throws(SQLError) -> (Expression, Expression) {
        let input = try expression()
        if at(.format) { throw unsupported("FORMAT JSON", from: token) }
        try expect(.comma)
        let path = try expression()
        if at(.passing) { throw unsupported("PASSING in JSON functions", from: token) }
        return (input, path)
    }

    private mutating func returning() throws(SQLError) -> TypeName? {
        guard accept(.returning) else { return nil }
        return try type(hasNullability: false)
    }

    private mutating func jsonValue() throws(SQLError) -> JSONFunction.Value {
        let (input, path) = try jsonInput()
        var value = JSONFunction.Value(input: input, path: path, returning: try returning(), onEmpty: nil, onError: nil)
        while token.kind != .rightParenthesis {
            let start = token
            let behavior: JSONFunction.ValueBehavior
            switch token.keyword {
            case .error:
                advance()
                behavior = .error
            case .null:
                advance()
                behavior = .null
            case .default:
                advance()
                behavior = .default(try expression())
            default: throw unexpected(expecting: "NULL, ERROR, DEFAULT or )")
            }
            if try isOnEmpty() {
                try checkOnce(value.onEmpty == nil, "ON EMPTY", from: start)
                value.onEmpty = behavior
            } else {
                try checkOnce(value.onError == nil, "ON ERROR", from: start)
                value.onError = behavior
            }
        }
        return value
    }

    /// Reads `ON EMPTY` (true) or `ON ERROR`.
    private mutating func isOnEmpty() throws(SQLError) -> Bool {
        try expect(.on)
        if accept(.empty) { return true }
        guard accept(.error) else { throw unexpected(expecting: "EMPTY or ERROR") }
        return false
    }

    private func checkOnce(_ isFirst: Bool, _ clause: String, from start: Token) throws(SQLError) {
        guard isFirst else { throw SQLError(.syntax, "\(clause) twice", at: range(from: start.start)) }
    }

    private mutating func jsonQuery() throws(SQLError) -> JSONFunction.Query {
        let (input, path) = try jsonInput()
        var query = JSONFunction.Query(
            input: input,
            path: path,
            returning: try returning(),
            wrapper: try wrapper(),
            onEmpty: nil,
            onError: nil
        )
        while token.kind != .rightParenthesis {
            let start = token
            let behavior = try queryBehavior()
            if try isOnEmpty() {
                try checkOnce(query.onEmpty == nil, "ON EMPTY", from: start)
                query.onEmpty = behavior
            } else {
                try checkOnce(query.onError == nil, "ON ERROR", from: start)
                query.onError = behavior
            }
        }
        return query
    }

    private mutating func queryBehavior() throws(SQLError) -> JSONFunction.QueryBehavior {
        if accept(.error) { return .error }
        if accept(.null) { return .null }
        guard accept(.empty) else { throw unexpected(expecting: "NULL, ERROR, EMPTY ARRAY, EMPTY OBJECT or )") }
        if accept(.array) { return .emptyArray }
        guard accept(.object) else { throw unexpected(expecting: "ARRAY or OBJECT") }
        return .emptyObject
    }

    private mutating func wrapper() throws(SQLError) -> JSONFunction.Wrapper? {
        let wrapper: JSONFunction.Wrapper
        if accept(.without) {
            wrapper = .without
        } else if accept(.with) {
            if accept(.conditional) {
                wrapper = .conditional
            } else {
                _ = accept(.unconditional)
                wrapper = .unconditional
            }
        } else {
            return nil
        }
        _ = accept(.array)
        try expect(.wrapper)
        return wrapper
    }

    private mutating func jsonExists() throws(SQLError) -> JSONFunction {
        let (input, path) = try jsonInput()
        var onError: JSONFunction.ExistsErrorBehavior?
        switch token.keyword {
        case .true: onError = .true
        case .false: onError = .false
        case .unknown: onError = .unknown
        case .error: onError = .error
        default: break
        }
        if onError != nil {
            advance()
            try expect(.on)
            guard accept(.error) else { throw unexpected(expecting: "ERROR") }
        }
        return .exists(input, path: path, onError: onError)
    }

    /// `[KEY] k VALUE v`.
    private mutating func jsonMember() throws(SQLError) -> JSONFunction.Member {
        if at(.key), peek(1).keyword != .value { advance() }
        let key = try expression()
        if token.kind == .colon {
            throw unsupported("a colon between key and value", from: token, hint: "write KEY 'k' VALUE v")
        }
        guard accept(.value) else { throw unexpected(expecting: "VALUE") }
        return JSONFunction.Member(key: key, value: try expression())
    }

    /// `NULL ON NULL` or `ABSENT ON NULL`, if it is there.
    private mutating func nullBehavior() throws(SQLError) -> JSONFunction.NullBehavior? {
        guard at(.null, .on) || at(.absent, .on) else { return nil }
        let behavior: JSONFunction.NullBehavior = at(.null) ? .null : .absent
        advance()
        advance()
        try expect(.null)
        return behavior
    }

    private mutating func jsonObject() throws(SQLError) -> JSONFunction {
        if token.kind == .rightParenthesis { return .object([], onNull: nil) }
        if let behavior = try nullBehavior() { return .object([], onNull: behavior) }
        let members = try list { parser throws(SQLError) in try parser.jsonMember() }
        return .object(members, onNull: try nullBehavior())
    }

    private mutating func jsonArray() throws(SQLError) -> JSONFunction {
        if token.kind == .rightParenthesis { return .array([], onNull: nil) }
        if let behavior = try nullBehavior() { return .array([], onNull: behavior) }
        let elements = try list { parser throws(SQLError) in try parser.expression() }
        return .array(elements, onNull: try nullBehavior())
    }
}
