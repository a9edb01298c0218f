import EventLog
import Primitives
import StreamSQL

/// Makes records of rows that go into a topic (connector `kafka`); the job's driver appends them when the round is done.
final class TopicSink: RowSink {
    /// The topic.
    let topic: String
    /// The records since the last `takeRecords`.
    private var records: [EventRecord] = []
    private let writer: any RowWriter
    private let valueColumns: [Int]
    private let keyColumn: Int?
    private let timestampColumn: Int?
    private let buffer = ByteBuffer()
    private var ends: [Int] = []
    private(set) var bytesWritten: Int64 = 0

    /// A sink for the columns of a table that are written.
    ///
    /// - Throws: `SourceError`, `UnsupportedPlan`.
    init(_ table: TableDefinition, columns: [Int]) throws {
        topic = try TableConnectors.topic(table)
        var valueColumns: [Int] = []
        var timestampColumn: Int?
        for (index, number) in columns.enumerated() {
            let column = table.columns[number]
            if case .metadata(let key, _) = column.source {
                guard key == "timestamp" else {
                    throw SourceError("table '\(table.name)': the metadata '\(key)' cannot be written; 'timestamp' can")
                }
                timestampColumn = index
                continue
            }
            valueColumns.append(index)
        }
        self.timestampColumn = timestampColumn
        self.valueColumns = valueColumns
        writer = try TableFormat(table).writer(table, valueColumns.map { columns[$0] })
        guard let key = table.options["key.fields"] else {
            keyColumn = nil
            return
        }
        guard table.options["key.format"] == "raw",
            let index = columns.firstIndex(where: { table.columns[$0].name == key }),
            table.columns[columns[index]].type.logical.isCharacter
        else {
            throw SourceError("table '\(table.name)': 'key.fields' names one STRING column, with 'key.format' = 'raw'")
        }
        keyColumn = index
    }

    func write(_ batch: Batch) throws {
        buffer.removeAll()
        ends.removeAll(keepingCapacity: true)
        writer.write(
            Batch(columns: valueColumns.map { batch.columns[$0] }, count: batch.count),
            to: buffer,
            ends: &ends
        )
        let bytes = buffer.bytes
        bytesWritten += Int64(bytes.count)
        var start = 0
        for row in 0..<batch.count {
            let value = Array(bytes[start..<ends[row]])
            start = ends[row]
            var key: [UInt8]?
            if let keyColumn, !batch.columns[keyColumn].isNull(row) {
                key = batch.columns[keyColumn].strings[row].withBytes { Array($0) }
            }
            var timestamp: Timestamp?
            if let timestampColumn, !batch.columns[timestampColumn].isNull(row) {
                timestamp = Timestamp(milliseconds: batch.columns[timestampColumn].int64s[row])
            }
            records.append(EventRecord(key: key, value: value, timestamp: timestamp))
        }
    }

    func finish() throws {}

    /// The records since the last call.
    func takeRecords() -> [EventRecord] {
        defer { records = [] }
        return records
    }
}
