import EventLog
import StreamSQL

/// Makes rows of the records of a topic, one of each record that can be read.
protocol RecordReader: AnyObject {
    /// Begins a batch.
    func begin()
    /// Adds a record of a block, by its number; gives whether it became a row.
    ///
    /// - Throws: `RowFormatError`.
    func append(_ block: RecordBlock, _ number: Int) throws -> Bool
    /// Bytes of values so far.
    var bytesRead: Int64 { get }
    /// The batch of the rows since `begin`, good until the next one.
    func end() -> Batch
    /// Gives the batch up, after an error.
    func abandon()
    /// What could not be read.
    var skipped: SkippedInput { get }
}

/// Rows of the records' values (connector `kafka`).
final class ValueRecordReader: RecordReader {
    private let reader: any RowReader
    private let values: Batch
    private(set) var bytesRead: Int64 = 0

    /// A reader of some of a table's physical columns.
    ///
    /// - Throws: `SourceError`.
    init(_ table: TableDefinition, _ columns: [Int]) throws {
        reader = try TableFormat(table).reader(table, columns)
        values = Batch(columns.map { PhysicalType(table.columns[$0].type.logical) })
    }

    var skipped: SkippedInput { SkippedInput(of: reader) }

    func begin() {
        values.reset()
        reader.begin(values)
    }

    func append(_ block: RecordBlock, _ number: Int) throws -> Bool {
        bytesRead += Int64(block.records[number].value?.count ?? 0)
        return try reader.append(number, of: block)
    }

    func end() -> Batch {
        reader.end()
        return values
    }

    func abandon() { reader.end() }
}
