import StreamSQL

/// The first or the last row of each partition by processing time, that is, in the order in which rows come. Flink:
/// ProcTimeDeduplicateKeepFirstRowFunction, ProcTimeDeduplicateKeepLastRowFunction.
///
/// The first row is emitted at once, later ones are passed over. The last row is emitted at once and updated; a row that is
/// like the one before it changes nothing, unless state has a time to live: Flink emits it then.
package final class ProcessingTimeDeduplicate: Operator {
    private static let table: UInt8 = 0
    private static let version: UInt8 = 1
    private let partition: [Int]
    private let timeColumn: Int
    private let keepsFirst: Bool
    private let keyTypes: [PhysicalType]
    private let keys: KeyTable?
    private let store: RowStore
    /// By partition its last row; with the first row only the time at which it came, in `times`.
    private var rows: [UInt32] = []
    /// By partition when it was written, in ms of processing time; `Int64.min` for one without state.
    private var times: [Int64] = []
    private let timeToLive: Int64?
    private let now: () -> Int64
    /// When partitions were last looked through for what is too old.
    private var lastSweep: Int64?
    private var ids: [UInt32] = []
    private let out: RankOutput
    private let emitsNumber: Bool

    /// A rank of the range 1...1 ordered by processing time alone: ascending keeps the first row, descending the last.
    ///
    /// - Parameters:
    ///   - emitsUpdateBefore: whether somebody downstream wants to see what an update replaces.
    ///   - timeToLive: how long a partition is kept at least after it was written, in ms; nil for ever. Flink:
    ///     table.exec.state.ttl.
    ///   - now: the processing time in ms since the epoch.
    package init(
        _ plan: LogicalPlan.Rank,
        inputTypes: [DataType],
        emitsUpdateBefore: Bool,
        timeToLive: Int64?,
        now: @escaping () -> Int64
    ) {
        precondition(plan.range == 1...1 && plan.order.count == 1 && plan.window == nil, "a rank of another kind")
        let types = inputTypes.map { PhysicalType($0.logical) }
        partition = plan.partition
        timeColumn = plan.order[0].column
        keepsFirst = plan.order[0].isAscending
        keyTypes = partition.map { types[$0] }
        keys = keyTypes.isEmpty ? nil : KeyTable(keyTypes)
        store = RowStore(types)
        self.timeToLive = timeToLive
        self.now = now
        emitsNumber = plan.emitsNumber
        out = RankOutput(store, range: 1...1, emitsNumber: plan.emitsNumber, emitsUpdateBefore: emitsUpdateBefore)
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.keys = Int64(keys?.count ?? 1)
        counts.stateBytes = Int64(store.byteCount + times.count * 12)
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let count = batch.count
        if count == 0 { return }
        let now = now()
        if ids.count < count { ids = Array(repeating: 0, count: count) }
        keys?.intern(partition.map { batch.columns[$0] }, count: count, into: &ids)
        reserve()
        if keepsFirst { try takeFirst(batch, now, to: output) } else { try takeLast(batch, now, to: output) }
        sweep(now)
    }

    private func reserve() {
        while times.count < keys?.idLimit ?? 1 {
            times.append(.min)
            rows.append(RowStore.absent)
        }
    }

    private func isAlive(_ key: Int, _ now: Int64) -> Bool {
        guard times[key] != .min else { return false }
        guard let timeToLive else { return true }
        return now - times[key] < timeToLive
    }

    private func takeFirst(_ batch: Batch, _ now: Int64, to output: Output) throws {
        let selection = Selection(capacity: batch.count)
        var kept = 0
        for row in 0..<batch.count {
            precondition(batch.kind(row) == .insert, "a row is updated in an input that only grows")
            let key = Int(ids[row])
            if isAlive(key, now) { continue }
            times[key] = now
            selection.rows[kept] = UInt32(row)
            kept += 1
        }
        selection.count = kept
        let result = batch.gather(selection)
        if emitsNumber {
            let ones = Column(.int64, capacity: max(1, kept))
            for _ in 0..<kept { ones.append(.int64(1)) }
            result.columns.append(ones)
        }
        try output.emit(result)
    }

    private func takeLast(_ batch: Batch, _ now: Int64, to output: Output) throws {
        for row in 0..<batch.count {
            precondition(batch.kind(row) == .insert, "a row is updated in an input that only grows")
            let key = Int(ids[row])
            if times[key] != .min, !isAlive(key, now) { forget(key) }
            let old = rows[key]
            times[key] = now
            if old != RowStore.absent, timeToLive == nil, store.isEqual(old, batch.columns, row, except: timeColumn) {
                continue
            }
            let new = store.insert(batch.columns, row)
            rows[key] = new
            if old == RowStore.absent {
                out.add(.insert, new, 1)
            } else {
                out.replace(old, by: new, 1)
                out.release(old)
            }
            try out.flushIfFull(to: output)
        }
        try out.flush(to: output)
    }

    private func forget(_ key: Int) {
        if rows[key] != RowStore.absent { out.release(rows[key]) }
        rows[key] = RowStore.absent
        times[key] = .min
    }

    /// Forgets partitions that are too old, each time that half a life has passed.
    private func sweep(_ now: Int64) {
        guard let timeToLive, let keys else { return }
        guard let last = lastSweep else {
            lastSweep = now
            return
        }
        guard now - last >= max(1, timeToLive / 2) else { return }
        lastSweep = now
        for key in times.indices where times[key] != .min && !isAlive(key, now) {
            forget(key)
            keys.remove(UInt32(key))
        }
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        KeyedRecords.write(keys, keyTypes, table: Self.table, version: Self.version, to: writer) { key in
            Int(key) < times.count && times[Int(key)] != .min
        } body: { key, writer in
            writer.put(times[Int(key)])
            if keepsFirst { keys?.encode(key, to: writer) } else { store.encode(rows[Int(key)], to: writer) }
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        var record = try KeyedRecords.check(record, table: Self.table, version: Self.version)
        let time: Int64 = try record.number()
        let row = keepsFirst ? RowStore.absent : try store.decode(&record)
        let key = Int(try (keepsFirst ? keys?.decode(&record) : keys?.intern(store, row, partition)) ?? 0)
        reserve()
        times[key] = time
        rows[key] = row
    }
}
