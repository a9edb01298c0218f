extension Parser {
    /// `SHOW TABLES | VIEWS | JOBS | [USER] FUNCTIONS | CREATE TABLE t | CREATE VIEW v [[NOT] LIKE 'p']`.
    mutating func show() throws(SQLError) -> Show {
        let start = token
        advance()
        switch token.keyword {
        case .tables: return try showNames(.tables)
        case .views: return try showNames(.views)
        case .functions: return try showNames(.functions(userOnly: false))
        case .user where peek(1).keyword == .functions:
            advance()
            return try showNames(.functions(userOnly: true))
        case .jobs:
            advance()
            return Show(subject: .jobs, pattern: nil)
        case .create where peek(1).keyword == .table || peek(1).keyword == .view:
            advance()
            let isTable = at(.table)
            advance()
            let name = try qualifiedName(isTable ? "a table name" : "a view name")
            return Show(subject: isTable ? .createTable(name) : .createView(name), pattern: nil)
        case .create:
            advance()
            throw unsupportedObject(of: "SHOW CREATE", from: start, supported: "TABLE or VIEW")
        default:
            throw unsupportedObject(
                of: "SHOW",
                from: start,
                supported: "TABLES, VIEWS, JOBS, FUNCTIONS or CREATE TABLE"
            )
        }
    }

    /// The rest of a `SHOW` whose names may be chosen with a pattern.
    private mutating func showNames(_ subject: Show.Subject) throws(SQLError) -> Show {
        advance()
        if at(.from) || at(.in) {
            let start = token
            advance()
            _ = try qualifiedName("a database name")
            throw unsupported("SHOW ... FROM a database", from: start, hint: "there is only one database")
        }
        let isNegated = accept(.not)
        guard at(.like) || at(.ilike) else {
            if isNegated { throw unexpected(expecting: "LIKE or ILIKE") }
            return Show(subject: subject, pattern: nil)
        }
        let isCaseSensitive = at(.like)
        advance()
        let pattern = Show.NamePattern(
            pattern: try string("a pattern in quotes"),
            isNegated: isNegated,
            isCaseSensitive: isCaseSensitive
        )
        return Show(subject: subject, pattern: pattern)
    }
}
