import EventLog
import Primitives
import StreamSQL

/// Makes records of rows that go into a topic (connectors `kafka` and `upsert-kafka`); the job's driver appends them when the
/// round is done.
final class TopicSink: RowSink {
    /// The topic.
    let topic: String
    /// The records since the last `takeRecords`.
    private var records: [EventRecord] = []
    private let values: RecordPart
    private let keys: RecordPart?
    private let timestampColumn: Int?
    /// Whether rows that go are written as keys without value. Flink: DynamicKafkaRecordSerializationSchema in upsert mode.
    private let writesTombstones: Bool
    private(set) var bytesWritten: Int64 = 0

    /// A sink for the columns of a table that are written.
    ///
    /// - Throws: `SourceError`, `UnsupportedPlan`.
    init(_ table: TableDefinition, columns: [Int]) throws {
        topic = try TableConnectors.topic(table)
        var physical: [Int] = []
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
            physical.append(index)
        }
        self.timestampColumn = timestampColumn
        writesTombstones = table.isUpserted
        guard table.isUpserted else {
            values = RecordPart(
                physical,
                try TableFormat(table).writer(table, physical.map { columns[$0] }),
                nullMakesNone: false
            )
            keys = try Self.plainKey(table, columns)
            return
        }
        let layout = table.recordLayout
        let inValue = physical.filter { layout.value.contains(columns[$0]) }
        values = RecordPart(
            inValue,
            try TableFormat(table).writer(table, inValue.map { columns[$0] }),
            nullMakesNone: false
        )
        let format = try TableFormat(table, of: .key)
        let fields = try TableFormat.fields(table, layout.key, names: layout.keyNames)
        keys = RecordPart(
            layout.key.compactMap { columns.firstIndex(of: $0) },
            try format.writer(fields, of: table),
            nullMakesNone: table.options["key.format"] == "raw"
        )
    }

    /// The key of a `kafka` table's records.
    private static func plainKey(_ table: TableDefinition, _ columns: [Int]) throws -> RecordPart? {
        guard let key = table.options["key.fields"] else { return nil }
        guard table.options["key.format"] == "raw",
            let index = columns.firstIndex(where: { table.columns[$0].name == key }),
            table.columns[columns[index]].type.logical.isCharacter
        else {
            throw SourceError("table '\(table.name)': 'key.fields' names one STRING column, with 'key.format' = 'raw'")
        }
        let fields = try TableFormat.fields(table, [columns[index]])
        return RecordPart([index], try TableFormat(table, of: .key).writer(fields, of: table), nullMakesNone: true)
    }

    func write(_ batch: Batch) throws {
        try values.write(batch)
        try keys?.write(batch)
        bytesWritten += Int64(values.byteCount + (keys?.byteCount ?? 0))
        for row in 0..<batch.count {
            var timestamp: Timestamp?
            if let timestampColumn, !batch.columns[timestampColumn].isNull(row) {
                timestamp = Self.timestamp(batch.columns[timestampColumn], row)
            }
            let value = values.next() ?? []
            var record = EventRecord(key: keys?.next(), value: value, timestamp: timestamp)
            if writesTombstones, batch.kind(row).isRetraction { (record.value, record.isTombstone) = ([], true) }
            records.append(record)
        }
    }

    private static func timestamp(_ column: Column, _ row: Int) -> Timestamp {
        let hasNanoseconds = column.type == .decimal128
        return Timestamp(
            milliseconds: hasNanoseconds
                ? FineTimestamp(column.decimal128s[row]).milliseconds : column.int64s[row]
        )
    }

    func finish() throws {}

    /// The records since the last call.
    func takeRecords() -> [EventRecord] {
        defer { records = [] }
        return records
    }
}

/// The keys or the values of records that are made of rows.
private final class RecordPart {
    private let columns: [Int]
    private let writer: any RowWriter
    /// Whether there is none for a row with NULL in the first column.
    private let nullMakesNone: Bool
    private let buffer = ByteBuffer()
    private var ends: [Int] = []
    private var nulls: Column?
    private var row = 0

    init(_ columns: [Int], _ writer: any RowWriter, nullMakesNone: Bool) {
        self.columns = columns
        self.writer = writer
        self.nullMakesNone = nullMakesNone
    }

    var byteCount: Int { buffer.count }

    /// Makes those of a batch's rows.
    func write(_ batch: Batch) throws {
        buffer.removeAll()
        ends.removeAll(keepingCapacity: true)
        row = 0
        nulls = nullMakesNone ? batch.columns[columns[0]] : nil
        let own = Batch(columns: columns.map { batch.columns[$0] }, count: batch.count)
        try writer.write(own, to: buffer, ends: &ends)
    }

    /// The next one; nil if there is none for its row.
    func next() -> [UInt8]? {
        defer { row += 1 }
        if let nulls, nulls.isNull(row) { return nil }
        return Array(buffer.bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]])
    }
}
