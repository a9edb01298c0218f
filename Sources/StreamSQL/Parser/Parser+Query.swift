extension Parser {
    /// Whether a query begins here, parentheses aside.
    var atQuery: Bool {
        switch token.keyword {
        case .select, .with, .values: true
        case .table: Parser.isName(peek(1))
        default: false
        }
    }

    /// Whether what follows would go on with a query in parentheses.
    var atQueryContinuation: Bool {
        switch token.keyword {
        case .union, .intersect, .except, .minus, .order, .limit, .offset, .fetch: true
        default: false
        }
    }

    /// `[WITH ...] body [ORDER BY ...] [LIMIT n] [OFFSET n]`.
    mutating func query() throws(SQLError) -> Query {
        try nest()
        defer { nesting -= 1 }
        let start = token.start
        let outer = height
        height = 0
        let with = at(.with) ? try namedQueries() : []
        let body = try queryBody()
        var query = Query(with: with, body: body, orderBy: [], range: body.range)
        try orderAndLimit(&query)
        query.range = range(from: start)
        height = max(outer, height + 1)
        try check(height: height, at: query.range)
        return query
    }

    /// The rest of a query that begins with a query in parentheses, which was read already.
    mutating func query(continuing first: Query, from start: Token) throws(SQLError) -> Query {
        let body = QueryBody(kind: Parser.body(first).kind, range: range(from: start.start))
        var query = Query(with: [], body: body, orderBy: [], range: body.range)
        query.body = try setOperations(query.body, minimum: 0)
        try orderAndLimit(&query)
        query.range = range(from: start.start)
        return query
    }

    /// A query as a part of another: its body, if it is nothing else.
    private static func body(_ query: Query) -> QueryBody {
        query.isPlain ? query.body : QueryBody(kind: .query(query), range: query.range)
    }

    /// `WITH name [(columns)] AS (query), ...`.
    private mutating func namedQueries() throws(SQLError) -> [NamedQuery] {
        let start = token
        advance()
        if accept(.recursive) { throw unsupported("WITH RECURSIVE", from: start) }
        return try list { parser throws(SQLError) in
            let name = try parser.identifier("a name for the query")
            let columns = parser.token.kind == .leftParenthesis ? try parser.nameList() : []
            try parser.expect(.as)
            guard parser.token.kind == .leftParenthesis else { throw parser.unexpected(expecting: "( and a query") }
            let operand = try parser.parenthesized()
            guard case .subquery(let query) = operand.kind else {
                throw SQLError(.syntax, "expected a query", at: operand.range)
            }
            return NamedQuery(name: name, columns: columns, query: query)
        }
    }

    /// Queries joined with `UNION` and its like.
    private mutating func queryBody() throws(SQLError) -> QueryBody {
        try setOperations(try queryLeaf(), minimum: 0)
    }

    /// The set operator at the current token and how tightly it binds. Calcite: INTERSECT before UNION and EXCEPT.
    private var setOperator: (SetOperation.Kind, Int)? {
        switch token.keyword {
        case .union: (.union, 0)
        case .except: (.except, 0)
        case .intersect: (.intersect, 1)
        default: nil
        }
    }

    private mutating func setOperations(_ first: QueryBody, minimum: Int) throws(SQLError) -> QueryBody {
        var left = first
        var leftHeight = height + 1
        if at(.minus) { throw SQLError(.syntax, "expected EXCEPT, found MINUS", at: token.range) }
        while let (kind, precedence) = setOperator, precedence >= minimum {
            advance()
            let isAll = accept(.all)
            if !isAll { _ = accept(.distinct) }
            height = 0
            let right = try setOperations(try queryLeaf(), minimum: precedence + 1)
            let operation = SetOperation(kind: kind, isAll: isAll, left: left, right: right)
            left = QueryBody(kind: .setOperation(operation), range: left.range.upTo(right.range))
            leftHeight = max(leftHeight, height) + 1
            try check(height: leftHeight, at: left.range)
        }
        height = max(height, leftHeight)
        return left
    }

    /// `SELECT ...`, `VALUES ...`, `TABLE t` or `(query)`.
    private mutating func queryLeaf() throws(SQLError) -> QueryBody {
        let start = token
        switch token.keyword {
        case .select: return QueryBody(kind: .select(try select()), range: range(from: start.start))
        case .values:
            advance()
            let rows = try list { parser throws(SQLError) in try parser.expression() }
            return QueryBody(kind: .values(rows), range: range(from: start.start))
        case .table where Parser.isName(peek(1)):
            advance()
            let name = try qualifiedName("a table name")
            return QueryBody(kind: .table(name), range: range(from: start.start))
        default:
            guard token.kind == .leftParenthesis else { throw unexpected(expecting: "SELECT, VALUES or a query") }
            try nest()
            defer { nesting -= 1 }
            advance()
            let query = try query()
            guard accept(.rightParenthesis) else { throw unexpected(expecting: ")") }
            return QueryBody(kind: Parser.body(query).kind, range: range(from: start.start))
        }
    }

    /// `[ORDER BY ...] [LIMIT n] [OFFSET n] [FETCH FIRST n ROWS ONLY]`.
    private mutating func orderAndLimit(_ query: inout Query) throws(SQLError) {
        if at(.order) { query.orderBy = try orderBy() }
        var isLimited = false
        while true {
            let start = token
            switch token.keyword {
            case .limit where !isLimited:
                advance()
                isLimited = true
                if accept(.all) { break }
                query.limit = try rowCount()
                if token.kind == .comma {
                    throw unsupported("LIMIT with a comma", from: start, hint: "write LIMIT n OFFSET m")
                }
            case .offset where query.offset == nil:
                advance()
                query.offset = try rowCount()
                if !accept(.row) { _ = accept(.rows) }
            case .fetch where !isLimited:
                advance()
                isLimited = true
                guard accept(.first) || accept(.next) else { throw unexpected(expecting: "FIRST or NEXT") }
                query.limit = try rowCount()
                guard accept(.row) || accept(.rows) else { throw unexpected(expecting: "ROWS") }
                try expect(.only)
            default: return
            }
        }
    }

    /// A number of rows.
    private mutating func rowCount() throws(SQLError) -> Expression {
        guard token.kind == .integer else { throw unexpected(expecting: "a number of rows") }
        let literal = Expression(kind: .literal(.integer(text(token))), range: token.range)
        advance()
        return literal
    }

    /// `ORDER BY x [ASC | DESC] [NULLS FIRST | LAST], ...`.
    mutating func orderBy() throws(SQLError) -> [OrderItem] {
        advance()
        try expect(.by)
        return try list { parser throws(SQLError) in try parser.orderItem() }
    }

    /// `x [ASC | DESC] [NULLS FIRST | LAST]`.
    mutating func orderItem() throws(SQLError) -> OrderItem {
        let start = token.start
        let expression = try expression()
        let isDescending = accept(.desc)
        if !isDescending { _ = accept(.asc) }
        var nullsFirst: Bool?
        if accept(.nulls) {
            nullsFirst = at(.first)
            guard accept(.first) || accept(.last) else { throw unexpected(expecting: "FIRST or LAST") }
        }
        return OrderItem(
            expression: expression,
            isAscending: !isDescending,
            nullsFirst: nullsFirst,
            range: range(from: start)
        )
    }
}
