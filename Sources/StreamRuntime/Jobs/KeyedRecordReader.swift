import EventLog
import StreamSQL

/// Rows of the records' keys and values (connector `upsert-kafka`): a record without value deletes. Flink:
/// DynamicKafkaDeserializationSchema in upsert mode.
final class KeyedRecordReader: RecordReader {
    /// Where the values of a column are: in records with a value, and in those without; nil for nowhere, which is NULL.
    private struct Place {
        let type: PhysicalType
        let value: Int?
        let key: Int?
    }

    private let keyReader: any RowReader
    private let valueReader: any RowReader
    /// Whether a record without key is one whose key is NULL; else there is no row of it.
    private let takesNullKeys: Bool
    private let keys: Batch
    private let values: Batch
    private let places: [Place]
    /// By row its number in `keys` and `values`.
    private var keyRows: [UInt32] = []
    private var valueRows: [UInt32] = []

    /// A reader of some of a table's physical columns.
    ///
    /// - Throws: `SourceError`.
    init(_ table: TableDefinition, _ columns: [Int]) throws {
        let layout = table.recordLayout
        let inKey = layout.key.indices.filter { columns.contains(layout.key[$0]) }
        let inValue = layout.value.indices.filter { columns.contains(layout.value[$0]) }
        keyReader = try TableFormat(table, of: .key).reader(
            try TableFormat.fields(table, layout.key, names: layout.keyNames),
            selecting: inKey,
            of: table
        )
        valueReader = try TableFormat(table).reader(
            try TableFormat.fields(table, layout.value),
            selecting: inValue,
            of: table
        )
        takesNullKeys = table.options["key.format"] == "raw"
        func type(_ column: Int) -> PhysicalType { PhysicalType(table.columns[column].type.logical) }
        keys = Batch(inKey.map { type(layout.key[$0]) })
        values = Batch(inValue.map { type(layout.value[$0]) })
        places = columns.map { column in
            Place(
                type: type(column),
                value: inValue.firstIndex { layout.value[$0] == column },
                key: inKey.firstIndex { layout.key[$0] == column }
            )
        }
    }

    var skipped: SkippedInput {
        var skipped = SkippedInput(of: keyReader)
        let others = SkippedInput(of: valueReader)
        skipped.records += others.records
        skipped.fields += others.fields
        return skipped
    }

    func begin() {
        keys.reset()
        values.reset()
        keyReader.begin(keys)
        valueReader.begin(values)
        keyRows.removeAll(keepingCapacity: true)
        valueRows.removeAll(keepingCapacity: true)
        keyCount = 0
        valueCount = 0
    }

    /// Rows added to `keys` and `values`; those of a record that made no row are of no use.
    private var keyCount: UInt32 = 0
    private var valueCount: UInt32 = 0

    private(set) var bytesRead: Int64 = 0

    func append(_ block: RecordBlock, _ number: Int) throws -> Bool {
        var keyRow = RowStore.absent
        let hasKey = try block.withKey(of: number) { key in
            guard let key else { return takesNullKeys }
            guard try keyReader.append(key) else { return false }
            keyRow = keyCount
            keyCount += 1
            return true
        }
        guard hasKey else { return false }
        var valueRow = RowStore.absent
        let hasValue = try block.withValue(of: number) { value in
            guard let value else { return true }
            bytesRead += Int64(value.count)
            guard try valueReader.append(number, of: block) else { return false }
            valueRow = valueCount
            valueCount += 1
            return true
        }
        guard hasValue else { return false }
        keyRows.append(keyRow)
        valueRows.append(valueRow)
        return true
    }

    func abandon() {
        keyReader.end()
        valueReader.end()
    }

    func end() -> Batch {
        abandon()
        let count = keyRows.count
        let columns = places.map { place -> Column in
            guard let value = place.value else {
                return gather(place.key.map { keys.columns[$0] }, keyRows, place.type)
            }
            let column = gather(values.columns[value], valueRows, place.type)
            guard let key = place.key else { return column }
            for row in 0..<count where valueRows[row] == RowStore.absent && keyRows[row] != RowStore.absent {
                column.set(row, to: keys.columns[key][Int(keyRows[row])])
            }
            return column
        }
        let batch = Batch(columns: columns, count: count)
        let kinds = Column(.boolean, capacity: max(1, count))
        kinds.count = count
        for row in 0..<count {
            let kind: RowKind = valueRows[row] == RowStore.absent ? .delete : .updateAfter
            kinds.booleans[row] = kind.rawValue
        }
        batch.kinds = kinds
        return batch
    }

    /// Some rows of a column, NULL for `RowStore.absent`.
    private func gather(_ source: Column?, _ rows: [UInt32], _ type: PhysicalType) -> Column {
        let result = Column(type, capacity: max(1, rows.count))
        guard let source, source.count > 0 else {
            for _ in rows { result.appendNull() }
            return result
        }
        result.append(gathering: source, rows: rows.map { $0 == RowStore.absent ? 0 : $0 }, count: rows.count)
        for (row, number) in rows.enumerated() where number == RowStore.absent { result.setNull(row) }
        return result
    }
}
