extension Parser {
    /// `SELECT ... FROM ... WHERE ...` up to `QUALIFY`.
    mutating func select() throws(SQLError) -> Select {
        advance()
        let hints = try hints()
        let isDistinct = accept(.distinct)
        if !isDistinct { _ = accept(.all) }
        var select = Select(
            hints: hints,
            isDistinct: isDistinct,
            items: try list { parser throws(SQLError) in try parser.selectItem() },
            from: [],
            windows: []
        )
        guard accept(.from) else {
            if atPartOfQuery { throw unexpected(expecting: "FROM") }
            return select
        }
        select.from = try list { parser throws(SQLError) in try parser.joinedTable() }
        if accept(.where) { select.filter = try expression() }
        if at(.group) { select.groupBy = try groupBy() }
        if accept(.having) { select.having = try expression() }
        if accept(.window) { select.windows = try list { parser throws(SQLError) in try parser.namedWindow() } }
        if accept(.qualify) { select.qualify = try expression() }
        return select
    }

    /// Whether a part of a query begins here that needs `FROM` before it.
    private var atPartOfQuery: Bool {
        switch token.keyword {
        case .where, .group, .having, .window, .qualify: true
        default: false
        }
    }

    /// `*`, `t.*` or `x [AS alias]`.
    private mutating func selectItem() throws(SQLError) -> SelectItem {
        let start = token
        if accept(.star) { return SelectItem(kind: .wildcard, range: start.range) }
        if let name = try tableWildcard() {
            return SelectItem(kind: .tableWildcard(name), range: range(from: start.start))
        }
        let expression = try expression()
        var alias: Identifier?
        if accept(.as) {
            alias = try identifier("a column name")
        } else if Parser.isName(token) {
            implicitAlias = index
            alias = try identifier()
        } else if token.kind == .string {
            throw SQLError(.syntax, "a column name stands in back-quotes, not in quotes", at: token.range)
        }
        return SelectItem(kind: .expression(expression, alias: alias), range: range(from: start.start))
    }

    /// Reads `t.*` if it is there.
    private mutating func tableWildcard() throws(SQLError) -> QualifiedName? {
        var distance = 0
        while Parser.isName(peek(distance)), peek(distance + 1).kind == .dot { distance += 2 }
        guard distance > 0, peek(distance).kind == .star else { return nil }
        let name = try qualifiedName()
        advance()
        advance()
        return name
    }

    /// `GROUP BY [DISTINCT] elements`.
    private mutating func groupBy() throws(SQLError) -> GroupBy {
        let start = token.start
        advance()
        try expect(.by)
        let isDistinct = accept(.distinct)
        if !isDistinct { _ = accept(.all) }
        let elements = try list { parser throws(SQLError) in try parser.groupingElement() }
        return GroupBy(isDistinct: isDistinct, elements: elements, range: range(from: start))
    }

    private mutating func groupingElement() throws(SQLError) -> GroupingElement {
        try nest()
        defer { nesting -= 1 }
        let start = token
        let kind: GroupingElement.Kind
        if at(.grouping, .sets) {
            advance()
            advance()
            kind = .groupingSets(try groupingElements())
        } else if accept(.rollup) {
            kind = .rollup(try groupingElements())
        } else if accept(.cube) {
            kind = .cube(try groupingElements())
        } else if token.kind == .leftParenthesis, peek(1).kind == .rightParenthesis {
            advance()
            advance()
            kind = .set([])
        } else {
            let expression = try expression()
            if start.kind == .leftParenthesis, case .row(let expressions) = expression.kind {
                kind = .set(expressions)
            } else {
                kind = .expression(expression)
            }
        }
        return GroupingElement(kind: kind, range: range(from: start.start))
    }

    /// `(element, ...)`.
    private mutating func groupingElements() throws(SQLError) -> [GroupingElement] {
        try expect(.leftParenthesis)
        let elements = try list { parser throws(SQLError) in try parser.groupingElement() }
        guard accept(.rightParenthesis) else { throw unexpected(expecting: "a comma or )") }
        return elements
    }
}
