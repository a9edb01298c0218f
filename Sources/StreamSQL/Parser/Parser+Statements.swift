extension Parser {
    /// `CREATE ...`.
    mutating func create() throws(SQLError) -> Statement.Kind {
        let start = token
        advance()
        if accept(.or) {
            guard Parser.isName(token) || token.keyword == .alter else { throw unexpected(expecting: "REPLACE") }
            advance()
            throw unsupported("CREATE OR REPLACE", from: start, hint: "drop it first")
        }
        let isTemporary = accept(.temporary)
        switch token.keyword {
        case .table: return .createTable(try createTable(isTemporary: isTemporary))
        case .view: return .createView(try createView(isTemporary: isTemporary))
        default: throw unsupportedObject(of: "CREATE", from: start, supported: "TABLE or VIEW")
        }
    }

    /// `VIEW [IF NOT EXISTS] name [(columns)] [COMMENT 'c'] AS query`.
    private mutating func createView(isTemporary: Bool) throws(SQLError) -> CreateView {
        advance()
        let ifNotExists = try acceptIfNotExists()
        let name = try qualifiedName("a view name")
        let columns = token.kind == .leftParenthesis ? try nameList() : []
        let comment = accept(.comment) ? try string("a comment in quotes") : nil
        try expect(.as)
        return CreateView(
            isTemporary: isTemporary,
            ifNotExists: ifNotExists,
            name: name,
            columns: columns,
            comment: comment,
            query: try query()
        )
    }

    /// `IF NOT EXISTS` if it is there.
    mutating func acceptIfNotExists() throws(SQLError) -> Bool {
        guard at(.if, .not) else { return false }
        advance()
        advance()
        try expect(.exists)
        return true
    }

    /// `DROP ...`.
    mutating func drop() throws(SQLError) -> Statement.Kind {
        let start = token
        advance()
        let isTemporary = accept(.temporary)
        let isTable = at(.table)
        guard isTable || at(.view) else {
            throw unsupportedObject(of: "DROP", from: start, supported: "TABLE or VIEW")
        }
        advance()
        let ifExists = at(.if, .exists)
        if ifExists {
            advance()
            advance()
        }
        let drop = Drop(
            isTemporary: isTemporary,
            ifExists: ifExists,
            name: try qualifiedName(isTable ? "a table name" : "a view name")
        )
        return isTable ? .dropTable(drop) : .dropView(drop)
    }

    /// `INSERT INTO t [hints] [(columns)] query [ON CONFLICT DO ...]`.
    mutating func insert() throws(SQLError) -> Insert {
        let start = token
        advance()
        if accept(.overwrite) {
            throw unsupported("INSERT OVERWRITE", from: start, hint: "a stream only adds; write INSERT INTO")
        }
        try expect(.into)
        let table = try qualifiedName("a table name")
        let hints = try hints()
        if at(.partition) {
            let partition = token
            advance()
            throw unsupported("INSERT INTO a PARTITION", from: partition, hint: "select the partition's columns")
        }
        var columns: [Identifier] = []
        if token.kind == .leftParenthesis, Parser.isName(peek(1)) {
            switch peek(2).kind {
            case .comma, .rightParenthesis: columns = try nameList()
            case .dot:
                advance()
                let name = token
                _ = try qualifiedName()
                throw unsupported("INSERT into a field of a column", from: name)
            default: break
            }
        }
        guard atQuery || token.kind == .leftParenthesis else { throw unexpected(expecting: "SELECT, VALUES or WITH") }
        let query = try query()
        let conflict = try conflict()
        return Insert(
            table: table,
            hints: hints,
            columns: columns,
            query: query,
            conflict: conflict,
            range: range(from: start.start)
        )
    }

    /// `ON CONFLICT DO ...`, if it is there.
    private mutating func conflict() throws(SQLError) -> Insert.Conflict? {
        guard accept(.on) else { return nil }
        for word in ["CONFLICT", "DO"] {
            guard token.kind != .end, text(token).uppercased() == word else { throw unexpected(expecting: word) }
            advance()
        }
        guard token.kind != .end, let conflict = Insert.Conflict(rawValue: text(token).uppercased()) else {
            throw unexpected(expecting: "DEDUPLICATE, NOTHING or ERROR")
        }
        advance()
        return conflict
    }

    /// `EXPLAIN [PLAN FOR | details] statement`.
    mutating func explain() throws(SQLError) -> Statement.Kind {
        advance()
        var details: [Explain.Detail] = []
        if accept(.plan) {
            try expect(.for)
        } else {
            while let detail = explainDetail() {
                if !details.contains(detail) { details.append(detail) }
                advance()
                if !accept(.comma) { break }
            }
        }
        let start = token.start
        let kind: Statement.Kind
        switch token.keyword {
        case .insert: kind = .insert(try insert())
        case .execute where peek(1).keyword == .statement:
            kind = try statement()
        case .statement:
            advance()
            try expect(.set)
            try expect(.begin)
            kind = .statementSet(try statementSet())
        default:
            guard atQuery || token.kind == .leftParenthesis else {
                if let error = unsupportedStatement() { throw error }
                throw unexpected(expecting: "a query, INSERT or STATEMENT SET")
            }
            kind = .query(try query())
        }
        return .explain(Explain(details: details, statement: Statement(kind: kind, range: range(from: start))))
    }

    /// The detail that the current token names.
    private func explainDetail() -> Explain.Detail? {
        guard token.kind == .name, token.keyword == .none else { return nil }
        return Explain.Detail(rawValue: text(token).uppercased())
    }

    /// `DESCRIBE [EXTENDED] t`.
    mutating func describe() throws(SQLError) -> Statement.Kind {
        let start = token
        advance()
        let isExtended = accept(.extended)
        let isObject = Parser.isName(peek(1)) || peek(1).kind == .string
        if !isExtended, token.kind != .quotedName, isObject || token.keyword == .function {
            throw unsupportedObject(of: "DESCRIBE", from: start, supported: "a table name")
        }
        return .describe(try qualifiedName("a table name"), isExtended: isExtended)
    }
}
