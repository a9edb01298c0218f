extension Parser {
    /// A table and those that are joined to it.
    mutating func joinedTable() throws(SQLError) -> TableReference {
        try nest()
        defer { nesting -= 1 }
        return try joins(to: try tableReference())
    }

    private mutating func joins(to first: TableReference) throws(SQLError) -> TableReference {
        var left = first
        var leftHeight = height + 1
        while true {
            let isNatural = accept(.natural)
            guard let kind = try joinKind() else {
                if isNatural { throw unexpected(expecting: "JOIN") }
                break
            }
            height = 0
            let right = try tableReference()
            let condition: Join.Condition? = isNatural ? .natural : try joinCondition(of: kind)
            let join = Join(kind: kind, left: left, right: right, condition: condition)
            left = TableReference(kind: .join(join), range: range(from: left.range.start))
            leftHeight = max(leftHeight, height) + 1
            try check(height: leftHeight, at: left.range)
        }
        height = max(height, leftHeight)
        return left
    }

    /// Reads `[INNER | LEFT | RIGHT | FULL | CROSS] [OUTER] JOIN` if it is there.
    private mutating func joinKind() throws(SQLError) -> Join.Kind? {
        let start = token
        let kind: Join.Kind
        switch token.keyword {
        case .join:
            advance()
            return .inner
        case .inner: kind = .inner
        case .left: kind = .left
        case .right: kind = .right
        case .full: kind = .full
        case .cross: kind = .cross
        default: return nil
        }
        advance()
        if kind == .left || kind == .right || kind == .full { _ = accept(.outer) }
        if token.kind == .name, ["SEMI", "ANTI", "ASOF", "APPLY"].contains(text(token).uppercased()) {
            let hint = kind == .cross ? "write CROSS JOIN LATERAL" : "use [NOT] EXISTS or [NOT] IN"
            let word = text(token).uppercased()
            advance()
            throw unsupported("\(text(start).uppercased()) \(word)", from: start, hint: hint)
        }
        try expect(.join)
        return kind
    }

    private mutating func joinCondition(of kind: Join.Kind) throws(SQLError) -> Join.Condition? {
        if kind == .cross {
            guard at(.on) || at(.using) else { return nil }
            throw SQLError(.syntax, "CROSS JOIN has no condition", at: token.range, hint: "write JOIN")
        }
        if accept(.on) { return .on(try expression()) }
        if accept(.using) { return .using(try nameList()) }
        var error = unexpected(expecting: "ON or USING")
        if error.hint == nil { error.hint = "a join without a condition is a CROSS JOIN" }
        throw error
    }

    /// A table with its alias.
    private mutating func tableReference() throws(SQLError) -> TableReference {
        try nest()
        defer { nesting -= 1 }
        let start = token
        var table = try tablePrimary()
        if at(.matchRecognize) { table = try matchRecognize(table, from: start) }
        if at(.pivot) || at(.unpivot) {
            throw SQLError(.unsupported, text(token).uppercased(), at: token.range, hint: "use FILTER (WHERE ...)")
        }
        if at(.as) || Parser.isName(token) {
            if !accept(.as) { implicitAlias = index }
            let name = try identifier("a table name")
            let columns = token.kind == .leftParenthesis ? try nameList() : []
            if case .join = table.kind {
                throw SQLError(.unsupported, "a name for a join", at: name.range, hint: "name the tables within")
            }
            table.alias = TableAlias(name: name, columns: columns)
        }
        if at(.tablesample) { throw SQLError(.unsupported, "TABLESAMPLE", at: token.range) }
        table.range = range(from: start.start)
        return table
    }

    private mutating func tablePrimary() throws(SQLError) -> TableReference {
        let start = token
        let isLateral = accept(.lateral)
        let kind: TableReference.Kind
        switch token.keyword {
        case .unnest where !isLateral: kind = try unnest()
        case .table where peek(1).kind == .leftParenthesis:
            advance()
            advance()
            let call = try tableFunction(try qualifiedName("a table function"))
            guard accept(.rightParenthesis) else { throw unexpected(expecting: ") behind the table function") }
            kind = .function(call, isLateral: isLateral)
        default:
            if token.kind == .leftParenthesis { return try parenthesizedTable(isLateral: isLateral, from: start) }
            guard Parser.isName(token) else {
                throw unexpected(expecting: isLateral ? "TABLE or a query" : "a table name")
            }
            return try namedTable(isLateral: isLateral)
        }
        return TableReference(kind: kind, range: range(from: start.start))
    }

    /// `t [hints] [FOR SYSTEM_TIME AS OF time]`, or `f(...)`.
    private mutating func namedTable(isLateral: Bool) throws(SQLError) -> TableReference {
        let start = token
        let name = try qualifiedName("a table name")
        if token.kind == .leftParenthesis {
            let call = try tableFunction(name)
            return TableReference(kind: .function(call, isLateral: isLateral), range: range(from: start.start))
        }
        if isLateral { throw unexpected(expecting: "( and the function's arguments") }
        let table = TableReference(kind: .named(name, hints: try hints()), range: range(from: start.start))
        guard at(.for) else { return table }
        advance()
        try expect(.systemTime)
        try expect(.as)
        guard token.kind == .reserved, text(token).uppercased() == "OF" else { throw unexpected(expecting: "OF") }
        advance()
        let time = try expression()
        return TableReference(kind: .snapshot(table, time), range: range(from: start.start))
    }

    /// A table function with its arguments, in which a query stands for a table.
    private mutating func tableFunction(_ name: QualifiedName) throws(SQLError) -> FunctionCall {
        guard token.kind == .leftParenthesis else { throw unexpected(expecting: "( and the function's arguments") }
        var call = try call(name)
        for index in call.arguments.indices {
            guard case .expression(let value) = call.arguments[index].value, case .subquery(let query) = value.kind
            else {
                continue
            }
            let table = FunctionCall.TableArgument(
                source: .query(query),
                partitionBy: [],
                orderBy: [],
                range: value.range
            )
            call.arguments[index].value = .table(table)
        }
        return call
    }

    /// `UNNEST(array, ...) [WITH ORDINALITY]`.
    private mutating func unnest() throws(SQLError) -> TableReference.Kind {
        advance()
        try expect(.leftParenthesis)
        let arrays = try list { parser throws(SQLError) in try parser.expression() }
        try expect(.rightParenthesis)
        let withOrdinality = at(.with, .ordinality)
        if withOrdinality {
            advance()
            advance()
        }
        return .unnest(arrays, withOrdinality: withOrdinality)
    }

    /// `(query)` or `(table JOIN ...)`.
    private mutating func parenthesizedTable(isLateral: Bool, from start: Token) throws(SQLError) -> TableReference {
        advance()
        if atQuery || isLateral {
            let query = try query()
            try expect(.rightParenthesis)
            return TableReference(kind: .subquery(query, isLateral: isLateral), range: range(from: start.start))
        }
        let inner = token
        var table = try joinedTable()
        if case .subquery(let query, false) = table.kind, table.alias == nil, atQueryContinuation {
            let whole = try self.query(continuing: query, from: inner)
            table = TableReference(kind: .subquery(whole, isLateral: false), range: whole.range)
        }
        guard accept(.rightParenthesis) else { throw unexpected(expecting: "JOIN or )") }
        if table.alias != nil {
            guard Parser.isName(token) || at(.as) else { return table }
            throw SQLError(.unsupported, "a second name for a table", at: token.range, hint: "name it once")
        }
        return table
    }
}
