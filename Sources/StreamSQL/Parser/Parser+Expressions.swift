extension Parser {
    /// Reads an expression whose operators bind at least so tightly.
    mutating func expression(_ minimum: Precedence = .lowest) throws(SQLError) -> Expression {
        try nest()
        defer { nesting -= 1 }
        let start = token.start
        let outer = height
        height = 0
        var left = try prefix()
        var leftHeight = height + 1
        while let (precedence, operation) = infix(), precedence.rawValue >= minimum.rawValue {
            height = 0
            let kind =
                if let operation { try binary(operation, left) } else { try predicate(left) }
            left = Expression(kind: kind, range: range(from: start))
            leftHeight = max(leftHeight, height) + 1
            try check(height: leftHeight, at: left.range)
        }
        height = max(outer, leftHeight)
        return left
    }

    /// The operator at the current token, if it is one between operands or behind one; nil instead of the operator for a
    /// predicate of several words.
    private func infix() -> (Precedence, Expression.BinaryOperator?)? {
        switch token.kind {
        case .equal: return (.comparison, .equal)
        case .notEqual: return (.comparison, .notEqual)
        case .less: return (.comparison, .less)
        case .lessOrEqual: return (.comparison, .lessOrEqual)
        case .greater: return (.comparison, .greater)
        case .greaterOrEqual: return (.comparison, .greaterOrEqual)
        case .plus: return (.sum, .add)
        case .minus: return (.sum, .subtract)
        case .star: return (.product, .multiply)
        case .slash: return (.product, .divide)
        case .percent: return (.product, .remainder)
        case .concatenate: return (.product, .concatenate)
        case .reserved: return infixWord()
        case .name where token.keyword == .immediately || token.keyword == .format: return infixWord()
        default: return nil
        }
    }

    private func infixWord() -> (Precedence, Expression.BinaryOperator?)? {
        switch token.keyword {
        case .or: return (.or, .or)
        case .and: return (.and, .and)
        case .is: return (.test, nil)
        case .between, .in, .like, .ilike, .rlike, .similar: return (.range, nil)
        case .overlaps: return (.comparison, .overlaps)
        case .not:
            switch peek(1).keyword {
            case .between, .in, .like, .ilike, .rlike, .similar, .submultiset: return (.range, nil)
            default: return nil
            }
        case .member, .submultiset, .contains, .equals, .precedes, .succeeds, .multiset, .at, .collate:
            return (.comparison, nil)
        default: return nil
        }
    }

    /// The rest of `left operation right`.
    private mutating func binary(
        _ operation: Expression.BinaryOperator,
        _ left: Expression
    ) throws(SQLError) -> Expression.Kind {
        let start = token
        advance()
        if operation.precedence == .comparison, at(.any) || at(.some) || at(.all), peek(1).kind == .leftParenthesis {
            let isAll = at(.all)
            advance()
            if operation == .equal && !isAll || operation == .notEqual && isAll {
                // `= ANY` is IN, `<> ALL` is NOT IN.
                return try membership(left, isNegated: isAll)
            }
            throw unsupported(
                "comparison with ANY, SOME or ALL other than = ANY and <> ALL",
                from: start,
                hint: "compare with a sub-query of MIN or MAX"
            )
        }
        return .binary(operation, left, try expression(operation.precedence.next))
    }

    /// The rest of a predicate of several words.
    private mutating func predicate(_ left: Expression) throws(SQLError) -> Expression.Kind {
        let start = token
        if accept(.is) { return try test(left) }
        let isNegated = accept(.not)
        let operation = token.keyword
        advance()
        switch operation {
        case .between: return try between(left, isNegated: isNegated)
        case .in: return try membership(left, isNegated: isNegated)
        case .like: return try like(left, isSimilar: false, isNegated: isNegated)
        case .similar:
            try expect(.to)
            return try like(left, isSimilar: true, isNegated: isNegated)
        case .ilike:
            throw unsupported("ILIKE", from: start, hint: "write LOWER(x) LIKE 'pattern in lower case'")
        case .rlike: throw unsupported("RLIKE", from: start, hint: "use REGEXP(x, 'pattern')")
        case .at:
            _ = accept(.time) && accept(.zone)
            throw unsupported("AT TIME ZONE", from: start, hint: "use CONVERT_TZ or TO_TIMESTAMP_LTZ")
        default: throw unsupported("the operator \(text(start).uppercased())", from: start)
        }
    }

    /// The rest of `x IS [NOT] ...`.
    private mutating func test(_ value: Expression) throws(SQLError) -> Expression.Kind {
        let isNegated = accept(.not)
        let start = token
        switch token.keyword {
        case .null: return test(value, .null, isNegated)
        case .true: return test(value, .true, isNegated)
        case .false: return test(value, .false, isNegated)
        case .unknown: return test(value, .unknown, isNegated)
        case .distinct:
            advance()
            try expect(.from)
            return .binary(
                isNegated ? .isNotDistinctFrom : .isDistinctFrom,
                value,
                try expression(Precedence.comparison.next)
            )
        case .json:
            switch peek(1).keyword {
            case .value:
                advance()
                return test(value, .json, isNegated)
            case .scalar:
                advance()
                return test(value, .jsonScalar, isNegated)
            case .array:
                advance()
                return test(value, .jsonArray, isNegated)
            case .object:
                advance()
                return test(value, .jsonObject, isNegated)
            default: return test(value, .json, isNegated)
            }
        case .empty:
            advance()
            throw unsupported("IS EMPTY", from: start, hint: "compare CARDINALITY(x) with 0")
        default:
            throw unexpected(expecting: "NULL, TRUE, FALSE, UNKNOWN, DISTINCT FROM or JSON")
        }
    }

    private mutating func test(_ value: Expression, _ test: Expression.Test, _ isNegated: Bool) -> Expression.Kind {
        advance()
        return .test(value, test, isNegated: isNegated)
    }

    /// The rest of `x [NOT] BETWEEN ...`.
    private mutating func between(_ value: Expression, isNegated: Bool) throws(SQLError) -> Expression.Kind {
        let isSymmetric = accept(.symmetric)
        if !isSymmetric { _ = accept(.asymmetric) }
        let low = try expression(Precedence.range.next)
        guard accept(.and) else { throw unexpected(expecting: "AND and the upper end of BETWEEN") }
        let high = try expression(Precedence.range.next)
        let between = Expression.Between(
            value: value,
            low: low,
            high: high,
            isSymmetric: isSymmetric,
            isNegated: isNegated
        )
        return .between(between)
    }

    /// The rest of `x [NOT] IN (...)`.
    private mutating func membership(_ value: Expression, isNegated: Bool) throws(SQLError) -> Expression.Kind {
        guard token.kind == .leftParenthesis else { throw unexpected(expecting: "( and a list or a query") }
        advance()
        switch try queryOrList() {
        case .query(let query): return .inQuery(value, query, isNegated: isNegated)
        case .list(let list):
            if list.count == 1, case .subquery(let query) = list[0].kind {
                return .inQuery(value, query, isNegated: isNegated)
            }
            return .inList(value, list, isNegated: isNegated)
        }
    }

    /// The rest of `x [NOT] LIKE pattern [ESCAPE e]`.
    private mutating func like(
        _ value: Expression,
        isSimilar: Bool,
        isNegated: Bool
    ) throws(SQLError) -> Expression.Kind {
        let pattern = try expression(Precedence.range.next)
        let escape = accept(.escape) ? try expression(.sign) : nil
        let like = Expression.Like(
            value: value,
            pattern: pattern,
            escape: escape,
            isSimilar: isSimilar,
            isNegated: isNegated
        )
        return .like(like)
    }
}
