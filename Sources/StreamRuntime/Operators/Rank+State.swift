extension Rank {
    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        let version = times == nil ? Self.version : Self.timedVersion
        KeyedRecords.write(keys, keyTypes, table: Self.table, version: version, to: writer) { list in
            Int(list) < lists.count && lists[Int(list)].count > 0
        } body: { list, writer in
            if let times { writer.put(times.time(of: Int(list))) }
            writer.put(UInt32(lists[Int(list)].count))
            lists[Int(list)].visit { row in
                store.encode(row, to: writer)
                return true
            }
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        let isTimed = record.version == Self.timedVersion
        let version = isTimed ? Self.timedVersion : Self.version
        var record = try KeyedRecords.check(record, table: Self.table, version: version)
        let time: Int64? = isTimed ? try record.number() : nil
        for _ in 0..<(try record.number(UInt32.self)) {
            let row = try store.decode(&record)
            let list = keys?.intern(store, row, partition) ?? 0
            while lists.count <= Int(list) { lists.append(SortedNumbers()) }
            lists[Int(list)].append(row)
            rowKeys?.add(store, row)
            times?.restore(Int(list), time)
        }
    }
}
