extension Parser {
    /// `name AS (...)` in `WINDOW`.
    mutating func namedWindow() throws(SQLError) -> NamedWindow {
        let name = try identifier("a window name")
        try expect(.as)
        return NamedWindow(name: name, specification: try windowSpecification())
    }

    /// What stands behind `OVER`.
    mutating func windowReference() throws(SQLError) -> WindowReference {
        if token.kind == .leftParenthesis { return .specification(try windowSpecification()) }
        return .named(try identifier("( or a window name"))
    }

    /// `([name] [PARTITION BY ...] [ORDER BY ...] [frame])`.
    private mutating func windowSpecification() throws(SQLError) -> WindowSpecification {
        let start = token.start
        try expect(.leftParenthesis)
        var window = WindowSpecification(partitionBy: [], orderBy: [], range: token.range)
        if Parser.isName(token) { window.extending = try identifier() }
        if accept(.partition) {
            try expect(.by)
            window.partitionBy = try list { parser throws(SQLError) in try parser.expression() }
        }
        if at(.order) { window.orderBy = try orderBy() }
        if at(.rows) || at(.range) { window.frame = try frame() }
        guard accept(.rightParenthesis) else { throw unexpected(expecting: "PARTITION BY, ORDER BY, ROWS, RANGE or )") }
        window.range = range(from: start)
        return window
    }

    /// `ROWS | RANGE [BETWEEN] start [AND end]`.
    private mutating func frame() throws(SQLError) -> WindowSpecification.Frame {
        let start = token.start
        let unit: WindowSpecification.Unit = at(.rows) ? .rows : .range
        advance()
        let lower: WindowSpecification.Bound
        var upper: WindowSpecification.Bound?
        if accept(.between) {
            lower = try bound()
            try expect(.and)
            upper = try bound()
        } else {
            lower = try bound()
        }
        return WindowSpecification.Frame(unit: unit, start: lower, end: upper, range: range(from: start))
    }

    private mutating func bound() throws(SQLError) -> WindowSpecification.Bound {
        if at(.current, .row) {
            advance()
            advance()
            return .currentRow
        }
        if at(.unbounded, .preceding) || at(.unbounded, .following) {
            advance()
            let isPreceding = at(.preceding)
            advance()
            return isPreceding ? .unboundedPreceding : .unboundedFollowing
        }
        let distance = try expression(Precedence.and.next)
        if accept(.preceding) { return .preceding(distance) }
        guard accept(.following) else { throw unexpected(expecting: "PRECEDING or FOLLOWING") }
        return .following(distance)
    }
}
