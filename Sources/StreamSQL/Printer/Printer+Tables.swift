extension Printer {
    mutating func table(_ table: TableReference) {
        switch table.kind {
        case .named(let name, let hints):
            self.name(name)
            self.hints(hints)
        case .subquery(let query, let isLateral):
            if isLateral { write("LATERAL ") }
            subquery(query)
        case .function(let call, let isLateral):
            write(isLateral ? "LATERAL TABLE(" : "TABLE(")
            self.call(call)
            write(")")
        case .unnest(let arrays, let withOrdinality):
            write("UNNEST(")
            list(arrays) { $0.expression($1) }
            write(withOrdinality ? ") WITH ORDINALITY" : ")")
        case .join(let join): self.join(join)
        case .snapshot(let table, let time):
            self.table(table)
            write(" FOR SYSTEM_TIME AS OF ")
            expression(time)
        case .matchRecognize(let match): matchRecognize(match)
        }
        guard let alias = table.alias else { return }
        write(" AS ")
        name(alias.name)
        if !alias.columns.isEmpty {
            write(" ")
            names(alias.columns)
        }
    }

    private mutating func join(_ join: Join) {
        table(join.left)
        newLine()
        if join.condition == .natural { write("NATURAL ") }
        write("\(join.kind.rawValue) ")
        if case .join = join.right.kind {
            write("(")
            indented { $0.table(join.right) }
            write(")")
        } else {
            table(join.right)
        }
        switch join.condition {
        case .on(let condition):
            write(" ON ")
            expression(condition)
        case .using(let columns):
            write(" USING ")
            names(columns)
        case .natural, nil: break
        }
    }

    private mutating func matchRecognize(_ match: MatchRecognize) {
        if match.input.alias != nil {
            write("(")
            table(match.input)
            write(")")
        } else {
            table(match.input)
        }
        write(" MATCH_RECOGNIZE (")
        indented { $0.matchClauses(match) }
        write(")")
    }

    private mutating func matchClauses(_ match: MatchRecognize) {
        if !match.partitionBy.isEmpty {
            write("PARTITION BY ")
            list(match.partitionBy) { $0.expression($1) }
            newLine()
        }
        if !match.orderBy.isEmpty {
            orderBy(match.orderBy)
            newLine()
        }
        if !match.measures.isEmpty {
            write("MEASURES ")
            list(match.measures) { printer, measure in
                printer.expression(measure.expression)
                printer.write(" AS ")
                printer.name(measure.name)
            }
            newLine()
        }
        if let rows = match.rows {
            write(rows.rawValue)
            newLine()
        }
        if let skip = match.skip {
            self.skip(skip)
            newLine()
        }
        write("PATTERN (")
        pattern(match.pattern)
        write(")")
        if let within = match.within {
            write(" WITHIN ")
            expression(within)
        }
        newLine()
        if !match.subsets.isEmpty {
            write("SUBSET ")
            list(match.subsets) { printer, subset in
                printer.name(subset.name)
                printer.write(" = ")
                printer.names(subset.variables)
            }
            newLine()
        }
        write("DEFINE ")
        list(match.definitions) { printer, definition in
            printer.name(definition.variable)
            printer.write(" AS ")
            printer.expression(definition.condition)
        }
    }

    private mutating func skip(_ skip: MatchRecognize.Skip) {
        write("AFTER MATCH SKIP ")
        switch skip {
        case .pastLastRow: write("PAST LAST ROW")
        case .toNextRow: write("TO NEXT ROW")
        case .toFirst(let variable):
            write("TO FIRST ")
            name(variable)
        case .toLast(let variable):
            write("TO LAST ")
            name(variable)
        }
    }

    /// How tightly the parts of a pattern bind.
    private enum Binding: Int {
        case alternation
        case sequence
        case repetition
    }

    /// Writes a pattern; in parentheses if it binds less tightly than its place needs.
    private mutating func pattern(_ pattern: RowPattern, _ minimum: Binding = .alternation) {
        let binding: Binding =
            switch pattern.kind {
            case .alternation: .alternation
            case .sequence: .sequence
            case .repetition, .variable: .repetition
            }
        let needsParentheses = binding.rawValue < minimum.rawValue
        if needsParentheses { write("(") }
        switch pattern.kind {
        case .variable(let name): self.name(name)
        case .sequence(let parts): patterns(parts, " ", .repetition)
        case .alternation(let parts): patterns(parts, " | ", .sequence)
        case .repetition(let inner, let quantifier):
            if case .variable(let name) = inner.kind {
                self.name(name)
            } else {
                write("(")
                self.pattern(inner)
                write(")")
            }
            self.quantifier(quantifier)
        }
        if needsParentheses { write(")") }
    }

    private mutating func patterns(_ parts: [RowPattern], _ separator: String, _ minimum: Binding) {
        for (index, part) in parts.enumerated() {
            if index > 0 { write(separator) }
            pattern(part, minimum)
        }
    }

    private mutating func quantifier(_ quantifier: RowPattern.Quantifier) {
        switch (quantifier.atLeast, quantifier.atMost) {
        case (0, nil): write("*")
        case (1, nil): write("+")
        case (0, 1): write("?")
        case (let count, nil): write("{\(count),}")
        case (let count, let limit?): write(count == limit ? "{\(count)}" : "{\(count),\(limit)}")
        }
        if quantifier.isReluctant { write("?") }
    }
}
