import StreamSQL

/// Lets an operator for event time work by processing time: rows have the time at which they come, and the watermark follows
/// the clock. What is open when the input ends stays open, as in Flink: no time passes any more.
package final class ProcessingTimeOperator: Operator {
    /// When rows of a time come out.
    package enum Release: Hashable, Sendable {
        /// When the time is over: windows, joins.
        case afterwards
        /// At once, each batch having a time of its own: functions OVER rows.
        case immediately
    }

    private static let table: UInt8 = 0x7E
    private static let version: UInt8 = 1
    private let inner: any Operator
    /// The time column of each input; nil if its windows were assigned below.
    private let timeColumns: [Int?]
    private let release: Release
    private let clock: () -> Int64
    private var time = Watermark.start

    /// An operator by the time of a clock, in ms since the epoch.
    package init(
        _ inner: any Operator,
        timeColumns: [Int?],
        release: Release = .afterwards,
        clock: @escaping () -> Int64
    ) {
        self.inner = inner
        self.timeColumns = timeColumns
        self.release = release
        self.clock = clock
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts { inner.counts }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let now = clock()
        switch release {
        case .afterwards:
            time = max(time, now)
            try inner.advance(to: time - 1, output: output)
        case .immediately: time = max(time &+ 1, now)
        }
        let moved = Batch(columns: batch.columns, count: batch.count)
        moved.kinds = batch.kinds
        if let timeColumn = timeColumns[input] {
            let column = Column(.int64, capacity: max(1, batch.count))
            column.count = batch.count
            column.int64s.update(repeating: time, count: batch.count)
            moved.columns[timeColumn] = column
        }
        try inner.process(moved, input: input, to: output)
        if release == .immediately { try inner.advance(to: time, output: output) }
    }

    /// See `Operator.pass`.
    package func pass(to processingTime: Int64, output: Output) throws {
        guard release == .afterwards, processingTime > time else { return }
        time = processingTime
        try inner.advance(to: time - 1, output: output)
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        writer.record(table: Self.table, version: Self.version, keyHash: nil) { $0.put(time) }
        inner.snapshot(to: writer)
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        guard record.table == Self.table else { return try inner.restore(record) }
        var record = try KeyedRecords.check(record, table: Self.table, version: Self.version)
        time = max(time, try record.number())
    }
}
