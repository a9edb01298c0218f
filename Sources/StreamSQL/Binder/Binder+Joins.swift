extension Binder {
    func bind(_ join: Join) throws(SQLError) -> Relation {
        let left = try bind(join.left)
        if case .snapshot(let table, let time) = join.right.kind {
            return try temporal(join, left, table, time)
        }
        let right = try bind(join.right)
        let scope = left.scope.joined(right.scope)
        let kind: LogicalPlan.Join.Kind =
            switch join.kind {
            case .inner, .cross: .inner
            case .left: .left
            case .right: .right
            case .full: .full
            }
        switch join.condition {
        case nil: return try self.join(left, right, kind, [], join.right.range)
        case .on(let expression):
            let condition = try bind(expression, Context(scope))
            try requireBoolean(condition, expression, "ON")
            return try self.join(left, right, kind, condition.conjuncts, expression.range)
        case .natural:
            throw SQLError(
                .unsupported,
                "NATURAL JOIN is not supported",
                at: join.right.range,
                hint: "JOIN ... USING (columns)"
            )
        case .using(let names):
            var conditions: [BoundExpression] = []
            var hidden: Set<Int> = []
            let width = left.scope.columns.count
            for name in names {
                let qualified = QualifiedName(parts: [name], range: name.range)
                let (one, other) = (try left.scope.find(qualified).column, try right.scope.find(qualified).column)
                hidden.insert(width + other)
                let sides: [BoundExpression] = [
                    .column(one, left.scope.columns[one].type), .column(width + other, right.scope.columns[other].type),
                ]
                conditions.append(try resolve(.equal, sides, name.range))
            }
            var result = try self.join(left, right, kind, conditions, join.right.range)
            result.scope.hidden.formUnion(hidden)
            return result
        }
    }

    /// A join of the rows of a comma-separated FROM.
    func join(
        _ left: Relation,
        _ right: Relation,
        _ kind: LogicalPlan.Join.Kind,
        _ conditions: [BoundExpression]
    ) throws(SQLError) -> Relation {
        try join(left, right, kind, conditions.flatMap(\.conjuncts), SourceRange(0, 0))
    }

    /// A join by conditions over the columns of both sides.
    private func join(
        _ left: Relation,
        _ right: Relation,
        _ kind: LogicalPlan.Join.Kind,
        _ conditions: [BoundExpression],
        _ range: SourceRange
    ) throws(SQLError) -> Relation {
        var sides = JoinSides(left: left.plan, right: right.plan)
        var bounds = TimeBounds()
        var rest: [BoundExpression] = []
        for condition in conditions {
            if sides.add(timeBound: condition, to: &bounds) { continue }
            if !sides.add(equality: condition) { rest.append(condition) }
        }
        let scope: LogicalPlan.Join.Scope
        if let window = sides.takeWindow() {
            scope = window
            rest += bounds.conditions
        } else if let interval = bounds.scope {
            scope = interval
        } else {
            scope = .unbounded
            rest += bounds.conditions
        }
        let bool = DataType(.boolean)
        let condition = rest.dropFirst().reduce(rest.first) { BoundExpression(.call(.and, [$0!, $1]), bool) }
        let plan = sides.plan(kind, scope, condition)
        var joined = left.scope.joined(right.scope)
        if kind == .semi || kind == .anti { joined = left.scope }
        joined.columns = joined.columns.enumerated().map { index, column in
            LogicalPlan.Column(
                column.name,
                plan.schema.columns[index].type,
                isEventTime: plan.schema.columns[index].isEventTime
            )
        }
        return Relation(plan: plan, scope: joined)
    }

    private func temporal(
        _ join: Join,
        _ left: Relation,
        _ table: TableReference,
        _ time: Expression
    ) throws(SQLError) -> Relation {
        var right = try bind(table)
        if let alias = join.right.alias {
            right.scope.relations = [.init(name: alias.name.name, columns: right.scope.columns.indices)]
        }
        guard join.kind == .inner || join.kind == .left, case .on(let expression)? = join.condition else {
            throw SQLError(.unsupported, "a temporal join must be JOIN or LEFT JOIN with ON", at: join.right.range)
        }
        let moment = try bind(time, Context(left.scope))
        guard case .column(let leftTime) = moment.kind, left.plan.schema.columns[leftTime].isEventTime else {
            throw SQLError(.type, "FOR SYSTEM_TIME AS OF needs the left side's time attribute", at: time.range)
        }
        guard let rightTime = right.plan.schema.columns.firstIndex(where: \.isEventTime) else {
            throw SQLError(.type, "the versioned table has no time attribute", at: table.range)
        }
        let scope = left.scope.joined(right.scope)
        let condition = try bind(expression, Context(scope))
        var sides = JoinSides(left: left.plan, right: right.plan)
        var rest: [BoundExpression] = []
        for part in condition.conjuncts where !sides.add(equality: part) { rest.append(part) }
        guard rest.isEmpty else {
            throw SQLError(.unsupported, "a temporal join takes only equalities", at: expression.range)
        }
        let plan = sides.plan(
            join.kind == .left ? .left : .inner,
            .temporal(leftTime: leftTime, rightTime: rightTime),
            nil
        )
        var joined = scope
        joined.columns = plan.schema.columns.enumerated().map {
            LogicalPlan.Column(scope.columns[$0.offset].name, $0.element.type, isEventTime: $0.element.isEventTime)
        }
        return Relation(plan: plan, scope: joined)
    }

    /// `[NOT] EXISTS (query)` and `x IN (query)` as a condition of WHERE.
    func bindSubquery(_ relation: Relation, _ condition: Expression) throws(SQLError) -> Relation {
        var expression = condition
        var isNegated = false
        while case .unary(.not, let inner) = expression.kind {
            expression = inner
            isNegated.toggle()
        }
        switch expression.kind {
        case .exists(let query):
            return try semiJoin(relation, query, nil, isNegated ? .anti : .semi, expression.range)
        case .inQuery(let value, let query, let isNot):
            guard isNegated == isNot else {
                throw SQLError(
                    .unsupported,
                    "NOT IN (query) is not supported",
                    at: expression.range,
                    hint: "write NOT EXISTS (SELECT ... WHERE ...)"
                )
            }
            return try semiJoin(relation, query, value, .semi, expression.range)
        default:
            throw SQLError(
                .unsupported,
                "a sub-query is supported only as [NOT] EXISTS or IN, by itself or joined by AND",
                at: expression.range
            )
        }
    }

    private func semiJoin(
        _ outer: Relation,
        _ query: Query,
        _ value: Expression?,
        _ kind: LogicalPlan.Join.Kind,
        _ range: SourceRange
    ) throws(SQLError) -> Relation {
        var conditions: [BoundExpression] = []
        var inner: Relation
        var first: BoundExpression?
        if query.isPlain, case .select(let select) = query.body.kind, select.groupBy == nil, select.having == nil,
            !select.items.contains(where: {
                if case .expression(let e, _) = $0.kind { e.hasAggregate || e.hasOver } else { false }
            })
        {
            // What refers to the outer query becomes a condition of the join.
            var parts = select.filter?.conjuncts ?? []
            inner = try bind(from: select.from, conditions: &parts)
            let both = outer.scope.joined(inner.scope)
            for part in parts {
                if let own = try? bind(part, Context(inner.scope)) {  // why: else it refers to the outer query
                    inner.plan = inner.plan.filtered(own)
                } else {
                    conditions.append(try bind(part, Context(both)))
                }
            }
            if value != nil, case .expression(let item, _)? = select.items.first?.kind {
                first = try bind(item, Context(inner.scope))
            }
        } else {
            let plan = try bind(query)
            inner = Relation(plan: plan, scope: Scope(plan.schema, name: nil))
        }
        if let value {
            let width = outer.scope.columns.count
            let member = first ?? .column(0, inner.plan.schema.columns[0].type)
            let shifted = member.mapColumns { $0 + width }
            conditions.append(try resolve(.equal, [try bind(value, Context(outer.scope)), shifted], range))
        }
        return try join(outer, inner, kind, conditions.flatMap(\.conjuncts), range)
    }
}
