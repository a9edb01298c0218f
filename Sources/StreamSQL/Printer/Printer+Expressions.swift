extension Printer {
    /// Writes an expression; in parentheses if it binds less tightly than its place needs.
    mutating func expression(_ expression: Expression, _ minimum: Precedence = .lowest) {
        let needsParentheses = expression.precedence < minimum
        if needsParentheses { write("(") }
        kind(expression.kind)
        if needsParentheses { write(")") }
    }

    private mutating func kind(_ kind: Expression.Kind) {
        switch kind {
        case .literal(let literal): self.literal(literal)
        case .column(let name): self.name(name)
        case .unary(let operation, let operand): unary(operation, operand)
        case .binary(let operation, let left, let right):
            expression(left, operation.precedence)
            write(" \(operation.rawValue) ")
            expression(right, operation.precedence.next)
        case .test(let value, let test, let isNegated):
            expression(value, .test)
            write(isNegated ? " IS NOT \(test.rawValue)" : " IS \(test.rawValue)")
        case .between(let between): self.between(between)
        case .inList(let value, let list, let isNegated):
            expression(value, .range)
            write(isNegated ? " NOT IN " : " IN ")
            parenthesized(list)
        case .inQuery(let value, let query, let isNegated):
            expression(value, .range)
            write(isNegated ? " NOT IN " : " IN ")
            subquery(query)
        case .like(let like): self.like(like)
        case .exists(let query):
            write("EXISTS ")
            subquery(query)
        case .subquery(let query): subquery(query)
        case .array, .map, .row, .element, .field: constructed(kind)
        default: function(kind)
        }
    }

    private mutating func constructed(_ kind: Expression.Kind) {
        switch kind {
        case .array(let values):
            write("ARRAY[")
            list(values) { $0.expression($1) }
            write("]")
        case .map(let entries):
            write("MAP[")
            list(entries) { printer, entry in
                printer.expression(entry.key)
                printer.write(", ")
                printer.expression(entry.value)
            }
            write("]")
        case .row(let values):
            write("ROW")
            parenthesized(values)
        case .element(let value, let index):
            expression(value, .access)
            write("[")
            expression(index)
            write("]")
        case .field(let value, let field):
            switch value.kind {
            case .column, .literal:
                // Without parentheses they would be one name, or one number.
                write("(")
                expression(value)
                write(")")
            default: expression(value, .access)
            }
            write(".")
            name(field)
        default: break
        }
    }

    /// Writes `(a, b)`.
    mutating func parenthesized(_ values: [Expression]) {
        write("(")
        list(values) { $0.expression($1) }
        write(")")
    }

    private mutating func unary(_ operation: Expression.UnaryOperator, _ operand: Expression) {
        switch operation {
        case .not:
            write("NOT ")
            expression(operand, .not)
        case .plus, .minus:
            write(operation.rawValue)
            // Two minus signs would begin a comment.
            if case .unary = operand.kind { write(" ") }
            expression(operand, .sign)
        }
    }

    private mutating func between(_ between: Expression.Between) {
        expression(between.value, .range)
        write(between.isNegated ? " NOT BETWEEN " : " BETWEEN ")
        if between.isSymmetric { write("SYMMETRIC ") }
        expression(between.low, Precedence.range.next)
        write(" AND ")
        expression(between.high, Precedence.range.next)
    }

    private mutating func like(_ like: Expression.Like) {
        expression(like.value, .range)
        if like.isNegated { write(" NOT") }
        write(like.isSimilar ? " SIMILAR TO " : " LIKE ")
        expression(like.pattern, Precedence.range.next)
        if let escape = like.escape {
            write(" ESCAPE ")
            expression(escape, .sign)
        }
    }

    private mutating func literal(_ literal: Literal) {
        switch literal {
        case .null: write("NULL")
        case .unknown: write("UNKNOWN")
        case .boolean(let value): write(value ? "TRUE" : "FALSE")
        case .integer(let digits), .decimal(let digits), .approximate(let digits): write(digits)
        case .string(let value): string(value)
        case .binary(let digits): write("X'\(digits)'")
        case .date(let text): prefixed("DATE ", text)
        case .time(let text): prefixed("TIME ", text)
        case .timestamp(let text): prefixed("TIMESTAMP ", text)
        case .interval(let interval):
            prefixed(interval.isNegative ? "INTERVAL -" : "INTERVAL ", interval.text)
            write(" ")
            qualifier(interval.qualifier)
        }
    }

    private mutating func prefixed(_ prefix: String, _ text: String) {
        write(prefix)
        string(text)
    }
}

extension Expression {
    /// How tightly its outermost operator binds.
    var precedence: Precedence {
        switch kind {
        case .unary(.not, _): .not
        case .unary: .sign
        case .binary(let operation, _, _): operation.precedence
        case .test: .test
        case .between, .inList, .inQuery, .like: .range
        case .element, .field: .access
        default: .primary
        }
    }
}
