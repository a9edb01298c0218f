import StreamSQL

/// Lets a window operator work in a zone's local time: times and watermarks come in as local times, `window_start` and
/// `window_end` go out as such, and `window_time` goes out as an instant. Flink: TimeWindowUtil with a shift time zone.
///
/// In the hour that a zone passes twice watermarks stand still.
package final class LocalTimeOperator: Operator {
    private let inner: any Operator
    private let zone: TimeZoneRules
    /// The time column of the input; nil if the windows were assigned below.
    private let timeColumn: Int?
    /// The `window_time` of the output.
    private let instantColumn: Int?
    private let times = Column(.int64, capacity: 1)
    private let watermarks = Column(.int64, capacity: 1)
    private var watermark = Watermark.start

    /// An operator in the local time of a zone.
    package init(_ inner: any Operator, zone: String, timeColumn: Int?, instantColumn: Int?) {
        self.inner = inner
        self.zone = TimeZoneRules(zone)
        self.timeColumn = timeColumn
        self.instantColumn = instantColumn
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts { inner.counts }

    /// Watermarks beyond these times have no local time.
    private static let times = -8_640_000_000_000_000...Int64(8_640_000_000_000_000)

    private func local(_ watermark: Int64) -> Int64 {
        Self.times.contains(watermark) ? zone.local(of: watermark) : watermark
    }

    private static func instant(_ local: Int64, _ zone: TimeZoneRules) -> Int64 {
        times.contains(local) ? zone.instant(ofLocal: local) : local
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let moved = Batch(columns: batch.columns, count: batch.count)
        moved.kinds = batch.kinds
        if let timeColumn { moved.columns[timeColumn] = shifted(batch.columns[timeColumn], times, batch.count) }
        if let own = batch.watermarks {
            resize(watermarks, batch.count)
            var last = watermark
            for row in 0..<batch.count {
                last = max(last, local(own.int64s[row]))
                watermarks.int64s[row] = last
            }
            moved.watermarks = watermarks
        }
        try inner.process(moved, input: input, to: back(output))
    }

    private func resize(_ column: Column, _ count: Int) {
        column.reset()
        column.reserve(max(1, count))
        column.count = count
    }

    private func shifted(_ source: Column, _ target: Column, _ count: Int) -> Column {
        resize(target, count)
        for row in 0..<count {
            if source.isNull(row) {
                target.setNull(row)
            } else {
                target.int64s[row] = zone.local(of: source.int64s[row])
            }
        }
        return target
    }

    /// An output that makes instants of `window_time`.
    private func back(_ output: Output) -> Output {
        guard let instantColumn else { return output }
        return Output { [zone] batch in
            let column = Column(.int64, capacity: max(1, batch.count))
            column.count = batch.count
            let local = batch.columns[instantColumn].int64s
            for row in 0..<batch.count { column.int64s[row] = zone.instant(ofLocal: local[row]) }
            let result = Batch(columns: batch.columns, count: batch.count)
            result.columns[instantColumn] = column
            result.kinds = batch.kinds
            result.watermarks = batch.watermarks.map { own in
                let column = Column(.int64, capacity: max(1, batch.count))
                column.count = batch.count
                for row in 0..<batch.count { column.int64s[row] = Self.instant(own.int64s[row], zone) }
                return column
            }
            try output.emit(result)
        }
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        let moved = max(self.watermark, local(watermark))
        self.watermark = moved
        try inner.advance(to: moved, output: back(output))
    }

    /// See `Operator.pass`.
    package func pass(to processingTime: Int64, output: Output) throws {
        try inner.pass(to: processingTime, output: output)
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) { inner.snapshot(to: writer) }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws { try inner.restore(record) }
}
