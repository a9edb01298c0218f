import StreamSQL

/// Makes the operators of plans, those of one worker. Tables that several statements read are read once.
package final class JobBuilder {
    /// Opens the source of a scan.
    package typealias Open = (LogicalPlan.Scan) throws -> any TableSource

    /// A source and where its rows go.
    struct Input {
        let source: any TableSource
        let node: Node
    }

    private(set) var inputs: [Input] = []
    /// In the order of the flow.
    private(set) var nodes: [Node] = []
    private var scans: [LogicalPlan: Node] = [:]
    private let open: Open

    /// A builder that opens sources so.
    package init(open: @escaping Open) { self.open = open }

    /// Adds a plan whose rows go into a sink.
    ///
    /// - Throws: `UnsupportedPlan`, `UnsupportedAggregate`, and what opening a source throws.
    package func add(_ plan: LogicalPlan, into sink: any RowSink, table: String, allowsChanges: Bool) throws {
        let end = try node("Sink", SinkOperator(sink, allowsChanges: allowsChanges, table: table))
        try build(plan).connect(to: end, input: 0)
        // Its place is behind what feeds it.
        nodes.removeAll { $0 === end }
        nodes.append(end)
    }

    private func node(_ name: String, _ stepper: any Operator, inputs: Int = 1) throws -> Node {
        let node = Node("\(name)[\(nodes.count + 1)]", stepper, inputs: inputs)
        nodes.append(node)
        return node
    }

    private func chain(_ name: String, _ stepper: any Operator, after inputs: LogicalPlan...) throws -> Node {
        let above = try inputs.map { try build($0) }
        let node = try node(name, stepper, inputs: inputs.count)
        for (index, input) in above.enumerated() { input.connect(to: node, input: index) }
        return node
    }

    private func build(_ plan: LogicalPlan) throws -> Node {
        switch plan {
        case .scan(let scan):
            if let known = scans[plan] { return known }
            let node = try node("Source: \(scan.table.name)", PassThrough())
            inputs.append(Input(source: try open(scan), node: node))
            scans[plan] = node
            return node
        case .values(let rows, let schema):
            let node = try node("Values", PassThrough())
            inputs.append(Input(source: ValuesSource(rows, schema), node: node))
            return node
        case .project(.filter(let input, let condition), let expressions, _):
            return try chain("Calc", try Calc(condition: condition, projections: expressions), after: input)
        case .project(let input, let expressions, _):
            return try chain("Calc", try Calc(condition: nil, projections: expressions), after: input)
        case .filter(let input, let condition):
            let same = input.schema.columns.enumerated().map { BoundExpression.column($0.offset, $0.element.type) }
            return try chain("Calc", try Calc(condition: condition, projections: same), after: input)
        case .watermark(let input, let column, let expression, _):
            if let known = scans[plan] { return known }
            let assigner = try WatermarkAssigner(expression, timeColumn: column)
            let sources = inputs.count
            let node = try chain("WatermarkAssigner", assigner, after: input)
            if inputs.count == sources + 1 { (inputs[sources].source as? TopicSource)?.assigner = assigner }
            scans[plan] = node
            return node
        case .windowTable(let input, let window, _):
            return try chain("WindowTableFunction", try WindowTable(window), after: input)
        case .windowAggregate(let input, let aggregate):
            if case .session = aggregate.window.kind {
                let stepper = try SessionAggregation(aggregate, inputTypes: input.schema.types)
                return try chain("WindowAggregate", stepper, after: input)
            }
            let stepper = try WindowAggregation(aggregate, inputTypes: input.schema.types)
            return try chain("WindowAggregate", stepper, after: input)
        case .expand(let input, let keys, let sets, _):
            return try chain("Expand", Expand(keys: keys, sets: sets), after: input)
        case .union(let inputs, _):
            let above = try inputs.map { try build($0) }
            let node = try node("Union", PassThrough(), inputs: inputs.count)
            for (index, input) in above.enumerated() { input.connect(to: node, input: index) }
            return node
        case .groupAggregate, .join, .rank, .over, .match:
            return try buildStateful(plan)
        }
    }

    private func buildStateful(_ plan: LogicalPlan) throws -> Node {
        switch plan {
        case .groupAggregate(let input, let aggregate):
            let stepper = try GroupAggregate(
                aggregate,
                inputTypes: input.schema.types,
                canRetract: input.emitsUpdates,
                emitsUpdateBefore: true
            )
            return try chain("GroupAggregate", stepper, after: input)
        case .join(let left, let right, let join): return try build(join, left, right)
        case .rank(let input, let rank): return try build(rank, input)
        case .match(let input, let match):
            let stepper = try MatchRecognition(match, inputTypes: input.schema.types) { expression in
                let evaluator = try Evaluator(expression)
                return { try evaluator.evaluate($0, selection: nil) }
            }
            return try chain("Match", stepper, after: input)
        case .over(let input, let over):
            guard over.isEventTime else { throw UnsupportedPlan("OVER by processing time") }
            return try chain("OverAggregate", try Over(over, inputTypes: input.schema.types), after: input)
        default: preconditionFailure("not a stateful operator")
        }
    }

    private func build(_ join: LogicalPlan.Join, _ left: LogicalPlan, _ right: LogicalPlan) throws -> Node {
        let condition = try join.condition.map { try Evaluator($0) }
        let (leftTypes, rightTypes) = (left.schema.types, right.schema.types)
        switch join.scope {
        case .unbounded:
            let stepper = Join(
                join,
                leftTypes: leftTypes,
                rightTypes: rightTypes,
                leftCanRetract: left.emitsUpdates,
                rightCanRetract: right.emitsUpdates,
                condition: condition
            )
            return try chain("Join", stepper, after: left, right)
        case .window:
            let stepper = WindowJoin(join, leftTypes: leftTypes, rightTypes: rightTypes, condition: condition)
            return try chain("WindowJoin", stepper, after: left, right)
        case .interval(_, _, _, _, let isEventTime):
            guard isEventTime else { throw UnsupportedPlan("an interval join by processing time") }
            let stepper = IntervalJoin(join, leftTypes: leftTypes, rightTypes: rightTypes, condition: condition)
            return try chain("IntervalJoin", stepper, after: left, right)
        case .temporal:
            let stepper = TemporalJoin(join, leftTypes: leftTypes, rightTypes: rightTypes, condition: condition)
            return try chain("TemporalJoin", stepper, after: left, right)
        }
    }

    private func build(_ rank: LogicalPlan.Rank, _ input: LogicalPlan) throws -> Node {
        let types = input.schema.types
        if rank.window != nil {
            let isByTime = rank.range == 1...1 && rank.order.count == 1 && !rank.emitsNumber
            let keepsLast =
                isByTime && !rank.order[0].isAscending && input.schema.columns[rank.order[0].column].isEventTime
            let stepper = WindowRank(rank, inputTypes: types, keepsLastOfEqualTimes: keepsLast)
            return try chain("WindowRank", stepper, after: input)
        }
        if rank.deduplicates(input) {
            let stepper = Deduplicate(rank, inputTypes: types, emitsUpdateBefore: true)
            return try chain("Deduplicate", stepper, after: input)
        }
        guard rank.range.upperBound < Int64.max else {
            throw UnsupportedPlan("ROW_NUMBER without a filter on it")
        }
        let stepper = Rank(
            rank,
            inputTypes: types,
            strategy: input.emitsUpdates ? .retract : .append,
            emitsUpdateBefore: true
        )
        return try chain("Rank", stepper, after: input)
    }
}

extension Evaluator: RowPredicate {}

/// Hands rows on as they are.
final class PassThrough: Operator {
    func process(_ batch: Batch, input: Int, to output: Output) throws { try output.emit(batch) }
}
