import StreamSQL

/// Makes the operators of plans, those of one worker. Tables that several statements read are read once.
final class JobBuilder {
    /// A source and where its rows go.
    struct Input {
        let source: any TableSource
        let node: Node
    }

    /// Where rows change from worker to worker.
    struct Exchange {
        let sender: ExchangeSender
        let senderNode: Node
        let receiver: ExchangeReceiver
    }

    private(set) var inputs: [Input] = []
    /// In the order of the flow, without exchanges.
    private(set) var nodes: [Node] = []
    private(set) var exchanges: [Exchange] = []
    private var built: [Part: Node] = [:]
    private let worker: Int
    private let workers: Int
    private let open: JobGraph.Open
    private let clock = BusyClock()
    /// Whether an expression reads the watermark of its row, which one worker must have followed from the first row on.
    private(set) var readsWatermarks = false
    /// The processing time in ms since the epoch.
    let processingTime: () -> Int64

    /// - Parameters:
    ///   - worker: whose operators these are.
    ///   - workers: how many there are.
    ///   - processingTime: the processing time in ms since the epoch.
    init(
        worker: Int,
        of workers: Int,
        processingTime: @escaping () -> Int64,
        open: @escaping JobGraph.Open
    ) {
        self.processingTime = processingTime
        self.worker = worker
        self.workers = workers
        self.open = open
    }

    /// Adds a plan whose rows go into a sink.
    ///
    /// - Parameter key: the columns whose values decide into which worker's sink; none for one worker's, nil for any.
    ///
    /// - Throws: `UnsupportedPlan`, `UnsupportedAggregate`, and what opening a source throws.
    func add(_ plan: LogicalPlan, into sink: SinkOperator, by key: [Int]?) throws {
        readsWatermarks = readsWatermarks || plan.readsWatermarks
        var last = try build(plan)
        if let key, key.isEmpty || plan.partitioning != key { last = exchange(last, by: key) }
        last.connect(to: try node("Sink", sink), input: 0)
    }

    /// Whether rows keep their watermarks in the operators that are built: below windows over rows that are updated.
    private var keepsRowWatermarks = false

    /// A part of a plan, and how its operators are built.
    private struct Part: Hashable {
        let plan: LogicalPlan
        let keepsRowWatermarks: Bool
    }

    private func node(_ name: String, _ stepper: any Operator, inputs: Int = 1) throws -> Node {
        let node = Node("\(name)[\(nodes.count + 1)]", stepper, inputs: inputs, clock: clock)
        nodes.append(node)
        return node
    }

    /// Sends rows to the workers that have their keys.
    private func exchange(_ input: Node, by keys: [Int]) -> Node {
        guard workers > 1 else { return input }
        let sender = ExchangeSender(keys: keys, workers: workers)
        let senderNode = Node("Exchange", sender, inputs: 1, clock: clock)
        input.connect(to: senderNode, input: 0)
        let entry = Node("Exchange", PassThrough(), inputs: 1, clock: clock)
        entry.follow(senderNode, stagesLater: 1)
        let receiver = ExchangeReceiver(entry, worker: worker)
        exchanges.append(Exchange(sender: sender, senderNode: senderNode, receiver: receiver))
        return entry
    }

    /// Puts an operator behind its inputs. One that keeps state for each key names the columns of the key in each input; no
    /// columns if there is one key only. `keepingRowWatermarks`: in all operators before it.
    private func chain(
        _ name: String,
        _ stepper: any Operator,
        after inputs: LogicalPlan...,
        by keys: [[Int]]? = nil,
        keepingRowWatermarks: Bool = false
    ) throws -> Node {
        let outer = keepsRowWatermarks
        keepsRowWatermarks = outer || keepingRowWatermarks
        var above = try inputs.map { try build($0) }
        keepsRowWatermarks = outer
        if let keys {
            for (index, input) in inputs.enumerated() where input.partitioning != keys[index] {
                above[index] = exchange(above[index], by: keys[index])
            }
        }
        let isKeeper = keepsRowWatermarks && keys != nil
        let node = try node(name, isKeeper ? RowWatermarkKeeper(stepper) : stepper, inputs: inputs.count)
        for (index, input) in above.enumerated() { input.connect(to: node, input: index) }
        return node
    }

    /// The operators of a plan; those of equal parts of plans are the same.
    private func build(_ plan: LogicalPlan) throws -> Node {
        let part = Part(plan: plan, keepsRowWatermarks: keepsRowWatermarks)
        if let known = built[part] { return known }
        let node = try make(plan)
        built[part] = node
        return node
    }

    private func make(_ plan: LogicalPlan) throws -> Node {
        switch plan {
        case .scan(let scan):
            let node = try node("Source: \(scan.table.name)", PassThrough())
            node.begin(input: inputs.count)
            let source = try open(scan)
            node.source = source
            inputs.append(Input(source: source, node: node))
            return node
        case .values(let rows, let schema):
            let node = try node("Values", PassThrough())
            node.begin(input: inputs.count)
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
            let assigner = try WatermarkAssigner(expression, timeColumn: column)
            let node = try chain("WatermarkAssigner", assigner, after: input)
            if let source = node.sources.first, node.sources.count == 1 {
                (inputs[source].source as? TopicSource)?.assigner = assigner
            }
            return node
        case .windowTable(let input, let window, _):
            let (stepper, keys) = try windowTable(window, input)
            return try chain("WindowTableFunction", stepper, after: input, by: keys)
        case .windowAggregate(let input, let aggregate):
            try refuseUnmergeable(aggregate)
            let stepper = try windowAggregate(aggregate, input)
            return try chain(
                "WindowAggregate",
                stepper,
                after: input,
                by: [aggregate.keys],
                keepingRowWatermarks: input.emitsUpdates
            )
        case .expand(let input, let keys, let sets, _):
            return try chain("Expand", Expand(keys: keys, sets: sets), after: input)
        case .union(let inputs, _):
            let above = try inputs.map { try build($0) }
            let node = try node("Union", PassThrough(), inputs: inputs.count)
            for (index, input) in above.enumerated() { input.connect(to: node, input: index) }
            return node
        case .unnest(let input, let node):
            let stepper = try Unnest(node, inputWidth: input.schema.columns.count)
            return try chain("Correlate", stepper, after: input)
        case .groupAggregate, .join, .rank, .over, .match, .sort, .number, .runningAggregate, .normalize, .materialize:
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
                emitsUpdateBefore: true,
                ignoringRetractions: GroupAggregate.callsIgnoringRetractions(aggregate, input: input),
                now: processingTime
            )
            return try chain("GroupAggregate", stepper, after: input, by: [aggregate.keys])
        case .join(let left, let right, let join): return try build(join, left, right)
        case .rank(let input, let rank): return try build(rank, input)
        case .match(let input, let match):
            let stepper = try MatchRecognition(match, inputTypes: input.schema.types) { expression in
                let evaluator = try Evaluator(expression)
                return { try evaluator.evaluate($0, selection: nil) }
            }
            guard input.schema.columns[match.order[0].column].isProcessingTime else {
                return try chain("Match", stepper, after: input, by: [match.partition])
            }
            let timed = ProcessingTimeOperator(
                stepper,
                timeColumns: [match.order[0].column],
                release: .immediately,
                clock: processingTime
            )
            return try chain("Match", timed, after: input, by: [match.partition])
        case .over(let input, let over):
            return try chain(
                "OverAggregate",
                try self.over(over, input.schema.types),
                after: input,
                by: [over.partition]
            )
        case .sort(let input, let node):
            guard node.isEventTime else { return try build(input) }
            let stepper = TemporalSort(node, inputTypes: input.schema.types)
            return try chain("TemporalSort", stepper, after: input, by: [[]])
        case .number(let input, let node):
            let stepper = RowNumbering(node, inputTypes: input.schema.types, now: processingTime)
            return try chain("OverAggregate", stepper, after: input, by: [node.partition])
        case .runningAggregate(let input, let node):
            let stepper = try RunningAggregate(node, inputTypes: input.schema.types)
            return try chain("OverAggregate", stepper, after: input, by: [node.partition])
        case .normalize(let input, let node):
            let stepper = ChangelogNormalize(
                node,
                inputTypes: input.schema.types,
                condition: try node.condition.map { try Evaluator($0) },
                now: processingTime
            )
            return try chain("ChangelogNormalize", stepper, after: input, by: [node.key])
        case .materialize(let input, let node):
            let stepper = UpsertMaterialize(node, inputTypes: input.schema.types, now: processingTime)
            return try chain("UpsertMaterialize", stepper, after: input, by: [node.key])
        default: preconditionFailure("not a stateful operator")
        }
    }

    private func build(_ join: LogicalPlan.Join, _ left: LogicalPlan, _ right: LogicalPlan) throws -> Node {
        let condition = try join.condition.map { try Evaluator($0) }
        let (leftTypes, rightTypes) = (left.schema.types, right.schema.types)
        let keys = [join.equalities.map(\.left), join.equalities.map(\.right)]
        switch join.scope {
        case .unbounded:
            let stepper = Join(
                join,
                leftTypes: leftTypes,
                rightTypes: rightTypes,
                leftCanRetract: left.emitsUpdates,
                rightCanRetract: right.emitsUpdates,
                condition: condition,
                now: processingTime
            )
            return try chain("Join", stepper, after: left, right, by: keys)
        case .window:
            let stepper = WindowJoin(join, leftTypes: leftTypes, rightTypes: rightTypes, condition: condition)
            let timed = try overAssignedWindows(stepper, left, "a window join")
            return try chain("WindowJoin", timed, after: left, right, by: keys)
        case .interval(let leftTime, let rightTime, _, _, let isEventTime):
            let stepper = IntervalJoin(
                join.byEventTime,
                leftTypes: leftTypes,
                rightTypes: rightTypes,
                condition: condition
            )
            guard !isEventTime else { return try chain("IntervalJoin", stepper, after: left, right, by: keys) }
            let timed = ProcessingTimeOperator(stepper, timeColumns: [leftTime, rightTime], clock: processingTime)
            return try chain("IntervalJoin", timed, after: left, right, by: keys)
        case .temporal:
            let stepper = TemporalJoin(join, leftTypes: leftTypes, rightTypes: rightTypes, condition: condition)
            return try chain("TemporalJoin", stepper, after: left, right, by: keys)
        }
    }

    private func build(_ rank: LogicalPlan.Rank, _ input: LogicalPlan) throws -> Node {
        let types = input.schema.types
        if rank.window != nil {
            let isByTime = rank.range == 1...1 && rank.order.count == 1 && !rank.emitsNumber
            let keepsLast =
                isByTime && !rank.order[0].isAscending && input.schema.columns[rank.order[0].column].isEventTime
            let stepper = WindowRank(rank, inputTypes: types, keepsLastOfEqualTimes: keepsLast)
            let timed = try overAssignedWindows(stepper, input, "a window Top-N")
            return try chain("WindowRank", timed, after: input, by: [rank.partition])
        }
        if rank.deduplicates(input), input.schema.columns[rank.order[0].column].isProcessingTime {
            let stepper = ProcessingTimeDeduplicate(
                rank,
                inputTypes: types,
                emitsUpdateBefore: true,
                timeToLive: rank.timeToLive,
                now: processingTime
            )
            return try chain("Deduplicate", stepper, after: input, by: [rank.partition])
        }
        if rank.deduplicates(input) {
            let stepper = Deduplicate(rank, inputTypes: types, emitsUpdateBefore: true)
            return try chain("Deduplicate", stepper, after: input, by: [rank.partition])
        }
        guard rank.range.upperBound < Int64.max else {
            throw UnsupportedPlan("ROW_NUMBER without a filter on it")
        }
        let stepper = Rank(
            rank,
            inputTypes: types,
            strategy: rank.order.isEmpty && input.emitsUpdates
                ? .retract : Rank.strategy(rank, input: input, isUpdated: input.emitsUpdates),
            emitsUpdateBefore: !rank.updatesWithoutBefore(input),
            now: processingTime
        )
        return try chain("Rank", stepper, after: input, by: [rank.partition])
    }

    /// Flink: FIRST_VALUE and LAST_VALUE cannot be merged, so windows that are put together from parts have none.
    private func refuseUnmergeable(_ aggregate: LogicalPlan.WindowAggregate) throws {
        switch aggregate.window.kind {
        case .tumble, .assigned: return
        case .hop, .cumulate, .session: break
        }
        let isFirstOrLast = { (call: AggregateCall) in call.function == .firstValue || call.function == .lastValue }
        guard aggregate.aggregates.contains(where: isFirstOrLast) else { return }
        throw UnsupportedPlan("FIRST_VALUE or LAST_VALUE in HOP, CUMULATE or SESSION windows")
    }
}

extension Evaluator: RowPredicate {}

/// Hands rows on as they are.
final class PassThrough: Operator {
    func process(_ batch: Batch, input: Int, to output: Output) throws { try output.emit(batch) }
}
