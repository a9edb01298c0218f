extension Parser {
    /// `MATCH_RECOGNIZE (...)` behind a table.
    mutating func matchRecognize(_ input: TableReference, from first: Token) throws(SQLError) -> TableReference {
        if case .join = input.kind {
            throw SQLError(
                .unsupported,
                "MATCH_RECOGNIZE over a join",
                at: token.range,
                hint: "put the join into a view"
            )
        }
        let start = token.start
        advance()
        try expect(.leftParenthesis)
        let partitionBy = try matchPartition()
        let orderBy = at(.order) ? try orderBy() : []
        let measures = accept(.measures) ? try list { parser throws(SQLError) in try parser.measure() } : []
        let rows = try matchRows()
        let skip = at(.after) ? try matchSkip() : nil
        guard accept(.pattern) else { throw unexpected(expecting: "PATTERN") }
        try expect(.leftParenthesis)
        let pattern = try wholePattern()
        let within = accept(.within) ? try matchInterval() : nil
        let subsets = accept(.subset) ? try list { parser throws(SQLError) in try parser.subset() } : []
        guard accept(.define) else { throw unexpected(expecting: "DEFINE") }
        let definitions = try list { parser throws(SQLError) in try parser.definition() }
        guard accept(.rightParenthesis) else { throw unexpected(expecting: "a comma or )") }
        let match = MatchRecognize(
            input: input,
            partitionBy: partitionBy,
            orderBy: orderBy,
            measures: measures,
            rows: rows,
            skip: skip,
            pattern: pattern,
            within: within,
            subsets: subsets,
            definitions: definitions,
            range: range(from: start)
        )
        return TableReference(kind: .matchRecognize(match), range: range(from: first.start))
    }

    private mutating func matchPartition() throws(SQLError) -> [Expression] {
        guard accept(.partition) else { return [] }
        try expect(.by)
        return try list { parser throws(SQLError) in try parser.expression() }
    }

    private mutating func measure() throws(SQLError) -> MatchRecognize.Measure {
        let expression = try expression()
        guard accept(.as) else { throw unexpected(expecting: "AS and the measure's name") }
        return MatchRecognize.Measure(expression: expression, name: try identifier("a measure name"))
    }

    /// `ONE ROW PER MATCH` or `ALL ROWS PER MATCH`, if it is there.
    private mutating func matchRows() throws(SQLError) -> MatchRecognize.Rows? {
        let rows: MatchRecognize.Rows
        if accept(.one) {
            try expect(.row)
            rows = .one
        } else if accept(.all) {
            try expect(.rows)
            rows = .all
        } else {
            return nil
        }
        try expect(.per)
        try expect(.match)
        return rows
    }

    /// `AFTER MATCH SKIP ...`.
    private mutating func matchSkip() throws(SQLError) -> MatchRecognize.Skip {
        advance()
        try expect(.match)
        try expect(.skip)
        if accept(.past) {
            try expect(.last)
            try expect(.row)
            return .pastLastRow
        }
        guard accept(.to) else { throw unexpected(expecting: "PAST LAST ROW or TO") }
        if at(.next, .row) {
            advance()
            advance()
            return .toNextRow
        }
        let isPosition = Parser.isName(peek(1)) && peek(1).keyword != .pattern
        if at(.first), isPosition {
            advance()
            return .toFirst(try identifier("a pattern variable"))
        }
        if at(.last), isPosition { advance() }
        return .toLast(try identifier("NEXT ROW, FIRST, LAST or a pattern variable"))
    }

    private mutating func matchInterval() throws(SQLError) -> Expression {
        guard at(.interval) else { throw unexpected(expecting: "INTERVAL") }
        let start = token.start
        let kind = try word()
        return Expression(kind: kind, range: range(from: start))
    }

    /// `name = (variables)`.
    private mutating func subset() throws(SQLError) -> MatchRecognize.Subset {
        let name = try identifier("a subset name")
        try expect(.equal)
        return MatchRecognize.Subset(name: name, variables: try nameList("a pattern variable"))
    }

    /// `variable AS condition`.
    private mutating func definition() throws(SQLError) -> MatchRecognize.Definition {
        let variable = try identifier("a pattern variable")
        try expect(.as)
        return MatchRecognize.Definition(variable: variable, condition: try expression())
    }
}
