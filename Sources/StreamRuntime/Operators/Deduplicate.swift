import StreamSQL

/// The first or the last row of each partition by event time. Flink: StreamExecDeduplicate over an input that only grows.
///
/// The first row is emitted once, when the watermark says that no earlier one will come (Flink 2.1 and later:
/// RowTimeDeduplicateKeepFirstRowFunction); later rows are passed over, rows before the watermark are dropped and counted.
/// The last row is emitted at once and updated; of rows of the same time the one that came last counts (Flink:
/// RowTimeDeduplicateFunction).
package final class Deduplicate: Operator {
    private static let table: UInt8 = 0
    private static let watermarkTable: UInt8 = 1
    private static let version: UInt8 = 1
    /// What stands for a row that was emitted and is not kept.
    private static let emitted = RowStore.absent - 1
    private let partition: [Int]
    private let timeColumn: Int
    private let keepsFirst: Bool
    private let keyTypes: [PhysicalType]
    private let keys: KeyTable?
    private let store: RowStore
    /// By partition its row.
    private var rows: [UInt32] = []
    private var timers = EventTimers()
    private var watermark = Watermark.start
    private var lateRows: Int64 = 0
    private var ids: [UInt32] = []
    private let out: RankOutput

    /// A rank of the range 1...1 ordered by the event-time column alone: ascending keeps the first row, descending the last.
    ///
    /// - Parameter emitsUpdateBefore: Whether somebody downstream wants to see what an update replaces.
    package init(_ plan: LogicalPlan.Rank, inputTypes: [DataType], emitsUpdateBefore: Bool) {
        precondition(plan.range == 1...1 && plan.order.count == 1 && plan.window == nil, "a rank of another kind")
        let types = inputTypes.map { PhysicalType($0.logical) }
        partition = plan.partition
        timeColumn = plan.order[0].column
        keepsFirst = plan.order[0].isAscending
        keyTypes = partition.map { types[$0] }
        keys = keyTypes.isEmpty ? nil : KeyTable(keyTypes)
        store = RowStore(types)
        out = RankOutput(store, range: 1...1, emitsNumber: plan.emitsNumber, emitsUpdateBefore: emitsUpdateBefore)
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.lateRows = lateRows
        counts.keys = Int64(keys?.count ?? 1)
        counts.stateBytes = Int64(store.byteCount + rows.count * 4)
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let count = batch.count
        if count == 0 { return }
        if ids.count < count { ids = Array(repeating: 0, count: count) }
        keys?.intern(partition.map { batch.columns[$0] }, count: count, into: &ids)
        while rows.count < keys?.idLimit ?? 1 { rows.append(RowStore.absent) }
        let times = batch.columns[timeColumn].int64s
        let watermarks = batch.watermarks?.int64s
        for row in 0..<count {
            precondition(batch.kind(row) == .insert, "a row is updated in an input that only grows")
            let key = Int(ids[row])
            if keepsFirst {
                takeFirst(batch.columns, row, key, times[row], watermarks?[row] ?? watermark)
            } else {
                takeLast(batch.columns, row, key, times[row])
                try out.flushIfFull(to: output)
            }
        }
        try out.flush(to: output)
        if keepsFirst { forgetUnused(count) }
    }

    private func takeFirst(_ columns: [Column], _ row: Int, _ key: Int, _ time: Int64, _ watermark: Int64) {
        if time < watermark {
            lateRows += 1
            return
        }
        let old = rows[key]
        if old == Self.emitted { return }
        if old != RowStore.absent {
            if time >= store.int64(old, timeColumn) { return }
            store.free(old)
        }
        rows[key] = store.insert(columns, row)
        timers.add(time, UInt32(key))
    }

    private func takeLast(_ columns: [Column], _ row: Int, _ key: Int, _ time: Int64) {
        let old = rows[key]
        if old != RowStore.absent, store.int64(old, timeColumn) > time { return }
        let new = store.insert(columns, row)
        rows[key] = new
        if old == RowStore.absent { return out.add(.insert, new, 1) }
        out.replace(old, by: new, 1)
        out.release(old)
    }

    /// Forgets keys of the batch whose rows were all late.
    private func forgetUnused(_ count: Int) {
        guard let keys else { return }
        var last: UInt32?
        for id in ids[..<count].sorted() where id != last {
            last = id
            if rows[Int(id)] == RowStore.absent { keys.remove(id) }
        }
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        guard watermark > self.watermark else { return }
        self.watermark = watermark
        while let timer = timers.popFirst(until: watermark) {
            let row = rows[Int(timer.id)]
            // why: the row that the timer was set for may have made way for an earlier one.
            guard row < Self.emitted, store.int64(row, timeColumn) == timer.time else { continue }
            rows[Int(timer.id)] = Self.emitted
            out.add(.insert, row, 1)
            out.release(row)
            try out.flushIfFull(to: output)
        }
        try out.flush(to: output)
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        writer.record(table: Self.watermarkTable, version: Self.version, keyHash: nil) { $0.put(watermark) }
        KeyedRecords.write(keys, keyTypes, table: Self.table, version: Self.version, to: writer) { key in
            Int(key) < rows.count && rows[Int(key)] != RowStore.absent
        } body: { key, writer in
            let row = rows[Int(key)]
            writer.put(row == Self.emitted)
            if row == Self.emitted { keys?.encode(key, to: writer) } else { store.encode(row, to: writer) }
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        if record.table == Self.watermarkTable {
            var record = try KeyedRecords.check(record, table: Self.watermarkTable, version: Self.version)
            watermark = max(watermark, try record.number())
            return
        }
        var record = try KeyedRecords.check(record, table: Self.table, version: Self.version)
        let isEmitted = try record.boolean()
        let row = isEmitted ? Self.emitted : try store.decode(&record)
        let key = Int(try (isEmitted ? keys?.decode(&record) : keys?.intern(store, row, partition)) ?? 0)
        while rows.count <= key { rows.append(RowStore.absent) }
        rows[key] = row
        if keepsFirst, !isEmitted { timers.add(store.int64(row, timeColumn), UInt32(key)) }
    }
}
