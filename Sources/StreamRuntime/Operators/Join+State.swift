extension Join {
    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        for side in sides { side.reserve(keys?.idLimit ?? 1) }
        let version = timeToLive == nil ? Self.version : Self.timedVersion
        KeyedRecords.write(keys, keyTypes, table: Self.table, version: version, to: writer) { key in
            sides.contains { !$0.lists[Int(key)].isEmpty }
        } body: { key, writer in
            for side in sides { side.encode(key, to: writer) }
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        let isTimed = record.version == Self.timedVersion
        let version = isTimed ? Self.timedVersion : Self.version
        var record = try KeyedRecords.check(record, table: Self.table, version: version)
        for (side, keyColumns) in zip(sides, [leftKeys, rightKeys]) {
            try side.decode(&record, isTimed: isTimed) { row in
                let key = keys?.intern(side.store, row, keyColumns) ?? 0
                for side in sides { side.reserve(keys?.idLimit ?? 1) }
                return key
            }
        }
    }
}
