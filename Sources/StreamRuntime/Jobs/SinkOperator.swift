import StreamSQL

/// The end of a chain of operators: hands rows to a sink, those that it takes.
final class SinkOperator: Operator {
    private let sink: any RowSink
    private let intake: Binder.Intake
    private let table: String
    private let names: [String]
    private let selection = Selection(capacity: 0)
    /// Bytes of records so far.
    var bytesWritten: Int64 { sink.bytesWritten }
    /// Whether it tells the sink when all rows came.
    var finishes = true

    /// - Parameter names: what the table's columns are called that are written.
    init(_ sink: any RowSink, intake: Binder.Intake, table: String, names: [String]) {
        self.sink = sink
        self.intake = intake
        self.table = table
        self.names = names
    }

    func process(_ batch: Batch, input: Int, to output: Output) throws {
        let rows = try withoutNulls(batch)
        switch intake.changes {
        case .all: try sink.write(rows)
        case .inserts:
            if rows.kinds != nil, (0..<rows.count).contains(where: { rows.kind($0).isRetraction }) {
                throw SourceError("table '\(table)' takes inserts only, but the query updates its rows")
            }
            try sink.write(rows)
        case .upserts(_, let deletesBefore):
            guard let kinds = rows.kinds?.booleans, !deletesBefore else { return try sink.write(rows) }
            try write(rows) { kinds[$0] != RowKind.updateBefore.rawValue }
        }
    }

    /// The rows without those that have NULL where the table has none. Flink: ConstraintEnforcer.
    private func withoutNulls(_ batch: Batch) throws -> Batch {
        let columns = intake.required.filter { batch.columns[$0].nulls != nil }
        guard !columns.isEmpty else { return batch }
        select(batch.count) { row in !columns.contains { batch.columns[$0].isNull(row) } }
        if selection.count == batch.count { return batch }
        guard intake.dropsNulls else {
            let column =
                columns.first { column in (0..<batch.count).contains { batch.columns[column].isNull($0) } } ?? 0
            throw SourceError(
                "Column '\(names[column])' is NOT NULL, however, a null value is being written into it. You can set job"
                    + " configuration 'table.exec.sink.not-null-enforcer'='DROP' to suppress this exception and drop such"
                    + " records silently. (table '\(table)')"
            )
        }
        return batch.gather(selection)
    }

    private func write(_ batch: Batch, where isKept: (Int) -> Bool) throws {
        select(batch.count, isKept)
        if selection.count == batch.count { return try sink.write(batch) }
        if selection.count > 0 { try sink.write(batch.gather(selection)) }
    }

    private func select(_ count: Int, _ isKept: (Int) -> Bool) {
        selection.reserve(count)
        var kept = 0
        for row in 0..<count where isKept(row) {
            selection.rows[kept] = UInt32(truncatingIfNeeded: row)
            kept += 1
        }
        selection.count = kept
    }

    func advance(to watermark: Int64, output: Output) throws {
        if finishes, watermark == Watermark.end { try sink.finish() }
    }
}
