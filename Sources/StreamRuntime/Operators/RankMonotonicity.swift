import StreamSQL

/// How the values of a column change when their row is updated. Flink: SqlMonotonicity in FlinkRelMdModifiedMonotonicity.
package enum RankMonotonicity: Hashable, Sendable {
    /// Not at all.
    case constant
    /// They only grow.
    case increasing
    /// They only fall.
    case decreasing
    /// In some other way.
    case none
}

extension RankMonotonicity {
    /// How the columns of a plan change; nil if rows may be deleted, or if Flink knows nothing. As in Flink, a SUM is not
    /// known to grow; Flink knows it for arguments with a lower limit.
    package static func of(_ plan: LogicalPlan) -> [RankMonotonicity]? {
        let columns = plan.schema.columns.count
        switch plan {
        case .scan(let scan) where scan.table.isUpserted: return nil
        case .scan, .values, .over: return Array(repeating: .constant, count: columns)
        case .watermark(let input, _, _, _), .expand(let input, _, _, _):
            guard let input = of(input) else { return nil }
            return Array(repeating: input.allSatisfy { $0 == .constant } ? .constant : .none, count: columns)
        case .windowTable, .windowAggregate, .match, .unnest, .runningAggregate, .normalize, .materialize:
            return nil
        case .sort(let input, _): return of(input)
        case .number: return Array(repeating: .constant, count: columns)
        case .project(let input, let expressions, _):
            guard let input = of(input) else { return nil }
            if input.allSatisfy({ $0 == .constant }) { return Array(repeating: .constant, count: columns) }
            return expressions.map { of($0, input) }
        case .filter(let input, let condition):
            guard let input = of(input) else { return nil }
            return isChangedBy(input, condition) ? Array(repeating: .none, count: columns) : input
        case .groupAggregate(let input, let node): return of(node, of(input))
        case .join(let left, let right, let node): return of(node, of(left), of(right))
        case .rank(let input, let node): return of(node, of(input), input, columns)
        case .union(let inputs, _):
            let all = inputs.map { of($0) }
            guard let first = all[0], !all.contains(where: { $0 == nil }) else { return nil }
            return all.allSatisfy { $0 == first } ? first : Array(repeating: .none, count: columns)
        }
    }

    private static func of(_ expression: BoundExpression, _ input: [RankMonotonicity]) -> RankMonotonicity {
        switch expression.kind {
        case .column(let index): input[index]
        case .cast(let operand, _): of(operand, input)
        default: .none
        }
    }

    /// Whether rows may begin or cease to fulfil a condition when they are updated. Flink: isNeedRetract.
    private static func isChangedBy(_ input: [RankMonotonicity], _ condition: BoundExpression) -> Bool {
        guard case .call(let function, let operands) = condition.kind else {
            return condition.columns.contains { input[$0] != .constant }
        }
        let changing = operands.filter { $0.columns.contains { input[$0] != .constant } }.map { of($0, input) }
        switch function {
        case .and, .or: return operands.contains { isChangedBy(input, $0) }
        case .greater, .greaterOrEqual: return changing.contains { $0 != .increasing }
        case .less, .lessOrEqual: return changing.contains { $0 != .decreasing }
        default: return condition.columns.contains { input[$0] != .constant }
        }
    }

    private static func of(
        _ node: LogicalPlan.GroupAggregate,
        _ input: [RankMonotonicity]?
    ) -> [RankMonotonicity]? {
        guard let input, node.keys.allSatisfy({ input[$0] == .constant }) else { return nil }
        let isUpdated = input.contains { $0 != .constant }
        let calls = node.aggregates.map { call -> RankMonotonicity in
            if call.function == .count { return call.arguments.count > 1 && isUpdated ? .none : .increasing }
            let own: RankMonotonicity =
                switch call.function {
                case .maximum: .increasing
                case .minimum: .decreasing
                default: .none
                }
            return isUpdated && call.arguments.contains { input[$0] != own } ? .none : own
        }
        return node.keys.map { _ in .constant } + calls
    }

    private static func of(
        _ node: LogicalPlan.Join,
        _ left: [RankMonotonicity]?,
        _ right: [RankMonotonicity]?
    ) -> [RankMonotonicity]? {
        if case .interval = node.scope { return Array(repeating: .constant, count: node.schema.columns.count) }
        guard let left, let right, node.kind != .anti else { return nil }
        let isUpdated = (left + right).contains { $0 != .constant }
        let hasConstantKeys = node.equalities.allSatisfy { left[$0.left] == .constant && right[$0.right] == .constant }
        guard hasConstantKeys, !isUpdated || node.condition == nil && !node.equalities.isEmpty else { return nil }
        return node.kind == .semi ? left : left + right
    }

    private static func of(
        _ node: LogicalPlan.Rank,
        _ input: [RankMonotonicity]?,
        _ plan: LogicalPlan,
        _ columns: Int
    ) -> [RankMonotonicity]? {
        guard let input, node.window == nil, node.partition.allSatisfy({ input[$0] == .constant }) else { return nil }
        var result = Array(repeating: RankMonotonicity.none, count: columns)
        for column in node.partition { result[column] = .constant }
        guard let order = node.order.first else { return nil }
        if node.range == 1...1, !node.emitsNumber {
            guard input.allSatisfy({ $0 == .constant }) else { return nil }
            let isLast = node.order.count == 1 && !order.isAscending
            if isLast || plan.schema.columns[order.column].isEventTime { return result }
            return Array(repeating: .constant, count: columns)
        }
        if node.emitsNumber { result[columns - 1] = .constant }
        switch input[order.column] {
        case .increasing, .constant: if !order.isAscending { result[order.column] = .increasing }
        case .decreasing: break
        case .none: return result
        }
        if order.isAscending, input[order.column] != .increasing { result[order.column] = .decreasing }
        return result
    }
}

extension GroupAggregate {
    /// The aggregates that need not take withdrawn rows back: MAX over a column that only grows, MIN over one that only
    /// falls. It shows in what is emitted between a row's withdrawal and its new version. Flink:
    /// AggregateUtil.deriveAggCallNeedRetractions.
    package static func callsIgnoringRetractions(
        _ plan: LogicalPlan.GroupAggregate,
        input: LogicalPlan
    ) -> Set<Int> {
        guard let columns = RankMonotonicity.of(.groupAggregate(input, plan)) else { return [] }
        return Set(
            plan.aggregates.indices.filter { index in
                switch (plan.aggregates[index].function, columns[plan.keys.count + index]) {
                case (.maximum, .increasing), (.minimum, .decreasing): true
                default: false
                }
            }
        )
    }
}

extension Rank {
    /// How a rank takes its input's rows. Flink: RankProcessStrategy.analyzeRankProcessStrategies, where the upsert key is
    /// known of an aggregation alone.
    package static func strategy(_ plan: LogicalPlan.Rank, input: LogicalPlan, isUpdated: Bool) -> Strategy {
        guard isUpdated else { return .append }
        guard let key = upsertKey(input), plan.partition.allSatisfy(key.contains),
            let columns = RankMonotonicity.of(input)
        else { return .retract }
        let getsBetter = plan.order.allSatisfy { order in
            switch columns[order.column] {
            case .constant: true
            case .increasing: !order.isAscending
            case .decreasing: order.isAscending
            case .none: false
            }
        }
        return getsBetter ? .update(key: key) : .retract
    }

    /// The columns that say which row an update replaces; nil if they are not all there, or not known.
    private static func upsertKey(_ plan: LogicalPlan) -> [Int]? {
        switch plan {
        case .groupAggregate(_, let node): return node.keys.isEmpty ? nil : Array(node.keys.indices)
        case .filter(let input, _): return upsertKey(input)
        case .project(let input, let expressions, _):
            return upsertKey(input)?.reduce(into: Optional([Int]())) { key, column in
                let place = expressions.firstIndex {
                    if case .column(column) = $0.kind { true } else { false }
                }
                key = place.flatMap { place in key.map { $0 + [place] } }
            }
        default: return nil
        }
    }
}
