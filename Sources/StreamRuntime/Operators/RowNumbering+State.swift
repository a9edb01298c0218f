extension RowNumbering {
    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        writer.record(table: Self.watermarkTable, version: Self.version, keyHash: nil) { $0.put(watermark) }
        reserve()
        var waiting: [UInt32: [UInt32]] = [:]
        for (row, waits) in pending.sorted(by: { $0.value.order < $1.value.order }) {
            waiting[waits.key, default: []].append(row)
        }
        let version = times == nil ? Self.version : Self.timedVersion
        KeyedRecords.write(keys, keyTypes, table: Self.keyTable, version: version, beginsWithKey: true, to: writer) {
            key in
            partitions[Int(key)].rows > 0 || waiting[key] != nil
        } body: { key, writer in
            let state = partitions[Int(key)]
            if let times { writer.put(times.due(of: Int(key))) }
            for number in [state.rows, state.rank, state.denseRank, state.lastTime] { writer.put(number) }
            for rows in [state.history, waiting[key] ?? []] {
                writer.put(UInt32(rows.count))
                for row in rows { store.encode(row, to: writer) }
            }
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        if record.table == Self.watermarkTable {
            var record = try KeyedRecords.check(record, table: Self.watermarkTable, version: Self.version)
            watermark = max(watermark, try record.number())
            return
        }
        let isTimed = record.version == Self.timedVersion
        let version = isTimed ? Self.timedVersion : Self.version
        var record = try KeyedRecords.check(record, table: Self.keyTable, version: version)
        let key = try keys?.decode(&record) ?? 0
        reserve()
        let due: Int64 = isTimed ? try record.number() : 0
        times?.restore(Int(key), due)
        var state = Partition()
        state.rows = try record.number()
        state.rank = try record.number()
        state.denseRank = try record.number()
        state.lastTime = try record.number()
        for _ in 0..<(try record.number(UInt32.self)) { state.history.append(try store.decode(&record)) }
        partitions[Int(key)] = state
        for _ in 0..<(try record.number(UInt32.self)) {
            wait(try store.decode(&record), key)
        }
    }
}
