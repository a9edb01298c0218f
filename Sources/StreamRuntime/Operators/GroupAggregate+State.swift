extension GroupAggregate {
    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        let store = RowStore(keyTypes)
        let columns = keyTypes.map { Column($0, capacity: 1) }
        KeyedRecords.write(keys, keyTypes, table: Self.table, version: Self.version, to: writer) { group in
            rowCount(Int(group)) > 0
        } body: { group, writer in
            for column in columns { column.reset() }
            keys?.append([group], count: 1, to: columns)
            let key = store.insert(columns, 0)
            store.encode(key, to: writer)
            store.free(key)
            writer.put(rowCount(Int(group)))
            accumulators.encode(group, to: writer)
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        var record = try KeyedRecords.check(record, table: Self.table, version: Self.version)
        let store = RowStore(keyTypes)
        let key = try store.decode(&record)
        let group = keys?.intern(store, key, Array(keyTypes.indices)) ?? 0
        accumulators.reserve(keys?.idLimit ?? 1)
        (accumulators.base + Int(group) * accumulators.stride + Self.rowsWord).signed = try record.number()
        try accumulators.decode(group, &record)
    }
}
