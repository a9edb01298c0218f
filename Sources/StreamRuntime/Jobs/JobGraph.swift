import Dispatch
import StreamSQL

/// Which part of an input a worker reads.
package struct SourceShare: Sendable, Hashable {
    /// The worker, from 0.
    package let worker: Int
    /// How many workers there are.
    package let workers: Int
    /// Bytes of a file that a worker reads in one round.
    package let blockBytes: Int64

    /// A part.
    package init(worker: Int, of workers: Int, blockBytes: Int64 = 1 << 20) {
        self.worker = worker
        self.workers = workers
        self.blockBytes = blockBytes
    }
}

/// The operators of a job: the same graph for each of its workers, with exchanges where rows go to the worker that has their
/// key.
///
/// A job proceeds in rounds, and a round in stages: all workers do a stage, each on its own thread, before any begins the
/// next (bulk synchronous). So the order in which an operator takes its rows depends on the input alone, and not on how fast
/// the threads are.
package final class JobGraph {
    /// Opens the source of a scan.
    package typealias Open = (LogicalPlan.Scan) throws -> any TableSource
    /// The most workers of a job.
    package static let parallelismMax = 64

    /// How many workers there are.
    package let parallelism: Int
    let workers: [JobBuilder]
    /// Bytes of a file that a worker reads in one round, if several do.
    package var blockBytes: Int64 = 1 << 20
    private let processingTime: @Sendable () -> Int64
    private var ended: Set<Int> = []

    /// A job without operators.
    ///
    /// - Parameters:
    ///   - processingTime: the processing time in ms since the epoch; a job that is to be replayed has one a round.
    ///   - open: opens a source; called for each worker.
    package init(
        parallelism: Int = 1,
        processingTime: @escaping @Sendable () -> Int64 = EvaluationContext.systemTime,
        open: @escaping Open
    ) {
        self.processingTime = processingTime
        precondition(1...Self.parallelismMax ~= parallelism, "a job has 1 to \(Self.parallelismMax) workers")
        self.parallelism = parallelism
        workers = (0..<parallelism).map {
            JobBuilder(worker: $0, of: parallelism, processingTime: processingTime, open: open)
        }
    }

    /// Adds a plan whose rows go into one sink.
    ///
    /// - Throws: `UnsupportedPlan`, `UnsupportedAggregate`, and what opening a source throws.
    package func add(
        _ plan: LogicalPlan,
        into sink: any RowSink,
        table: String,
        intake: Binder.Intake
    ) throws {
        let names = plan.schema.columns.map(\.name)
        for worker in workers {
            let end = SinkOperator(sink, intake: intake, table: table, names: names)
            // why: each worker's graph is the same, but all rows and the end come to one of them.
            end.finishes = parallelism == 1
            try worker.add(plan, into: end, by: [])
        }
        guard parallelism > 1 else { return }
        let owner = ExchangeSender.worker(UInt32(truncatingIfNeeded: RowHash.seed), of: parallelism)
        (workers[owner].nodes.last?.stepper as? SinkOperator)?.finishes = true
    }

    /// Adds a plan whose rows go into a sink of each worker, which is made for it; all changes of a key into the same.
    ///
    /// - Throws: as `add(_:into:table:intake:)`.
    package func add(
        _ plan: LogicalPlan,
        intoEach sink: (SourceShare) throws -> any RowSink,
        table: String,
        intake: Binder.Intake
    ) throws {
        let names = plan.schema.columns.map(\.name)
        for (index, worker) in workers.enumerated() {
            let end = SinkOperator(
                try sink(SourceShare(worker: index, of: parallelism)),
                intake: intake,
                table: table,
                names: names
            )
            var key: [Int]?
            if case .upserts(let columns, _) = intake.changes { key = columns }
            try worker.add(plan, into: end, by: key)
        }
    }

    /// Whether rows reach a sink that waited for no watermark.
    var writesPromptly: Bool {
        workers[0].nodes.contains { $0.stepper is SinkOperator && $0.takesPromptRows }
    }

    /// The names of the operators, in the order of the flow.
    var operatorNames: [String] { workers[0].nodes.map(\.name) }

    /// Calls a function for each worker, at the same time.
    ///
    /// - Throws: the first worker's error that throws.
    func forEachWorker(_ body: (Int, JobBuilder) throws -> Void) throws {
        guard parallelism > 1 else { return try body(0, workers[0]) }
        var results: [Result<Void, any Error>] = Array(repeating: .success(()), count: parallelism)
        results.withUnsafeMutableBufferPointer { results in
            // why: each iteration writes its own element and works on its own worker.
            nonisolated(unsafe) let results = results
            nonisolated(unsafe) let body = body  // why: as above
            nonisolated(unsafe) let workers = workers  // why: as above
            DispatchQueue.concurrentPerform(iterations: parallelism) { index in
                results[index] = Result { try body(index, workers[index]) }
            }
        }
        for result in results { try result.get() }
    }

    /// What follows the tables' watermarks, by worker; the same ones in the same order in each. To be asked for when all plans
    /// are added.
    private(set) lazy var assigners: [[(assigner: WatermarkAssigner, node: Node)]] = workers.map { worker in
        worker.nodes.compactMap { node in (node.stepper as? WatermarkAssigner).map { ($0, node) } }
    }

    /// Lets files be read by all workers, where that gives the same rows as one does.
    func divideInputs() {
        guard parallelism > 1, workers[0].nodes.allSatisfy({ $0.sources.count <= 1 }), !workers[0].readsWatermarks
        else {
            return
        }
        for (index, worker) in workers.enumerated() {
            let share = SourceShare(worker: index, of: parallelism, blockBytes: blockBytes)
            for input in worker.inputs { input.source.divide(share) }
        }
    }

    /// Tells who follows several tables which of them are idle. To be called before a round's rows come.
    func passIdleness() throws {
        let assigners = assigners
        try forEachWorker { index, _ in
            for (assigner, node) in assigners[index] { try node.forward(isIdle: assigner.isIdle) }
        }
    }

    /// Does what follows when the workers have read their part of a round: the watermarks rise, and the rows that were sent
    /// to other workers are processed.
    ///
    /// - Parameter endedInputs: the inputs, by number, that have nothing more in any worker.
    func finishRound(endedInputs: Set<Int> = []) throws {
        let assigners = assigners
        if parallelism > 1 { shareWatermarks(assigners) }
        let newlyEnded = endedInputs.subtracting(ended).sorted()
        ended.formUnion(endedInputs)
        let now = processingTime()
        try forEachWorker { index, worker in
            for node in worker.nodes { try node.pass(to: now) }
            for (assigner, node) in assigners[index] {
                assigner.endRound()
                try node.forward(watermark: assigner.watermark)
            }
            for input in newlyEnded { try worker.inputs[input].node.receive(watermark: Watermark.end, input: 0) }
        }
        guard let last = workers[0].exchanges.map(\.receiver.node.stage).max() else { return }
        for stage in 1...last {
            try forEachWorker { _, worker in
                let exchanges = worker.exchanges.enumerated().filter { $0.element.receiver.node.stage == stage }
                for (number, exchange) in exchanges {
                    let isIdle = workers.allSatisfy { $0.exchanges[number].senderNode.isIdle }
                    try exchange.receiver.node.receive(isIdle: isIdle, input: 0)
                }
                for (number, exchange) in exchanges {
                    try exchange.receiver.receive(from: workers.map { $0.exchanges[number].sender })
                }
            }
        }
    }

    /// All workers learn how far the splits are that others read.
    private func shareWatermarks(_ assigners: [[(assigner: WatermarkAssigner, node: Node)]]) {
        for number in assigners[0].indices {
            let all = assigners.map { $0[number].assigner }
            setBases(all, behind: assigners[0][number].node)
            for split in 0..<all[0].splitCount {
                let furthest = all.map { $0.watermark(of: split) }.max() ?? Watermark.start
                for assigner in all { assigner.raise(split, to: furthest) }
            }
        }
    }

    /// Where workers read consecutive parts of one split, a row's watermark counts the parts before its own.
    private func setBases(_ assigners: [WatermarkAssigner], behind node: Node) {
        guard assigners[0].splitCount == 1 else { return }
        var base = Watermark.start
        for (index, assigner) in assigners.enumerated() {
            for exchange in workers[index].exchanges
            where exchange.senderNode.stage == 0 && exchange.senderNode.sources == node.sources {
                exchange.sender.base = base
            }
            base = max(base, assigner.watermark(of: 0))
        }
    }

    /// All state, by the operators' names, in the order of the flow.
    ///
    /// - Parameter names: for state that may be shared with earlier snapshots, which are durable then; nil for all of it.
    func snapshot(names: SharedState.Names? = nil) throws -> [Checkpoint.NodeState] {
        var parts = Array(repeating: [Node.Snapshot](), count: parallelism)
        try parts.withUnsafeMutableBufferPointer { parts in
            // why: each worker writes its own element.
            nonisolated(unsafe) let parts = parts
            try forEachWorker { index, worker in
                parts[index] = worker.nodes.map { $0.snapshot(keyedOnly: index > 0, names: names) }
            }
        }
        return workers[0].nodes.enumerated().map { number, node in
            Checkpoint.NodeState(
                name: node.name,
                records: parts.map { $0[number].records },
                shared: parts.flatMap { $0[number].shared }
            )
        }
    }

    /// Puts back what `snapshot` gave, at this or another parallelism.
    ///
    /// - Throws: `StateError`.
    func restore(_ saved: [Checkpoint.NodeState]) throws {
        try forEachWorker { index, worker in
            for (node, part) in zip(worker.nodes, saved) {
                for records in part.records {
                    try StateRecord.each(in: records) { record in
                        if let hash = record.keyHash, ExchangeSender.worker(hash, of: parallelism) != index { return }
                        try node.restore(record)
                    }
                }
            }
        }
    }

    /// What the operators have done, in the order of the flow, of all workers together.
    package var counters: [OperatorMetrics] {
        workers[0].nodes.indices.map { number in
            OperatorMetrics(of: workers.map { $0.nodes[number] })
        }
    }

    /// What the sources could not read and left out.
    package var skipped: SkippedInput {
        workers.flatMap(\.inputs).reduce(into: SkippedInput()) {
            $0.records += $1.source.skipped.records
            $0.fields += $1.source.skipped.fields
        }
    }
}
