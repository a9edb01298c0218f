import StreamSQL

/// Where a job's rows go.
package protocol RowSink: AnyObject {
    /// Takes rows; the batch is its emitter's again afterwards.
    func write(_ batch: Batch) throws
    /// All rows came.
    func finish() throws
    /// Bytes of records so far.
    var bytesWritten: Int64 { get }
}

extension RowSink {
    /// It writes no bytes.
    package var bytesWritten: Int64 { 0 }
}

/// A sink that throws rows away and counts them (connector `blackhole`).
package final class BlackholeSink: RowSink {
    /// Rows so far.
    package private(set) var rows: Int64 = 0

    /// No rows yet.
    package init() {}

    /// See `RowSink.write`.
    package func write(_ batch: Batch) throws { rows += Int64(batch.count) }
    /// See `RowSink.finish`.
    package func finish() throws {}
}

/// A sink that hands rows to a function: for prompts and tests.
package final class CallbackSink: RowSink {
    private let receive: (Batch) throws -> Void

    /// A sink to a function, which must not keep the batch.
    package init(_ receive: @escaping (Batch) throws -> Void) { self.receive = receive }

    /// See `RowSink.write`.
    package func write(_ batch: Batch) throws { try receive(batch) }
    /// See `RowSink.finish`.
    package func finish() throws {}
}
