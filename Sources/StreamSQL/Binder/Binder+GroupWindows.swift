/// A window in GROUP BY: `TUMBLE(t, size)`, `HOP(t, slide, size)`, `SESSION(t, gap)`. Flink: group window aggregation.
struct GroupWindow {
    /// TUMBLE, HOP or SESSION.
    let function: String
    /// The bound arguments, by which TUMBLE_START and its like are known to speak of this window.
    let arguments: [BoundExpression]
    /// The type of the time attribute.
    let timeType: DataType
    /// The input's column of `window_start`; its end and its time follow.
    let start: Int
}

extension Binder {
    private static let groupWindows: Set<String> = ["TUMBLE", "HOP", "SESSION"]
    private static let windowProperties = ["START", "END", "ROWTIME", "PROCTIME"]

    /// Whether an expression is a call of TUMBLE_START and its like.
    static func isWindowProperty(_ expression: Expression) -> Bool {
        guard case .call(let call) = expression.kind, call.name.parts.count == 1 else { return false }
        let parts = call.name.last.name.uppercased().split(separator: "_", maxSplits: 1).map(String.init)
        return parts.count == 2 && groupWindows.contains(parts[0]) && windowProperties.contains(parts[1])
    }

    /// Whether an expression is a window in GROUP BY.
    static func groupWindow(_ expression: Expression) -> FunctionCall? {
        guard case .call(let call) = expression.kind, call.over == nil, call.name.parts.count == 1,
            groupWindows.contains(call.name.last.name.uppercased())
        else { return nil }
        return call
    }

    /// The window of a GROUP BY, and the rows with its columns behind their own; nil if there is none.
    func groupWindow(_ groupBy: GroupBy?, _ relation: Relation) throws(SQLError) -> (GroupWindow, Relation)? {
        let calls = (groupBy?.elements ?? []).flatMap(\.expressions).compactMap { Self.groupWindow($0) }
        guard let call = calls.first else { return nil }
        guard calls.count == 1 else {
            throw SQLError(.unsupported, "two windows in GROUP BY are not supported", at: calls[1].range)
        }
        let name = call.name.last.name.uppercased()
        var arguments: [BoundExpression] = []
        var expressions: [Expression] = []
        for argument in call.arguments {
            guard case .expression(let expression) = argument.value else {
                throw SQLError(.type, "\(name) takes a time attribute and intervals", at: call.range)
            }
            expressions.append(expression)
            arguments.append(try bind(expression, Context(relation.scope)))
        }
        guard expressions.count == (name == "HOP" ? 3 : 2) else {
            throw SQLError(
                .type,
                "\(name) in GROUP BY takes a time attribute and \(name == "HOP" ? "two intervals" : "an interval")",
                at: call.range
            )
        }
        guard case .column(let time) = arguments[0].kind, let attribute = relation.plan.schema.columns[time].time else {
            throw SQLError(.type, "\(name) needs a time attribute", at: expressions[0].range)
        }
        try requireEventTime(attribute, relation.plan, name, call.range)
        let lengths = try expressions.dropFirst().map { (length) throws(SQLError) in try milliseconds(length, name) }
        guard lengths.allSatisfy({ $0 > 0 }) else {
            throw SQLError(.type, "an interval of \(name) must be positive", at: call.range)
        }
        let kind: LogicalPlan.Window.Kind
        switch name {
        case "TUMBLE": kind = .tumble(size: lengths[0])
        case "HOP": kind = .hop(slide: lengths[0], size: lengths[1])
        default: kind = .session(gap: lengths[0], keys: [])
        }
        let width = relation.plan.schema.columns.count
        let table = windowTable(relation.plan, kind, time: time, offset: 0, attribute)
        var scope = relation.scope
        // Without names: only TUMBLE_START and its like find them.
        scope.columns += table.schema.columns[width...].map { LogicalPlan.Column("", $0.type, time: $0.time) }
        scope.hidden.formUnion(width..<(width + 3))
        let window = GroupWindow(
            function: name,
            arguments: arguments,
            timeType: relation.plan.schema.columns[time].type,
            start: width
        )
        return (window, Relation(plan: table, scope: scope))
    }

    /// What TUMBLE_START and its like stand for, over the keys of the groups; nil for other functions.
    func windowProperty(
        _ call: FunctionCall,
        _ context: Context,
        _ groups: Groups
    ) throws(SQLError) -> BoundExpression? {
        let parts = call.name.last.name.uppercased().split(separator: "_", maxSplits: 1).map(String.init)
        guard call.name.parts.count == 1, parts.count == 2, Self.groupWindows.contains(parts[0]),
            let property = Self.windowProperties.firstIndex(of: parts[1])
        else { return nil }
        var plain = context
        plain.groups = nil
        var arguments: [BoundExpression] = []
        for argument in call.arguments {
            guard case .expression(let expression) = argument.value else { continue }
            arguments.append(try bind(expression, plain))
        }
        guard let window = groups.window, window.function == parts[0], window.arguments == arguments else {
            throw SQLError(
                .type,
                "\(call.name.last.name) needs the same \(parts[0]) in GROUP BY",
                at: call.range
            )
        }
        if property == 3 {
            return BoundExpression(.call(.processingTime, []), DataType(.timestampLTZ(3), isNullable: false))
        }
        guard property < 2 || window.timeType.logical.isTimestamp else { return nil }
        let key = groups.keys.firstIndex {
            if case .column(window.start + property) = $0.kind { true } else { false }
        }!
        let type = groups.keys[key].type
        return .column(key, property == 2 ? window.timeType : type)
    }
}

extension GroupingElement {
    /// The expressions in it.
    var expressions: [Expression] {
        switch kind {
        case .expression(let expression): [expression]
        case .set(let expressions): expressions
        case .groupingSets(let elements), .rollup(let elements), .cube(let elements): elements.flatMap(\.expressions)
        }
    }
}
