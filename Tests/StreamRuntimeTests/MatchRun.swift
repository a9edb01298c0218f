import StreamRuntime
import StreamSQL

/// A MATCH_RECOGNIZE under test and the rows that it emitted so far.
final class MatchRun {
    private(set) var operation: MatchRecognition
    private(set) var rows: [[Value]] = []
    private let plan: LogicalPlan.Match
    private let types: [DataType]
    private let limits: MatchLimits
    private lazy var output = Output { [unowned self] batch in rows += batch.rows }

    init(_ plan: LogicalPlan.Match, _ types: [DataType], limits: MatchLimits = MatchLimits()) throws {
        self.plan = plan
        self.types = types
        self.limits = limits
        operation = try Self.make(plan, types, limits)
    }

    private static func make(
        _ plan: LogicalPlan.Match,
        _ types: [DataType],
        _ limits: MatchLimits
    ) throws -> MatchRecognition {
        try MatchRecognition(plan, inputTypes: types, limits: limits, evaluator: MatchEvaluation.evaluator)
    }

    /// Hands rows over in a batch of their own, whose memory is overwritten afterwards as a source would.
    func process(_ rows: [[Value]], watermarks: [Int64]? = nil) throws {
        let batch = Batch(types.map { PhysicalType($0.logical) }, capacity: max(1, rows.count))
        for row in rows { batch.append(row) }
        if let watermarks {
            let column = Column(.int64, capacity: max(1, rows.count))
            for watermark in watermarks { column.append(.int64(watermark)) }
            batch.watermarks = column
        }
        try operation.process(batch, input: 0, to: output)
        for column in batch.columns where column.type != .boxed {
            column.bytes.initializeMemory(as: UInt8.self, repeating: 0xEE, count: column.count * column.type.stride)
        }
    }

    func advance(to watermark: Int64) throws { try operation.advance(to: watermark, output: output) }

    /// All state in the form of a checkpoint.
    var snapshot: [UInt8] {
        let writer = StateWriter()
        operation.snapshot(to: writer)
        return writer.bytes
    }

    /// Goes on with a new operator that has the state of some checkpoints.
    func restart(from snapshots: [[UInt8]], keeping isOwn: (UInt32) -> Bool = { _ in true }) throws {
        operation = try Self.make(plan, types, limits)
        for bytes in snapshots {
            try StateRecord.each(in: bytes) { record in
                if let hash = record.keyHash, !isOwn(hash) { return }
                try operation.restore(record)
            }
        }
    }
}
