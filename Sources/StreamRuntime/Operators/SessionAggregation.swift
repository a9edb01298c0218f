import StreamSQL

/// Aggregates the rows of each session of a key: rows with no gap of the given length between them. Flink: SESSION, merging
/// windows; sessions that touch are one.
package final class SessionAggregation: Operator {
    private struct Session {
        var start: Int64
        var end: Int64
        var place: UInt32
    }

    private let plan: LogicalPlan.WindowAggregate
    private let gap: Int64
    private let slots: AggregateSlots
    private let keyTypes: [PhysicalType]
    private let keys: KeyTable?
    /// By a key's number its sessions that did not fire, in no order; few.
    private var sessions: [[Session]] = []
    /// No session ends before.
    private var earliestEnd = Int64.max
    private var groups: [UInt64] = []
    private var sets: [[Set<Value>]] = []
    private var freePlaces: [UInt32] = []
    private var arena = StringArena()
    /// Bytes in the arena at which it is looked through.
    private var arenaLimit = SessionAggregation.arenaLimitMin
    private static let arenaLimitMin = 1 << 20
    private var watermark = Watermark.start
    private var lateRows: Int64 = 0
    private var ids: [UInt32] = []
    /// By a number whether a key has it.
    private var isInUse: [Bool] = []
    private let out: Batch

    /// An operator for an aggregate over SESSION.
    ///
    /// - Throws: `UnsupportedAggregate`.
    package init(_ plan: LogicalPlan.WindowAggregate, inputTypes: [DataType]) throws(UnsupportedAggregate) {
        guard case .session(let gap, _) = plan.window.kind else { preconditionFailure("not a session window") }
        self.plan = plan
        self.gap = gap
        slots = try AggregateSlots(plan.aggregates)
        keyTypes = plan.keys.map { PhysicalType(inputTypes[$0].logical) }
        keys = keyTypes.isEmpty ? nil : KeyTable(keyTypes)
        out = Batch(plan.schema.types.map { PhysicalType($0.logical) })
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.lateRows = lateRows
        counts.keys = Int64(keys?.count ?? (groups.isEmpty ? 0 : 1))
        counts.stateBytes = Int64(groups.count * 8)
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        if ids.count < batch.count { ids = Array(repeating: 0, count: batch.count) }
        keys?.intern(plan.keys.map { batch.columns[$0] }, count: batch.count, into: &ids)
        let limit = keys?.idLimit ?? 1
        if sessions.count < limit {
            sessions.append(contentsOf: repeatElement([], count: limit - sessions.count))
            isInUse.append(contentsOf: repeatElement(false, count: limit - isInUse.count))
        }
        for row in 0..<batch.count { isInUse[Int(ids[row])] = true }
        let column = batch.columns[plan.window.timeColumn]
        out.reset()
        for row in 0..<batch.count {
            guard !column.isNull(row) else {
                throw RowFault("the time column of a session window is NULL; filter such rows out")
            }
            let known = batch.watermarks?.int64s[row] ?? watermark
            try add(batch, row, time: column.int64s[row], id: ids[row], watermark: known, output)
        }
        out.updateCount()
        try output.emit(out)
        for row in 0..<batch.count { forgetIfEmpty(ids[row]) }
    }

    private func add(
        _ batch: Batch,
        _ row: Int,
        time: Int64,
        id: UInt32,
        watermark: Int64,
        _ output: Output
    ) throws {
        // What the watermark had closed before this row came is not reopened by it.
        try fire(id, watermark, output)
        var merged = Session(start: time, end: time &+ gap, place: .max)
        var rest: [Session] = []
        for session in sessions[Int(id)] {
            guard session.start <= merged.end, merged.start <= session.end else {
                rest.append(session)
                continue
            }
            if merged.place == .max {
                merged.place = session.place
            } else {
                merge(session.place, into: merged.place)
            }
            merged.start = min(merged.start, session.start)
            merged.end = max(merged.end, session.end)
        }
        if merged.place == .max {
            guard merged.end &- 1 > watermark else {
                lateRows += 1
                return
            }
            merged.place = newPlace()
        }
        update(batch, row, merged.place, -1..<slots.distincts.count)
        rest.append(merged)
        sessions[Int(id)] = rest
        earliestEnd = min(earliestEnd, merged.end)
    }

    private func newPlace() -> UInt32 {
        if let place = freePlaces.popLast() { return place }
        groups.append(contentsOf: repeatElement(0, count: slots.stride))
        if !slots.distincts.isEmpty { sets.append(Array(repeating: [], count: slots.distincts.count)) }
        return UInt32(groups.count / slots.stride - 1)
    }

    private func release(_ place: UInt32) {
        for word in 0..<slots.stride { groups[Int(place) * slots.stride + word] = 0 }
        if !slots.distincts.isEmpty { sets[Int(place)] = Array(repeating: [], count: slots.distincts.count) }
        freePlaces.append(place)
    }

    /// Adds a row to some of the `distinct` sets' slots; those without a set have the number -1.
    private func update(_ batch: Batch, _ row: Int, _ place: UInt32, _ distincts: Range<Int>) {
        var rows = [UInt32(row)]
        var places = [place]
        for distinct in distincts {
            if distinct >= 0 {
                let declared = slots.distincts[distinct]
                let value = batch.columns[declared.column][row]
                if value == .null { continue }
                if declared.filter >= 0, batch.columns[declared.filter][row] != .boolean(true) { continue }
                guard sets[Int(place)][distinct].insert(value).inserted else { continue }
            }
            rows.withUnsafeMutableBufferPointer { rows in
                places.withUnsafeMutableBufferPointer { places in
                    groups.withUnsafeMutableBufferPointer { groups in
                        let input = GroupedRows(
                            batch: batch,
                            rows: rows.baseAddress!,
                            count: 1,
                            places: places.baseAddress!
                        )
                        slots.update(groups.baseAddress!, input, distinct: distinct, arena: arena)
                    }
                }
            }
        }
    }

    private func merge(_ source: UInt32, into target: UInt32) {
        groups.withUnsafeMutableBufferPointer { groups in
            let start = groups.baseAddress!
            slots.merge(
                start + Int(source) * slots.stride,
                into: start + Int(target) * slots.stride,
                arena: arena
            )
        }
        for (index, distinct) in slots.distincts.enumerated() {
            let fresh = sets[Int(source)][index].subtracting(sets[Int(target)][index])
            guard !fresh.isEmpty else { continue }
            let values = Column(distinct.type, capacity: fresh.count)
            for value in fresh { values.append(value) }
            let truths = Column(.boolean, capacity: fresh.count)
            for _ in fresh { truths.append(.boolean(true)) }
            var columns = Array(repeating: truths, count: max(distinct.column, distinct.filter) + 1)
            columns[distinct.column] = values
            let batch = Batch(columns: columns, count: fresh.count)
            for row in 0..<fresh.count { update(batch, row, target, index..<(index + 1)) }
        }
        release(source)
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        self.watermark = max(self.watermark, watermark)
        guard earliestEnd &- 1 <= watermark else { return }
        out.reset()
        earliestEnd = .max
        for id in sessions.indices where !sessions[id].isEmpty {
            try fire(UInt32(id), watermark, output)
            for session in sessions[id] { earliestEnd = min(earliestEnd, session.end) }
            forgetIfEmpty(UInt32(id))
        }
        out.updateCount()
        try output.emit(out)
        compact()
    }

    /// Leaves the arena for another one when most of what it holds may be of sessions that are gone.
    private func compact() {
        guard arena.byteCount > arenaLimit else { return }
        let fresh = StringArena()
        groups.withUnsafeMutableBufferPointer { groups in
            guard let start = groups.baseAddress else { return }
            for session in sessions.joined() { slots.relocate(start + Int(session.place) * slots.stride, to: fresh) }
        }
        arena = fresh
        arenaLimit = max(Self.arenaLimitMin, 2 * fresh.byteCount)
    }

    private func forgetIfEmpty(_ id: UInt32) {
        guard let keys, sessions[Int(id)].isEmpty, isInUse[Int(id)] else { return }
        keys.remove(id)
        isInUse[Int(id)] = false
    }

    /// Emits a key's sessions that the watermark has passed.
    private func fire(_ id: UInt32, _ watermark: Int64, _ output: Output) throws {
        let due = sessions[Int(id)].filter { $0.end &- 1 <= watermark }.sorted { $0.end < $1.end }
        guard !due.isEmpty else { return }
        sessions[Int(id)].removeAll { $0.end &- 1 <= watermark }
        for session in due {
            if out.columns.first?.count == Batch.standardCapacity {
                out.updateCount()
                try output.emit(out)
                out.reset()
            }
            emit(session, id)
        }
    }

    private func emit(_ session: Session, _ id: UInt32) {
        var id = id
        keys?.append(&id, count: 1, to: Array(out.columns[..<keyTypes.count]))
        let results = Array(out.columns[keyTypes.count..<(keyTypes.count + slots.results.count)])
        var place = session.place
        groups.withUnsafeMutableBufferPointer { groups in
            slots.append(groups.baseAddress!, places: &place, count: 1, to: results, arenas: [arena])
        }
        for (index, property) in plan.properties.enumerated() {
            let value = property.value(start: session.start, end: session.end)
            out.columns[keyTypes.count + slots.results.count + index].append(.int64(value))
        }
        release(session.place)
    }

    private enum Table {
        static let watermark: UInt8 = 0
        static let session: UInt8 = 1
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        writer.record(table: Table.watermark, keyHash: nil) { $0.put(watermark) }
        for id in sessions.indices where !sessions[id].isEmpty {
            var number = UInt32(id)
            let columns = keyTypes.map { Column($0, capacity: 1) }
            keys?.append(&number, count: 1, to: columns)
            let hash = ColumnCodec.hashes(columns, count: 1)[0]
            let keys = ColumnCodec.Rows(columns)
            for session in sessions[id] {
                writer.record(table: Table.session, keyHash: hash) { writer in
                    keys.put(0, writer)
                    writer.put(session.start)
                    writer.put(session.end)
                    groups.withUnsafeMutableBufferPointer { groups in
                        slots.put(groups.baseAddress! + Int(session.place) * slots.stride, writer)
                    }
                    for index in slots.distincts.indices {
                        let values = sets[Int(session.place)][index]
                        writer.put(UInt32(values.count))
                        for value in values { writer.put(value) }
                    }
                }
            }
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        guard record.version == 1 else {
            throw StateError.unknownVersion(table: record.table, version: record.version)
        }
        var record = record
        switch record.table {
        case Table.watermark: watermark = max(watermark, try record.number())
        case Table.session:
            let columns = keyTypes.map { Column($0, capacity: 1) }
            try ColumnCodec.append(&record, to: columns)
            var id: UInt32 = 0
            keys?.intern(columns, count: 1, into: &id)
            let limit = keys?.idLimit ?? 1
            if sessions.count < limit {
                sessions.append(contentsOf: repeatElement([], count: limit - sessions.count))
                isInUse.append(contentsOf: repeatElement(false, count: limit - isInUse.count))
            }
            isInUse[Int(id)] = true
            let session = Session(start: try record.number(), end: try record.number(), place: newPlace())
            try groups.withUnsafeMutableBufferPointer { groups in
                let group = groups.baseAddress! + Int(session.place) * slots.stride
                try slots.read(&record, into: group, arena)
            }
            for index in slots.distincts.indices {
                for _ in 0..<(try record.number(UInt32.self)) {
                    sets[Int(session.place)][index].insert(try record.value())
                }
            }
            sessions[Int(id)].append(session)
            earliestEnd = min(earliestEnd, session.end)
        default: throw StateError.unexpectedRecord(table: record.table)
        }
    }
}
