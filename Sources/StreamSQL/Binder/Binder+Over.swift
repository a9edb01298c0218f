extension Binder {
    /// A function OVER rows: its value becomes a column behind the input's.
    func bindOver(_ call: FunctionCall, _ context: Context) throws(SQLError) -> BoundExpression {
        guard let overs = context.overs else {
            throw SQLError(
                .type,
                "a function OVER rows can stand only in a select list",
                at: call.range,
                hint: "compute it in a sub-query and filter that"
            )
        }
        let window = try specification(call.over!, context, call.range)
        var plain = context
        plain.overs = nil
        var partition: [BoundExpression] = []
        for expression in window.partitionBy { partition.append(try bind(expression, plain)) }
        var order: [OverCalls.Order] = []
        for item in window.orderBy {
            order.append(
                .init(
                    expression: try bind(item.expression, plain),
                    isAscending: item.isAscending,
                    nullsFirst: item.nullsFirst ?? item.isAscending
                )
            )
        }
        guard !order.isEmpty else {
            throw SQLError(.type, "OVER needs an ORDER BY", at: window.range, hint: "ORDER BY the time attribute")
        }
        let name = call.name.last.name.uppercased()
        let isNumber = name == "ROW_NUMBER"
        let frame = isNumber ? .unbounded(isRows: true) : try self.frame(window, context)
        let function: OverCalls.Function
        var arguments: [BoundExpression] = []
        var type = DataType(.bigint, isNullable: false)
        if isNumber {
            function = .rowNumber
        } else if let aggregate = Self.aggregate(call) {
            let bound = try aggregateCall(aggregate, call, plain)
            if let filter = call.filter {
                throw SQLError(.unsupported, "FILTER of a function OVER rows is not supported", at: filter.range)
            }
            function = .aggregate(aggregate)
            arguments = bound.arguments
            type = bound.type
        } else {
            throw SQLError(
                .unsupported,
                "\(name) OVER rows is not supported",
                at: call.range,
                hint: "there are: ROW_NUMBER for Top-N, and aggregates"
            )
        }
        let index = overs.add(
            OverCalls.Call(
                function: function,
                arguments: arguments,
                isDistinct: call.isDistinct,
                partition: partition,
                order: order,
                frame: frame,
                type: type
            )
        )
        return .column(index, type)
    }

    private func specification(
        _ reference: WindowReference,
        _ context: Context,
        _ range: SourceRange
    ) throws(SQLError) -> WindowSpecification {
        switch reference {
        case .specification(let specification):
            guard let base = specification.extending else { return specification }
            var extended = try self.specification(.named(base), context, range)
            if !specification.orderBy.isEmpty { extended.orderBy = specification.orderBy }
            extended.frame = specification.frame ?? extended.frame
            return extended
        case .named(let name):
            guard let window = context.windows.first(where: { $0.name.name == name.name }) else {
                throw SQLError.unknown("window", name.name, in: context.windows.map(\.name.name), name.range)
            }
            return window.specification
        }
    }

    private func frame(_ window: WindowSpecification, _ context: Context) throws(SQLError) -> LogicalPlan.Over.Frame {
        guard let frame = window.frame else { return .unbounded(isRows: false) }
        if let end = frame.end, end != .currentRow {
            throw SQLError(.unsupported, "a frame must end at CURRENT ROW", at: frame.range)
        }
        switch (frame.unit, frame.start) {
        case (let unit, .unboundedPreceding): return .unbounded(isRows: unit == .rows)
        case (.rows, .currentRow): return .rows(0)
        case (.range, .currentRow): return .range(0)
        case (.rows, .preceding(let count)):
            let bound = try bind(count, Context(Scope()))
            guard case .literal(.integer(let rows)) = bound.kind, rows >= 0 else {
                throw SQLError(.type, "ROWS ... PRECEDING needs a whole number", at: count.range)
            }
            return .rows(rows)
        case (.range, .preceding(let length)): return .range(try milliseconds(length, "RANGE ... PRECEDING"))
        default: throw SQLError(.unsupported, "this frame is not supported", at: frame.range)
        }
    }

    /// The input with a column for each function OVER rows. All must have the same window.
    func over(_ input: LogicalPlan, _ overs: OverCalls, _ select: Select) throws(SQLError) -> LogicalPlan {
        let first = overs.calls[0]
        let range = select.items.first { if case .expression(let e, _) = $0.kind { e.hasOver } else { false } }!.range
        guard overs.calls.allSatisfy({ $0.partition == first.partition && $0.order == first.order }) else {
            throw SQLError(.unsupported, "functions OVER different windows in one SELECT are not supported", at: range)
        }
        // Keys, order and arguments become columns behind the input's; they go again afterwards.
        let count = input.schema.columns.count
        var expressions = input.schema.columns.enumerated().map { BoundExpression.column($0.offset, $0.element.type) }
        var columns = input.schema.columns
        func column(_ expression: BoundExpression) -> Int {
            if let index = expressions.firstIndex(of: expression) { return index }
            expressions.append(expression)
            columns.append(.init("$f\(columns.count)", expression.type))
            return columns.count - 1
        }
        let partition = first.partition.map { column($0) }
        let order = first.order.map {
            LogicalPlan.Ordering(column($0.expression), isAscending: $0.isAscending, nullsFirst: $0.nullsFirst)
        }
        let plan: LogicalPlan
        if first.function == .rowNumber {
            guard overs.calls.count == 1 else {
                throw SQLError(.unsupported, "ROW_NUMBER beside other functions OVER rows is not supported", at: range)
            }
            plan = rank(input, expressions, columns, partition, order)
        } else {
            plan = try aggregates(overs, input, &expressions, &columns, partition, order, range)
        }
        let wide = plan.schema.columns.count - overs.calls.count
        return plan.picking(Array(0..<count) + (wide..<plan.schema.columns.count))
    }

    private func rank(
        _ input: LogicalPlan,
        _ expressions: [BoundExpression],
        _ columns: [LogicalPlan.Column],
        _ partition: [Int],
        _ order: [LogicalPlan.Ordering]
    ) -> LogicalPlan {
        let windows = input.windowColumns
        let start = partition.first { windows[$0] == .start }
        let end = partition.first { windows[$0] == .end }
        var window: LogicalPlan.Rank.WindowColumns?
        if let start, let end { window = .init(start: start, end: end) }
        let source: LogicalPlan =
            expressions.count == input.schema.columns.count ? input : .project(input, expressions, .init(columns))
        let numbered = columns + [.init("$rank", DataType(.bigint, isNullable: false))]
        let rank = LogicalPlan.Rank(
            partition: partition,
            order: order,
            range: 1...Int64.max,
            emitsNumber: true,
            window: window,
            schema: .init(numbered)
        )
        return .rank(source, rank)
    }

    private func aggregates(
        _ overs: OverCalls,
        _ input: LogicalPlan,
        _ expressions: inout [BoundExpression],
        _ columns: inout [LogicalPlan.Column],
        _ partition: [Int],
        _ order: [LogicalPlan.Ordering],
        _ range: SourceRange
    ) throws(SQLError) -> LogicalPlan {
        let first = overs.calls[0]
        guard overs.calls.allSatisfy({ $0.frame == first.frame }) else {
            throw SQLError(.unsupported, "functions OVER different frames in one SELECT are not supported", at: range)
        }
        guard let time = order.first?.column, order.count == 1, columns[time].isEventTime, order[0].isAscending else {
            throw SQLError(
                .unsupported,
                "aggregates OVER rows must be ordered by the time attribute, ascending",
                at: range,
                hint: input.schema.columns.first { $0.isEventTime }.map { "ORDER BY \($0.name)" }
            )
        }
        var calls: [AggregateCall] = []
        for call in overs.calls {
            guard case .aggregate(let function) = call.function else { continue }
            var arguments: [Int] = []
            for argument in call.arguments {
                if let index = expressions.firstIndex(of: argument) {
                    arguments.append(index)
                } else {
                    expressions.append(argument)
                    columns.append(.init("$f\(columns.count)", argument.type))
                    arguments.append(columns.count - 1)
                }
            }
            calls.append(
                AggregateCall(
                    function,
                    arguments: arguments,
                    argumentTypes: call.arguments.map(\.type),
                    isDistinct: call.isDistinct,
                    type: call.type
                )
            )
        }
        let source: LogicalPlan =
            expressions.count == input.schema.columns.count ? input : .project(input, expressions, .init(columns))
        let added = calls.enumerated().map { LogicalPlan.Column("$o\($0.offset)", $0.element.type) }
        return .over(
            source,
            .init(
                partition: partition,
                order: time,
                isEventTime: true,
                frame: first.frame,
                aggregates: calls,
                schema: .init(columns + added)
            )
        )
    }
}

extension LogicalPlan {
    /// A filter on the number of a rank below projections as a narrower rank; nil if it is none.
    func narrowingRank(_ condition: BoundExpression) -> LogicalPlan? {
        guard let number = rankNumber else { return nil }
        var range: ClosedRange<Int64> = 1...Int64.max
        var rest: [BoundExpression] = []
        for part in condition.conjuncts {
            if let bound = part.bound(on: number) {
                let lower = max(range.lowerBound, bound.lowerBound)
                range = lower...max(lower, min(range.upperBound, bound.upperBound))
            } else {
                rest.append(part)
            }
        }
        guard range.upperBound < Int64.max else { return nil }
        let narrowed = narrowed(range)
        guard let first = rest.first else { return narrowed }
        return .filter(
            narrowed,
            rest.dropFirst().reduce(first) {
                BoundExpression(
                    .call(.and, [$0, $1]),
                    DataType(.boolean, isNullable: $0.type.isNullable || $1.type.isNullable)
                )
            }
        )
    }

    /// The column that is the number of a rank which nothing has narrowed yet.
    private var rankNumber: Int? {
        switch self {
        case .rank(let input, let rank) where rank.emitsNumber && rank.range.upperBound == Int64.max:
            return input.schema.columns.count
        case .project(let input, let expressions, _):
            guard let number = input.rankNumber else { return nil }
            return expressions.firstIndex { $0.kind == .column(number) }
        default: return nil
        }
    }

    private func narrowed(_ range: ClosedRange<Int64>) -> LogicalPlan {
        switch self {
        case .rank(let input, let rank):
            return .rank(
                input,
                Rank(
                    partition: rank.partition,
                    order: rank.order,
                    range: range,
                    emitsNumber: true,
                    window: rank.window,
                    schema: rank.schema
                )
            )
        case .project(let input, let expressions, let schema):
            return .project(input.narrowed(range), expressions, schema)
        default: return self
        }
    }
}

extension BoundExpression {
    /// The conditions that all must be true for this one to be.
    var conjuncts: [BoundExpression] {
        if case .call(.and, let arguments) = kind { return arguments.flatMap(\.conjuncts) }
        return [self]
    }

    /// What a comparison of a column with a whole number allows; nil if it is none.
    fileprivate func bound(on column: Int) -> ClosedRange<Int64>? {
        guard case .call(let function, let arguments) = kind, arguments.count == 2 else { return nil }
        let (left, right) = (arguments[0].withoutCast, arguments[1].withoutCast)
        if case .column(column) = left.kind, case .literal(.integer(let number)) = right.kind {
            switch function {
            case .lessOrEqual: return 1...max(1, number)
            case .less: return 1...max(1, number - 1)
            case .equal: return max(1, number)...max(1, number)
            case .greaterOrEqual: return max(1, number)...Int64.max
            case .greater: return max(1, number + 1)...Int64.max
            default: return nil
            }
        }
        if case .column(column) = right.kind, case .literal(.integer) = left.kind {
            let mirrored: [ScalarFunction: ScalarFunction] = [
                .lessOrEqual: .greaterOrEqual, .less: .greater, .equal: .equal, .greaterOrEqual: .lessOrEqual,
                .greater: .less,
            ]
            guard let other = mirrored[function] else { return nil }
            return BoundExpression(.call(other, [right, left]), type).bound(on: column)
        }
        return nil
    }

    private var withoutCast: BoundExpression {
        if case .cast(let operand, _) = kind { return operand.withoutCast }
        return self
    }
}
