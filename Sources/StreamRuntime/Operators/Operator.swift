/// A step of a job, of one parallel worker: takes batches and watermarks, hands batches on. Synchronous, and owned by one
/// thread at a time; only the job's driver suspends.
///
/// A batch belongs to its emitter again when `process` returns: what an operator keeps it copies, long strings into an
/// arena of its own.
package protocol Operator: AnyObject {
    /// Takes rows of an input (0 for the only or the left one).
    func process(_ batch: Batch, input: Int, to output: Output) throws
    /// The watermark of all inputs together rose to this time (ms; `Watermark.end` at the end of the input): emits what is
    /// due. The driver hands the watermark on afterwards, less `watermarkDelay`.
    func advance(to watermark: Int64, output: Output) throws
    /// Processing time goes on (ms since the epoch): emits what is due by it. The driver tells it once a round.
    func pass(to processingTime: Int64, output: Output) throws
    /// Whether all its rows come out because the watermark rose, and none as soon as a row comes in.
    var waitsForWatermarks: Bool { get }
    /// How much later than its watermark an operator may emit rows, in ms.
    var watermarkDelay: Int64 { get }
    /// Writes all state, a record a key.
    func snapshot(to writer: StateWriter)
    /// Puts a record back that `snapshot` wrote. A record may come from any worker and an operator gets those of its keys.
    func restore(_ record: StateRecord) throws
    /// What it has counted so far.
    var counts: OperatorCounts { get }
}

extension Operator {
    /// Rows come out at once.
    package var waitsForWatermarks: Bool { false }
    /// No delay.
    package var watermarkDelay: Int64 { 0 }
    /// Nothing to count.
    package var counts: OperatorCounts { OperatorCounts() }
    /// Nothing depends on it.
    package func pass(to processingTime: Int64, output: Output) throws {}
    /// Nothing to emit.
    package func advance(to watermark: Int64, output: Output) throws {}
    /// No state.
    package func snapshot(to writer: StateWriter) {}
    /// No state.
    package func restore(_ record: StateRecord) throws { throw StateError.unexpectedRecord(table: record.table) }
}

/// What operators count beside rows in and out, which the driver counts.
package struct OperatorCounts: Sendable, Hashable {
    /// Rows that came after their window. Flink: numLateRecordsDropped.
    package var lateRows: Int64 = 0
    /// Keys with state.
    package var keys: Int64 = 0
    /// Bytes of state, about.
    package var stateBytes: Int64 = 0

    /// Nothing.
    package init() {}
}

/// Times that watermarks have beside those of rows.
package enum Watermark {
    /// Before the first row.
    package static let start = Int64.min
    /// After the last row: everything fires.
    package static let end = Int64.max
}

/// Where an operator hands its batches to.
package final class Output {
    private let receive: (Batch) throws -> Void

    /// An output to a receiver, which must not keep the batch.
    package init(_ receive: @escaping (Batch) throws -> Void) { self.receive = receive }

    /// Hands on a batch; one without rows goes nowhere.
    package func emit(_ batch: Batch) throws {
        if batch.count > 0 { try receive(batch) }
    }
}
