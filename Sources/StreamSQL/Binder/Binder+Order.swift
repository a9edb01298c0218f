extension Binder {
    /// The rows of a query with ORDER BY, LIMIT or OFFSET.
    func ordered(_ query: Query) throws(SQLError) -> LogicalPlan {
        let (plan, order, width) = try sorted(query)
        let result: LogicalPlan
        if let limit = query.limit {
            result = try limited(plan, order, limit: limit, offset: query.offset)
        } else if let offset = query.offset {
            throw SQLError(.unsupported, "OFFSET without LIMIT is not supported in a streaming query", at: offset.range)
        } else {
            result = try sorted(plan, order, query.orderBy[0].range)
        }
        return width == plan.schema.columns.count ? result : result.picking(Array(0..<width))
    }

    /// The rows of a query with what they are ordered by: columns of the result, or further columns behind them.
    private func sorted(_ query: Query) throws(SQLError) -> (LogicalPlan, [LogicalPlan.Ordering], Int) {
        var plan = try bind(query.body)
        let width = plan.schema.columns.count
        var added: [Expression] = []
        var order: [LogicalPlan.Ordering] = []
        for item in query.orderBy {
            var column: Int?
            switch item.expression.kind {
            case .literal(.integer(let digits)):
                guard let number = Int(digits), (1...width).contains(number) else {
                    throw SQLError(.type, "there is no column \(digits)", at: item.expression.range)
                }
                column = number - 1
            case .column(let name):
                if let simple = name.simple { column = plan.schema.columns.firstIndex { $0.name == simple.name } }
            default: break
            }
            if column == nil {
                column = width + added.count
                added.append(item.expression)
            }
            order.append(
                LogicalPlan.Ordering(
                    column!,
                    isAscending: item.isAscending,
                    nullsFirst: item.nullsFirst ?? item.isAscending
                )
            )
        }
        guard let first = added.first else { return (plan, order, width) }
        guard case .select(var select) = query.body.kind, !select.isDistinct else {
            throw SQLError(
                .unsupported,
                "ORDER BY takes only columns of the result here",
                at: first.range
            )
        }
        select.items += added.map { SelectItem(kind: .expression($0, alias: nil), range: $0.range) }
        plan = try bind(select)
        return (plan, order, width)
    }

    /// ORDER BY of an endless result. Flink: by a time attribute, ascending, first.
    private func sorted(
        _ plan: LogicalPlan,
        _ order: [LogicalPlan.Ordering],
        _ range: SourceRange
    ) throws(SQLError) -> LogicalPlan {
        let first = order[0]
        guard let time = plan.schema.columns[first.column].time, first.isAscending else {
            throw SQLError(
                .unsupported,
                "an endless result can be ordered only by a time attribute, ascending",
                at: range,
                hint: "add LIMIT, or use ROW_NUMBER() OVER (...) for the first rows of an order"
            )
        }
        guard !plan.emitsUpdates else {
            throw SQLError(.unsupported, "ORDER BY of rows that are updated is not supported", at: range)
        }
        guard time == .event || order.count == 1 else {
            throw SQLError(.unsupported, "an order by processing time and other columns is not supported", at: range)
        }
        return .sort(plan, .init(time: first.column, isEventTime: time == .event, ties: Array(order.dropFirst())))
    }

    /// The first rows. Flink: SortLimit and Limit, a rank without partition.
    private func limited(
        _ plan: LogicalPlan,
        _ order: [LogicalPlan.Ordering],
        limit: Expression,
        offset: Expression?
    ) throws(SQLError) -> LogicalPlan {
        let (count, skipped) = (try rows(limit), try offset.map { (offset) throws(SQLError) in try rows(offset) } ?? 0)
        guard count > 0 else {
            return plan.filtered(.literal(.boolean(false), DataType(.boolean, isNullable: false)))
        }
        let rank = LogicalPlan.Rank(
            partition: [],
            order: order,
            range: (skipped + 1)...(skipped + count),
            emitsNumber: false,
            window: nil,
            isLimit: true,
            schema: plan.schema
        )
        return .rank(plan, rank)
    }

    private func rows(_ expression: Expression) throws(SQLError) -> Int64 {
        guard case .literal(.integer(let digits)) = expression.kind, let rows = Int64(digits), rows < Int64(Int32.max)
        else { throw SQLError(.type, "a number of rows must be a whole number", at: expression.range) }
        return rows
    }

    /// INTERSECT and EXCEPT. Flink: a semi or anti join of equal rows, each once; with ALL the rows of both sides counted, and
    /// as many given as remain.
    func difference(
        _ operation: SetOperation,
        _ left: LogicalPlan,
        _ right: LogicalPlan
    ) throws(SQLError) -> LogicalPlan {
        guard operation.isAll else {
            let width = left.schema.columns.count
            let sides = zip(left.schema.columns, right.schema.columns).enumerated()
            var conditions: [BoundExpression] = []
            for (index, pair) in sides {
                let operands: [BoundExpression] = [.column(index, pair.0.type), .column(width + index, pair.1.type)]
                conditions.append(try resolve(.isNotDistinctFrom, operands, operation.right.range))
            }
            let relations = [left, right].map { Relation(plan: $0, scope: Scope($0.schema, name: nil)) }
            let kind: LogicalPlan.Join.Kind = operation.kind == .intersect ? .semi : .anti
            return try join(relations[0], relations[1], kind, conditions, at: operation.right.range).plan.distinct()
        }
        return try counted(operation, left, right)
    }

    private func counted(
        _ operation: SetOperation,
        _ left: LogicalPlan,
        _ right: LogicalPlan
    ) throws(SQLError) -> LogicalPlan {
        let range = operation.right.range
        let bigint = DataType(.bigint, isNullable: false)
        let width = left.schema.columns.count
        func number(_ value: Int64) -> BoundExpression { .literal(.integer(value), bigint) }
        // Each row with how often it counts on the left, and on the right.
        let columns =
            zip(left.schema.columns, right.schema.columns).map {
                LogicalPlan.Column($0.name, $0.type.nullable($0.type.isNullable || $1.type.isNullable))
            } + [.init("$left", bigint), .init("$right", bigint)]
        func marked(_ plan: LogicalPlan, _ own: Int64) -> LogicalPlan {
            let all = plan.schema.columns.enumerated().map { BoundExpression.column($0.offset, $0.element.type) }
            return .project(plan, all + [number(own), number(1 - own)], .init(columns))
        }
        let union = LogicalPlan.union([marked(left, 1), marked(right, 0)], .init(columns))
        let sums = [width, width + 1].map {
            AggregateCall(.sum, arguments: [$0], argumentTypes: [bigint], type: bigint)
        }
        let grouped = LogicalPlan.groupAggregate(
            union,
            .init(keys: Array(0..<width), aggregates: sums, schema: .init(columns))
        )
        let (own, other) = (BoundExpression.column(width, bigint), BoundExpression.column(width + 1, bigint))
        let count =
            operation.kind == .intersect
            ? try resolve(.least, [own, other], range) : try resolve(.minus, [own, other], range)
        let node = LogicalPlan.Unnest(count, isOuter: false, withOrdinality: false, schema: grouped.schema)
        let result = LogicalPlan.unnest(grouped, node).picking(Array(0..<width))
        return result.renamed(left.schema)
    }
}
