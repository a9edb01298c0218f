/// Rows in columns: what flows between operators.
package final class Batch {
    /// The rows of a batch that a source fills: large enough that a call per column costs nothing per row, small enough
    /// that the columns of a query stay in the second-level cache.
    package static let standardCapacity = 2048

    /// The columns; all have `count` rows.
    package var columns: [Column]
    /// The number of rows. Whoever fills the columns through pointers raises it by `setCount`.
    package private(set) var count = 0
    /// One byte a row, the `RowKind` (a `boolean` column is one of bytes); `nil`: all rows are inserts.
    package var kinds: Column?
    /// The event-time watermark in ms that held before each row; `nil` if nobody asked for it.
    package var watermarks: Column?
    /// Where the rows' records come from; `nil` if nobody asked for it.
    package var metadata: RecordMetadata?

    /// The record of the log that each row was read from, as `int64` columns.
    package struct RecordMetadata {
        /// The number of the partition.
        package var partitions: Column
        /// The offset in the partition.
        package var offsets: Column
        /// The record's timestamp in ms since the epoch.
        package var timestamps: Column

        /// No rows, with room for some.
        package init(capacity: Int = Batch.standardCapacity) {
            partitions = Column(.int64, capacity: capacity)
            offsets = Column(.int64, capacity: capacity)
            timestamps = Column(.int64, capacity: capacity)
        }

        /// The three columns.
        package var columns: [Column] { [partitions, offsets, timestamps] }
    }

    /// No rows, with room for some.
    package init(_ types: [PhysicalType], capacity: Int = Batch.standardCapacity) {
        columns = types.map { Column($0, capacity: capacity) }
    }

    /// A batch of columns that are full already; all have the same number of rows.
    package init(columns: [Column], count: Int) {
        precondition(columns.allSatisfy { $0.count == count }, "columns of different lengths")
        self.columns = columns
        self.count = count
    }

    /// The types of the columns.
    package var types: [PhysicalType] { columns.map(\.type) }

    private var allColumns: [Column] {
        var all = columns
        if let kinds { all.append(kinds) }
        if let watermarks { all.append(watermarks) }
        if let metadata { all += metadata.columns }
        return all
    }

    /// Sets the number of rows of the batch and of all its columns.
    package func setCount(_ count: Int) {
        for column in allColumns { column.count = count }
        self.count = count
    }

    /// Takes the number of rows from the columns, after they were appended to one by one.
    package func updateCount() {
        let count = columns.first?.count ?? count
        precondition(allColumns.allSatisfy { $0.count == count }, "columns of different lengths")
        self.count = count
    }

    /// Forgets all rows and keeps the memory.
    package func reset() {
        for column in allColumns { column.reset() }
        count = 0
    }

    /// Makes room in all columns; pointers into them change.
    package func reserve(_ capacity: Int) {
        for column in allColumns { column.reserve(capacity) }
    }

    /// The kinds as bytes to write to; if there were none, all rows so far become inserts.
    package func writableKinds() -> UnsafeMutablePointer<UInt8> {
        if let kinds { return kinds.booleans }
        let column = Column(.boolean, capacity: max(columns.first?.capacity ?? 0, count, 1))
        column.count = count
        kinds = column
        return column.booleans
    }

    /// What a row does.
    package func kind(_ row: Int) -> RowKind {
        guard let kinds else { return .insert }
        return RowKind(rawValue: kinds.booleans[row]) ?? .insert
    }

    /// Appends one row in the form of values. Slow.
    package func append(_ values: [Value], kind: RowKind = .insert) {
        precondition(values.count == columns.count, "a row of another width")
        if kind != .insert { _ = writableKinds() }
        for (column, value) in zip(columns, values) { column.append(value) }
        if let kinds {
            kinds.reserve(count + 1)
            kinds.count = count + 1
            kinds.booleans[count] = kind.rawValue
        }
        count += 1
        for column in allColumns where column.count < count { column.append(.int64(0)) }
    }

    /// A row in the form of values. Slow.
    package func row(_ row: Int) -> [Value] { columns.map { $0[row] } }

    /// All rows in the form of values. Slow.
    package var rows: [[Value]] { (0..<count).map { row($0) } }

    /// A new batch of the selected rows, with their kinds, watermarks and metadata.
    package func gather(_ selection: Selection) -> Batch { map(count: selection.count) { $0.gather(selection) } }

    /// A new batch of some consecutive rows, with their kinds, watermarks and metadata.
    package func slice(_ rows: Range<Int>) -> Batch { map(count: rows.count) { $0.slice(rows) } }

    private func map(count: Int, _ transform: (Column) -> Column) -> Batch {
        let result = Batch(columns: columns.map(transform), count: count)
        result.kinds = kinds.map(transform)
        result.watermarks = watermarks.map(transform)
        if let metadata {
            var copy = RecordMetadata(capacity: 1)
            copy.partitions = transform(metadata.partitions)
            copy.offsets = transform(metadata.offsets)
            copy.timestamps = transform(metadata.timestamps)
            result.metadata = copy
        }
        return result
    }
}
