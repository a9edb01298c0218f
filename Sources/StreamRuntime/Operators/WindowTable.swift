import StreamSQL

/// Puts each row into its windows: once for each, with the window's columns behind its own. Flink:
/// WindowTableFunctionOperator; rows whose window is over are dropped and counted.
package final class WindowTable: Operator {
    private let math: WindowMath
    private let timeColumn: Int
    private var lateRows: Int64 = 0
    private var watermark = Watermark.start

    /// An operator for TUMBLE, HOP or CUMULATE.
    package init(_ window: LogicalPlan.Window) throws(UnsupportedPlan) {
        guard let math = WindowMath(window) else {
            throw UnsupportedPlan("SESSION without GROUP BY window_start, window_end right above it")
        }
        self.math = math
        timeColumn = window.timeColumn
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.lateRows = lateRows
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let column = batch.columns[timeColumn]
        var rows: [UInt32] = []
        var windows: [WindowMath.Stretch] = []
        // Flink: rows without time are in no window.
        for row in 0..<batch.count where !column.isNull(row) {
            for window in math.windows(of: math.slice(of: column.int64s[row])) {
                rows.append(UInt32(row))
                windows.append(window)
            }
        }
        let selection = Selection(capacity: max(1, rows.count))
        for (index, row) in rows.enumerated() { selection.rows[index] = row }
        selection.count = rows.count
        let result = batch.gather(selection)
        for property in [LogicalPlan.WindowProperty.start, .end, .time] {
            let values = Column(.int64, capacity: max(1, rows.count))
            values.count = rows.count
            for (index, window) in windows.enumerated() {
                values.int64s[index] = property.value(start: window.start, end: window.end)
            }
            result.columns.append(values)
        }
        try output.emit(result)
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws { self.watermark = watermark }
}

/// What the built-in engine cannot run, though it is SQL that it understands.
package struct UnsupportedPlan: Error, Hashable, Sendable, CustomStringConvertible {
    /// What it is.
    package let what: String

    /// Something.
    package init(_ what: String) { self.what = what }

    /// A sentence of it.
    package var description: String { "\(what) is not supported" }
}
