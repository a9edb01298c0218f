extension Binder {
    /// The aggregate function that a call names, with the function's own distinctness.
    static func aggregate(_ call: FunctionCall) -> AggregateFunction? {
        guard call.name.parts.count == 1 else { return nil }
        switch call.name.last.name.uppercased() {
        case "STDDEV": return .standardDeviationSample
        case "VARIANCE": return .varianceSample
        case "$SUM0", "SINGLE_VALUE": return nil
        case let name: return AggregateFunction(rawValue: name)
        }
    }

    /// A query with groups: aggregates over each, HAVING, then the select list.
    func grouped(_ select: Select, _ items: [Item], _ relation: Relation) throws(SQLError) -> LogicalPlan {
        var keys: [BoundExpression] = []
        let windowed = try groupWindow(select.groupBy, relation)
        let relation = windowed?.1 ?? relation
        let sets = try groupingSets(select.groupBy, windowed?.0, relation.scope, &keys)
        let groups = Groups(keys: keys)
        groups.sets = sets
        groups.window = windowed?.0
        var context = Context(relation.scope)
        context.groups = groups
        context.windows = select.windows
        context.subqueries = Subqueries(firstColumn: Self.subqueryColumns)
        let overs = OverCalls(inputColumns: Self.overColumns)
        let having = try select.having.map { (having) throws(SQLError) -> BoundExpression in
            let bound = try bind(having, context)
            try requireBoolean(bound, having, "HAVING")
            return bound
        }
        context.overs = overs
        let (expressions, names) = try bind(items, context)
        let qualify = try qualification(select, context)
        var plan = try aggregate(groups, relation.plan, select)
        let width = plan.schema.columns.count
        if let subqueries = context.subqueries, !subqueries.queries.isEmpty {
            plan = try joined(Relation(plan: plan, scope: Scope(plan.schema, name: nil)), subqueries).plan
        }
        let firstOver = plan.schema.columns.count
        /// Columns that came behind the group's when their number was known.
        func placed(_ expression: BoundExpression) -> BoundExpression {
            expression.mapColumns { column in
                if column >= Self.overColumns { return column - Self.overColumns + firstOver }
                return column >= Self.subqueryColumns ? column - Self.subqueryColumns + width : column
            }
        }
        if let having { plan = plan.filtered(placed(having)) }
        if !overs.calls.isEmpty { plan = try over(plan, overs.mapped(placed), select) }
        if let qualify { plan = plan.filtered(placed(qualify)) }
        let shown = expressions.map(placed)
        return .project(plan, shown, schema(shown, names, plan.schema))
    }

    /// The rows of a SELECT DISTINCT: groups without aggregates, of a window if its columns are among the row's.
    func distinct(_ plan: LogicalPlan, _ select: Select) throws(SQLError) -> LogicalPlan {
        let groups = Groups(keys: plan.schema.columns.enumerated().map { .column($0.offset, $0.element.type) })
        groups.sets = [Array(groups.keys.indices)]
        return try aggregate(groups, plan, select)
    }

    /// Where columns of functions OVER rows are numbered from until it is known how many columns a group has.
    private static let overColumns = 2_000_000
    /// The same for scalar sub-queries.
    private static let subqueryColumns = 1_000_000

    /// Binds what stands for a group's key or aggregates its rows; nil for what is to be looked into.
    func bindGrouped(
        _ expression: Expression,
        _ context: Context,
        _ groups: Groups
    ) throws(SQLError) -> BoundExpression? {
        if case .call(let call) = expression.kind, call.over == nil {
            if let function = Self.aggregate(call) { return try aggregate(function, call, context, groups) }
            if let property = try windowProperty(call, context, groups) { return property }
            if ["GROUPING", "GROUPING_ID"].contains(call.name.last.name.uppercased()) {
                return try grouping(call, context, groups)
            }
        }
        if case .json(let function) = expression.kind, function.isAggregate {
            return try jsonAggregate(function, expression.range, context, groups)
        }
        if expression.hasAggregate || expression.hasOver || expression.hasSubquery { return nil }
        if expression.contains(where: { Self.isWindowProperty($0) }) { return nil }
        var plain = context
        plain.groups = nil
        if case .literal = expression.kind { return nil }
        let bound = try bind(expression, plain)
        if let key = groups.keys.firstIndex(of: bound) {
            let isOptional = groups.sets.contains { !$0.contains(key) }
            return .column(key, isOptional ? bound.type.nullable() : bound.type)
        }
        if bound.columns.isEmpty { return bound }
        if case .column(let name) = expression.kind {
            throw SQLError(
                .type,
                "column '\(name.parts.map(\.name).joined(separator: "."))' is neither grouped by nor aggregated",
                at: expression.range,
                hint: "add it to GROUP BY, or use an aggregate such as MAX(\(name.last.name))"
            )
        }
        return nil
    }

    private func aggregate(
        _ function: AggregateFunction,
        _ call: FunctionCall,
        _ context: Context,
        _ groups: Groups
    ) throws(SQLError) -> BoundExpression {
        var bound = try aggregateCall(function, call, context.withinAggregate)
        // A group by keys has a row, so what is never NULL has a minimum, a sum and so on.
        let hasRows = !groups.keys.isEmpty && bound.filter == nil
        if hasRows, function.isNullOnlyWithoutValues, bound.arguments.allSatisfy({ !$0.type.isNullable }) {
            bound = Groups.Call(
                function: function,
                arguments: bound.arguments,
                isDistinct: bound.isDistinct,
                filter: nil,
                type: bound.type.nullable(false)
            )
        }
        let index = groups.add(bound)
        return .column(groups.firstCall + index, bound.type)
    }

    /// An aggregate with its arguments bound over the input.
    func aggregateCall(
        _ function: AggregateFunction,
        _ call: FunctionCall,
        _ context: Context
    ) throws(SQLError) -> Groups.Call {
        if let order = call.orderBy.first {
            throw SQLError(.unsupported, "ORDER BY within an aggregate is not supported", at: order.range)
        }
        var arguments: [BoundExpression] = []
        for argument in call.arguments {
            guard case .expression(let expression) = argument.value else {
                throw SQLError(.type, "an aggregate takes no table", at: call.range)
            }
            guard context.groups != nil || !expression.hasAggregate else {
                throw SQLError(.type, "an aggregate within an aggregate", at: expression.range, hint: "use a sub-query")
            }
            arguments.append(try bind(expression, context))
        }
        guard function != .count || arguments.count < 2 else {
            throw SQLError(
                .unsupported,
                "COUNT of more than one value is not supported",
                at: call.range,
                hint: "COUNT(DISTINCT CONCAT_WS('|', a, b)) counts pairs"
            )
        }
        guard call.isStar ? function == .count : !arguments.isEmpty else {
            throw SQLError(.type, "\(function.rawValue) needs an argument", at: call.range)
        }
        var filter = try call.filter.map { (filter) throws(SQLError) -> BoundExpression in
            let bound = try bind(filter, context)
            try requireBoolean(bound, filter, "FILTER")
            return bound
        }
        guard function == .arrayAggregate || call.ignoresNulls == nil else {
            throw SQLError(
                .type,
                "cannot specify IGNORE NULLS or RESPECT NULLS behind \(function.rawValue)",
                at: call.range,
                hint: "\(function.rawValue) passes over NULLs; a condition: FILTER (WHERE ...)"
            )
        }
        if function == .arrayAggregate, call.ignoresNulls == true {
            let isThere = try resolve(.isNotNull, [arguments[0]], call.range)
            filter =
                try filter.map { (filter) throws(SQLError) in try resolve(.and, [filter, isThere], call.range) }
                ?? isThere
        }
        let type: DataType
        do { type = try FunctionCatalog.aggregateType(function, arguments.map(\.type)) } catch {
            throw SQLError(.type, error.message, at: call.range)
        }
        // COUNT of what is never NULL counts rows.
        let counted =
            function == .count && !call.isDistinct && arguments.allSatisfy { !$0.type.isNullable } ? [] : arguments
        return Groups.Call(
            function: function,
            arguments: counted,
            isDistinct: call.isDistinct,
            filter: filter,
            type: type
        )
    }

    /// The plan that groups: arguments computed, rows repeated for grouping sets, then aggregated, by window if the keys name
    /// the columns of one. Its columns: keys, aggregates.
    private func aggregate(_ groups: Groups, _ input: LogicalPlan, _ select: Select) throws(SQLError) -> LogicalPlan {
        let windowColumns = input.windowColumns
        var properties: [Int: LogicalPlan.WindowProperty] = [:]
        for (index, key) in groups.keys.enumerated() {
            if case .column(let column) = key.kind, let property = windowColumns[column] {
                properties[index] = property
            }
        }
        let isWindowed = properties.values.contains(.start) && properties.values.contains(.end)
        guard isWindowed else {
            guard !groups.calls.contains(where: { $0.function == .singleValue }) else {
                throw SQLError(.unsupported, "SINGLE_VALUE is not supported", at: select.items[0].range)
            }
            return plain(groups, input)
        }
        if groups.isExpanded, case .session? = input.assignedWindow?.kind {
            throw SQLError(
                .unsupported,
                "GROUPING SETS over SESSION windows are not supported",
                at: select.groupBy?.range ?? select.items[0].range,
                hint: "Flink gives each row a window of its own there; write a query for each set, with UNION ALL"
            )
        }
        if let fused = input.windowing() {
            let others = groups.keys.indices.filter { properties[$0] == nil }.map { groups.keys[$0] }
            guard groups.window != nil || fused.isGrouped(by: others) else { return plain(groups, input) }
            if let plan = windowed(groups, fused, properties) { return plan }
        } else if case .session? = input.assignedWindow?.kind {
            // Flink: sessions of a key do not make windows of what is grouped otherwise.
            return plain(groups, input)
        }
        return assigned(groups, input, properties, windowColumns)
    }

    /// Keys, arguments and filters as columns; each of them once.
    private struct Arguments {
        var expressions: [BoundExpression]
        /// How many of them, the first, are keys that are NULL in the rows of some grouping sets: aggregates see the others.
        var hidden = 0

        init(keys: [BoundExpression], isExpanded: Bool) {
            expressions = keys
            hidden = isExpanded ? keys.count : 0
        }

        mutating func add(_ expression: BoundExpression) -> Int {
            if let index = expressions[hidden...].firstIndex(of: expression) { return index }
            expressions.append(expression)
            return expressions.count - 1
        }

        mutating func add(_ calls: [Groups.Call]) -> [AggregateCall] {
            calls.map { call in
                AggregateCall(
                    call.function,
                    arguments: call.arguments.map { add($0) },
                    argumentTypes: call.arguments.map(\.type),
                    isDistinct: call.isDistinct,
                    filter: call.filter.map { add($0) },
                    type: call.type
                )
            }
        }

        func project(_ input: LogicalPlan) -> LogicalPlan {
            let columns = expressions.enumerated().map { index, expression in
                var name = "$f\(index)"
                if case .column(let column) = expression.kind {
                    name = input.schema.columns[column].name
                }
                return LogicalPlan.Column(name, expression.type, time: expression.timeAttribute(in: input.schema))
            }
            return .project(input, expressions, .init(columns))
        }
    }

    private func plain(_ groups: Groups, _ input: LogicalPlan) -> LogicalPlan {
        var arguments = Arguments(keys: groups.keys, isExpanded: groups.isExpanded)
        let calls = arguments.add(groups.calls)
        var source = arguments.project(input)
        var keys = Array(groups.keys.indices)
        if groups.isExpanded {
            source = expanded(source, keys, groups.sets, groups)
            keys.append(source.schema.columns.count - 1)
        }
        let columns =
            keys.map { LogicalPlan.Column(source.schema.columns[$0].name, source.schema.columns[$0].type) }
            + groups.calls.enumerated().map { .init("$a\($0.offset)", $0.element.type) }
        return .groupAggregate(source, .init(keys: keys, aggregates: calls, schema: .init(columns)))
    }

    /// The rows repeated for each grouping set, whose keys are given by their column.
    private func expanded(
        _ source: LogicalPlan,
        _ keys: [Int],
        _ sets: [[Int]],
        _ groups: Groups
    ) -> LogicalPlan {
        var columns = source.schema.columns
        for key in keys where sets.contains(where: { !$0.contains(key) }) {
            columns[key] = .init(columns[key].name, columns[key].type.nullable())
        }
        columns.append(.init("$e", DataType(.bigint, isNullable: false)))
        let marked = zip(sets, groups.setIDs).map { LogicalPlan.GroupingSet(keys: $0, id: $1) }
        return .expand(source, keys: keys, sets: marked, .init(columns))
    }

    /// An aggregate that assigns the windows itself; nil if an argument needs the window's columns.
    private func windowed(
        _ groups: Groups,
        _ fused: LogicalPlan.Windowing,
        _ properties: [Int: LogicalPlan.WindowProperty]
    ) -> LogicalPlan? {
        let others = groups.keys.indices.filter { properties[$0] == nil }
        let used =
            others.map { groups.keys[$0] } + groups.calls.flatMap { $0.arguments + ($0.filter.map { [$0] } ?? []) }
        guard used.allSatisfy({ $0.columns.allSatisfy { fused.mapping[$0] != nil } }) else { return nil }
        func mapped(_ expression: BoundExpression) -> BoundExpression {
            expression.mapColumns { fused.mapping[$0]! }
        }
        var arguments = Arguments(keys: others.map { mapped(groups.keys[$0]) }, isExpanded: groups.isExpanded)
        let calls = arguments.add(
            groups.calls.map {
                Groups.Call(
                    function: $0.function,
                    arguments: $0.arguments.map(mapped),
                    isDistinct: $0.isDistinct,
                    filter: $0.filter.map(mapped),
                    type: $0.type
                )
            }
        )
        let timeType = fused.input.schema.columns[fused.window.timeColumn].type
        let time = arguments.add(.column(fused.window.timeColumn, timeType))
        var kind = fused.window.kind
        if case .session(let gap, let keys) = kind {
            // A session in GROUP BY is one for each of the other keys.
            let own = groups.window == nil ? nil : others.indices.map { $0 }
            kind = .session(
                gap: gap,
                keys: own ?? keys.map { arguments.add(.column($0, fused.input.schema.columns[$0].type)) }
            )
        }
        let window = fused.window.moved(kind, timeColumn: time)
        return windowAggregate(groups, arguments.project(fused.input), window, others, calls, properties)
    }

    /// An aggregate over windows that were assigned below.
    private func assigned(
        _ groups: Groups,
        _ input: LogicalPlan,
        _ properties: [Int: LogicalPlan.WindowProperty],
        _ windowColumns: [Int: LogicalPlan.WindowProperty]
    ) -> LogicalPlan {
        let others = groups.keys.indices.filter { properties[$0] == nil }
        var arguments = Arguments(keys: others.map { groups.keys[$0] }, isExpanded: groups.isExpanded)
        let calls = arguments.add(groups.calls)
        func column(_ property: LogicalPlan.WindowProperty) -> Int {
            let key = groups.keys[properties.first { $0.value == property }!.key]
            return arguments.add(key)
        }
        let (start, end) = (column(.start), column(.end))
        let timeColumn = windowColumns.first { $0.value == .time }?.key
        let timeType = timeColumn.map { input.schema.columns[$0].type } ?? DataType(.timestamp(3), isNullable: false)
        let source = input.assignedWindow
        let window = LogicalPlan.Window(
            .assigned(start: start, end: end),
            timeColumn: end,
            offset: 0,
            isEventTime: source?.isEventTime ?? true,
            timeType: timeType,
            zone: source?.zone
        )
        return windowAggregate(groups, arguments.project(input), window, others, calls, properties)
    }

    /// The aggregate, with its columns in the order of the groups' keys and aggregates.
    private func windowAggregate(
        _ groups: Groups,
        _ input: LogicalPlan,
        _ window: LogicalPlan.Window,
        _ others: [Int],
        _ calls: [AggregateCall],
        _ properties: [Int: LogicalPlan.WindowProperty]
    ) -> LogicalPlan {
        var source = input
        var keys = Array(others.indices)
        if groups.isExpanded {
            let sets = groups.sets.map { set in set.compactMap { others.firstIndex(of: $0) } }
            source = expanded(input, keys, sets, groups)
            keys.append(source.schema.columns.count - 1)
        }
        let timestamp = DataType(.timestamp(3), isNullable: false)
        let shown: [LogicalPlan.WindowProperty] = [.start, .end, .time]
        var columns = keys.map { source.schema.columns[$0] }.map { LogicalPlan.Column($0.name, $0.type) }
        columns += groups.calls.enumerated().map { .init("$a\($0.offset)", $0.element.type) }
        columns += [
            .init("window_start", timestamp), .init("window_end", timestamp),
            .init("window_time", window.timeType.nullable(false), time: window.timeAttribute),
        ]
        let plan = LogicalPlan.windowAggregate(
            source,
            .init(window: window, keys: keys, aggregates: calls, properties: shown, schema: .init(columns))
        )
        let firstProperty = keys.count + calls.count
        let order =
            groups.keys.indices.map { key in
                properties[key].map { firstProperty + shown.firstIndex(of: $0)! } ?? others.firstIndex(of: key)!
            } + (groups.isExpanded ? [others.count] : []) + calls.indices.map { keys.count + $0 }
        return plan.picking(order)
    }
}

extension AggregateFunction {
    /// Whether it gives NULL only where it has no value.
    var isNullOnlyWithoutValues: Bool {
        switch self {
        case .sum, .sumOrZero, .average, .minimum, .maximum, .firstValue, .lastValue, .count: true
        default: false
        }
    }
}

extension LogicalPlan {
    /// Some of the columns, in an order.
    func picking(_ order: [Int]) -> LogicalPlan {
        .project(self, order.map { .column($0, schema.columns[$0].type) }, .init(order.map { schema.columns[$0] }))
    }
}

extension LogicalPlan.Windowing {
    /// Whether groups by keys, those of the window left out, are groups of windows: of SESSION if the keys are its own.
    fileprivate func isGrouped(by keys: [BoundExpression]) -> Bool {
        guard case .session(_, let own) = window.kind else { return true }
        let origins = keys.map { key -> Int? in
            guard case .column(let place) = key.kind, let moved = mapping[place] else { return nil }
            return input.origin(of: moved)
        }
        return Set(origins) == Set(own.map { input.origin(of: $0) })
    }
}

extension LogicalPlan {
    /// What a column is below projections that hand it on.
    fileprivate func origin(of column: Int) -> Int {
        switch self {
        case .filter(let input, _): return input.origin(of: column)
        case .project(let input, let expressions, _):
            guard case .column(let below) = expressions[column].kind else { return -1 - column }
            return input.origin(of: below)
        default: return column
        }
    }
}
