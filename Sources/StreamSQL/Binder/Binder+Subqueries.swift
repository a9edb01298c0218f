extension Binder {
    /// The value of a scalar sub-query. Flink: NULL if it has no row, an error if it has several.
    func bindScalar(_ query: Query, _ context: Context, _ range: SourceRange) throws(SQLError) -> BoundExpression {
        guard let subqueries = context.subqueries else {
            throw SQLError(
                .unsupported,
                "a sub-query is supported only in WHERE, HAVING and select lists",
                at: range
            )
        }
        let plan: LogicalPlan
        do { plan = try bind(query) } catch {
            guard error.kind == .name, let correlated = try correlated(query, context, range) else { throw error }
            return try value(of: correlated, query, subqueries, range)
        }
        guard plan.schema.columns.count == 1 else {
            throw SQLError(.type, "a scalar sub-query has one column, not \(plan.schema.columns.count)", at: range)
        }
        let single = plan.hasOneRow ? plan : plan.singleValue()
        let column = subqueries.add(.init(query: query, plan: single, equalities: []))
        return .column(column, plan.schema.columns[0].type.nullable())
    }

    private struct Correlated {
        let plan: LogicalPlan
        let equalities: [(outer: BoundExpression, inner: Int)]
        let isCount: Bool
    }

    private func value(
        of correlated: Correlated,
        _ query: Query,
        _ subqueries: Subqueries,
        _ range: SourceRange
    ) throws(SQLError) -> BoundExpression {
        let type = correlated.plan.schema.columns[0].type
        let column = subqueries.add(.init(query: query, plan: correlated.plan, equalities: correlated.equalities))
        let value = BoundExpression.column(column, type.nullable())
        guard correlated.isCount else { return value }
        // Flink calls the count of no rows, which is 0, nullable.
        return try resolve(.coalesce, [value, .literal(.integer(0), DataType(.bigint))], range)
    }

    /// An aggregate over the rows that are equal to the outer row in some expressions, as groups; nil if the query is of
    /// another form.
    private func correlated(_ query: Query, _ context: Context, _ range: SourceRange) throws(SQLError) -> Correlated? {
        guard query.isPlain, case .select(var select) = query.body.kind, select.groupBy == nil, context.groups == nil,
            select.having == nil, select.items.count == 1, case .expression(let item, _) = select.items[0].kind,
            item.hasAggregate
        else { return nil }
        var own = select.filter?.conjuncts ?? []
        let inner = try bind(from: select.from, conditions: &own)
        let both = context.scope.joined(inner.scope)
        let width = context.scope.columns.count
        var outers: [BoundExpression] = []
        var keys: [Expression] = []
        var kept: [Expression] = []
        for part in select.filter?.conjuncts ?? [] {
            if (try? bind(part, Context(inner.scope))) != nil {  // why: else it refers to the outer query
                kept.append(part)
                continue
            }
            guard case .binary(.equal, let left, let right) = part.kind else {
                throw SQLError(
                    .unsupported,
                    "a scalar sub-query may refer to the outer query by equalities only",
                    at: part.range
                )
            }
            let isLeftInner = (try? bind(left, Context(inner.scope))) != nil  // why: the other side is the outer one
            let (own, other) = isLeftInner ? (left, right) : (right, left)
            let outer = try bind(other, Context(both))
            guard outer.columns.allSatisfy({ $0 < width }) else {
                throw SQLError(.unsupported, "this reference to the outer query is not supported", at: part.range)
            }
            outers.append(outer)
            keys.append(own)
        }
        select.filter = kept.dropFirst().reduce(kept.first) { result, part in
            Expression(kind: .binary(.and, result!, part), range: part.range)
        }
        select.items += keys.map { SelectItem(kind: .expression($0, alias: nil), range: $0.range) }
        let elements = keys.map { GroupingElement(kind: .expression($0), range: $0.range) }
        select.groupBy = GroupBy(isDistinct: false, elements: elements, range: range)
        let plan = try bind(select)
        var isCount = false
        if case .call(let call) = item.kind { isCount = Self.aggregate(call) == .count }
        return Correlated(
            plan: plan,
            equalities: outers.enumerated().map { ($0.element, $0.offset + 1) },
            isCount: isCount
        )
    }

    /// The rows with the sub-queries' columns behind them.
    func joined(_ relation: Relation, _ subqueries: Subqueries) throws(SQLError) -> Relation {
        var result = relation
        for entry in subqueries.queries {
            let width = result.scope.columns.count
            var conditions: [BoundExpression] = []
            for (outer, inner) in entry.equalities {
                let column = BoundExpression.column(width + inner, entry.plan.schema.columns[inner].type)
                conditions.append(try resolve(.equal, [outer, column], entry.query.body.range))
            }
            var scope = Scope(entry.plan.schema, name: nil)
            scope.relations = []
            scope.hidden = Set(scope.columns.indices)
            result = try join(
                result,
                Relation(plan: entry.plan, scope: scope),
                .left,
                conditions,
                at: entry.query.body.range
            )
        }
        return result
    }

    /// `x IN (query)` and `EXISTS (query)` among conditions joined by OR: whether it is true.
    func bindMembership(_ expression: Expression, _ context: Context) throws(SQLError) -> BoundExpression {
        guard let subqueries = context.subqueries, context.isCondition else {
            throw SQLError(
                .unsupported,
                "IN (query) and EXISTS are supported only as conditions of WHERE, joined by AND and OR",
                at: expression.range
            )
        }
        switch expression.kind {
        case .inQuery(let value, let query, isNegated: false):
            let outer = try bind(value, context)
            let plan = try bind(query).distinct()
            guard plan.schema.columns.count == 1 else {
                throw SQLError(.type, "IN takes a sub-query of one column", at: expression.range)
            }
            let first = subqueries.add(.init(query: query, plan: plan, equalities: [(outer, 0)]))
            return try resolve(.isNotNull, [.column(first, plan.schema.columns[0].type.nullable())], expression.range)
        case .exists(let query):
            let bigint = DataType(.bigint, isNullable: false)
            let count = AggregateCall(.count, arguments: [], argumentTypes: [], type: bigint)
            let plan = LogicalPlan.groupAggregate(
                try bind(query),
                .init(keys: [], aggregates: [count], schema: .init([.init("$count", bigint)]))
            )
            let first = subqueries.add(.init(query: query, plan: plan, equalities: []))
            let zero = BoundExpression.literal(.integer(0), bigint)
            let found = try resolve(.coalesce, [.column(first, bigint.nullable()), zero], expression.range)
            return try resolve(.greater, [found, zero], expression.range)
        default:
            throw SQLError(
                .unsupported,
                "NOT IN (query) beside OR is not supported",
                at: expression.range,
                hint: "write NOT EXISTS (SELECT ... WHERE ...)"
            )
        }
    }
}

extension LogicalPlan {
    /// Whether there is never more than one row.
    fileprivate var hasOneRow: Bool {
        switch self {
        case .groupAggregate(_, let node): node.keys.isEmpty
        case .project(let input, _, _), .filter(let input, _): input.hasOneRow
        case .values(let rows, _): rows.count <= 1
        default: false
        }
    }

    /// Its only row; a job with two fails. Flink: SINGLE_VALUE.
    fileprivate func singleValue() -> LogicalPlan {
        let column = schema.columns[0]
        let call = AggregateCall(
            .singleValue,
            arguments: [0],
            argumentTypes: [column.type],
            type: column.type.nullable()
        )
        let schema = Schema([.init(column.name, column.type.nullable())])
        return .groupAggregate(self, .init(keys: [], aggregates: [call], schema: schema))
    }
}
