extension Binder {
    private static let windowFunctions = ["TUMBLE", "HOP", "CUMULATE", "SESSION"]
    private static let names: [String: [String]] = [
        "TUMBLE": ["DATA", "TIMECOL", "SIZE", "OFFSET"],
        "HOP": ["DATA", "TIMECOL", "SLIDE", "SIZE", "OFFSET"],
        "CUMULATE": ["DATA", "TIMECOL", "STEP", "SIZE", "OFFSET"],
        "SESSION": ["DATA", "TIMECOL", "GAP"],
    ]

    /// A window table-valued function: its table's rows with `window_start`, `window_end` and `window_time`.
    func bindWindowFunction(_ call: FunctionCall) throws(SQLError) -> LogicalPlan {
        let name = call.name.last.name.uppercased()
        guard let parameters = Self.names[name] else {
            throw SQLError.unknown("table function", call.name.last.name, in: Self.windowFunctions, call.name.range)
        }
        var arguments: [String: FunctionCall.Value] = [:]
        for (index, argument) in call.arguments.enumerated() {
            let parameter = argument.name?.name.uppercased() ?? (index < parameters.count ? parameters[index] : "")
            guard parameters.contains(parameter), arguments.updateValue(argument.value, forKey: parameter) == nil else {
                throw SQLError(
                    .type,
                    "\(name) takes \(parameters.joined(separator: ", "))",
                    at: argument.name?.range ?? call.range
                )
            }
        }
        guard case .table(let table)? = arguments["DATA"], case .descriptor(let descriptor)? = arguments["TIMECOL"],
            descriptor.count == 1
        else {
            throw SQLError(
                .type,
                "\(name) needs a table and a time column",
                at: call.range,
                hint: "\(name)(TABLE t, DESCRIPTOR(ts), INTERVAL '5' MINUTES)"
            )
        }
        let relation: Relation
        switch table.source {
        case .named(let name):
            relation = try bind(TableReference(kind: .named(name, hints: []), alias: nil, range: name.range))
        case .query(let query):
            let plan = try bind(query)
            relation = Relation(plan: plan, scope: Scope(plan.schema, name: nil))
        }
        let time = try timeColumn(descriptor[0], relation, name)
        let attribute = relation.plan.schema.columns[time].time ?? .event
        try requireEventTime(attribute, relation.plan, name, call.range)
        let kind = try windowKind(name, arguments, table, relation, call)
        let offset =
            try arguments["OFFSET"].map { (value) throws(SQLError) in try duration(value, "OFFSET", call) } ?? 0
        return windowTable(relation.plan, kind, time: time, offset: offset, attribute)
    }

    /// Processing time says nothing of the row that is withdrawn.
    func requireEventTime(
        _ attribute: LogicalPlan.TimeAttribute,
        _ input: LogicalPlan,
        _ name: String,
        _ range: SourceRange
    ) throws(SQLError) {
        guard attribute == .processing, input.emitsUpdates else { return }
        throw SQLError(
            .unsupported,
            "\(name) by processing time over rows that are updated is not supported",
            at: range
        )
    }

    /// A plan's rows with the columns of their windows.
    func windowTable(
        _ input: LogicalPlan,
        _ kind: LogicalPlan.Window.Kind,
        time: Int,
        offset: Int64,
        _ attribute: LogicalPlan.TimeAttribute
    ) -> LogicalPlan {
        let type = input.schema.columns[time].type
        var zone: String?
        if case .timestampLTZ = type.logical, let name = settings["table.local-time-zone"], name != "UTC" {
            zone = name
        }
        let window = LogicalPlan.Window(
            kind,
            timeColumn: time,
            offset: offset,
            isEventTime: attribute == .event,
            timeType: type,
            zone: zone
        )
        let timestamp = DataType(.timestamp(3), isNullable: false)
        let columns =
            input.schema.columns + [
                .init("window_start", timestamp), .init("window_end", timestamp),
                .init("window_time", type.nullable(false), time: attribute),
            ]
        return .windowTable(input, window, .init(columns))
    }

    private func timeColumn(_ name: Identifier, _ relation: Relation, _ function: String) throws(SQLError) -> Int {
        let columns = relation.plan.schema.columns
        guard let index = columns.firstIndex(where: { $0.name == name.name }) else {
            throw SQLError.unknown("column", name.name, in: columns.map(\.name), name.range)
        }
        guard columns[index].time != nil else {
            throw SQLError(
                .type,
                "\(function) needs a time attribute, but '\(name.name)' is \(columns[index].type)",
                at: name.range,
                hint: columns.first { $0.time != nil }.map { "the time attribute is '\($0.name)'" }
                    ?? "declare WATERMARK FOR \(name.name) AS \(name.name) - INTERVAL '5' SECOND on its table"
            )
        }
        return index
    }

    private func windowKind(
        _ name: String,
        _ arguments: [String: FunctionCall.Value],
        _ table: FunctionCall.TableArgument,
        _ relation: Relation,
        _ call: FunctionCall
    ) throws(SQLError) -> LogicalPlan.Window.Kind {
        func length(_ parameter: String) throws(SQLError) -> Int64 {
            guard let value = arguments[parameter] else {
                throw SQLError(.type, "\(name) needs \(parameter)", at: call.range)
            }
            let length = try duration(value, parameter, call)
            guard length > 0 else { throw SQLError(.type, "\(parameter) of \(name) must be positive", at: call.range) }
            return length
        }
        switch name {
        case "TUMBLE": return .tumble(size: try length("SIZE"))
        case "HOP":
            let (slide, size) = (try length("SLIDE"), try length("SIZE"))
            guard size % slide == 0 else {
                throw SQLError(.type, "HOP: the size must be a multiple of the slide", at: call.range)
            }
            return .hop(slide: slide, size: size)
        case "CUMULATE":
            let (step, size) = (try length("STEP"), try length("SIZE"))
            guard size % step == 0 else {
                throw SQLError(.type, "CUMULATE: the size must be a multiple of the step", at: call.range)
            }
            return .cumulate(step: step, size: size)
        default:
            var keys: [Int] = []
            for expression in table.partitionBy {
                guard case .column(let name) = expression.kind else {
                    throw SQLError(.unsupported, "SESSION is partitioned by columns only", at: expression.range)
                }
                keys.append(try relation.scope.find(name).column)
            }
            return .session(gap: try length("GAP"), keys: keys)
        }
    }

    private func duration(_ value: FunctionCall.Value, _ what: String, _ call: FunctionCall) throws(SQLError) -> Int64 {
        guard case .expression(let expression) = value else {
            throw SQLError(.type, "\(what) must be an interval", at: call.range)
        }
        return try milliseconds(expression, what)
    }

    /// The length of a constant interval in ms.
    func milliseconds(_ expression: Expression, _ what: String) throws(SQLError) -> Int64 {
        let bound = try bind(expression, Context(Scope()))
        guard bound.type.logical == .intervalMilliseconds, case .literal(.integer(let length)) = bound.kind else {
            throw SQLError(
                .type,
                "\(what) must be a constant interval of days or parts of them, not \(bound.type.logical)",
                at: expression.range,
                hint: "INTERVAL '10' MINUTES"
            )
        }
        return length
    }
}

extension LogicalPlan {
    /// The windows that an operation below assigned.
    public var assignedWindow: Window? {
        switch self {
        case .windowTable(_, let window, _): window
        case .windowAggregate(_, let node): node.window
        case .filter(let input, _), .project(let input, _, _), .rank(let input, _): input.assignedWindow
        case .join(let left, _, let join):
            if case .window = join.scope { left.assignedWindow } else { nil }
        default: nil
        }
    }

    /// Where a plan's window columns come from.
    struct Windowing {
        /// The plan without the windows.
        let input: LogicalPlan
        let window: Window
        /// By the plan's column its number in `input`; nil for a column of the window.
        let mapping: [Int?]
        /// The plan's columns that are the window's.
        let windowColumns: [Int: WindowProperty]
    }

    /// The window function right below this plan's filters and projections, if these do not compute with its columns.
    func windowing() -> Windowing? {
        switch self {
        case .windowTable(let input, let window, _):
            let count = input.schema.columns.count
            let mapping: [Int?] = (0..<(count + 3)).map { $0 < count ? $0 : nil }
            return Windowing(
                input: input,
                window: window,
                mapping: mapping,
                windowColumns: [count: .start, count + 1: .end, count + 2: .time]
            )
        case .filter(let input, let condition):
            guard let below = input.windowing(), condition.columns.allSatisfy({ below.mapping[$0] != nil }) else {
                return nil
            }
            return Windowing(
                input: .filter(below.input, condition.mapColumns { below.mapping[$0]! }),
                window: below.window,
                mapping: below.mapping,
                windowColumns: below.windowColumns
            )
        case .project(let input, let expressions, let schema):
            guard let below = input.windowing() else { return nil }
            var mapping: [Int?] = []
            var windowColumns: [Int: WindowProperty] = [:]
            var kept: [BoundExpression] = []
            var columns: [Column] = []
            for (index, expression) in expressions.enumerated() {
                if case .column(let column) = expression.kind, let property = below.windowColumns[column] {
                    windowColumns[index] = property
                    mapping.append(nil)
                    continue
                }
                guard expression.columns.allSatisfy({ below.mapping[$0] != nil }) else { return nil }
                mapping.append(kept.count)
                kept.append(expression.mapColumns { below.mapping[$0]! })
                columns.append(schema.columns[index])
            }
            // The window's time column goes along, whether it is shown or not, and a session's keys.
            let time = below.input.schema.columns[below.window.timeColumn]
            kept.append(.column(below.window.timeColumn, time.type))
            columns.append(time)
            var kind = below.window.kind
            if case .session(let gap, let keys) = kind {
                var moved: [Int] = []
                for key in keys {
                    moved.append(kept.count)
                    kept.append(.column(key, below.input.schema.columns[key].type))
                    columns.append(below.input.schema.columns[key])
                }
                kind = .session(gap: gap, keys: moved)
            }
            return Windowing(
                input: .project(below.input, kept, .init(columns)),
                window: below.window.moved(kind, timeColumn: expressions.count - windowColumns.count),
                mapping: mapping,
                windowColumns: windowColumns
            )
        default: return nil
        }
    }

    /// The columns of this plan that are window properties which an operator below assigned, whether it still stands as a window
    /// function or is an aggregate, a join or a rank over one.
    var windowColumns: [Int: WindowProperty] {
        switch self {
        case .windowTable(let input, _, _):
            let count = input.schema.columns.count
            return [count: .start, count + 1: .end, count + 2: .time]
        case .windowAggregate(_, let node):
            let first = node.keys.count + node.aggregates.count
            return Dictionary(
                uniqueKeysWithValues: node.properties.enumerated().map { (first + $0.offset, $0.element) }
            )
        case .filter(let input, _), .rank(let input, _): return input.windowColumns
        case .project(let input, let expressions, _):
            let below = input.windowColumns
            var found: [Int: WindowProperty] = [:]
            for (index, expression) in expressions.enumerated() {
                if case .column(let column) = expression.kind { found[index] = below[column] }
            }
            return found
        case .join(let left, let right, let join):
            guard case .window = join.scope else { return [:] }
            var found = left.windowColumns
            if join.kind != .semi, join.kind != .anti {
                for (column, property) in right.windowColumns { found[left.schema.columns.count + column] = property }
            }
            return found
        default: return [:]
        }
    }
}
