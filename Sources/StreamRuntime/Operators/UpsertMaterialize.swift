import StreamSQL

/// Shows of all rows with the same primary key the one that came last, and when that goes the one before it; or of rows that
/// only come the first one. Flink: SinkUpsertMaterializer, WatermarkCompactingSinkMaterializer.
package final class UpsertMaterialize: Operator {
    private static let table: UInt8 = 0
    private static let version: UInt8 = 1
    private let key: [Int]
    /// What tells the query's rows apart; nil for all columns.
    private let rowKey: [Int]?
    private let ignoresBefore: Bool
    private let conflict: Insert.Conflict
    private let keyTypes: [PhysicalType]
    private let keys: KeyTable
    private let store: RowStore
    private let times: KeyTimes?
    /// By primary key its rows, in the order in which they came.
    private var rows: [[UInt32]] = []
    private var ids: [UInt32] = []
    private let out: RankOutput

    /// A materialization.
    ///
    /// - Parameter now: the processing time in ms since the epoch.
    package init(_ plan: LogicalPlan.Materialization, inputTypes: [DataType], now: @escaping () -> Int64) {
        let types = inputTypes.map { PhysicalType($0.logical) }
        key = plan.key
        rowKey = plan.rowKey
        ignoresBefore = plan.ignoresBefore
        conflict = plan.conflict
        keyTypes = plan.key.map { types[$0] }
        keys = KeyTable(keyTypes)
        store = RowStore(types)
        times = KeyTimes(plan.timeToLive, now: now)
        out = RankOutput(store, range: 1...1, emitsNumber: false, emitsUpdateBefore: false)
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.keys = Int64(keys.count)
        counts.stateBytes = Int64(store.byteCount + (store.count + rows.count) * 8 + (times?.byteCount ?? 0))
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let count = batch.count
        if count == 0 { return }
        if ids.count < count { ids = Array(repeating: 0, count: count) }
        keys.intern(key.map { batch.columns[$0] }, count: count, into: &ids)
        while rows.count < keys.idLimit { rows.append([]) }
        let now = times?.now ?? 0
        for row in 0..<count {
            if ignoresBefore, batch.kind(row) == .updateBefore { continue }
            let id = Int(ids[row])
            if let times, times.isExpired(id, now) { forget(id) }
            if batch.kind(row).isRetraction { remove(batch, row, id) } else { try add(batch, row, id) }
            if rows[id].isEmpty { times?.forget(id) } else { times?.touch(id, now) }
            try out.flushIfFull(to: output)
        }
        try out.flush(to: output)
        var last: UInt32?
        // why: the order decides which numbers new keys get, and must not depend on the order of the batch's rows.
        for id in ids[..<count].sorted() where id != last {
            last = id
            if rows[Int(id)].isEmpty { keys.remove(id) }
        }
        for id in times?.sweep(now) ?? [] {
            forget(id)
            keys.remove(UInt32(id))
        }
    }

    private func place(_ batch: Batch, _ row: Int, _ id: Int) -> Int? {
        rows[id].firstIndex { number in
            guard let rowKey else { return store.isEqual(number, batch.columns, row) }
            return rowKey.allSatisfy { store.isEqual(number, batch.columns, row, column: $0) }
        }
    }

    private func add(_ batch: Batch, _ row: Int, _ id: Int) throws {
        if conflict != .deduplicate, let first = rows[id].first {
            guard conflict == .error, !store.isEqual(first, batch.columns, row) else { return }
            let values = key.map { "\(batch.columns[$0][row])" }.joined(separator: ", ")
            throw RowFault(
                "several records have the primary key (\(values)): ON CONFLICT DO NOTHING keeps the first one,"
                    + " DO DEDUPLICATE the last one"
            )
        }
        let kind: RowKind = rows[id].isEmpty ? .insert : .updateAfter
        let new = store.insert(batch.columns, row)
        if rowKey != nil, let place = place(batch, row, id) {
            out.release(rows[id][place])
            rows[id][place] = new
        } else {
            rows[id].append(new)
        }
        out.add(kind, new, 1)
    }

    private func remove(_ batch: Batch, _ row: Int, _ id: Int) {
        guard let place = place(batch, row, id) else { return }
        let removed = rows[id].remove(at: place)
        if rows[id].isEmpty {
            out.add(.delete, removed, 1)
        } else if place == rows[id].count, let newest = rows[id].last {
            out.add(.updateAfter, newest, 1)
        }
        out.release(removed)
    }

    private func forget(_ id: Int) {
        for number in rows[id] { out.release(number) }
        rows[id] = []
        times?.forget(id)
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        KeyedRecords.write(keys, keyTypes, table: Self.table, version: Self.version, to: writer) { id in
            Int(id) < rows.count && !rows[Int(id)].isEmpty
        } body: { id, writer in
            writer.put(times?.time(of: Int(id)) ?? 0)
            writer.put(UInt32(rows[Int(id)].count))
            for number in rows[Int(id)] { store.encode(number, to: writer) }
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        var record = try KeyedRecords.check(record, table: Self.table, version: Self.version)
        let time: Int64 = try record.number()
        for _ in 0..<(try record.number(UInt32.self)) {
            let row = try store.decode(&record)
            let id = Int(keys.intern(store, row, key))
            while rows.count <= id { rows.append([]) }
            rows[id].append(row)
            times?.restore(id, time)
        }
    }
}
