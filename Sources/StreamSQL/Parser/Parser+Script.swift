extension Parser {
    /// Reads statements to the end; errors are kept.
    mutating func script() -> [Statement] {
        var statements: [Statement] = []
        while token.kind != .end, errors.count < ParserLimits.errorsMax {
            if accept(.semicolon) { continue }
            do throws(SQLError) {
                let errorsBefore = errors.count
                let start = token.start
                let kind = try statement()
                let statement = Statement(kind: kind, range: range(from: start))
                if token.kind != .semicolon, token.kind != .end {
                    throw unexpectedContinuation
                }
                if errors.count == errorsBefore { statements.append(statement) }
            } catch {
                recover(from: error)
            }
        }
        return statements
    }

    /// Keeps an error and goes to the end of its statement.
    private mutating func recover(from error: SQLError) {
        errors.append(error)
        nesting = 0
        height = 0
        while token.kind != .semicolon, token.kind != .end { advance() }
    }

    /// Reads a statement.
    mutating func statement() throws(SQLError) -> Statement.Kind {
        switch token.keyword {
        case .select, .with, .values: return .query(try query())
        case .table where Parser.isName(peek(1)): return .query(try query())
        case .none where token.kind == .leftParenthesis: return .query(try query())
        case .create: return try create()
        case .drop: return try drop()
        case .insert: return .insert(try insert())
        case .set: return try set()
        case .reset:
            advance()
            return .reset(key: token.kind == .string ? try string("an option's key in quotes") : nil)
        case .execute: return try execute()
        case .begin: return try beginStatementSet()
        case .statement:
            throw unexpectedStatement(hint: "write EXECUTE STATEMENT SET BEGIN ... END")
        case .explain: return try explain()
        case .describe, .desc: return try describe()
        case .show: return .show(try show())
        default:
            if let error = unsupportedStatement() { throw error }
            throw unexpectedStatement(hint: nil)
        }
    }

    private func unexpectedStatement(hint: String?) -> SQLError {
        var error = unexpected(expecting: "a statement")
        let starts = [
            "SELECT", "CREATE", "INSERT", "DROP", "SET", "EXECUTE", "EXPLAIN", "DESCRIBE", "SHOW", "WITH", "VALUES",
        ]
        error.hint = hint ?? suggestion(for: token, from: starts).map { "did you mean \($0)?" }
        return error
    }

    /// `SET` alone, or `SET 'k' = 'v'`.
    private mutating func set() throws(SQLError) -> Statement.Kind {
        advance()
        if token.kind == .semicolon || token.kind == .end { return .showSettings }
        guard token.kind == .string else {
            var error = unexpected(expecting: "an option's key in quotes")
            if Parser.isName(token) { error.hint = "write SET 'key' = 'value'" }
            throw error
        }
        return .set(try option())
    }

    /// `EXECUTE STATEMENT SET`, or `EXECUTE` before an insert or a query, where it means nothing.
    private mutating func execute() throws(SQLError) -> Statement.Kind {
        let start = token
        advance()
        switch token.keyword {
        case .statement:
            advance()
            try expect(.set)
            try expect(.begin)
            return .statementSet(try statementSet())
        case .insert: return .insert(try insert())
        case .plan:
            advance()
            throw unsupported("EXECUTE PLAN", from: start)
        default:
            guard atQuery || token.kind == .leftParenthesis else {
                throw unexpected(expecting: "STATEMENT SET, INSERT or a query")
            }
            return .query(try query())
        }
    }

    /// `BEGIN STATEMENT SET; ... END`.
    private mutating func beginStatementSet() throws(SQLError) -> Statement.Kind {
        advance()
        try expect(.statement)
        try expect(.set)
        try expect(.semicolon)
        return .statementSet(try statementSet())
    }

    /// The inserts of a statement set, up to its `END`. An error in one of them does not hide those of the others.
    mutating func statementSet() throws(SQLError) -> [Insert] {
        var inserts: [Insert] = []
        let errorsBefore = errors.count
        while !at(.end) {
            if accept(.semicolon) { continue }
            guard token.kind != .end else { throw unexpected(expecting: "INSERT or END") }
            do throws(SQLError) {
                guard at(.insert) else { throw unexpected(expecting: "INSERT or END") }
                inserts.append(try insert())
                guard token.kind == .semicolon else {
                    throw token.kind == .end ? unexpected(expecting: "a semicolon and END") : unexpectedContinuation
                }
            } catch {
                if token.kind == .end { throw error }
                recover(from: error)
                guard errors.count < ParserLimits.errorsMax else { return [] }
            }
        }
        let end = token
        advance()
        if inserts.isEmpty, errors.count == errorsBefore {
            throw SQLError(.syntax, "a statement set needs at least one INSERT", at: end.range)
        }
        return inserts
    }
}
