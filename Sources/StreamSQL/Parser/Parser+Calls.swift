extension Parser {
    /// The arguments of a function and what is behind them: `FILTER`, `OVER`...
    mutating func call(_ name: QualifiedName) throws(SQLError) -> FunctionCall {
        try expect(.leftParenthesis)
        var call = FunctionCall(name: name, arguments: [], range: name.range)
        if token.kind == .star, peek(1).kind == .rightParenthesis {
            advance()
            call.isStar = true
        } else if token.kind != .rightParenthesis {
            if accept(.distinct) { call.isDistinct = true } else { _ = accept(.all) }
            call.arguments = try list { parser throws(SQLError) in try parser.argument() }
            if at(.ignore, .nulls) || at(.respect, .nulls) { nullTreatment(&call) }
            if at(.order) { call.orderBy = try orderBy() }
        }
        guard accept(.rightParenthesis) else { throw unexpected(expecting: "a comma or )") }
        if at(.ignore, .nulls) || at(.respect, .nulls) { nullTreatment(&call) }
        if at(.within, .group) || at(.within, .distinct) {
            let start = token
            advance()
            let isGroup = at(.group)
            advance()
            let hint = isGroup ? "LISTAGG and its like take the values as they come" : nil
            throw unsupported(isGroup ? "WITHIN GROUP" : "WITHIN DISTINCT", from: start, hint: hint)
        }
        if at(.filter) {
            advance()
            try expect(.leftParenthesis)
            try expect(.where)
            call.filter = try expression()
            try expect(.rightParenthesis)
        }
        if at(.over) {
            advance()
            call.over = try windowReference()
        }
        call.range = range(from: name.range.start)
        return call
    }

    /// The range from an offset to the last token that was read.
    func range(from start: Int) -> SourceRange { SourceRange(start, max(start, end)) }

    /// `IGNORE NULLS` or `RESPECT NULLS`.
    private mutating func nullTreatment(_ call: inout FunctionCall) {
        call.ignoresNulls = at(.ignore)
        advance()
        advance()
    }

    /// `[name =>] value`.
    private mutating func argument() throws(SQLError) -> FunctionCall.Argument {
        var name: Identifier?
        if peek(1).kind == .arrow {
            name = try identifier("an argument name")
            advance()
        }
        if at(.default) {
            throw SQLError(.unsupported, "DEFAULT as an argument", at: token.range, hint: "leave the argument out")
        }
        if at(.model), Parser.isName(peek(1)) {
            let start = token
            advance()
            throw unsupported("MODEL as an argument", from: start)
        }
        return FunctionCall.Argument(name: name, value: try argumentValue())
    }

    private mutating func argumentValue() throws(SQLError) -> FunctionCall.Value {
        if at(.table) { return .table(try tableArgument()) }
        if at(.descriptor), peek(1).kind == .leftParenthesis {
            advance()
            return .descriptor(try descriptor())
        }
        let start = token
        let value = try expression()
        guard case .subquery(let query) = value.kind, start.kind == .leftParenthesis else { return .expression(value) }
        guard at(.partition) || at(.order) else { return .expression(value) }
        return .table(try tableArgument(.query(query), from: start))
    }

    /// The columns of `DESCRIPTOR(a, b)`.
    private mutating func descriptor() throws(SQLError) -> [Identifier] {
        try expect(.leftParenthesis)
        let columns = try list { parser throws(SQLError) in
            let column = try parser.identifier("a column name")
            if parser.token.kind != .comma, parser.token.kind != .rightParenthesis {
                if parser.token.kind == .dot {
                    throw parser.unsupported("fields in DESCRIPTOR", from: parser.token, hint: "name them in a view")
                }
                _ = try parser.type()
                throw parser.unsupported("types in DESCRIPTOR", from: parser.token)
            }
            return column
        }
        try expect(.rightParenthesis)
        return columns
    }

    /// `TABLE t`, and how it is split and sorted.
    private mutating func tableArgument() throws(SQLError) -> FunctionCall.TableArgument {
        let start = token
        advance()
        if token.kind == .leftParenthesis {
            var error = unexpected(expecting: "a table name")
            error.hint = "a query stands in parentheses without TABLE before it"
            throw error
        }
        return try tableArgument(.named(try qualifiedName("a table name")), from: start)
    }

    private mutating func tableArgument(
        _ source: FunctionCall.TableArgument.Source,
        from start: Token
    ) throws(SQLError) -> FunctionCall.TableArgument {
        var table = FunctionCall.TableArgument(source: source, partitionBy: [], orderBy: [], range: start.range)
        if accept(.partition) {
            try expect(.by)
            if accept(.leftParenthesis) {
                table.partitionBy = try list { parser throws(SQLError) in try parser.columnReference() }
                try expect(.rightParenthesis)
            } else {
                table.partitionBy = [try columnReference()]
            }
        }
        if accept(.order) {
            try expect(.by)
            if accept(.leftParenthesis) {
                table.orderBy = try list { parser throws(SQLError) in try parser.orderItem() }
                try expect(.rightParenthesis)
            } else {
                table.orderBy = [try orderItem()]
            }
        }
        table.range = range(from: start.start)
        return table
    }

    /// A column by its name.
    private mutating func columnReference() throws(SQLError) -> Expression {
        let name = try qualifiedName("a column name")
        return Expression(kind: .column(name), range: name.range)
    }
}
