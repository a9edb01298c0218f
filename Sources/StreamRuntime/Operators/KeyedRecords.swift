/// Records of an operator's state, one a key.
enum KeyedRecords {
    /// Keys that are written together.
    private static let chunk = 1024

    /// Writes a record for each key that has state; without a table there is one key, number 0.
    ///
    /// - Parameters:
    ///   - hashed: how many of the first key columns decide which worker has a key; nil for all.
    ///   - beginsWithKey: whether each record begins with the key's values, as `KeyTable.encode` writes it.
    static func write(
        _ keys: KeyTable?,
        _ types: [PhysicalType],
        hashed: Int? = nil,
        table: UInt8,
        version: UInt8,
        beginsWithKey: Bool = false,
        to writer: StateWriter,
        hasState: (UInt32) -> Bool,
        body: (UInt32, StateWriter) -> Void
    ) {
        var ids: [UInt32] = []
        func flush() {
            let columns = types.map { Column($0, capacity: chunk) }
            keys?.append(ids, count: ids.count, to: columns)
            var hashes = [UInt64](repeating: RowHash.seed, count: ids.count)
            RowHash.hash(Array(columns.prefix(hashed ?? columns.count)), count: ids.count, into: &hashes)
            for (index, id) in ids.enumerated() {
                let hash = UInt32(truncatingIfNeeded: hashes[index])
                writer.record(table: table, version: version, keyHash: hash) { writer in
                    if beginsWithKey { keys?.encode(id, to: writer) }
                    body(id, writer)
                }
            }
            ids.removeAll(keepingCapacity: true)
        }
        for id in 0..<UInt32(keys?.idLimit ?? 1) where hasState(id) {
            ids.append(id)
            if ids.count == chunk { flush() }
        }
        flush()
    }

    /// The record, if it is of a table and a version that the operator knows.
    static func check(_ record: StateRecord, table: UInt8, version: UInt8) throws(StateError) -> StateRecord {
        guard record.table == table else { throw .unexpectedRecord(table: record.table) }
        guard record.version == version else { throw .unknownVersion(table: table, version: record.version) }
        return record
    }
}

extension KeyTable {
    /// The number of the key that a kept row has in some columns; a new key gets a new number.
    func intern(_ store: RowStore, _ row: UInt32, _ columns: [Int]) -> UInt32 {
        let key = types.map { Column($0, capacity: 1) }
        for (target, column) in zip(key, columns) { store.append(column, [row], 1, to: target) }
        var id: UInt32 = 0
        intern(key, count: 1, into: &id)
        return id
    }
}
