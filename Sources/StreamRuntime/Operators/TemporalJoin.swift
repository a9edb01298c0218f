import StreamSQL

/// Joins each row of the left input with the version that the right input had at its event time (FOR SYSTEM_TIME AS OF).
/// Left rows wait for the watermark and come out by key in the order in which they came. Flink:
/// TemporalRowTimeJoinOperator.
///
/// Of the right input the newest row counts for each time, a deleted one ends the version; rows before their update are
/// passed over (Flink asks for none). Of versions before the watermark only the newest is kept.
package final class TemporalJoin: Operator {
    private static let table: UInt8 = 0
    private static let watermarkTable: UInt8 = 1
    private static let version: UInt8 = 1
    private static let kindWord = 0

    private struct Entry {
        let time: Int64
        let row: UInt32
    }

    /// What a key has.
    private struct Cache {
        /// In the order in which they came.
        var left: [Entry] = []
        /// In the order of time.
        var right: [Entry] = []
        /// When the key is looked at.
        var timer: Int64?

        var isUnused: Bool { left.isEmpty && right.isEmpty }
    }

    private let isOuter: Bool
    private let keys: JoinKeys
    private let stores: [RowStore]
    private let times: [Int]
    private let pairs: JoinKeptPairs
    private let out: JoinKeptOutput
    private var caches: [Cache] = []
    private var timers = EventTimers()
    private var watermark = Watermark.start

    /// A join of scope `temporal`.
    ///
    /// - Parameter condition: What must be true beside the equalities, over left columns followed by right ones.
    package init(
        _ plan: LogicalPlan.Join,
        leftTypes: [DataType],
        rightTypes: [DataType],
        condition: (any RowPredicate)?
    ) {
        guard case .temporal(let leftTime, let rightTime) = plan.scope else {
            preconditionFailure("a join of another scope has an operator of its own")
        }
        precondition(plan.kind == .inner || plan.kind == .left, "a temporal join is INNER or LEFT")
        isOuter = plan.kind == .left
        let left = leftTypes.map { PhysicalType($0.logical) }
        let right = rightTypes.map { PhysicalType($0.logical) }
        keys = JoinKeys(plan.equalities, left: left, right: right)
        stores = [RowStore(left, extraWords: 1), RowStore(right, extraWords: 1)]
        times = [leftTime, rightTime]
        pairs = JoinKeptPairs(condition, stores)
        out = JoinKeptOutput(stores, hasRight: true)
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.keys = Int64(keys.count)
        counts.stateBytes = Int64(stores[0].byteCount + stores[1].byteCount + keys.limit * 64)
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let count = batch.count
        if count == 0 { return }
        keys.intern(batch, input)
        while caches.count < keys.limit { caches.append(Cache()) }
        let rowTimes = batch.columns[times[input]].int64s
        var hasUnused = false
        for row in 0..<count {
            let kind = batch.kind(row)
            let isUseless = !keys.canMatch[row] && (input == 1 || !isOuter) || input == 1 && kind == .updateBefore
            if isUseless {
                hasUnused = true
                continue
            }
            let number = stores[input].insert(batch.columns, row)
            stores[input].slot(number)[Self.kindWord] = UInt64(kind.rawValue)
            add(Entry(time: rowTimes[row], row: number), input, keys.ids[row])
        }
        if hasUnused { keys.forget(count) { caches[Int($0)].isUnused } }
    }

    private func add(_ entry: Entry, _ input: Int, _ key: UInt32) {
        if input == 0 {
            caches[Int(key)].left.append(entry)
        } else {
            var place = caches[Int(key)].right.count
            while place > 0, caches[Int(key)].right[place - 1].time > entry.time { place -= 1 }
            if place > 0, caches[Int(key)].right[place - 1].time == entry.time {
                stores[1].free(caches[Int(key)].right[place - 1].row)
                caches[Int(key)].right[place - 1] = entry
            } else {
                caches[Int(key)].right.insert(entry, at: place)
            }
        }
        setTimer(entry.time, key)
    }

    /// Flink: registerSmallestTimer.
    private func setTimer(_ time: Int64, _ key: UInt32) {
        if let timer = caches[Int(key)].timer, timer <= time { return }
        caches[Int(key)].timer = time
        timers.add(time, key)
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        guard watermark > self.watermark else { return }
        self.watermark = watermark
        while let timer = timers.popFirst(until: watermark) {
            guard caches[Int(timer.id)].timer == timer.time else { continue }
            caches[Int(timer.id)].timer = nil
            try join(timer.id, to: output)
            dropOldVersions(timer.id)
            if let next = caches[Int(timer.id)].left.map(\.time).min() { setTimer(next, timer.id) }
            if caches[Int(timer.id)].isUnused { keys.table?.remove(timer.id) }
        }
        try out.flush(to: output)
    }

    /// Emits the left rows of a key up to the watermark.
    private func join(_ key: UInt32, to output: Output) throws {
        let cache = caches[Int(key)]
        let due = cache.left.filter { $0.time <= watermark }
        guard !due.isEmpty else { return }
        caches[Int(key)].left = cache.left.filter { $0.time > watermark }
        let canMatch = keys.canMatch(stores[0], due[0].row, 0)
        let versions = due.map { canMatch ? version(cache.right, at: $0.time) : nil }
        pairs.removeAll()
        for (entry, version) in zip(due, versions) {
            if let version { pairs.add(entry.row, version) }
        }
        try pairs.evaluate()
        var pair = 0
        for (entry, version) in zip(due, versions) {
            let isMatch = version != nil && pairs.isMatch(pair)
            if version != nil { pair += 1 }
            if isMatch || isOuter {
                let kind = RowKind(rawValue: UInt8(stores[0].slot(entry.row)[Self.kindWord])) ?? .insert
                out.add(kind, entry.row, isMatch ? version ?? RowStore.absent : RowStore.absent)
            }
            out.release(entry.row, 0)
        }
        try out.flushIfFull(to: output)
    }

    /// The newest row at a time, if it does not say that there is none. Flink: latestRightRowToJoin.
    private func version(_ versions: [Entry], at time: Int64) -> UInt32? {
        let behind = Self.firstPlace(versions) { $0 > time }
        guard behind > 0 else { return nil }
        let row = versions[behind - 1].row
        let isDeleted = stores[1].slot(row)[Self.kindWord] == UInt64(RowKind.delete.rawValue)
        return isDeleted ? nil : row
    }

    private static func firstPlace(_ entries: [Entry], _ isReached: (Int64) -> Bool) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if isReached(entries[middle].time) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Flink: cleanupExpiredVersionInState.
    private func dropOldVersions(_ key: UInt32) {
        let kept = Self.firstPlace(caches[Int(key)].right) { $0 > watermark } - 1
        guard kept > 0 else { return }
        for entry in caches[Int(key)].right[..<kept] { out.release(entry.row, 1) }
        caches[Int(key)].right.removeFirst(kept)
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        writer.record(table: Self.watermarkTable, version: Self.version, keyHash: nil) { $0.put(watermark) }
        KeyedRecords.write(keys.table, keys.types, table: Self.table, version: Self.version, to: writer) { key in
            Int(key) < caches.count && !caches[Int(key)].isUnused
        } body: { key, writer in
            let cache = caches[Int(key)]
            writer.put(cache.timer != nil)
            writer.put(cache.timer ?? 0)
            for (store, entries) in zip(stores, [cache.left, cache.right]) {
                writer.put(UInt32(entries.count))
                for entry in entries {
                    writer.put(UInt8(truncatingIfNeeded: store.slot(entry.row)[Self.kindWord]))
                    store.encode(entry.row, to: writer)
                }
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
        let hasTimer = try record.boolean()
        let timer: Int64 = try record.number()
        var key: UInt32 = 0
        for input in 0...1 {
            for _ in 0..<(try record.number(UInt32.self)) {
                let kind: UInt8 = try record.number()
                let row = try stores[input].decode(&record)
                stores[input].slot(row)[Self.kindWord] = UInt64(kind)
                key = keys.intern(stores[input], row, input)
                while caches.count < keys.limit { caches.append(Cache()) }
                let entry = Entry(time: stores[input].int64(row, times[input]), row: row)
                if input == 0 { caches[Int(key)].left.append(entry) } else { caches[Int(key)].right.append(entry) }
            }
        }
        guard hasTimer else { return }
        caches[Int(key)].timer = timer
        timers.add(timer, key)
    }
}
