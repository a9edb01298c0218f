/// An operator in its place in a job: what it is called, where its batches go, how far its inputs' watermarks are, what it has
/// done so far.
final class Node {
    /// As EXPLAIN and metrics name it: `WindowAggregate[3]`.
    let name: String
    let stepper: any Operator
    private(set) var targets: [(node: Node, input: Int)] = []
    private var inputWatermarks: [Int64]
    private(set) var watermark = Watermark.start
    /// Set if the node follows a table's watermark.
    private let assigner: WatermarkAssigner?
    private var assigned = Watermark.start
    private var rowWatermarks = Column(.int64, capacity: 1)
    private lazy var output = Output { [unowned self] batch in try forward(batch) }

    private(set) var rowsIn: Int64 = 0
    private(set) var rowsOut: Int64 = 0

    init(_ name: String, _ stepper: any Operator, inputs: Int) {
        self.name = name
        self.stepper = stepper
        assigner = stepper as? WatermarkAssigner
        inputWatermarks = Array(repeating: Watermark.start, count: inputs)
    }

    func connect(to node: Node, input: Int) { targets.append((node, input)) }

    func receive(_ batch: Batch, input: Int) throws {
        rowsIn += Int64(batch.count)
        let own = batch.watermarks
        if inputWatermarks.count > 1, own != nil { limitRowWatermarks(batch, input) }
        try stepper.process(batch, input: input, to: output)
        batch.watermarks = own
        if let assigner, assigner.watermark > assigned {
            assigned = assigner.watermark
            try forward(watermark: assigned)
        }
    }

    /// With several inputs a row is as late as the slowest input says.
    private func limitRowWatermarks(_ batch: Batch, _ input: Int) {
        guard let own = batch.watermarks else { return }
        let others = inputWatermarks.enumerated().filter { $0.offset != input }.map(\.element).min() ?? Watermark.end
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
        let lowest = inputWatermarks.min() ?? Watermark.end
        guard lowest > self.watermark else { return }
        self.watermark = lowest
        try stepper.advance(to: lowest, output: output)
        // What follows a table's watermark takes it from the table's rows; only the end of the input comes from above.
        if assigner == nil || lowest == Watermark.end { try forward(watermark: lowest) }
    }

    /// Tells the nodes behind it how far this one is.
    func forward(watermark: Int64) throws {
        let delay = stepper.watermarkDelay
        let delayed =
            watermark == Watermark.end || watermark < Watermark.start + delay ? watermark : watermark - delay
        for target in targets { try target.node.receive(watermark: delayed, input: target.input) }
    }

    func snapshot() -> [UInt8] {
        let writer = StateWriter()
        writer.record(table: Self.watermarkTable, keyHash: nil) { writer in
            writer.put(watermark)
            writer.put(UInt32(inputWatermarks.count))
            for watermark in inputWatermarks { writer.put(watermark) }
        }
        stepper.snapshot(to: writer)
        return writer.bytes
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
