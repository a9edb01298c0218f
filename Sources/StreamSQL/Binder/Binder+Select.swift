extension Binder {
    /// A SELECT: FROM, WHERE, GROUP BY and HAVING, functions OVER rows, QUALIFY, the select list, DISTINCT.
    func bind(_ select: Select) throws(SQLError) -> LogicalPlan {
        var conditions = select.filter?.conjuncts ?? []
        if let aggregate = conditions.first(where: \.hasAggregate) {
            throw SQLError(.type, "WHERE cannot contain an aggregate", at: aggregate.range, hint: "use HAVING")
        }
        var relation = try bind(from: select.from, conditions: &conditions)
        relation = try filtered(relation, by: conditions)
        let items = try expanded(select.items, relation.scope)
        let isGrouped =
            select.groupBy != nil || select.having != nil || items.contains { $0.expression.hasAggregate }
        let plan =
            isGrouped
            ? try grouped(select, items, relation) : try projected(select, items, relation)
        return select.isDistinct ? try distinct(plan, select) : plan
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
                for column in scope.visibleColumns { add(column, item.range) }
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

    /// Rows for which all conditions of WHERE are true.
    private func filtered(_ relation: Relation, by conditions: [Expression]) throws(SQLError) -> Relation {
        var result = relation
        var plain: BoundExpression?
        for condition in conditions where !condition.hasSubquery {
            let bound = try bind(condition, Context(relation.scope))
            try requireBoolean(bound, condition, "WHERE")
            plain =
                try plain.map { (first) throws(SQLError) in try resolve(.and, [first, bound], condition.range) }
                ?? bound
        }
        if let plain {
            for part in plain.conjuncts {
                for column in part.columns where part.bound(on: column) != nil && result.plan.isRank(column) {
                    throw SQLError(
                        .unsupported,
                        "RANK and DENSE_RANK with a filter on them are not supported",
                        at: conditions[0].range,
                        hint: "use ROW_NUMBER"
                    )
                }
            }
            result.plan = result.plan.filtered(plain)
        }
        for condition in conditions where condition.hasSubquery {
            if condition.isMembership {
                result = try bindSubquery(result, condition)
                continue
            }
            var context = Context(result.scope)
            let subqueries = Subqueries(firstColumn: result.scope.columns.count)
            context.subqueries = subqueries
            context.isCondition = true
            let bound = try bind(condition, context)
            try requireBoolean(bound, condition, "WHERE")
            result = try joined(result, subqueries)
            result.plan = result.plan.filtered(bound)
        }
        return result
    }

    /// The condition of QUALIFY.
    func qualification(_ select: Select, _ context: Context) throws(SQLError) -> BoundExpression? {
        guard let qualify = select.qualify else { return nil }
        let bound = try bind(qualify, context)
        try requireBoolean(bound, qualify, "QUALIFY")
        return bound
    }

    func requireBoolean(_ bound: BoundExpression, _ expression: Expression, _ what: String) throws(SQLError) {
        guard bound.type.logical == .boolean || bound.type.logical == .null else {
            throw SQLError(.type, "\(what) must be BOOLEAN, not \(bound.type.logical)", at: expression.range)
        }
    }

    /// The select list of a query without groups.
    private func projected(_ select: Select, _ items: [Item], _ relation: Relation) throws(SQLError) -> LogicalPlan {
        var relation = relation
        let width = relation.scope.columns.count
        if items.contains(where: { $0.expression.hasSubquery }) {
            // Once to find the sub-queries, whose columns come before those of functions OVER rows.
            var context = Context(relation.scope)
            let subqueries = Subqueries(firstColumn: width)
            context.subqueries = subqueries
            for item in items {
                for subquery in item.expression.subqueries { _ = try bind(subquery, context) }
            }
            relation = try joined(relation, subqueries)
        }
        var context = Context(relation.scope)
        let overs = OverCalls(inputColumns: relation.scope.columns.count)
        context.overs = overs
        context.windows = select.windows
        context.subqueries = Subqueries(firstColumn: width)
        let (expressions, names) = try bind(items, context)
        let qualify = try qualification(select, context)
        var input = overs.calls.isEmpty ? relation.plan : try over(relation.plan, overs, select)
        if let qualify { input = input.filtered(qualify) }
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
                LogicalPlan.Column(name, expression.type, time: expression.timeAttribute(in: input))
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
