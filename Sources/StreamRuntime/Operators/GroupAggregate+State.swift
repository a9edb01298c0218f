extension GroupAggregate {
    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        let version = times == nil ? Self.version : Self.timedVersion
        KeyedRecords.write(keys, keyTypes, table: Self.table, version: version, to: writer) { group in
            rowCount(Int(group)) > 0
        } body: { group, writer in
            if let times { writer.put(times.time(of: Int(group))) }
            keys?.encode(group, to: writer)
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
        let group = try keys?.decode(&record) ?? 0
        accumulators.reserve(keys?.idLimit ?? 1)
        (accumulators.base + Int(group) * accumulators.stride + Self.rowsWord).signed = try record.number()
        try accumulators.decode(group, &record)
        times?.restore(Int(group), time)
    }
}
