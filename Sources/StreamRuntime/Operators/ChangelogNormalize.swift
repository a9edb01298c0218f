import StreamSQL

/// Finds out what the newest row of a key replaces: the first one is inserted, a further one updates, none deletes what was
/// there. Rows that are like the one before change nothing, unless state has a time to live: Flink emits them then, and so
/// keeps what follows alive. Flink: ProcTimeDeduplicateKeepLastRowFunction with updates as input.
package final class ChangelogNormalize: Operator {
    private static let table: UInt8 = 0
    private static let version: UInt8 = 1
    private let key: [Int]
    private let keyTypes: [PhysicalType]
    private let keys: KeyTable
    private let store: RowStore
    private let condition: Evaluator?
    private let times: KeyTimes?
    /// By key its row.
    private var rows: [UInt32] = []
    private var ids: [UInt32] = []
    private let out: RankOutput

    /// A normalization.
    ///
    /// - Parameters:
    ///   - condition: which rows there are; the others are as if deleted.
    ///   - now: the processing time in ms since the epoch.
    package init(
        _ plan: LogicalPlan.Normalization,
        inputTypes: [DataType],
        condition: Evaluator?,
        now: @escaping () -> Int64
    ) {
        let types = inputTypes.map { PhysicalType($0.logical) }
        key = plan.key
        keyTypes = plan.key.map { types[$0] }
        keys = KeyTable(keyTypes)
        store = RowStore(types)
        self.condition = condition
        times = KeyTimes(plan.timeToLive, now: now)
        out = RankOutput(store, range: 1...1, emitsNumber: false, emitsUpdateBefore: true)
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.keys = Int64(keys.count)
        counts.stateBytes = Int64(store.byteCount + rows.count * 4 + (times?.byteCount ?? 0))
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let count = batch.count
        if count == 0 { return }
        if ids.count < count { ids = Array(repeating: 0, count: count) }
        keys.intern(key.map { batch.columns[$0] }, count: count, into: &ids)
        while rows.count < keys.idLimit { rows.append(RowStore.absent) }
        let now = times?.now ?? 0
        let truth = try condition?.evaluate(batch)
        for row in 0..<count {
            let id = Int(ids[row])
            if let times, times.isExpired(id, now) { forget(id) }
            if batch.kind(row).isRetraction {
                delete(id)
            } else {
                take(batch, row, id, now, isThere: truth.map { !$0.isNull(row) && $0.booleans[row] != 0 } ?? true)
            }
            try out.flushIfFull(to: output)
        }
        try out.flush(to: output)
        forgetUnused(count)
        for id in times?.sweep(now) ?? [] {
            forget(id)
            keys.remove(UInt32(id))
        }
    }

    private func take(_ batch: Batch, _ row: Int, _ id: Int, _ now: Int64, isThere: Bool) {
        let old = rows[id]
        if old == RowStore.absent, !isThere { return }
        if old != RowStore.absent, times == nil, store.isEqual(old, batch.columns, row) { return }
        guard isThere else { return delete(id) }
        let new = store.insert(batch.columns, row)
        rows[id] = new
        times?.touch(id, now)
        guard old != RowStore.absent else { return out.add(.insert, new, 1) }
        out.replace(old, by: new, 1)
        out.release(old)
    }

    private func delete(_ id: Int) {
        guard rows[id] != RowStore.absent else { return }
        out.add(.delete, rows[id], 1)
        forget(id)
    }

    private func forget(_ id: Int) {
        if rows[id] != RowStore.absent { out.release(rows[id]) }
        rows[id] = RowStore.absent
        times?.forget(id)
    }

    /// Forgets keys of the batch without a row.
    private func forgetUnused(_ count: Int) {
        var last: UInt32?
        // why: the order decides which numbers new keys get, and must not depend on the order of the batch's rows.
        for id in ids[..<count].sorted() where id != last {
            last = id
            if rows[Int(id)] == RowStore.absent { keys.remove(id) }
        }
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        KeyedRecords.write(keys, keyTypes, table: Self.table, version: Self.version, to: writer) { id in
            Int(id) < rows.count && rows[Int(id)] != RowStore.absent
        } body: { id, writer in
            writer.put(times?.time(of: Int(id)) ?? 0)
            store.encode(rows[Int(id)], to: writer)
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        var record = try KeyedRecords.check(record, table: Self.table, version: Self.version)
        let time: Int64 = try record.number()
        let row = try store.decode(&record)
        let id = Int(keys.intern(store, row, key))
        while rows.count <= id { rows.append(RowStore.absent) }
        rows[id] = row
        times?.restore(id, time)
    }
}
