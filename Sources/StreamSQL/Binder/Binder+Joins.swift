extension Binder {
    func bind(_ join: Join) throws(SQLError) -> Relation {
        let left = try bind(join.left)
        if case .snapshot(let table, let time) = join.right.kind {
            return try temporal(join, left, table, time)
        }
        if case .unnest(let collections, let withOrdinality) = join.right.kind {
            return try unnest(join, left, collections, withOrdinality)
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
            let names = left.scope.visibleColumns.map { left.scope.columns[$0].name }
            let common = names.filter { name in
                right.scope.visibleColumns.contains { right.scope.columns[$0].name == name }
            }
            let range = join.right.range
            return try self.join(left, right, kind, using: common.map { Identifier(name: $0, range: range) }, range)
        case .using(let names): return try self.join(left, right, kind, using: names, join.right.range)
        }
    }

    /// A join by columns that both sides have, each of which stands once in the result. Calcite: they come first.
    private func join(
        _ left: Relation,
        _ right: Relation,
        _ kind: LogicalPlan.Join.Kind,
        using names: [Identifier],
        _ range: SourceRange
    ) throws(SQLError) -> Relation {
        var conditions: [BoundExpression] = []
        var pairs: [(left: Int, right: Int)] = []
        let width = left.scope.columns.count
        for name in names {
            let qualified = QualifiedName(parts: [name], range: name.range)
            let (one, other) = (try left.scope.find(qualified).column, try right.scope.find(qualified).column)
            pairs.append((one, width + other))
            let sides: [BoundExpression] = [
                .column(one, left.scope.columns[one].type), .column(width + other, right.scope.columns[other].type),
            ]
            conditions.append(try resolve(.equal, sides, name.range))
        }
        var result = try self.join(left, right, kind, conditions, range)
        let plain = result.scope.columns.indices
        for (index, pair) in pairs.enumerated() {
            guard kind == .full else {
                result.scope.hidden.insert(kind == .right ? pair.left : pair.right)
                result.scope.merged.removeAll { $0 == pair.left || $0 == pair.right }
                result.scope.merged.insert(kind == .right ? pair.right : pair.left, at: index)
                continue
            }
            let sides = [pair.left, pair.right].map { BoundExpression.column($0, result.scope.columns[$0].type) }
            let value = try resolve(.coalesce, sides, names[index].range)
            let all = result.scope.columns.enumerated().map { BoundExpression.column($0.offset, $0.element.type) }
            let columns = result.plan.schema.columns + [.init(names[index].name, value.type)]
            result.plan = .project(result.plan, all + [value], .init(columns))
            result.scope.columns.append(.init(names[index].name, value.type))
            result.scope.hidden.formUnion([pair.left, pair.right])
            result.scope.merged.insert(plain.count + index, at: index)
        }
        return result
    }

    /// A join of the rows of a comma-separated FROM.
    func join(
        _ left: Relation,
        _ right: Relation,
        _ kind: LogicalPlan.Join.Kind,
        _ conditions: [BoundExpression],
        at range: SourceRange
    ) throws(SQLError) -> Relation {
        try join(left, right, kind, conditions.flatMap(\.conjuncts), range)
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
            guard !left.plan.emitsUpdates, !right.plan.emitsUpdates else {
                throw SQLError(.unsupported, "a window join of rows that are updated is not supported", at: range)
            }
            scope = window
            rest += bounds.conditions
        } else if let interval = bounds.scope {
            guard !left.plan.emitsUpdates, !right.plan.emitsUpdates else {
                throw SQLError(.unsupported, "an interval join of rows that are updated is not supported", at: range)
            }
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
                time: plan.schema.columns[index].time
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
        sides.matchNulls()
        let plan = sides.plan(
            join.kind == .left ? .left : .inner,
            .temporal(leftTime: leftTime, rightTime: rightTime),
            rest.dropFirst().reduce(rest.first) { BoundExpression(.call(.and, [$0!, $1]), DataType(.boolean)) }
        )
        var joined = scope
        joined.columns = plan.schema.columns.enumerated().map {
            LogicalPlan.Column(scope.columns[$0.offset].name, $0.element.type, time: $0.element.time)
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
            return try semiJoin(relation, query, value, isNegated == isNot ? .semi : .anti, expression.range)
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
        if value?.isRow != true, query.isPlain, case .select(let select) = query.body.kind, select.groupBy == nil,
            select.having == nil,
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
            if value != nil, value?.isRow != true, case .expression(let item, _)? = select.items.first?.kind {
                first = try bind(item, Context(inner.scope))
            }
        } else {
            let plan = try bind(query)
            inner = Relation(plan: plan, scope: Scope(plan.schema, name: nil))
        }
        let width = outer.scope.columns.count
        if case .row(let values)? = value?.kind {
            guard values.count == inner.plan.schema.columns.count, kind == .semi else {
                throw SQLError(
                    .unsupported,
                    "this comparison of a row with a sub-query is not supported",
                    at: range,
                    hint: "write [NOT] EXISTS (SELECT ... WHERE ...)"
                )
            }
            for (index, part) in values.enumerated() {
                let member = BoundExpression.column(width + index, inner.plan.schema.columns[index].type)
                conditions.append(try resolve(.equal, [try bind(part, Context(outer.scope)), member], range))
            }
        } else if let value {
            let member = first ?? .column(0, inner.plan.schema.columns[0].type)
            let shifted = member.mapColumns { $0 + width }
            var equal = try resolve(.equal, [try bind(value, Context(outer.scope)), shifted], range)
            if kind == .anti, equal.type.isNullable {
                // NOT IN is not true as long as it is unknown whether a value is equal.
                equal = try resolve(.or, [try resolve(.isNull, [equal], range), equal], range)
            }
            conditions.append(equal)
        }
        return try join(outer, inner, kind, conditions.flatMap(\.conjuncts), range)
    }
}
