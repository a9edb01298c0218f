extension Over {
    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        writer.record(table: Self.watermarkTable, version: Self.version, keyHash: nil) { $0.put(watermark) }
        reserve()
        let version = times == nil ? Self.version : Self.timedVersion
        KeyedRecords.write(keys, keyTypes, table: Self.table, version: version, beginsWithKey: true, to: writer) {
            key in
            !states.elements[Int(key)].isUnused
        } body: { key, writer in
            if let times { writer.put(times.due(of: Int(key))) }
            states.elements[Int(key)].encode(store, waiting, to: writer)
            if states.elements[Int(key)].isStarted { accumulators.encode(key, to: writer) }
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
        var record = try KeyedRecords.check(record, table: Self.table, version: version)
        let key = try keys?.decode(&record) ?? 0
        reserve()
        let due: Int64 = isTimed ? try record.number() : 0
        times?.restore(Int(key), due)
        let state = try OverKey(&record, store, waiting)
        states.elements[Int(key)] = state
        if state.isStarted { try accumulators.decode(key, &record) }
        for state in [state] + state.successors {
            var last: Int64?
            waiting.each(state.waiting) { _, time, due in
                if time != last { timers.add(time, due: due, key) }
                last = time
            }
            for timer in state.cleanupTimers { timers.add(timer.time, due: timer.due, key) }
        }
    }
}
