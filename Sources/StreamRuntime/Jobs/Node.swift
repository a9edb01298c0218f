/// An operator in its place in a job: what it is called, where its batches go, how far its inputs' watermarks are, what it has
/// done so far.
final class Node {
    /// As EXPLAIN and metrics name it: `WindowAggregate[3]`.
    let name: String
    let stepper: any Operator
    private(set) var targets: [(node: Node, input: Int)] = []
    private var inputWatermarks: [Int64]
    /// The inputs that hold no watermark back, because their tables are idle.
    private var idleInputs: [Bool]
    private(set) var watermark = Watermark.start
    /// Set if the node follows a table's watermark.
    private let assigner: WatermarkAssigner?
    private var assigned = Watermark.start
    private var rowWatermarks = Column(.int64, capacity: 1)
    private lazy var output = Output { [unowned self] batch in try forward(batch) }

    private(set) var rowsIn: Int64 = 0
    private(set) var rowsOut: Int64 = 0
    /// Nanoseconds in the operator itself, without those behind it.
    fileprivate(set) var busyNanoseconds: UInt64 = 0
    private let clock: BusyClock
    /// In which stage of a round its rows come: exchanges lie between stages.
    private(set) var stage = 0
    /// The inputs of the job that its rows come from.
    private(set) var sources: Set<Int> = []
    /// Whether rows come to it that waited for no watermark.
    private(set) var takesPromptRows = false

    init(_ name: String, _ stepper: any Operator, inputs: Int, clock: BusyClock) {
        self.name = name
        self.stepper = stepper
        self.clock = clock
        assigner = stepper as? WatermarkAssigner
        inputWatermarks = Array(repeating: Watermark.start, count: inputs)
        idleInputs = Array(repeating: false, count: inputs)
    }

    func connect(to node: Node, input: Int) {
        targets.append((node, input))
        node.follow(self)
    }

    /// Says behind which node it comes, in the same stage or a later one.
    func follow(_ node: Node, stagesLater: Int = 0) {
        stage = max(stage, node.stage + stagesLater)
        sources.formUnion(node.sources)
        if node.takesPromptRows, !node.stepper.waitsForWatermarks { takesPromptRows = true }
    }

    /// Says that an input of the job begins with it.
    func begin(input: Int) {
        sources = [input]
        takesPromptRows = true
    }

    func receive(_ batch: Batch, input: Int) throws {
        rowsIn += Int64(batch.count)
        let caller = clock.enter(self)
        defer { clock.leave(to: caller) }
        let own = batch.watermarks
        if inputWatermarks.count > 1, own != nil { limitRowWatermarks(batch, input) }
        try stepper.process(batch, input: input, to: output)
        batch.watermarks = own
        if let assigner, assigner.raisesWithinRounds, assigner.watermark > assigned {
            assigned = assigner.watermark
            try forward(watermark: assigned)
        }
    }

    /// With several inputs a row is as late as the slowest input says.
    private func limitRowWatermarks(_ batch: Batch, _ input: Int) {
        guard let own = batch.watermarks else { return }
        let counted = inputWatermarks.indices.filter { $0 != input && !idleInputs[$0] }
        let others = counted.map { inputWatermarks[$0] }.min() ?? Watermark.end
        rowWatermarks.reset()
        rowWatermarks.reserve(batch.count)
        rowWatermarks.count = batch.count
        for row in 0..<batch.count { rowWatermarks.int64s[row] = min(own.int64s[row], others) }
        batch.watermarks = rowWatermarks
    }

    private func forward(_ batch: Batch) throws {
        rowsOut += Int64(batch.count)
        for target in targets { try target.node.receive(batch, input: target.input) }
    }

    /// An input's watermark rose.
    func receive(watermark: Int64, input: Int) throws {
        inputWatermarks[input] = max(inputWatermarks[input], watermark)
        try rise()
    }

    /// Whether all its inputs are idle.
    var isIdle: Bool { idleInputs.allSatisfy { $0 } }

    /// An input becomes idle or ceases to be. Flink: WatermarkStatus.
    func receive(isIdle: Bool, input: Int) throws {
        guard idleInputs[input] != isIdle else { return }
        let wasIdle = self.isIdle
        idleInputs[input] = isIdle
        try rise()
        if self.isIdle != wasIdle { try forward(isIdle: isIdle) }
    }

    /// Tells the nodes behind it whether it is idle.
    func forward(isIdle: Bool) throws {
        for target in targets { try target.node.receive(isIdle: isIdle, input: target.input) }
    }

    /// Follows the slowest input that is not idle; where all are, the furthest. Flink: StatusWatermarkValve.
    private func rise() throws {
        let counted = inputWatermarks.indices.filter { !idleInputs[$0] }
        let lowest = counted.map { inputWatermarks[$0] }.min() ?? inputWatermarks.max() ?? Watermark.end
        guard lowest > self.watermark else { return }
        self.watermark = lowest
        let caller = clock.enter(self)
        defer { clock.leave(to: caller) }
        try stepper.advance(to: lowest, output: output)
        // What follows a table's watermark takes it from the table's rows; only the end of the input comes from above.
        if assigner == nil || lowest == Watermark.end { try forward(watermark: lowest) }
    }

    /// Processing time goes on.
    func pass(to processingTime: Int64) throws {
        let caller = clock.enter(self)
        defer { clock.leave(to: caller) }
        try stepper.pass(to: processingTime, output: output)
    }

    /// Tells the nodes behind it how far this one is.
    func forward(watermark: Int64) throws {
        let delay = stepper.watermarkDelay
        let delayed =
            watermark == Watermark.end || watermark < Watermark.start + delay ? watermark : watermark - delay
        for target in targets { try target.node.receive(watermark: delayed, input: target.input) }
    }

    /// The bytes that its source read or its sink wrote; nil if it is neither.
    var bytes: Int64? { source?.bytesRead ?? (stepper as? SinkOperator)?.bytesWritten }
    /// Set if it hands on what a source reads.
    var source: (any TableSource)?
    /// The watermark to show: what follows a table's watermark shows that.
    var reportedWatermark: Int64 { assigner?.watermark ?? watermark }

    /// Its last snapshot: memory for the next one, when that is written.
    private var snapshotRecords: StateBytes?

    /// What a node's operator wrote.
    struct Snapshot {
        let records: StateBytes
        /// State that other checkpoints have too, with its records if this one is the first.
        let shared: [(state: SharedState, records: StateBytes?)]
    }

    /// - Parameters:
    ///   - keyedOnly: leaves out what belongs to no key, since another worker's node writes it.
    ///   - names: for state that is shared with other checkpoints; nil for none.
    func snapshot(keyedOnly: Bool, names: SharedState.Names?) -> Snapshot {
        let writer = StateWriter(keyedOnly: keyedOnly, names: names, reusing: snapshotRecords.take())
        writer.record(table: Self.watermarkTable, keyHash: nil) { writer in
            writer.put(watermark)
            writer.put(UInt32(inputWatermarks.count))
            for watermark in inputWatermarks { writer.put(watermark) }
        }
        stepper.snapshot(to: writer)
        let records = writer.finish()
        snapshotRecords = records
        return Snapshot(records: records, shared: writer.shared)
    }

    /// The table of a node's own record among its operator's.
    static let watermarkTable: UInt8 = 0x7F

    func restore(_ record: StateRecord) throws {
        guard record.table == Self.watermarkTable else { return try stepper.restore(record) }
        var record = record
        watermark = try record.number()
        for input in 0..<Int(try record.number(UInt32.self)) where input < inputWatermarks.count {
            inputWatermarks[input] = try record.number()
        }
    }
}

/// Tells how long each operator of a worker was at work: when one calls the next, the next one's time begins.
final class BusyClock {
    private var current: Node?
    private var since: UInt64 = 0

    /// A node begins; answers which one it interrupts.
    func enter(_ node: Node) -> Node? {
        let caller = current
        turn(to: node)
        return caller
    }

    /// The node that began last ends.
    func leave(to caller: Node?) { turn(to: caller) }

    private func turn(to node: Node?) {
        let now = MonotonicClock.nanoseconds
        current?.busyNanoseconds += now - since
        since = now
        current = node
    }
}
