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

/// The end of a chain of operators: hands rows to a sink.
final class SinkOperator: Operator {
    private let sink: any RowSink
    private let allowsChanges: Bool
    private let table: String
    /// Bytes of records so far.
    var bytesWritten: Int64 { sink.bytesWritten }
    /// Whether it tells the sink when all rows came.
    var finishes = true

    init(_ sink: any RowSink, allowsChanges: Bool, table: String) {
        self.sink = sink
        self.allowsChanges = allowsChanges
        self.table = table
    }

    func process(_ batch: Batch, input: Int, to output: Output) throws {
        if !allowsChanges, batch.kinds != nil, (0..<batch.count).contains(where: { batch.kind($0).isRetraction }) {
            throw SourceError("table '\(table)' takes inserts only, but the query updates its rows")
        }
        try sink.write(batch)
    }

    func advance(to watermark: Int64, output: Output) throws {
        if finishes, watermark == Watermark.end { try sink.finish() }
    }
}
