/// An operator whose rows that come out have the watermarks of those that went in, where the operator itself forgets them: what is
/// late for a window above it must not depend on how rows are put into batches.
package final class RowWatermarkKeeper: Operator {
    private let inner: any Operator
    private let column = Column(.int64, capacity: 1)

    /// The same operator with the watermarks of its rows.
    package init(_ inner: any Operator) { self.inner = inner }

    /// See `Operator.waitsForWatermarks`.
    package var waitsForWatermarks: Bool { inner.waitsForWatermarks }

    /// See `Operator.watermarkDelay`.
    package var watermarkDelay: Int64 { inner.watermarkDelay }

    /// See `Operator.counts`.
    package var counts: OperatorCounts { inner.counts }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        guard let known = batch.watermarks?.int64s, batch.count > 0 else {
            return try inner.process(batch, input: input, to: output)
        }
        var start = 0
        while start < batch.count {
            let watermark = known[start]
            var end = start + 1
            while end < batch.count, known[end] == watermark { end += 1 }
            let part = start == 0 && end == batch.count ? batch : batch.slice(start..<end)
            try inner.process(part, input: input, to: marked(output, watermark))
            start = end
        }
    }

    private func marked(_ output: Output, _ watermark: Int64) -> Output {
        Output { [column] batch in
            guard batch.watermarks == nil else { return try output.emit(batch) }
            column.reset()
            column.reserve(batch.count)
            column.count = batch.count
            column.int64s.update(repeating: watermark, count: batch.count)
            batch.watermarks = column
            try output.emit(batch)
            batch.watermarks = nil
        }
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        try inner.advance(to: watermark, output: output)
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
