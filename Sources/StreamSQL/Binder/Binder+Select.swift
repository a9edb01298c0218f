extension Binder {
    /// A SELECT: FROM, WHERE, GROUP BY and HAVING, functions OVER rows, the select list, DISTINCT.
    func bind(_ select: Select) throws(SQLError) -> LogicalPlan {
        if let qualify = select.qualify {
            throw SQLError(
                .unsupported,
                "QUALIFY is not supported",
                at: qualify.range,
                hint: "filter a sub-query instead"
            )
        }
        var conditions = select.filter?.conjuncts ?? []
        if let aggregate = conditions.first(where: \.hasAggregate) {
            throw SQLError(.type, "WHERE cannot contain an aggregate", at: aggregate.range, hint: "use HAVING")
        }
        var relation = try bind(from: select.from, conditions: &conditions)
        for condition in conditions { relation = try filtered(relation, by: condition) }
        let items = try expanded(select.items, relation.scope)
        let isGrouped =
            select.groupBy != nil || select.having != nil || items.contains { $0.expression.hasAggregate }
        let plan =
            isGrouped
            ? try grouped(select, items, relation) : try projected(select, items, relation)
        return select.isDistinct ? plan.distinct() : plan
    }

    /// Something of a select list, stars replaced by columns.
    struct Item {
        let expression: Expression
        let alias: String?
        /// The column, if it comes from a star.
        let column: Int?
    }

    private func expanded(_ items: [SelectItem], _ scope: Scope) throws(SQLError) -> [Item] {
        var result: [Item] = []
        func add(_ column: Int, _ range: SourceRange) {
            let name = scope.columns[column].name
            let expression = Expression(
                kind: .column(QualifiedName(parts: [Identifier(name: name, range: range)], range: range)),
                range: range
            )
            result.append(Item(expression: expression, alias: name, column: column))
        }
        for item in items {
            switch item.kind {
            case .wildcard:
                for column in scope.columns.indices where !scope.hidden.contains(column) { add(column, item.range) }
            case .tableWildcard(let name):
                guard let relation = scope.relations.first(where: { $0.name == name.last.name }) else {
                    throw SQLError.unknown("table", name.last.name, in: scope.relations.compactMap(\.name), name.range)
                }
                for column in relation.columns { add(column, item.range) }
            case .expression(let expression, let alias):
                result.append(Item(expression: expression, alias: alias?.name, column: nil))
            }
        }
        return result
    }

    /// Rows for which a condition of WHERE is true.
    private func filtered(_ relation: Relation, by condition: Expression) throws(SQLError) -> Relation {
        if condition.hasSubquery { return try bindSubquery(relation, condition) }
        let bound = try bind(condition, Context(relation.scope))
        try requireBoolean(bound, condition, "WHERE")
        return Relation(plan: relation.plan.filtered(bound), scope: relation.scope)
    }

    func requireBoolean(_ bound: BoundExpression, _ expression: Expression, _ what: String) throws(SQLError) {
        guard bound.type.logical == .boolean || bound.type.logical == .null else {
            throw SQLError(.type, "\(what) must be BOOLEAN, not \(bound.type.logical)", at: expression.range)
        }
    }

    /// The select list of a query without groups.
    private func projected(_ select: Select, _ items: [Item], _ relation: Relation) throws(SQLError) -> LogicalPlan {
        var context = Context(relation.scope)
        let overs = OverCalls(inputColumns: relation.scope.columns.count)
        context.overs = overs
        context.windows = select.windows
        let (expressions, names) = try bind(items, context)
        let input = overs.calls.isEmpty ? relation.plan : try over(relation.plan, overs, select)
        return .project(input, expressions, schema(expressions, names, input.schema))
    }

    /// Expressions and names of a select list. Flink names what has no name EXPR$0 and so on.
    func bind(_ items: [Item], _ context: Context) throws(SQLError) -> ([BoundExpression], [String]) {
        var expressions: [BoundExpression] = []
        var names: [String] = []
        for (index, item) in items.enumerated() {
            if let column = item.column, context.groups == nil, context.match == nil {
                expressions.append(.column(column, context.scope.columns[column].type))
            } else {
                expressions.append(try bind(item.expression, context))
            }
            var name = item.alias
            if name == nil, case .column(let column) = item.expression.kind { name = column.last.name }
            names.append(name ?? "EXPR$\(index)")
        }
        return (expressions, Self.unique(names))
    }

    /// Names of which no two are equal: a later one gets a number. Calcite: SqlValidatorUtil.uniquify.
    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.map { name in
            var candidate = name
            var number = 0
            while !seen.insert(candidate).inserted {
                candidate = "\(name)\(number)"
                number += 1
            }
            return candidate
        }
    }

    /// The columns of a select list; what passes a time attribute through is one too.
    func schema(
        _ expressions: [BoundExpression],
        _ names: [String],
        _ input: LogicalPlan.Schema
    ) -> LogicalPlan.Schema {
        .init(
            zip(expressions, names).map { expression, name in
                var isEventTime = false
                if case .column(let column) = expression.kind { isEventTime = input.columns[column].isEventTime }
                return LogicalPlan.Column(name, expression.type, isEventTime: isEventTime)
            }
        )
    }
}

extension LogicalPlan {
    /// The rows for which a condition is true. A bound on a row number makes a Top-N of the rank that gives it.
    func filtered(_ condition: BoundExpression) -> LogicalPlan {
        if let narrowed = narrowingRank(condition) { return narrowed }
        if case .filter(let input, let first) = self {
            let both = BoundExpression(
                .call(.and, [first, condition]),
                DataType(.boolean, isNullable: first.type.isNullable || condition.type.isNullable)
            )
            return .filter(input, both)
        }
        return .filter(self, condition)
    }
}
