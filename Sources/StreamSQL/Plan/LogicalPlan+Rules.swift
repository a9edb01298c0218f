extension LogicalPlan {
    /// The same operation over other inputs with the same columns.
    func mappingInputs(_ transform: (LogicalPlan) -> LogicalPlan) -> LogicalPlan {
        switch self {
        case .scan, .values: self
        case .project(let input, let expressions, let schema): .project(transform(input), expressions, schema)
        case .filter(let input, let condition): .filter(transform(input), condition)
        case .watermark(let input, let column, let expression, let schema):
            .watermark(transform(input), column: column, expression, schema)
        case .windowTable(let input, let window, let schema): .windowTable(transform(input), window, schema)
        case .windowAggregate(let input, let node): .windowAggregate(transform(input), node)
        case .groupAggregate(let input, let node): .groupAggregate(transform(input), node)
        case .join(let left, let right, let node): .join(transform(left), transform(right), node)
        case .rank(let input, let node): .rank(transform(input), node)
        case .over(let input, let node): .over(transform(input), node)
        case .match(let input, let node): .match(transform(input), node)
        case .expand(let input, let keys, let sets, let schema):
            .expand(transform(input), keys: keys, sets: sets, schema)
        case .union(let inputs, let schema): .union(inputs.map(transform), schema)
        case .unnest(let input, let node): .unnest(transform(input), node)
        case .sort(let input, let node): .sort(transform(input), node)
        case .number(let input, let node): .number(transform(input), node)
        case .runningAggregate(let input, let node): .runningAggregate(transform(input), node)
        case .normalize(let input, let node): .normalize(transform(input), node)
        case .materialize(let input, let node): .materialize(transform(input), node)
        }
    }

    /// The same plan by the rules that do not depend on which columns are needed.
    func withRules() -> LogicalPlan { numberingUnboundedRanks().normalizingConditions() }

    /// The same plan with row numbers that nothing bounds as functions of the rows before. Flink: OverAggregate.
    func numberingUnboundedRanks() -> LogicalPlan {
        let plan = mappingInputs { $0.numberingUnboundedRanks() }
        guard case .rank(let input, let rank) = plan, rank.range == 1...Int64.max, rank.window == nil,
            rank.emitsNumber, rank.order.count == 1, rank.order[0].isAscending
        else { return plan }
        if let time = input.schema.columns[rank.order[0].column].time, !input.emitsUpdates {
            let node = Numbering(
                partition: rank.partition,
                order: rank.order[0].column,
                isEventTime: time == .event,
                functions: [.rowNumber],
                schema: rank.schema
            )
            return .number(input, node)
        }
        let node = RunningAggregate(
            partition: rank.partition,
            order: rank.order,
            isRows: true,
            functions: [.rowNumber],
            schema: rank.schema
        )
        return .runningAggregate(input, node)
    }

    /// The same plan with state that lives for a time after it was written.
    func keepingState(for timeToLive: Int64) -> LogicalPlan {
        switch mappingInputs({ $0.keepingState(for: timeToLive) }) {
        case .groupAggregate(let input, var node):
            node.timeToLive = timeToLive
            return .groupAggregate(input, node)
        case .rank(let input, var node):
            node.timeToLive = timeToLive
            return .rank(input, node)
        case .join(let left, let right, var node) where node.scope == .unbounded:
            node.timeToLive = timeToLive
            return .join(left, right, node)
        case .normalize(let input, var node):
            node.timeToLive = timeToLive
            return .normalize(input, node)
        case .number(let input, var node):
            node.timeToLive = timeToLive
            return .number(input, node)
        case .over(let input, var node):
            node.timeToLive = timeToLive
            return .over(input, node)
        case .materialize(let input, var node):
            node.timeToLive = timeToLive
            return .materialize(input, node)
        case let other: return other
        }
    }

    /// Whether CURRENT_WATERMARK is computed somewhere.
    public var readsWatermarks: Bool {
        let own: [BoundExpression] =
            switch self {
            case .project(_, let expressions, _): expressions
            case .filter(_, let condition): [condition]
            default: []
            }
        return own.contains(where: \.readsWatermark) || inputs.contains(where: \.readsWatermarks)
    }
}

extension BoundExpression {
    fileprivate var readsWatermark: Bool {
        switch kind {
        case .column, .literal: false
        case .call(.currentWatermark, _): true
        case .call(_, let arguments): arguments.contains(where: \.readsWatermark)
        case .cast(let operand, _): operand.readsWatermark
        }
    }
}
