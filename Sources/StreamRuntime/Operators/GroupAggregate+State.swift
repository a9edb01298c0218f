extension GroupAggregate {
    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        let store = RowStore(keyTypes)
        let columns = keyTypes.map { Column($0, capacity: 1) }
        let version = times == nil ? Self.version : Self.timedVersion
        KeyedRecords.write(keys, keyTypes, table: Self.table, version: version, to: writer) { group in
            rowCount(Int(group)) > 0
        } body: { group, writer in
            if let times { writer.put(times.time(of: Int(group))) }
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
        let isTimed = record.version == Self.timedVersion
        let version = isTimed ? Self.timedVersion : Self.version
        var record = try KeyedRecords.check(record, table: Self.table, version: version)
        let time: Int64? = isTimed ? try record.number() : nil
        let store = RowStore(keyTypes)
        let key = try store.decode(&record)
        let group = keys?.intern(store, key, Array(keyTypes.indices)) ?? 0
        accumulators.reserve(keys?.idLimit ?? 1)
        (accumulators.base + Int(group) * accumulators.stride + Self.rowsWord).signed = try record.number()
        try accumulators.decode(group, &record)
        times?.restore(Int(group), time)
    }
}
