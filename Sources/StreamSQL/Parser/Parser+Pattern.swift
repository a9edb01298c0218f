extension Parser {
    /// The pattern of `MATCH_RECOGNIZE` and the parenthesis behind it.
    mutating func wholePattern() throws(SQLError) -> RowPattern {
        if token.kind == .caret {
            throw SQLError(.unsupported, "^ in a pattern", at: token.range, hint: "a stream has no first row")
        }
        let pattern = try pattern()
        if token.kind == .dollar {
            throw SQLError(.unsupported, "$ in a pattern", at: token.range, hint: "a stream has no last row")
        }
        guard accept(.rightParenthesis) else { throw unexpected(expecting: "a pattern variable or )") }
        return pattern
    }

    /// `a | b`.
    private mutating func pattern() throws(SQLError) -> RowPattern {
        try nest()
        defer { nesting -= 1 }
        let start = token.start
        var alternatives = [try patternTerm()]
        while accept(.bar) { alternatives.append(try patternTerm()) }
        if token.kind == .concatenate {
            throw SQLError(.syntax, "expected |, found ||", at: token.range, hint: "one bar separates alternatives")
        }
        if alternatives.count == 1 { return alternatives[0] }
        return RowPattern(kind: .alternation(alternatives), range: range(from: start))
    }

    /// `a b`.
    private mutating func patternTerm() throws(SQLError) -> RowPattern {
        let start = token.start
        var factors = [try patternFactor()]
        while Parser.isName(token) || token.kind == .leftParenthesis || token.kind == .leftBrace || at(.permute) {
            factors.append(try patternFactor())
        }
        if factors.count == 1 { return factors[0] }
        return RowPattern(kind: .sequence(factors), range: range(from: start))
    }

    /// A variable or a group with a quantifier.
    private mutating func patternFactor() throws(SQLError) -> RowPattern {
        let start = token
        let pattern: RowPattern
        if at(.permute) {
            throw SQLError(.unsupported, "PERMUTE", at: token.range, hint: "write the orders as alternatives")
        } else if token.kind == .leftBrace, peek(1).kind == .minus {
            throw SQLError(.unsupported, "exclusions {- ... -}", at: start.range.upTo(peek(1).range))
        } else if accept(.leftParenthesis) {
            pattern = try self.pattern()
            guard accept(.rightParenthesis) else {
                throw unexpected(expecting: "a pattern variable, a quantifier or )")
            }
        } else {
            pattern = RowPattern(kind: .variable(try identifier("a pattern variable")), range: start.range)
        }
        guard var quantifier = try quantifier() else { return pattern }
        if accept(.question) { quantifier.isReluctant = quantifier.atMost != quantifier.atLeast }
        return RowPattern(kind: .repetition(pattern, quantifier), range: range(from: start.start))
    }

    /// A quantifier if it is there, whether greedy or not.
    private mutating func quantifier() throws(SQLError) -> RowPattern.Quantifier? {
        let start = token
        switch token.kind {
        case .star:
            advance()
            return RowPattern.Quantifier(atLeast: 0, atMost: nil, isReluctant: false)
        case .plus:
            advance()
            return RowPattern.Quantifier(atLeast: 1, atMost: nil, isReluctant: false)
        case .question:
            advance()
            return RowPattern.Quantifier(atLeast: 0, atMost: 1, isReluctant: false)
        case .leftBrace where peek(1).kind != .minus: break
        default: return nil
        }
        advance()
        var quantifier = RowPattern.Quantifier(atLeast: 0, atMost: nil, isReluctant: false)
        if accept(.comma) {
            quantifier.atMost = try integer("a number of times")
        } else {
            quantifier.atLeast = try integer("a number of times")
            if !accept(.comma) {
                quantifier.atMost = quantifier.atLeast
            } else if token.kind == .integer {
                quantifier.atMost = try integer("a number of times")
            }
        }
        guard accept(.rightBrace) else { throw unexpected(expecting: "a number of times or }") }
        if let atMost = quantifier.atMost, atMost < max(1, quantifier.atLeast) {
            throw SQLError(
                .invalid,
                atMost == 0 ? "a quantifier of no times" : "a quantifier whose upper end is below its lower end",
                at: range(from: start.start)
            )
        }
        return quantifier
    }
}
