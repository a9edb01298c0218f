import StreamSQL

/// Puts each row into the session of its key and hands it on when the session is over, with the session's columns behind its
/// own: sessions by their end, rows as they came. A row that comes after its session's end is dropped and counted. Flink:
/// UnalignedWindowTableFunctionOperator.
package final class SessionTable: Operator {
    private static let sessionTable: UInt8 = 0
    private static let watermarkTable: UInt8 = 1
    private static let version: UInt8 = 1

    /// Rows that are less than a gap apart.
    private struct Session {
        var start: Int64
        var end: Int64
        var rows: [UInt32]
    }

    private let gap: Int64
    private let partition: [Int]
    private let keyTypes: [PhysicalType]
    private let keys: KeyTable?
    private let timeColumn: Int
    private let store: RowStore
    private var sessions: [[Session]] = []
    private var timers = EventTimers()
    private var watermark = Watermark.start
    private var lateRows: Int64 = 0
    private var ids: [UInt32] = []
    /// Keys that may have no session any more.
    private var fired: Set<UInt32> = []
    private var rows: [UInt32] = []
    private var windows: [(start: Int64, end: Int64)] = []

    /// An operator for SESSION windows.
    package init(_ window: LogicalPlan.Window, inputTypes: [DataType]) {
        guard case .session(let gap, let keys) = window.kind else {
            preconditionFailure("windows of another kind have an operator of their own")
        }
        let types = inputTypes.map { PhysicalType($0.logical) }
        self.gap = gap
        partition = keys
        keyTypes = keys.map { types[$0] }
        self.keys = keys.isEmpty ? nil : KeyTable(keyTypes)
        timeColumn = window.timeColumn
        store = RowStore(types)
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.lateRows = lateRows
        counts.keys = Int64(keys?.count ?? 1)
        counts.stateBytes = Int64(store.byteCount)
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        if ids.count < batch.count { ids = Array(repeating: 0, count: batch.count) }
        keys?.intern(partition.map { batch.columns[$0] }, count: batch.count, into: &ids)
        while sessions.count < keys?.idLimit ?? 1 { sessions.append([]) }
        let times = batch.columns[timeColumn]
        let watermarks = batch.watermarks?.int64s
        for row in 0..<batch.count {
            precondition(batch.kind(row) == .insert, "a row is updated in an input that only grows")
            guard !times.isNull(row) else {
                throw RowFault("the time column of a session window is NULL; filter such rows out")
            }
            if let watermarks, watermarks[row] > watermark { try fire(until: watermarks[row], to: output) }
            add(batch.columns, row, times.int64s[row], ids[row])
        }
        try flush(to: output)
        fired.formUnion(ids[..<batch.count])
        forgetUnused()
    }

    private func add(_ columns: [Column], _ row: Int, _ time: Int64, _ id: UInt32) {
        var merged = Session(start: time, end: time &+ gap, rows: [])
        var rest: [Session] = []
        for session in sessions[Int(id)] {
            guard session.start <= merged.end, merged.start <= session.end else {
                rest.append(session)
                continue
            }
            merged.start = min(merged.start, session.start)
            merged.end = max(merged.end, session.end)
            merged.rows += session.rows
        }
        guard !merged.rows.isEmpty || merged.end &- 1 > watermark else {
            lateRows += 1
            return
        }
        merged.rows.append(store.insert(columns, row))
        timers.add(merged.end &- 1, id)
        rest.append(merged)
        sessions[Int(id)] = rest
    }

    /// Forgets keys that have no session any more.
    private func forgetUnused() {
        if let keys {
            for id in fired where sessions[Int(id)].isEmpty { keys.remove(id) }
        }
        fired.removeAll(keepingCapacity: true)
    }

    private func fire(until watermark: Int64, to output: Output) throws {
        guard watermark > self.watermark else { return }
        self.watermark = watermark
        while let timer = timers.popFirst(until: watermark) {
            let id = Int(timer.id)
            // why: the session that the timer was set for may have grown since.
            guard let place = sessions[id].firstIndex(where: { $0.end &- 1 == timer.time }) else { continue }
            let session = sessions[id].remove(at: place)
            fired.insert(timer.id)
            rows += session.rows
            windows += session.rows.map { _ in (session.start, session.end) }
            if rows.count >= Batch.standardCapacity { try flush(to: output) }
        }
    }

    private func flush(to output: Output) throws {
        guard !rows.isEmpty else { return }
        let columns = store.types.map { Column($0, capacity: rows.count) }
        store.append(rows, count: rows.count, to: columns[...])
        let added = (0..<3).map { _ in Column(.int64, capacity: rows.count) }
        for window in windows {
            added[0].append(.int64(window.start))
            added[1].append(.int64(window.end))
            added[2].append(.int64(window.end &- 1))
        }
        for row in rows { store.free(row) }
        let batch = Batch(columns: columns + added, count: rows.count)
        rows.removeAll(keepingCapacity: true)
        windows.removeAll(keepingCapacity: true)
        try output.emit(batch)
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        try fire(until: watermark, to: output)
        try flush(to: output)
        forgetUnused()
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        writer.record(table: Self.watermarkTable, version: Self.version, keyHash: nil) { $0.put(watermark) }
        KeyedRecords.write(keys, keyTypes, table: Self.sessionTable, version: Self.version, to: writer) { key in
            Int(key) < sessions.count && !sessions[Int(key)].isEmpty
        } body: { key, writer in
            writer.put(UInt32(sessions[Int(key)].count))
            for session in sessions[Int(key)] {
                writer.put(session.start)
                writer.put(session.end)
                writer.put(UInt32(session.rows.count))
                for row in session.rows { store.encode(row, to: writer) }
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
        var record = try KeyedRecords.check(record, table: Self.sessionTable, version: Self.version)
        for _ in 0..<(try record.number(UInt32.self)) {
            var session = Session(start: try record.number(), end: try record.number(), rows: [])
            for _ in 0..<(try record.number(UInt32.self)) { session.rows.append(try store.decode(&record)) }
            guard let first = session.rows.first else { continue }
            let id = keys?.intern(store, first, partition) ?? 0
            while sessions.count < keys?.idLimit ?? 1 { sessions.append([]) }
            sessions[Int(id)].append(session)
            timers.add(session.end &- 1, id)
        }
    }
}
