import StreamSQL

/// Hands rows on in the order of event time, when the watermark passes them; rows of the same time by other columns, then as
/// they came. Rows not later than the last ones that were handed on are dropped and counted. Flink: RowTimeSortOperator.
package final class TemporalSort: Operator {
    private static let rowTable: UInt8 = 0
    private static let timeTable: UInt8 = 1
    private static let version: UInt8 = 1
    private let timeColumn: Int
    private let store: RowStore
    private let ties: [LogicalPlan.Ordering]
    private let order: RankOrder
    private var timers = EventTimers()
    /// Rows that wait for the watermark, with their number in the order in which they came.
    private var pending: [UInt32: UInt64] = [:]
    private var nextOrder: UInt64 = 0
    private var lastTime = Watermark.start
    private var watermark = Watermark.start
    private var lateRows: Int64 = 0
    private let out: RankOutput

    /// An order by event time.
    package init(_ plan: LogicalPlan.Sort, inputTypes: [DataType]) {
        precondition(plan.isEventTime, "rows come in the order of processing time")
        timeColumn = plan.time
        store = RowStore(inputTypes.map { PhysicalType($0.logical) })
        ties = plan.ties
        order = RankOrder(plan.ties, store)
        out = RankOutput(store, range: 1...1, emitsNumber: false, emitsUpdateBefore: false)
    }

    /// See `Operator.waitsForWatermarks`.
    package var waitsForWatermarks: Bool { true }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.lateRows = lateRows
        counts.stateBytes = Int64(store.byteCount)
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let times = batch.columns[timeColumn]
        let watermarks = batch.watermarks?.int64s
        for row in 0..<batch.count {
            if let watermarks { try fire(until: watermarks[row], to: output) }
            guard !times.isNull(row), times.int64s[row] > lastTime else {
                lateRows += 1
                continue
            }
            keep(store.insert(batch.columns, row))
        }
        try out.flush(to: output)
    }

    private func keep(_ row: UInt32) {
        pending[row] = nextOrder
        nextOrder += 1
        let time = store.int64(row, timeColumn)
        timers.add(time, due: time > watermark ? time : watermark &+ 1, row)
    }

    private func fire(until watermark: Int64, to output: Output) throws {
        guard watermark > self.watermark else { return }
        self.watermark = watermark
        var group: [UInt32] = []
        while let timer = timers.popFirst(until: watermark) {
            if timer.time > lastTime { emit(&group) }
            lastTime = max(lastTime, timer.time)
            group.append(timer.id)
            try out.flushIfFull(to: output)
        }
        emit(&group)
    }

    /// Emits rows of one time.
    private func emit(_ rows: inout [UInt32]) {
        if !ties.isEmpty, rows.count > 1 {
            let columns = store.types.map { Column($0, capacity: rows.count) }
            store.append(rows, count: rows.count, to: columns[...])
            let places = rows.indices.sorted { left, right in
                let difference = order.compare(store, rows[left], columns, right)
                return difference != 0 ? difference < 0 : left < right
            }
            rows = places.map { rows[$0] }
        }
        for row in rows {
            pending[row] = nil
            out.add(.insert, row, 1)
            out.release(row)
        }
        rows.removeAll(keepingCapacity: true)
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        try fire(until: watermark, to: output)
        try out.flush(to: output)
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        let hash = UInt32(truncatingIfNeeded: RowHash.seed)
        writer.record(table: Self.timeTable, version: Self.version, keyHash: hash) { $0.put(lastTime) }
        for (row, _) in pending.sorted(by: { $0.value < $1.value }) {
            writer.record(table: Self.rowTable, version: Self.version, keyHash: hash) { store.encode(row, to: $0) }
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        if record.table == Self.timeTable {
            var record = try KeyedRecords.check(record, table: Self.timeTable, version: Self.version)
            lastTime = max(lastTime, try record.number())
            return
        }
        var record = try KeyedRecords.check(record, table: Self.rowTable, version: Self.version)
        keep(try store.decode(&record))
    }
}
