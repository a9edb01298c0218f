extension Printer {
    mutating func query(_ query: Query) {
        if !query.with.isEmpty {
            write("WITH ")
            list(query.with) { printer, table in
                printer.name(table.name)
                if !table.columns.isEmpty {
                    printer.write(" ")
                    printer.names(table.columns)
                }
                printer.write(" AS ")
                printer.subquery(table.query)
            }
            newLine()
        }
        body(query.body)
        if !query.orderBy.isEmpty {
            newLine()
            orderBy(query.orderBy)
        }
        if let limit = query.limit {
            newLine()
            write("LIMIT ")
            expression(limit)
        }
        if let offset = query.offset {
            newLine()
            write("OFFSET ")
            expression(offset)
        }
    }

    /// Writes a query in parentheses.
    mutating func subquery(_ query: Query) {
        write("(")
        indented { $0.query(query) }
        write(")")
    }

    private mutating func body(_ body: QueryBody) {
        switch body.kind {
        case .select(let select): self.select(select)
        case .values(let rows):
            write("VALUES ")
            list(rows) { $0.valuesRow($1) }
        case .table(let name):
            write("TABLE ")
            self.name(name)
        case .setOperation(let operation): setOperation(operation)
        case .query(let query): subquery(query)
        }
    }

    private mutating func valuesRow(_ row: Expression) {
        switch row.kind {
        case .row(let values) where values.count > 1: parenthesized(values)
        case .row, .subquery: expression(row)
        default: parenthesized([row])
        }
    }

    private mutating func setOperation(_ operation: SetOperation) {
        operand(operation.left, of: operation.kind, isRight: false)
        newLine()
        write(operation.kind.rawValue)
        if operation.isAll { write(" ALL") }
        newLine()
        operand(operation.right, of: operation.kind, isRight: true)
    }

    /// Writes a side of a set operation; in parentheses if it would be read otherwise without them.
    private mutating func operand(_ body: QueryBody, of kind: SetOperation.Kind, isRight: Bool) {
        guard case .setOperation(let inner) = body.kind else { return self.body(body) }
        let isTighter = inner.kind == .intersect && kind != .intersect
        let isSame = (inner.kind == .intersect) == (kind == .intersect)
        if isTighter || isSame && !isRight { return self.body(body) }
        write("(")
        indented { $0.body(body) }
        write(")")
    }

    private mutating func select(_ select: Select) {
        write("SELECT")
        hints(select.hints)
        write(select.isDistinct ? " DISTINCT " : " ")
        list(select.items) { $0.item($1) }
        if !select.from.isEmpty {
            newLine()
            write("FROM ")
            list(select.from) { $0.table($1) }
        }
        clause("WHERE ", select.filter)
        if let groupBy = select.groupBy {
            newLine()
            write(groupBy.isDistinct ? "GROUP BY DISTINCT " : "GROUP BY ")
            list(groupBy.elements) { $0.groupingElement($1) }
        }
        clause("HAVING ", select.having)
        if !select.windows.isEmpty {
            newLine()
            write("WINDOW ")
            list(select.windows) { printer, window in
                printer.name(window.name)
                printer.write(" AS ")
                printer.window(window.specification)
            }
        }
        clause("QUALIFY ", select.qualify)
    }

    private mutating func clause(_ keyword: String, _ condition: Expression?) {
        guard let condition else { return }
        newLine()
        write(keyword)
        expression(condition)
    }

    private mutating func item(_ item: SelectItem) {
        switch item.kind {
        case .wildcard: write("*")
        case .tableWildcard(let name):
            self.name(name)
            write(".*")
        case .expression(let expression, let alias):
            self.expression(expression)
            if let alias {
                write(" AS ")
                name(alias)
            }
        }
    }

    private mutating func groupingElement(_ element: GroupingElement) {
        switch element.kind {
        case .expression(let expression):
            // A row without ROW would be a set of expressions.
            self.expression(expression)
        case .set(let expressions):
            write("(")
            list(expressions) { $0.expression($1) }
            write(")")
        case .rollup(let elements): groupingElements("ROLLUP (", elements)
        case .cube(let elements): groupingElements("CUBE (", elements)
        case .groupingSets(let elements): groupingElements("GROUPING SETS (", elements)
        }
    }

    private mutating func groupingElements(_ opening: String, _ elements: [GroupingElement]) {
        write(opening)
        list(elements) { $0.groupingElement($1) }
        write(")")
    }

    /// Writes `ORDER BY ...`.
    mutating func orderBy(_ items: [OrderItem]) {
        write("ORDER BY ")
        list(items) { $0.orderItem($1) }
    }

    /// Writes `x DESC NULLS LAST`.
    mutating func orderItem(_ item: OrderItem) {
        expression(item.expression)
        if !item.isAscending { write(" DESC") }
        if let nullsFirst = item.nullsFirst { write(nullsFirst ? " NULLS FIRST" : " NULLS LAST") }
    }

    /// Writes a window in parentheses.
    mutating func window(_ window: WindowSpecification) {
        var isFirst = true
        write("(")
        if let name = window.extending {
            self.name(name)
            isFirst = false
        }
        if !window.partitionBy.isEmpty {
            write(isFirst ? "PARTITION BY " : " PARTITION BY ")
            list(window.partitionBy) { $0.expression($1) }
            isFirst = false
        }
        if !window.orderBy.isEmpty {
            if !isFirst { write(" ") }
            orderBy(window.orderBy)
            isFirst = false
        }
        if let frame = window.frame {
            write("\(isFirst ? "" : " ")\(frame.unit.rawValue) ")
            if frame.end != nil { write("BETWEEN ") }
            bound(frame.start)
            if let end = frame.end {
                write(" AND ")
                bound(end)
            }
        }
        write(")")
    }

    private mutating func bound(_ bound: WindowSpecification.Bound) {
        switch bound {
        case .unboundedPreceding: write("UNBOUNDED PRECEDING")
        case .preceding(let distance):
            expression(distance, Precedence.and.next)
            write(" PRECEDING")
        case .currentRow: write("CURRENT ROW")
        case .following(let distance):
            expression(distance, Precedence.and.next)
            write(" FOLLOWING")
        case .unboundedFollowing: write("UNBOUNDED FOLLOWING")
        }
    }
}
