extension Parser {
    /// `TABLE [IF NOT EXISTS] name (columns) [COMMENT 'c'] [PARTITIONED BY (...)] [WITH (...)] [LIKE ...]`.
    mutating func createTable(isTemporary: Bool) throws(SQLError) -> CreateTable {
        let start = token
        advance()
        var table = CreateTable(
            isTemporary: isTemporary,
            ifNotExists: try acceptIfNotExists(),
            name: try qualifiedName("a table name"),
            columns: [],
            watermark: nil,
            primaryKey: nil,
            comment: nil,
            partitionedBy: [],
            options: [],
            like: nil
        )
        if accept(.leftParenthesis), !accept(.rightParenthesis) {
            repeat { try tableElement(&table) } while accept(.comma)
            try expect(.rightParenthesis)
        }
        if accept(.comment) { table.comment = try string("a comment in quotes") }
        if at(.distributed) {
            let start = token
            advance()
            throw unsupported("DISTRIBUTED BY", from: start, hint: "rows go to partitions by the hash of their key")
        }
        if accept(.partitioned) {
            try expect(.by)
            table.partitionedBy = try nameList()
        }
        if accept(.with) { table.options = try options() }
        if at(.like) { table.like = try likeClause() }
        if at(.as) {
            advance()
            throw unsupported(
                "CREATE TABLE AS",
                from: start,
                hint: "write CREATE TABLE, then INSERT INTO it"
            )
        }
        return table
    }

    /// A column, a watermark or a constraint.
    private mutating func tableElement(_ table: inout CreateTable) throws(SQLError) {
        switch token.keyword {
        case .watermark:
            let start = token
            let watermark = try watermark()
            guard table.watermark == nil else {
                throw SQLError(.invalid, "a table has only one WATERMARK", at: range(from: start.start))
            }
            table.watermark = watermark
        case .primary, .unique, .constraint:
            let start = token
            let name = accept(.constraint) ? try identifier("a constraint name") : nil
            try constraint(name: name, columns: nil, from: start, of: &table)
        default: try column(&table)
        }
    }

    /// `WATERMARK FOR column AS expression`.
    private mutating func watermark() throws(SQLError) -> WatermarkDefinition {
        let start = token.start
        advance()
        try expect(.for)
        let column = try qualifiedName("a column name")
        try expect(.as)
        let expression = try expression()
        return WatermarkDefinition(column: column, expression: expression, range: range(from: start))
    }

    /// `PRIMARY KEY [(columns)] NOT ENFORCED`, the columns being known already behind a column.
    private mutating func constraint(
        name: Identifier?,
        columns: [Identifier]?,
        from start: Token,
        of table: inout CreateTable
    ) throws(SQLError) {
        if accept(.unique) {
            throw unsupported("UNIQUE", from: start, hint: "a table may have a PRIMARY KEY")
        }
        try expect(.primary)
        try expect(.key)
        let names = if let columns { columns } else { try nameList() }
        guard at(.not, .enforced) else {
            if accept(.enforced) || token.kind == .comma || token.kind == .rightParenthesis {
                throw unsupported("a PRIMARY KEY that is enforced", from: start, hint: "write NOT ENFORCED behind it")
            }
            throw unexpected(expecting: "NOT ENFORCED")
        }
        advance()
        advance()
        guard table.primaryKey == nil else {
            throw SQLError(.invalid, "a table has only one PRIMARY KEY", at: range(from: start.start))
        }
        table.primaryKey = PrimaryKeyDefinition(name: name, columns: names, range: range(from: start.start))
    }

    /// `name type ...`, `name type METADATA ...`, or `name AS expression`.
    private mutating func column(_ table: inout CreateTable) throws(SQLError) {
        let start = token.start
        let name = try identifier("a column name")
        let source: ColumnDefinition.Source
        if accept(.as) {
            source = .computed(try expression())
        } else {
            let type = try type()
            if accept(.metadata) {
                let key = accept(.from) ? try string("a metadata key in quotes") : nil
                source = .metadata(type, key: key, isVirtual: accept(.virtual))
            } else {
                source = .physical(type)
                try columnConstraint(of: name, &table)
            }
        }
        let comment = accept(.comment) ? try string("a comment in quotes") : nil
        table.columns.append(
            ColumnDefinition(name: name, source: source, comment: comment, range: range(from: start))
        )
    }

    /// `[CONSTRAINT name] PRIMARY KEY NOT ENFORCED` behind a column, if it is there.
    private mutating func columnConstraint(of column: Identifier, _ table: inout CreateTable) throws(SQLError) {
        guard at(.primary) || at(.unique) || at(.constraint) else { return }
        let start = token
        let name = accept(.constraint) ? try identifier("a constraint name") : nil
        try constraint(name: name, columns: [column], from: start, of: &table)
    }

    /// `LIKE table [(options)]`.
    private mutating func likeClause() throws(SQLError) -> LikeClause {
        advance()
        let table = try qualifiedName("a table name")
        var options: [LikeClause.Option] = []
        if accept(.leftParenthesis) {
            while !accept(.rightParenthesis) { options.append(try likeOption()) }
        }
        return LikeClause(table: table, options: options)
    }

    private mutating func likeOption() throws(SQLError) -> LikeClause.Option {
        let strategies = LikeClause.Strategy.allCases.map(\.rawValue)
        guard let strategy = LikeClause.Strategy(rawValue: text(token).uppercased()) else {
            throw unexpected(expecting: strategies.joined(separator: ", "))
        }
        advance()
        let features = LikeClause.Feature.allCases.map(\.rawValue)
        guard let feature = LikeClause.Feature(rawValue: text(token).uppercased()) else {
            throw unexpected(expecting: features.joined(separator: ", "))
        }
        advance()
        return LikeClause.Option(strategy: strategy, feature: feature)
    }
}
