import StreamSQL

/// Aggregates a group for each window of rows that may be withdrawn: it keeps the changes of the open windows and adds them up
/// when the watermark passes a window's end. A change that comes after its window is dropped, also the withdrawal of a row
/// that was counted; a group whose rows were all withdrawn is not emitted. Flink: SlicingWindowOperator, UnslicingWindowOperator
/// over a changelog.
package final class ChangelogWindowAggregation: Operator {
    private typealias Stretch = WindowMath.Stretch

    /// A row that came, or went.
    private struct Change {
        let row: UInt32
        let sign: Int8
    }

    private enum Table {
        static let watermark: UInt8 = 0
        static let key: UInt8 = 1
        static let version: UInt8 = 1
    }

    /// How many results are in memory at once while changes are added up: those of ARRAY_AGG and LISTAGG are long.
    private static let stepsMax = 256

    private let plan: LogicalPlan.WindowAggregate
    /// nil for sessions.
    private let math: WindowMath?
    private let gap: Int64
    private let accumulators: AccumulatorSet
    private let script = AccumulatorScript()
    private let store: RowStore
    private let keyTypes: [PhysicalType]
    private let keys: KeyTable?
    /// By a key's number the changes of each slice, or of each session, that may still count.
    private var changes: [[Stretch: [Change]]] = []
    /// No window that may fire ends before.
    private var earliestEnd = Int64.max
    private var watermark = Watermark.start
    private var lateRows: Int64 = 0
    private var ids: [UInt32] = []
    /// Keys that may have no changes any more.
    private var emptied: Set<UInt32> = []
    private let out: Batch

    /// An operator for an aggregate over any windows.
    ///
    /// - Throws: `UnsupportedAggregate`.
    package init(_ plan: LogicalPlan.WindowAggregate, inputTypes: [DataType]) throws(UnsupportedAggregate) {
        self.plan = plan
        math = WindowMath(plan.window)
        if case .session(let gap, _) = plan.window.kind { self.gap = gap } else { gap = 0 }
        accumulators = try AccumulatorSet(plan.aggregates, canRetract: true)
        accumulators.reserve(1)
        script.reserve(Self.stepsMax)
        store = RowStore(inputTypes.map { PhysicalType($0.logical) })
        keyTypes = plan.keys.map { PhysicalType(inputTypes[$0].logical) }
        keys = keyTypes.isEmpty ? nil : KeyTable(keyTypes)
        out = Batch(plan.schema.types.map { PhysicalType($0.logical) })
    }

    /// See `Operator.waitsForWatermarks`.
    package var waitsForWatermarks: Bool { true }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.lateRows = lateRows
        counts.keys = Int64(changes.count { !$0.isEmpty })
        counts.stateBytes = Int64(store.byteCount)
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let known = batch.watermarks?.int64s
        let column = batch.columns[plan.window.timeColumn]
        if ids.count < batch.count { ids = Array(repeating: 0, count: batch.count) }
        keys?.intern(plan.keys.map { batch.columns[$0] }, count: batch.count, into: &ids)
        while changes.count < keys?.idLimit ?? 1 { changes.append([:]) }
        for row in 0..<batch.count {
            guard !column.isNull(row) else {
                throw RowFault("the time column of a window is NULL; filter such rows out, or declare it NOT NULL")
            }
            let now = known?[row] ?? watermark
            // What ended before the row came has fired without it.
            if math?.isShared ?? true, now > watermark, earliestEnd &- 1 <= now { try fire(until: now, output) }
            let sign: Int8 = batch.kind(row).isRetraction ? -1 : 1
            guard let stretch = stretch(batch, row, column.int64s[row], Int(ids[row]), now) else {
                lateRows += 1
                continue
            }
            changes[Int(ids[row])][stretch, default: []].append(
                Change(row: store.insert(batch.columns, row), sign: sign)
            )
            earliestEnd = min(earliestEnd, firstEnd(of: stretch, after: now))
        }
        emptied.formUnion(ids[..<batch.count])
        forgetUnused()
    }

    /// The slice of a row, or the session that it is in; nil if it comes too late.
    private func stretch(_ batch: Batch, _ row: Int, _ time: Int64, _ key: Int, _ watermark: Int64) -> Stretch? {
        guard let math else { return session(time, key, watermark) }
        var stretch: Stretch
        if case .assigned(let start, let end) = plan.window.kind {
            stretch = Stretch(start: batch.columns[start].int64s[row], end: batch.columns[end].int64s[row])
        } else {
            stretch = math.slice(of: time)
        }
        return math.lastEnd(of: stretch) &- 1 > watermark ? stretch : nil
    }

    /// The session of a time, put together from those that it touches.
    private func session(_ time: Int64, _ key: Int, _ watermark: Int64) -> Stretch? {
        var merged = Stretch(start: time, end: time &+ gap)
        let touched = changes[key].keys.sorted().filter { $0.start <= merged.end && merged.start <= $0.end }
        guard !touched.isEmpty || merged.end &- 1 > watermark else { return nil }
        var moved: [Change] = []
        for session in touched {
            moved += changes[key].removeValue(forKey: session) ?? []
            merged = Stretch(start: min(merged.start, session.start), end: max(merged.end, session.end))
        }
        changes[key][merged] = moved
        return merged
    }

    /// The windows that a slice is in, or the session itself.
    private func windows(of stretch: Stretch) -> [Stretch] { math?.windows(of: stretch) ?? [stretch] }

    private func firstEnd(of stretch: Stretch, after watermark: Int64) -> Int64 {
        windows(of: stretch).first { $0.end &- 1 > watermark }?.end ?? Int64.max
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        try fire(until: watermark, output)
        forgetUnused()
    }

    /// Emits the windows that end by a watermark, and forgets what no later window needs.
    private func fire(until watermark: Int64, _ output: Output) throws {
        defer { self.watermark = max(self.watermark, watermark) }
        guard earliestEnd &- 1 <= watermark else { return }
        var due: [Stretch: [Int]] = [:]
        for key in changes.indices {
            for window in Set(changes[key].keys.flatMap(windows))
            where window.end &- 1 > self.watermark && window.end &- 1 <= watermark {
                due[window, default: []].append(key)
            }
        }
        out.reset()
        for window in due.keys.sorted() {
            for key in due[window] ?? [] { try emit(window, key, output) }
        }
        try flush(output)
        earliestEnd = .max
        for key in changes.indices {
            for (stretch, list) in changes[key] {
                if windows(of: stretch).contains(where: { $0.end &- 1 > watermark }) {
                    earliestEnd = min(earliestEnd, firstEnd(of: stretch, after: watermark))
                } else {
                    for change in list { store.free(change.row) }
                    changes[key][stretch] = nil
                    emptied.insert(UInt32(key))
                }
            }
        }
    }

    private func emit(_ window: Stretch, _ key: Int, _ output: Output) throws {
        let parts = math?.slices(of: window) ?? [window]
        let list = parts.flatMap { changes[key][$0] ?? [] }
        guard list.reduce(0, { $0 + Int($1.sign) }) != 0 else { return }
        var id = UInt32(key)
        keys?.append(&id, count: 1, to: Array(out.columns[..<keyTypes.count]))
        let results = try self.results(list)
        for (index, column) in results.enumerated() {
            out.columns[keyTypes.count + index].appendRow(from: column, at: column.count - 1)
        }
        for (index, property) in plan.properties.enumerated() {
            let value = property.value(start: window.start, end: window.end)
            out.columns[keyTypes.count + results.count + index].append(.int64(value))
        }
        out.updateCount()
        if out.count >= Batch.standardCapacity { try flush(output) }
    }

    private func flush(_ output: Output) throws {
        try output.emit(out)
        out.reset()
    }

    /// The results of changes, in the last rows of columns.
    private func results(_ list: [Change]) throws -> [Column] {
        var columns: [Column] = []
        for first in stride(from: 0, to: list.count, by: Self.stepsMax) {
            let part = Array(list[first..<min(first + Self.stepsMax, list.count)])
            let input = Batch(columns: store.types.map { Column($0, capacity: part.count) }, count: 0)
            store.append(part.map(\.row), count: part.count, to: input.columns[...])
            input.setCount(part.count)
            for (step, change) in part.enumerated() {
                script.groups[step] = 0
                script.signs[step] = change.sign
                script.starts[step] = first + step == 0 ? 1 : 0
            }
            columns = accumulators.types.map { type in
                let column = Column(type, capacity: part.count)
                column.count = part.count
                return column
            }
            try accumulators.run(script.steps(part.count), input, into: columns, hasOld: false)
        }
        return columns
    }

    /// Forgets keys without changes.
    private func forgetUnused() {
        // why: the order decides which numbers new keys get, and must not depend on the seed of hashing.
        for id in emptied.sorted() where changes[Int(id)].isEmpty { keys?.remove(id) }
        emptied.removeAll()
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        writer.record(table: Table.watermark, version: Table.version, keyHash: nil) { $0.put(watermark) }
        KeyedRecords.write(keys, keyTypes, table: Table.key, version: Table.version, to: writer) { key in
            Int(key) < changes.count && !changes[Int(key)].isEmpty
        } body: { key, writer in
            let lists = changes[Int(key)]
            writer.put(UInt32(lists.count))
            for stretch in lists.keys.sorted() {
                let list = lists[stretch] ?? []
                writer.put(stretch.start)
                writer.put(stretch.end)
                writer.put(UInt32(list.count))
                for change in list {
                    writer.put(change.sign > 0)
                    store.encode(change.row, to: writer)
                }
            }
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        guard record.version == Table.version else {
            throw StateError.unknownVersion(table: record.table, version: record.version)
        }
        var record = record
        guard record.table == Table.key else {
            guard record.table == Table.watermark else { throw StateError.unexpectedRecord(table: record.table) }
            watermark = max(watermark, try record.number())
            return
        }
        for _ in 0..<(try record.number(UInt32.self)) {
            let stretch = Stretch(start: try record.number(), end: try record.number())
            var list: [Change] = []
            for _ in 0..<(try record.number(UInt32.self)) {
                let isAdded = try record.boolean()
                list.append(Change(row: try store.decode(&record), sign: isAdded ? 1 : -1))
            }
            guard let first = list.first else { continue }
            let key = Int(keys?.intern(store, first.row, plan.keys) ?? 0)
            while changes.count <= key { changes.append([:]) }
            changes[key][stretch] = list
            // What has fired already does so no more: `fire` passes over it.
            earliestEnd = min(earliestEnd, windows(of: stretch).map(\.end).min() ?? .max)
        }
    }
}
