extension BoundExpression: CustomStringConvertible {
    /// As plans show it: columns by number, operators as functions.
    public var description: String { described { "$\($0)" } }

    func described(_ column: (Int) -> String) -> String {
        switch kind {
        case .column(let index): return column(index)
        case .literal(let literal): return literal.described(type)
        case .call(let function, let arguments):
            return "\(function.rawValue)(\(arguments.map { $0.described(column) }.joined(separator: ", ")))"
        case .cast(let operand, let isTry):
            return "\(isTry ? "TRY_CAST" : "CAST")(\(operand.described(column)) AS \(type.logical))"
        }
    }
}

extension BoundExpression.Literal {
    fileprivate func described(_ type: DataType) -> String {
        switch self {
        case .null: "NULL"
        case .boolean(let value): value ? "TRUE" : "FALSE"
        case .integer(let value):
            switch type.logical {
            case .intervalMilliseconds: "INTERVAL \(value) MS"
            case .intervalMonths: "INTERVAL \(value) MONTH"
            default: "\(value)"
            }
        case .double(let value): "\(value)"
        case .decimal(let value):
            if case .decimal(_, let scale) = type.logical { "\(value)E-\(scale)" } else { "\(value)" }
        case .string(let value): "'\(value)'"
        }
    }
}

extension LogicalPlan {
    /// The plan as a tree, a line an operator, with the kinds of changes that each emits.
    public func explained(depth: Int = 0) -> String {
        let line = String(repeating: "   ", count: max(0, depth - 1)) + (depth > 0 ? "+- " : "") + summary
        let below = inputs.map { $0.explained(depth: depth + 1) }
        return ([line + ", changelogMode=[\(changes)]"] + below).joined(separator: "\n")
    }

    private var changes: String { givesNewestRows ? "UA,D" : emitsUpdates ? "I,UB,UA,D" : "I" }

    /// Whether its rows are those of a table that changes before they are normalized.
    private var givesNewestRows: Bool {
        switch self {
        case .scan(let scan): scan.table.isUpserted
        case .filter(let input, _), .project(let input, _, _), .watermark(let input, _, _, _): input.givesNewestRows
        default: false
        }
    }

    /// What it does itself, in a line.
    public var summary: String {
        let names = inputs.flatMap { $0.schema.columns.map(\.name) }
        func name(_ index: Int) -> String { index < names.count ? names[index] : "$\(index)" }
        func list(_ columns: [Int]) -> String { columns.map(name).joined(separator: ", ") }
        func calls(_ calls: [AggregateCall]) -> String {
            calls.map { call in
                let arguments = call.arguments.isEmpty ? "*" : list(call.arguments)
                return "\(call.function.rawValue)(\(call.isDistinct ? "DISTINCT " : "")\(arguments))"
                    + (call.filter.map { " FILTER \(name($0))" } ?? "")
            }.joined(separator: ", ")
        }
        switch self {
        case .scan(let scan):
            return
                "TableSourceScan(table=[\(scan.table.name)], fields=[\(scan.schema.columns.map(\.name).joined(separator: ", "))])"
        case .values(let rows, _): return "Values(rows=[\(rows.count)])"
        case .project(_, let expressions, let schema):
            let items = zip(expressions, schema.columns).map { expression, column in
                let text = expression.described(name)
                return text == column.name ? text : "\(text) AS \(column.name)"
            }
            return "Calc(select=[\(items.joined(separator: ", "))])"
        case .filter(_, let condition): return "Calc(where=[\(condition.described(name))])"
        case .watermark(_, let column, let expression, _):
            return "WatermarkAssigner(rowtime=[\(name(column))], watermark=[\(expression.described(name))])"
        case .windowTable(_, let window, _):
            return "WindowTableFunction(window=[\(window.summary)], time=[\(name(window.timeColumn))])"
        case .windowAggregate(_, let node):
            return "WindowAggregate(groupBy=[\(list(node.keys))], window=[\(node.window.summary)],"
                + " time=[\(name(node.window.timeColumn))], select=[\(calls(node.aggregates))])"
        case .groupAggregate(_, let node):
            return "GroupAggregate(groupBy=[\(list(node.keys))], select=[\(calls(node.aggregates))])"
        case .join(let left, _, let node):
            let width = left.schema.columns.count
            let equalities = node.equalities.map { "\(name($0.left)) = \(name($0.right + width))" }
            let condition = node.condition.map { ", where=[\($0.described(name))]" } ?? ""
            return
                "\(node.scope.summary)(joinType=[\(node.kind.rawValue)], on=[\(equalities.joined(separator: " AND "))]\(condition))"
        case .rank(_, let node):
            return
                "Rank(partitionBy=[\(list(node.partition))], orderBy=[\(node.order.map { "\(name($0.column)) \($0.isAscending ? "ASC" : "DESC")" }.joined(separator: ", "))],"
                + " range=[\(node.range.lowerBound), \(node.range.upperBound)]\(node.window == nil ? "" : ", window"))"
        case .over(_, let node):
            return "OverAggregate(partitionBy=[\(list(node.partition))], orderBy=[\(name(node.order))],"
                + " select=[\(calls(node.aggregates))])"
        case .match(_, let node):
            return "Match(partitionBy=[\(list(node.partition))], pattern=[\(node.pattern.summary(node.variables))])"
        case .expand(_, let keys, let sets, _): return "Expand(keys=[\(list(keys))], sets=[\(sets.count)])"
        case .union(let inputs, _): return "Union(all=[true], inputs=[\(inputs.count)])"
        case .unnest(_, let node):
            return
                "Correlate(collection=[\(node.collection.described(name))], joinType=[\(node.isOuter ? "LEFT" : "INNER")])"
        case .sort(_, let node):
            return "TemporalSort(orderBy=[\(list([node.time] + node.ties.map(\.column)))])"
        case .number(_, let node):
            return "OverAggregate(partitionBy=[\(list(node.partition))], orderBy=[\(name(node.order))],"
                + " functions=[\(node.functions.count)])"
        case .normalize(_, let node):
            let condition = node.condition.map { ", condition=[\($0.described(name))]" } ?? ""
            return "ChangelogNormalize(key=[\(list(node.key))]\(condition))"
        case .materialize(_, let node):
            return "UpsertMaterialize(key=[\(list(node.key))], rowKey=[\(node.rowKey.map(list) ?? "*")])"
        case .runningAggregate(_, let node):
            return "OverAggregate(partitionBy=[\(list(node.partition))], orderBy=[\(list(node.order.map(\.column)))],"
                + " functions=[\(node.functions.count)])"
        }
    }

    /// Whether rows that were emitted may be withdrawn or replaced.
    public var emitsUpdates: Bool {
        switch self {
        case .scan(let scan): scan.table.isUpserted
        case .values, .windowAggregate, .match, .over, .number: false
        case .groupAggregate, .runningAggregate, .normalize, .materialize: true
        case .join(let left, let right, let node):
            switch node.scope {
            case .unbounded: node.kind != .inner && node.kind != .semi || left.emitsUpdates || right.emitsUpdates
            case .interval, .window, .temporal: false
            }
        case .rank(let input, let node):
            node.window == nil && !(node.deduplicates(input) && node.order[0].isAscending)
                && !(node.order.isEmpty && !input.emitsUpdates) && !node.isTimely(input)
                && !node.updatesWithoutBefore(input)
        case .project(let input, _, _), .filter(let input, _), .watermark(let input, _, _, _),
            .windowTable(let input, _, _), .expand(let input, _, _, _), .unnest(let input, _), .sort(let input, _):
            input.emitsUpdates
        case .union(let inputs, _): inputs.contains(where: \.emitsUpdates)
        }
    }
}

extension LogicalPlan.Rank {
    /// Whether it keeps one row of each partition by the time attribute of an input that only grows: the first row, once no
    /// earlier one can come, or the last one so far. Flink: StreamExecDeduplicate.
    public func deduplicates(_ input: LogicalPlan) -> Bool {
        window == nil && range == 1...1 && order.count == 1 && !isLimit
            && input.schema.columns[order[0].column].time != nil
            && !input.emitsUpdates
    }
}

extension LogicalPlan.Rank {
    /// Whether it is a Top-1 by several columns, or one that ascends, of rows that only come. Flink 2.3 takes it for a
    /// de-duplication that never updates: a better row comes as an update, but what it replaces is not withdrawn.
    public func updatesWithoutBefore(_ input: LogicalPlan) -> Bool {
        window == nil && range == 1...1 && (order.count > 1 || order[0].isAscending) && !isLimit && !input.emitsUpdates
    }

    /// Whether nothing bounds its number and rows come in the order of time: numbers never change.
    fileprivate func isTimely(_ input: LogicalPlan) -> Bool {
        range.upperBound == Int64.max && order.count == 1 && order[0].isAscending
            && input.schema.columns[order[0].column].time != nil && !input.emitsUpdates
    }
}

extension LogicalPlan.Window {
    fileprivate var summary: String {
        switch kind {
        case .tumble(let size): "TUMBLE(size=[\(size) ms])"
        case .hop(let slide, let size): "HOP(slide=[\(slide) ms], size=[\(size) ms])"
        case .cumulate(let step, let size): "CUMULATE(step=[\(step) ms], size=[\(size) ms])"
        case .session(let gap, _): "SESSION(gap=[\(gap) ms])"
        case .assigned: "assigned"
        }
    }
}

extension LogicalPlan.Join.Scope {
    fileprivate var summary: String {
        switch self {
        case .unbounded: "Join"
        case .interval: "IntervalJoin"
        case .window: "WindowJoin"
        case .temporal: "TemporalJoin"
        }
    }
}

extension LogicalPlan.Match.Pattern {
    fileprivate func summary(_ variables: [String]) -> String {
        switch self {
        case .variable(let index): variables[index]
        case .sequence(let parts): parts.map { $0.summary(variables) }.joined(separator: " ")
        case .alternation(let parts): "(" + parts.map { $0.summary(variables) }.joined(separator: " | ") + ")"
        case .repetition(let part, let atLeast, let atMost, let isGreedy):
            "(\(part.summary(variables))){\(atLeast),\(atMost.map(String.init) ?? "")}\(isGreedy ? "" : "?")"
        }
    }
}
