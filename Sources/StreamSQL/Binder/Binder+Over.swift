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
        guard call.filter == nil else {
            throw SQLError(.unsupported, "FILTER of a function OVER rows is not supported", at: call.range)
        }
        var (function, arguments, type) = try overFunction(call, plain)
        let frame: LogicalPlan.Over.Frame
        switch function {
        case .aggregate: frame = try self.frame(window, context)
        case .rowNumber: frame = .unbounded(isRows: true)
        case .rank, .denseRank, .lag: frame = .unbounded(isRows: false)
        }
        // Flink: only a frame of all rows so far is known to have one, as far as types go; a count has none to miss.
        if case .aggregate(let aggregate) = function, aggregate != .count, frame.isBounded { type = type.nullable() }
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

    private func overFunction(
        _ call: FunctionCall,
        _ context: Context
    ) throws(SQLError) -> (OverCalls.Function, [BoundExpression], DataType) {
        let bigint = DataType(.bigint, isNullable: false)
        if let aggregate = Self.aggregate(call) {
            let bound = try aggregateCall(aggregate, call, context)
            // There is always a row, so what is never NULL has a sum, a minimum and so on.
            let hasValue =
                aggregate.isNullOnlyWithoutValues && bound.arguments.allSatisfy { !$0.type.isNullable }
            return (.aggregate(aggregate), bound.arguments, hasValue ? bound.type.nullable(false) : bound.type)
        }
        let name = call.name.last.name.uppercased()
        switch name {
        case "ROW_NUMBER": return (.rowNumber, [], bigint)
        case "RANK": return (.rank, [], bigint)
        case "DENSE_RANK": return (.denseRank, [], bigint)
        case "LAG": return try lag(call, context)
        default:
            throw SQLError(
                .unsupported,
                "\(name) OVER rows is not supported",
                at: call.range,
                hint: "there are: ROW_NUMBER, RANK, DENSE_RANK, LAG, and aggregates"
            )
        }
    }

    /// LAG(value [, offset [, default]]). Flink: the result is NOT NULL if the default is.
    private func lag(
        _ call: FunctionCall,
        _ context: Context
    ) throws(SQLError) -> (OverCalls.Function, [BoundExpression], DataType) {
        var arguments: [BoundExpression] = []
        for argument in call.arguments {
            guard case .expression(let expression) = argument.value else { continue }
            arguments.append(try bind(expression, context))
        }
        guard (1...3).contains(arguments.count) else {
            throw SQLError(.type, "LAG takes a value, an offset and a default", at: call.range)
        }
        var offset: Int64 = 1
        if arguments.count > 1 {
            guard case .literal(.integer(let rows)) = arguments[1].kind, rows >= 0 else {
                throw SQLError(.unsupported, "the offset of LAG must be a constant whole number", at: call.range)
            }
            offset = rows
        }
        let type = arguments[0].type
        guard arguments.count == 3 else { return (.lag(offset), [arguments[0]], type.nullable()) }
        let result = type.nullable(arguments[2].type.isNullable)
        guard FunctionCatalog.leastRestrictive([type, arguments[2].type]) != nil else {
            throw SQLError(.type, "the default of LAG is \(arguments[2].type), the value \(type)", at: call.range)
        }
        let otherwise =
            arguments[2].type.logical == type.logical
            ? arguments[2] : BoundExpression(.cast(arguments[2], isTry: false), result)
        return (.lag(offset), [arguments[0], otherwise], result)
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
        let range =
            select.items.first { if case .expression(let e, _) = $0.kind { e.hasOver } else { false } }?.range
            ?? select.qualify?.range ?? select.items[0].range
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
        let arguments = overs.calls.map { $0.arguments.map { column($0) } }
        let source: LogicalPlan =
            expressions.count == count ? input : .project(input, expressions, .init(columns))
        if overs.calls.allSatisfy({ $0.function == .rowNumber }) {
            return try rank(source, partition, order, range).picking(Array(0..<count) + [columns.count])
        }
        guard overs.calls.allSatisfy({ $0.frame == first.frame }) else {
            throw SQLError(.unsupported, "functions OVER different frames in one SELECT are not supported", at: range)
        }
        guard order.allSatisfy(\.isAscending) else {
            throw SQLError(.unsupported, "functions OVER rows can only be ordered ascending", at: range)
        }
        let aggregated = overs.calls.enumerated().compactMap { index, call -> (Int, AggregateCall)? in
            guard case .aggregate(let function) = call.function else { return nil }
            let types = call.arguments.map(\.type)
            return (
                index,
                AggregateCall(
                    function,
                    arguments: arguments[index],
                    argumentTypes: types,
                    isDistinct: call.isDistinct,
                    type: call.type
                )
            )
        }
        guard order.count == 1 else {
            throw SQLError(.unsupported, "functions OVER rows can only be ordered by one column", at: range)
        }
        guard let time = columns[order[0].column].time else {
            return try running(overs, source, partition, order, aggregated, range).picking(
                Array(0..<count) + overs.calls.indices.map { columns.count + $0 }
            )
        }
        guard !input.emitsUpdates else {
            throw SQLError(.unsupported, "functions OVER rows that are updated are not supported", at: range)
        }
        var plan = source
        var places = Array(repeating: 0, count: overs.calls.count)
        if !aggregated.isEmpty {
            plan = aggregates(plan, first.frame, aggregated, partition, order[0].column, time, &places)
        }
        plan = numbered(plan, overs, arguments, partition, order[0].column, time, &places)
        return plan.picking(Array(0..<count) + places)
    }

    /// Behind it a column for each function of a row's place.
    private func numbered(
        _ input: LogicalPlan,
        _ overs: OverCalls,
        _ arguments: [[Int]],
        _ partition: [Int],
        _ order: Int,
        _ time: LogicalPlan.TimeAttribute,
        _ places: inout [Int]
    ) -> LogicalPlan {
        var functions: [LogicalPlan.Numbering.Function] = []
        var columns = input.schema.columns
        for (index, call) in overs.calls.enumerated() {
            switch call.function {
            case .aggregate: continue
            case .rowNumber: functions.append(.rowNumber)
            case .rank: functions.append(.rank)
            case .denseRank: functions.append(.denseRank)
            case .lag(let offset):
                functions.append(
                    .lag(column: arguments[index][0], offset: offset, otherwise: arguments[index].dropFirst().first)
                )
            }
            places[index] = columns.count
            columns.append(.init("$n\(index)", call.type))
        }
        guard !functions.isEmpty else { return input }
        let node = LogicalPlan.Numbering(
            partition: partition,
            order: order,
            isEventTime: time == .event,
            functions: functions,
            schema: .init(columns)
        )
        return .number(input, node)
    }

    /// The functions over an order that is not one of time.
    private func running(
        _ overs: OverCalls,
        _ input: LogicalPlan,
        _ partition: [Int],
        _ order: [LogicalPlan.Ordering],
        _ aggregated: [(Int, AggregateCall)],
        _ range: SourceRange
    ) throws(SQLError) -> LogicalPlan {
        var functions: [LogicalPlan.RunningAggregate.Function] = []
        let calls = Dictionary(uniqueKeysWithValues: aggregated)
        guard case .unbounded(let isRows) = overs.calls[0].frame else {
            throw SQLError(.unsupported, "a frame with a bound needs an order by the time attribute", at: range)
        }
        for (index, call) in overs.calls.enumerated() {
            switch call.function {
            case .rowNumber: functions.append(.rowNumber)
            case .rank: functions.append(.rank)
            case .denseRank: functions.append(.denseRank)
            case .aggregate: functions.append(.aggregate(calls[index]!))
            case .lag:
                throw SQLError(.unsupported, "LAG needs an order by the time attribute", at: range)
            }
        }
        let columns = input.schema.columns.map { LogicalPlan.Column($0.name, $0.type) }
        let added = overs.calls.enumerated().map { LogicalPlan.Column("$o\($0.offset)", $0.element.type) }
        let node = LogicalPlan.RunningAggregate(
            partition: partition,
            order: order,
            isRows: isRows,
            functions: functions,
            schema: .init(columns + added)
        )
        return .runningAggregate(input, node)
    }

    private func rank(
        _ source: LogicalPlan,
        _ partition: [Int],
        _ order: [LogicalPlan.Ordering],
        _ range: SourceRange
    ) throws(SQLError) -> LogicalPlan {
        let windows = source.windowColumns
        let start = partition.first { windows[$0] == .start }
        let end = partition.first { windows[$0] == .end }
        var window: LogicalPlan.Rank.WindowColumns?
        if let start, let end { window = .init(start: start, end: end) }
        guard window == nil || !source.emitsUpdates else {
            throw SQLError(.unsupported, "a window Top-N of rows that are updated is not supported", at: range)
        }
        let numbered = source.schema.columns + [.init("$rank", DataType(.bigint, isNullable: false))]
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
        _ source: LogicalPlan,
        _ frame: LogicalPlan.Over.Frame,
        _ aggregated: [(Int, AggregateCall)],
        _ partition: [Int],
        _ order: Int,
        _ time: LogicalPlan.TimeAttribute,
        _ places: inout [Int]
    ) -> LogicalPlan {
        var columns = source.schema.columns
        for (index, call) in aggregated {
            places[index] = columns.count
            columns.append(.init("$o\(index)", call.type))
        }
        return .over(
            source,
            .init(
                partition: partition,
                order: order,
                isEventTime: time == .event,
                frame: frame,
                aggregates: aggregated.map(\.1),
                schema: .init(columns)
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

    /// Whether a column is a RANK or DENSE_RANK.
    func isRank(_ column: Int) -> Bool {
        switch self {
        case .filter(let input, _): return input.isRank(column)
        case .project(let input, let expressions, _):
            if case .column(let below) = expressions[column].kind { return input.isRank(below) }
            return false
        case .number(let input, let node):
            let place = column - input.schema.columns.count
            return place >= 0 && (node.functions[place] == .rank || node.functions[place] == .denseRank)
        case .runningAggregate(let input, let node):
            let place = column - input.schema.columns.count
            return place >= 0 && (node.functions[place] == .rank || node.functions[place] == .denseRank)
        default: return false
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
    func bound(on column: Int) -> ClosedRange<Int64>? {
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

extension LogicalPlan.Over.Frame {
    /// Whether rows leave it.
    fileprivate var isBounded: Bool {
        switch self {
        case .unbounded: false
        case .rows, .range: true
        }
    }
}
