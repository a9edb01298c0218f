import StreamSQL

/// The first rows of each partition of a window, emitted when the watermark passes the window's end: windows by their end,
/// partitions in the order in which they came, rows in their order. Rows of a window that was emitted are dropped and
/// counted. Flink: WindowRankOperator, and WindowDeduplicate for the first or last row by event time.
///
/// Window ends are compared with the watermark as they are, that is, in UTC.
package final class WindowRank: Operator {
    private static let table: UInt8 = 0
    private static let watermarkTable: UInt8 = 1
    private static let version: UInt8 = 1
    private let keyColumns: [Int]
    private let hashedColumns: Int
    private let keyTypes: [PhysicalType]
    private let endColumn: Int
    private let keys: KeyTable
    private let store: RowStore
    private let order: RankOrder
    private let limit: Int64
    private let lastWins: Bool
    /// By partition of a window its rows in order.
    private var lists: [SortedNumbers] = []
    private var timers = EventTimers()
    private var watermark = Watermark.start
    private var lateRows: Int64 = 0
    private var ids: [UInt32] = []
    private let out: RankOutput

    /// A rank for each window.
    ///
    /// - Parameter keepsLastOfEqualTimes: Whether the plan is Flink's WindowDeduplicate that keeps the last row (range 1...1,
    ///   no number, ordered by the event-time column alone, descending): of rows of the same time it takes the newest.
    package init(_ plan: LogicalPlan.Rank, inputTypes: [DataType], keepsLastOfEqualTimes: Bool = false) {
        guard let window = plan.window else { preconditionFailure("a rank without window has an operator of its own") }
        let types = inputTypes.map { PhysicalType($0.logical) }
        endColumn = window.end
        keyColumns = plan.partition + (plan.partition.contains(window.end) ? [] : [window.end])
        hashedColumns = plan.partition.count
        keyTypes = keyColumns.map { types[$0] }
        keys = KeyTable(keyTypes)
        store = RowStore(types)
        order = RankOrder(plan.order, store)
        limit = plan.range.upperBound
        lastWins = keepsLastOfEqualTimes
        out = RankOutput(store, range: plan.range, emitsNumber: plan.emitsNumber, emitsUpdateBefore: false)
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.lateRows = lateRows
        counts.keys = Int64(keys.count)
        counts.stateBytes = Int64(store.byteCount + store.count * 4)
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let count = batch.count
        if count == 0 { return }
        if ids.count < count { ids = Array(repeating: 0, count: count) }
        keys.intern(keyColumns.map { batch.columns[$0] }, count: count, into: &ids)
        while lists.count < keys.idLimit { lists.append(SortedNumbers()) }
        let ends = batch.columns[endColumn].int64s
        let watermarks = batch.watermarks?.int64s
        var hasLateRows = false
        for row in 0..<count {
            precondition(batch.kind(row) == .insert, "a row is updated in an input that only grows")
            // Flink: TimeWindowUtil.isWindowFired.
            if ends[row] &- 1 <= watermarks?[row] ?? watermark {
                lateRows += 1
                hasLateRows = true
                continue
            }
            add(batch.columns, row, ids[row], ends[row])
        }
        if hasLateRows { forgetUnused(count) }
    }

    private func add(_ columns: [Column], _ row: Int, _ id: UInt32, _ end: Int64) {
        let list = Int(id)
        if lists[list].count == 0 { timers.add(end &- 1, id) }
        if let last = lists[list].last, lists[list].count >= limit {
            let difference = order.compare(store, last, columns, row)
            if lastWins ? difference < 0 : difference <= 0 { return }
        }
        let position = lists[list].position {
            let difference = order.compare(store, $0, columns, row)
            return lastWins ? difference < 0 : difference <= 0
        }
        lists[list].insert(store.insert(columns, row), at: position)
        guard lists[list].count > limit, let last = lists[list].last else { return }
        lists[list].remove(at: lists[list].position(at: lists[list].count - 1))
        store.free(last)
    }

    /// Forgets partitions of the batch whose rows were all late.
    private func forgetUnused(_ count: Int) {
        var last: UInt32?
        for id in ids[..<count].sorted() where id != last {
            last = id
            if lists[Int(id)].count == 0 { keys.remove(id) }
        }
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        guard watermark > self.watermark else { return }
        self.watermark = watermark
        while let timer = timers.popFirst(until: watermark) {
            var number: Int64 = 1
            lists[Int(timer.id)].visit { row in
                out.add(.insert, row, number)
                out.release(row)
                number += 1
                return true
            }
            lists[Int(timer.id)] = SortedNumbers()
            keys.remove(timer.id)
            try out.flushIfFull(to: output)
        }
        try out.flush(to: output)
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        writer.record(table: Self.watermarkTable, version: Self.version, keyHash: nil) { $0.put(watermark) }
        KeyedRecords.write(
            keys,
            keyTypes,
            hashed: hashedColumns,
            table: Self.table,
            version: Self.version,
            to: writer
        ) { list in
            Int(list) < lists.count && lists[Int(list)].count > 0
        } body: { list, writer in
            writer.put(UInt32(lists[Int(list)].count))
            lists[Int(list)].visit { row in
                store.encode(row, to: writer)
                return true
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
        var record = try KeyedRecords.check(record, table: Self.table, version: Self.version)
        for _ in 0..<(try record.number(UInt32.self)) {
            let row = try store.decode(&record)
            let id = keys.intern(store, row, keyColumns)
            while lists.count <= Int(id) { lists.append(SortedNumbers()) }
            if lists[Int(id)].count == 0 { timers.add(store.int64(row, endColumn) &- 1, id) }
            lists[Int(id)].append(row)
        }
    }
}
