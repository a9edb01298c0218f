import StreamSQL

/// Aggregates a group for each window and emits the windows when the watermark passes their end. Flink:
/// SlicingWindowOperator; rows that come after the last window of their slice are dropped and counted.
package final class WindowAggregation: Operator {
    private let plan: LogicalPlan.WindowAggregate
    private let math: WindowMath
    private let slots: AggregateSlots
    private let types: [PhysicalType]
    private let keyTypes: [PhysicalType]
    /// The keys of all slices, where windows share slices; else each slice has a table of its own, which is emptied as a whole.
    private let keys: KeyTable?
    private var slices: [WindowMath.Stretch: WindowSlice] = [:]
    /// Windows that have rows and did not fire, by their end.
    private var pending: [WindowMath.Stretch] = []
    private var free: [WindowSlice] = []
    /// By a key's number the slices it has groups in; at 0 the key is forgotten.
    private var references: [UInt16] = []
    private var watermark = Watermark.start
    private var lateRows: Int64 = 0
    private var ids: [UInt32] = []
    private var places: [UInt32] = []
    private var scratch: [UInt32] = []
    private var current: (stretch: WindowMath.Stretch, slice: WindowSlice)?
    private let out: Batch
    private var restored = RestoredGroups()
    private static let sparesMax = 64
    private let sharedGroupsMin: Int

    /// An operator for an aggregate over TUMBLE, HOP, CUMULATE or windows that were assigned below.
    ///
    /// - Parameter sharedGroupsMin: slices with fewer groups are in each checkpoint: a file of its own costs more than they do.
    /// - Throws: `UnsupportedAggregate`.
    package init(
        _ plan: LogicalPlan.WindowAggregate,
        inputTypes: [DataType],
        sharedGroupsMin: Int = 4_096
    ) throws(UnsupportedAggregate) {
        guard let math = WindowMath(plan.window) else { preconditionFailure("sessions have an operator of their own") }
        self.plan = plan
        self.math = math
        self.sharedGroupsMin = sharedGroupsMin
        slots = try AggregateSlots(plan.aggregates, partialsBy: math)
        keyTypes = plan.keys.map { PhysicalType(inputTypes[$0].logical) }
        keys = keyTypes.isEmpty || !math.isShared ? nil : KeyTable(keyTypes)
        types = plan.schema.types.map { PhysicalType($0.logical) }
        out = Batch(types)
    }

    /// See `Operator.waitsForWatermarks`.
    package var waitsForWatermarks: Bool { true }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.lateRows = lateRows
        counts.keys = Int64(keys?.count ?? slices.values.reduce(0) { $0 + ($1.table?.count ?? 1) })
        counts.stateBytes = slices.values.reduce(0) { $0 + Int64($1.count * (slots.stride * 8 + 8)) }
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        finishRestoring()
        guard math.isShared, let watermarks = batch.watermarks?.int64s, batch.count > 0 else { return try add(batch) }
        // A row that is late for one window may be in time for another one of its slice: what the watermark had passed before
        // the row must fire before the row is added.
        var start = 0
        while start < batch.count {
            let boundary = math.boundary(of: watermarks[start])
            if watermarks[start] > watermark { try advance(to: watermarks[start], output: output) }
            var end = batch.count
            if math.boundary(of: watermarks[batch.count - 1]) != boundary {
                end = start + 1
                while math.boundary(of: watermarks[end]) == boundary { end += 1 }
            }
            try add(start == 0 && end == batch.count ? batch : batch.slice(start..<end))
            start = end
        }
    }

    private func add(_ batch: Batch) throws {
        let stretches = try stretches(of: batch)
        switch stretches {
        case .one(let stretch):
            add(batch, nil, batch.count, to: stretch)
        case .several(let rowsOf):
            for (stretch, rows) in rowsOf {
                let selection = Selection(capacity: rows.count)
                for (index, row) in rows.enumerated() { selection.rows[index] = row }
                selection.count = rows.count
                add(batch, selection, rows.count, to: stretch)
            }
        }
    }

    private enum Stretches {
        case one(WindowMath.Stretch)
        case several([(WindowMath.Stretch, [UInt32])])
    }

    /// The slices of a batch's rows, without those that come too late.
    private func stretches(of batch: Batch) throws -> Stretches {
        let column = batch.columns[plan.window.timeColumn]
        let times = column.int64s
        if let nulls = column.nulls, (0..<batch.count).contains(where: { nulls[$0] != 0 }) {
            throw RowFault("the time column of a window is NULL; filter such rows out, or declare the column NOT NULL")
        }
        let watermarks = batch.watermarks?.int64s
        var last = current?.stretch ?? WindowMath.Stretch(start: 0, end: 0)
        var lastEnd = math.lastEndOrNever(of: last)
        var groups: [WindowMath.Stretch: Int] = [:]
        var list: [(WindowMath.Stretch, [UInt32])] = []
        var single: WindowMath.Stretch?
        var row = 0
        // Most batches lie within one slice.
        if case .assigned = plan.window.kind {
        } else {
            while row < batch.count {
                let time = times[row]
                if time < last.start || time >= last.end {
                    if row > 0 { break }
                    last = math.slice(of: time)
                    lastEnd = math.lastEnd(of: last)
                }
                if lastEnd &- 1 <= watermarks?[row] ?? watermark { break }
                single = last
                row += 1
            }
            if row == batch.count, let single { return .one(single) }
        }
        var place = -1
        for row in 0..<batch.count {
            let stretch = stretch(of: row, times[row], batch, last)
            if stretch != last {
                last = stretch
                lastEnd = math.lastEnd(of: last)
                place = -1
            }
            if lastEnd &- 1 <= watermarks?[row] ?? watermark {
                lateRows += 1
                continue
            }
            if place < 0 {
                place = groups[stretch] ?? list.count
                groups[stretch] = place
                if place == list.count { list.append((stretch, [])) }
            }
            list[place].1.append(UInt32(row))
        }
        return .several(list)
    }

    private func stretch(of row: Int, _ time: Int64, _ batch: Batch, _ last: WindowMath.Stretch) -> WindowMath.Stretch {
        if case .assigned(let start, let end) = plan.window.kind {
            return WindowMath.Stretch(start: batch.columns[start].int64s[row], end: batch.columns[end].int64s[row])
        }
        return time >= last.start && time < last.end ? last : math.slice(of: time)
    }

    private func add(_ batch: Batch, _ selection: Selection?, _ count: Int, to stretch: WindowMath.Stretch) {
        let slice = slice(stretch)
        if ids.count < count {
            ids = Array(repeating: 0, count: count)
            places = ids
        }
        if let table = slice.table {
            let columns = plan.keys.map { selection.map(batch.columns[$0].gather) ?? batch.columns[$0] }
            table.intern(columns, count: count, into: &ids)
        }
        ids.withUnsafeBufferPointer { ids in
            places.withUnsafeMutableBufferPointer { places in
                let added = slice.locate(
                    ids.baseAddress!,
                    count: count,
                    keyLimit: slice.idLimit,
                    into: places.baseAddress!
                )
                if added > 0 { refer(slice, added) }
                slice.add(GroupedRows(batch: batch, rows: selection?.rows, count: count, places: places.baseAddress!))
            }
        }
    }

    private func refer(_ slice: WindowSlice, _ added: Int) {
        guard let limit = keys?.idLimit else { return }
        if references.count < limit {
            references.append(contentsOf: repeatElement(0, count: max(limit, references.count * 2) - references.count))
        }
        for place in (slice.count - added)..<slice.count { references[Int(slice.keys[place])] += 1 }
    }

    private func slice(_ stretch: WindowMath.Stretch) -> WindowSlice {
        if let current, current.stretch == stretch { return current.slice }
        let slice: WindowSlice
        if let known = slices[stretch] {
            slice = known
        } else {
            slice = spareSlice()
            slice.begin(start: stretch.start, end: stretch.end)
            slots.partials?.add(sliceEnd: stretch.end)
            slices[stretch] = slice
            for window in math.windows(of: stretch) where window.end &- 1 > watermark { add(pending: window) }
        }
        current = (stretch, slice)
        return slice
    }

    private func spareSlice() -> WindowSlice {
        if let spare = free.popLast() { return spare }
        if math.isShared || keyTypes.isEmpty { return WindowSlice(slots, table: keys, ownsTable: false) }
        return WindowSlice(slots, table: KeyTable(keyTypes, beginsSmall: true), ownsTable: true)
    }

    private func add(pending window: WindowMath.Stretch) {
        var low = 0
        var high = pending.count
        while low < high {
            let middle = (low + high) / 2
            if pending[middle] < window { low = middle + 1 } else { high = middle }
        }
        if low == pending.count || pending[low] != window { pending.insert(window, at: low) }
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        finishRestoring()
        var fired = 0
        while fired < pending.count, pending[fired].end &- 1 <= watermark {
            try fire(pending[fired], output)
            fired += 1
            // A window's own slices are forgotten as soon as no later window needs them; sessions may end together.
            let end = pending[fired - 1].end
            guard fired == pending.count || pending[fired].end != end else { continue }
            self.watermark = max(self.watermark, end &- 1)
            dropSlices()
        }
        pending.removeFirst(fired)
        self.watermark = max(self.watermark, watermark)
    }

    private func dropSlices() {
        let passed = slices.filter { math.lastEnd(of: $0.key) &- 1 <= watermark }
        let areAll = passed.count == slices.count
        for (stretch, slice) in passed {
            slices[stretch] = nil
            if current?.stretch == stretch { current = nil }
            if !areAll { release(slice) }
            if free.count < Self.sparesMax {
                slice.begin(start: 0, end: 0)
                free.append(slice)
            }
        }
        if areAll, !passed.isEmpty {
            keys?.removeAll()
            references.removeAll(keepingCapacity: true)
        }
    }

    /// Forgets the keys that have groups in no other slice.
    private func release(_ slice: WindowSlice) {
        guard let keys else { return }
        references.withUnsafeMutableBufferPointer { references in
            for place in 0..<slice.count {
                let id = slice.keys[place]
                references[Int(id)] -= 1
                if references[Int(id)] == 0 { keys.remove(id) }
            }
        }
    }

    private func fire(_ window: WindowMath.Stretch, _ output: Output) throws {
        let parts = math.slices(of: window).compactMap { slices[$0] }.filter { $0.count > 0 }
        guard let first = parts.first else { return }
        var source = first
        if parts.count > 1 {
            source = spareSlice()
            source.begin(start: window.start, end: window.end)
            for part in parts { source.add(part, keyLimit: source.idLimit, scratch: &scratch) }
        }
        let arenas = parts.map(\.arena) + (parts.count > 1 ? [source.arena] : [])
        var place = 0
        while place < source.count {
            let count = min(Batch.standardCapacity, source.count - place)
            emit(source, place, count, window, arenas)
            try output.emit(out)
            place += count
        }
        if parts.count > 1 {
            source.begin(start: 0, end: 0)
            free.append(source)
        }
    }

    private enum Table {
        static let watermark: UInt8 = 0
        static let group: UInt8 = 1
        static let value: UInt8 = 2
    }

    /// Versions of `Table.group`: since the second one the values that a group has marks for stand behind its words, with
    /// their number (UInt8) before them. What has no marks is written as before.
    private static let (firstVersion, version): (UInt8, UInt8) = (1, 2)

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        finishRestoring()
        writer.record(table: Table.watermark, keyHash: nil) { $0.put(watermark) }
        for (stretch, slice) in slices {
            // A slice that has ended changes no more, unless rows come that are late for some of its windows only.
            guard writer.sharesState, math.isShared, stretch.end &- 1 <= watermark, slice.count >= sharedGroupsMin
            else {
                snapshot(slice, stretch, writer)
                continue
            }
            if let shared = slice.shared {
                writer.share(again: shared)
            } else {
                slice.shared = writer.share { snapshot(slice, stretch, $0) }
            }
        }
    }

    private func snapshot(_ slice: WindowSlice, _ stretch: WindowMath.Stretch, _ writer: StateWriter) {
        snapshotGroups(of: slice, stretch, writer)
        for index in slice.distincts.indices { snapshotPairs(of: slice, index, stretch, writer) }
    }

    /// The groups of a slice, with the values that they have marks for.
    private func snapshotGroups(of slice: WindowSlice, _ stretch: WindowMath.Stretch, _ writer: StateWriter) {
        let columns = keyTypes.map { Column($0) }
        let marked = slice.distincts.filter { $0.declared.marks >= 0 }.map { distinct in
            (offset: distinct.declared.marks, values: ColumnCodec.Rows([distinct.markedValues()]))
        }
        let version = marked.isEmpty ? Self.firstVersion : Self.version
        var hashes: [UInt64] = Array(repeating: 0, count: Batch.standardCapacity)
        var first = 0
        while first < slice.count {
            let count = min(Batch.standardCapacity, slice.count - first)
            for column in columns { column.reset() }
            slice.table?.append(slice.keys + first, count: count, to: columns)
            RowHash.hash(columns, count: count, into: &hashes)
            let keys = ColumnCodec.Rows(columns)
            for row in 0..<count {
                let words = slice.groups + (first + row) * slots.stride
                let hash = UInt32(truncatingIfNeeded: hashes[row])
                writer.record(table: Table.group, version: version, keyHash: hash) { writer in
                    writer.put(stretch.start)
                    writer.put(stretch.end)
                    keys.put(row, writer)
                    slots.put(words, writer)
                    for (offset, values) in marked {
                        var marks = words[offset]
                        writer.put(UInt8(marks.nonzeroBitCount))
                        while marks != 0 {
                            values.put(marks.trailingZeroBitCount, writer)
                            marks &= marks &- 1
                        }
                    }
                }
            }
            first += count
        }
    }

    /// The values of a `distinct` aggregate that are no marks, each with its key.
    private func snapshotPairs(
        of slice: WindowSlice,
        _ index: Int,
        _ stretch: WindowMath.Stretch,
        _ writer: StateWriter
    ) {
        let columns = keyTypes.map { Column($0) }
        var hashes: [UInt64] = Array(repeating: 0, count: Batch.standardCapacity)
        slice.distincts[index].eachPairs { ids, values, count in
            for column in columns { column.reset() }
            slice.table?.append((0..<count).map { UInt32(ids.int64s[$0]) }, count: count, to: columns)
            RowHash.hash(columns, count: count, into: &hashes)
            let rows = ColumnCodec.Rows(columns + [values])
            for row in 0..<count {
                writer.record(table: Table.value, keyHash: UInt32(truncatingIfNeeded: hashes[row])) { writer in
                    writer.put(UInt8(index))
                    writer.put(stretch.start)
                    writer.put(stretch.end)
                    rows.put(row, writer)
                }
            }
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        let version = record.table == Table.group ? Self.version : Self.firstVersion
        guard Self.firstVersion...version ~= record.version else {
            throw StateError.unknownVersion(table: record.table, version: record.version)
        }
        var record = record
        switch record.table {
        case Table.watermark: watermark = max(watermark, try record.number())
        case Table.group:
            let stretch = WindowMath.Stretch(start: try record.number(), end: try record.number())
            if stretch != restored.stretch || restored.count == Batch.standardCapacity { finishRestoring() }
            try restored.append(&record, stretch, slice(stretch).arena, slots, keyTypes)
        case Table.value:
            finishRestoring()
            let index = Int(try record.number(UInt8.self))
            let stretch = WindowMath.Stretch(start: try record.number(), end: try record.number())
            let (slice, place) = try restoreGroup(&record, stretch)
            let value = Column(slots.distincts[index].type, capacity: 1)
            try ColumnCodec.append(&record, to: [value])
            slice.restore(index, value, places: [UInt32(truncatingIfNeeded: place)])
        default: throw StateError.unexpectedRecord(table: record.table)
        }
    }

    /// Gives the groups that were read from records their places.
    private func finishRestoring() {
        let count = restored.count
        guard count > 0 else { return }
        let slice = slice(restored.stretch)
        var ids: [UInt32] = Array(repeating: 0, count: count)
        var places = ids
        slice.table?.intern(restored.columns, count: count, into: &ids)
        let added = slice.locate(ids, count: count, keyLimit: slice.idLimit, into: &places)
        if added > 0 { refer(slice, added) }
        for index in 0..<count {
            let words = slice.groups + Int(places[index]) * slots.stride
            for word in 0..<slots.stride { words[word] = restored.words[index * slots.stride + word] }
        }
        for (index, marked) in restored.marked.enumerated() where !marked.groups.isEmpty {
            slice.restore(index, marked.values, places: marked.groups.map { places[Int($0)] })
        }
        restored.reset()
    }

    /// The group of a record of `Table.value`.
    private func restoreGroup(
        _ record: inout StateRecord,
        _ stretch: WindowMath.Stretch
    ) throws -> (slice: WindowSlice, place: Int) {
        let slice = slice(stretch)
        var id: UInt32 = 0
        var place: UInt32 = 0
        let columns = keyTypes.map { Column($0, capacity: 1) }
        try ColumnCodec.append(&record, to: columns)
        slice.table?.intern(columns, count: 1, into: &id)
        let added = slice.locate(&id, count: 1, keyLimit: slice.idLimit, into: &place)
        if added > 0 { refer(slice, added) }
        return (slice, Int(place))
    }

    private func emit(
        _ source: WindowSlice,
        _ place: Int,
        _ count: Int,
        _ window: WindowMath.Stretch,
        _ arenas: [StringArena]
    ) {
        out.reset()
        source.table?.append(source.keys + place, count: count, to: Array(out.columns[..<keyTypes.count]))
        if scratch.count < count { scratch = Array(repeating: 0, count: count) }
        for index in 0..<count { scratch[index] = UInt32(truncatingIfNeeded: place + index) }
        let results = Array(out.columns[keyTypes.count..<(keyTypes.count + slots.results.count)])
        slots.append(source.groups, places: scratch, count: count, to: results, arenas: arenas)
        for (index, property) in plan.properties.enumerated() {
            let column = out.columns[keyTypes.count + slots.results.count + index]
            column.count = count
            let value = property.value(start: window.start, end: window.end)
            column.int64s.update(repeating: value, count: count)
        }
        out.updateCount()
    }
}

extension WindowMath {
    /// As `lastEnd`, for a stretch without length the end of time: nothing is in it.
    fileprivate func lastEndOrNever(of stretch: Stretch) -> Int64 {
        stretch.start == stretch.end ? Int64.max : lastEnd(of: stretch)
    }
}

/// A row that a job cannot go on with. Flink fails the job too.
package struct RowFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with it, and what to do.
    package let description: String

    /// A fault.
    package init(_ description: String) { self.description = description }
}
