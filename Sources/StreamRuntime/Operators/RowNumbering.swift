import StreamSQL

/// The place of each row among those of its partition in the order of time, and values of rows before it: ROW_NUMBER, RANK,
/// DENSE_RANK, LAG. Flink: OverAggregate.
///
/// By event time rows wait until the watermark passes them; a row whose time it has passed is dropped and counted. LAG looks
/// back from the last row of the same time, as Flink's does (its frame is RANGE). By processing time rows come out at once.
package final class RowNumbering: Operator {
    static let keyTable: UInt8 = 0
    static let watermarkTable: UInt8 = 1
    static let version: UInt8 = 1
    /// With the time at which a partition is given up behind the key.
    static let timedVersion: UInt8 = 2

    /// What a partition knows of its rows so far.
    struct Partition {
        var rows: Int64 = 0
        var rank: Int64 = 0
        var denseRank: Int64 = 0
        var lastTime = Watermark.start
        /// The last rows, the newest last.
        var history: [UInt32] = []
        /// How many rows wait for the watermark.
        var waiting = 0
    }

    /// A row that waits: its partition, and when it came.
    struct Waiting {
        let key: UInt32
        let order: UInt64
    }

    let partition: [Int]
    let keyTypes: [PhysicalType]
    let keys: KeyTable?
    let store: RowStore
    var partitions: [Partition] = []
    /// Rows that wait for the watermark.
    var pending: [UInt32: Waiting] = [:]
    var nextOrder: UInt64 = 0
    var timers = EventTimers()
    var watermark = Watermark.start
    /// When partitions are given up; nil if they live for ever.
    let times: OverTimes?
    let timeColumn: Int
    let isEventTime: Bool
    private let functions: [LogicalPlan.Numbering.Function]
    private let historyLength: Int
    private var lateRows: Int64 = 0
    private var ids: [UInt32] = []
    private var rows: [UInt32] = []
    /// By function what stands behind a row: a number, or the row that LAG takes its value of.
    private var results: [[Int64]]
    private var released: [UInt32] = []

    /// An operator for functions of a row's place; `now` is the processing time in ms since the epoch, for partitions with a
    /// time to live.
    package init(_ plan: LogicalPlan.Numbering, inputTypes: [DataType], now: @escaping () -> Int64 = { 0 }) {
        times = OverTimes(plan.timeToLive, isExact: !plan.isEventTime, now: now)
        let types = inputTypes.map { PhysicalType($0.logical) }
        partition = plan.partition
        keyTypes = partition.map { types[$0] }
        keys = keyTypes.isEmpty ? nil : KeyTable(keyTypes)
        store = RowStore(types)
        timeColumn = plan.order
        isEventTime = plan.isEventTime
        functions = plan.functions
        historyLength = plan.functions.reduce(0) { length, function in
            if case .lag(_, let offset, _) = function { max(length, Int(offset) + 1) } else { length }
        }
        results = plan.functions.map { _ in [] }
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.lateRows = lateRows
        counts.keys = Int64(keys?.count ?? 1)
        counts.stateBytes = Int64(
            store.byteCount + partitions.count * MemoryLayout<Partition>.stride + (times?.byteCount ?? 0)
        )
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        if ids.count < batch.count { ids = Array(repeating: 0, count: batch.count) }
        keys?.intern(partition.map { batch.columns[$0] }, count: batch.count, into: &ids)
        reserve()
        if let times { expire(batch.count, times) }
        let rowTimes = batch.columns[timeColumn]
        let watermarks = batch.watermarks?.int64s
        var hasLateRows = false
        for row in 0..<batch.count {
            precondition(batch.kind(row) == .insert, "a row is updated in an input that only grows")
            guard isEventTime else {
                take([(store.insert(batch.columns, row), ids[row])], rowTimes.int64s[row])
                if rows.count >= Batch.standardCapacity { try flush(to: output) }
                continue
            }
            if let watermarks { try fire(until: watermarks[row], to: output) }
            guard !rowTimes.isNull(row), rowTimes.int64s[row] > watermark else {
                lateRows += 1
                hasLateRows = true
                continue
            }
            let number = store.insert(batch.columns, row)
            wait(number, ids[row])
        }
        try flush(to: output)
        if hasLateRows { forgetUnused(batch.count) }
        if let times { sweep(times) }
    }

    /// Lets the partitions of the batch begin anew that are too old.
    private func expire(_ count: Int, _ times: OverTimes) {
        let now = times.now
        for row in 0..<count {
            let key = Int(ids[row])
            if times.isExpired(key, now, isWaiting: partitions[key].waiting > 0) { clear(key) }
            times.touch(key, now)
        }
    }

    private func sweep(_ times: OverTimes) {
        let now = times.now
        for key in times.sweep(now) where times.isExpired(key, now, isWaiting: partitions[key].waiting > 0) {
            clear(key)
            keys?.remove(UInt32(key))
        }
    }

    /// Gives up what is known of a partition without rows that wait.
    private func clear(_ key: Int) {
        for row in partitions[key].history { store.free(row) }
        partitions[key] = Partition()
        times?.forget(key)
    }

    func wait(_ row: UInt32, _ key: UInt32) {
        pending[row] = Waiting(key: key, order: nextOrder)
        nextOrder += 1
        partitions[Int(key)].waiting += 1
        timers.add(store.int64(row, timeColumn), row)
    }

    func reserve() {
        while partitions.count < keys?.idLimit ?? 1 { partitions.append(Partition()) }
    }

    /// Forgets partitions of the batch whose rows were all late.
    private func forgetUnused(_ count: Int) {
        guard let keys else { return }
        let waiting = Set(pending.values.map(\.key))
        // why: the order decides which numbers new keys get, and must not depend on the seed of hashing.
        for id in Set(ids[..<count]).sorted() where partitions[Int(id)].rows == 0 && !waiting.contains(id) {
            times?.forget(Int(id))
            keys.remove(id)
        }
    }

    private func fire(until watermark: Int64, to output: Output) throws {
        guard watermark > self.watermark else { return }
        self.watermark = watermark
        var group: [(row: UInt32, key: UInt32)] = []
        var time = Watermark.start
        while let timer = timers.popFirst(until: watermark) {
            if timer.time != time {
                take(group, time)
                group.removeAll(keepingCapacity: true)
                time = timer.time
                if rows.count >= Batch.standardCapacity { try flush(to: output) }
            }
            guard let waiting = pending.removeValue(forKey: timer.id) else {
                preconditionFailure("a timer without a row")
            }
            group.append((timer.id, waiting.key))
            if let times {
                let now = times.now
                _ = times.isExpired(Int(waiting.key), now, isWaiting: true)
                times.touch(Int(waiting.key), now)
            }
            partitions[Int(waiting.key)].waiting -= 1
        }
        take(group, time)
    }

    /// Takes rows of one time.
    private func take(_ group: [(row: UInt32, key: UInt32)], _ time: Int64) {
        for (row, key) in group { take(row, key, time) }
        for (_, key) in group {
            let history = partitions[Int(key)].history
            for (index, function) in functions.enumerated() {
                guard case .lag(_, let offset, _) = function else { continue }
                let place = history.count - 1 - Int(offset)
                results[index].append(Int64(place >= 0 ? history[place] : RowStore.absent))
            }
        }
    }

    private func take(_ row: UInt32, _ key: UInt32, _ time: Int64) {
        var state = partitions[Int(key)]
        state.rows += 1
        if state.rows == 1 || time > state.lastTime {
            state.rank = state.rows
            state.denseRank += 1
            state.lastTime = time
        }
        rows.append(row)
        for (index, function) in functions.enumerated() {
            switch function {
            case .rowNumber: results[index].append(state.rows)
            case .rank: results[index].append(state.rank)
            case .denseRank: results[index].append(state.denseRank)
            case .lag: continue
            }
        }
        if historyLength == 0 {
            released.append(row)
        } else {
            state.history.append(row)
            if state.history.count > historyLength { released.append(state.history.removeFirst()) }
        }
        partitions[Int(key)] = state
    }

    private func flush(to output: Output) throws {
        guard !rows.isEmpty else { return }
        let count = rows.count
        let columns = store.types.map { Column($0, capacity: count) }
        store.append(rows, count: count, to: columns[...])
        let added = functions.indices.map { column($0, count) }
        for row in released { store.free(row) }
        released.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
        for index in results.indices { results[index].removeAll(keepingCapacity: true) }
        try output.emit(Batch(columns: columns + added, count: count))
    }

    private func column(_ function: Int, _ count: Int) -> Column {
        guard case .lag(let source, _, let otherwise) = functions[function] else {
            let column = Column(.int64, capacity: count)
            for number in results[function] { column.append(.int64(number)) }
            return column
        }
        let sources = results[function].map { UInt32(truncatingIfNeeded: $0) }
        let column = Column(store.types[source], capacity: count)
        store.append(source, sources, count, to: column)
        guard let otherwise, sources.contains(RowStore.absent) else { return column }
        let defaults = Column(store.types[otherwise], capacity: count)
        store.append(otherwise, rows, count, to: defaults)
        let result = Column(store.types[source], capacity: count)
        for row in 0..<count {
            result.appendRow(from: sources[row] == RowStore.absent ? defaults : column, at: row)
        }
        return result
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        try fire(until: watermark, to: output)
        try flush(to: output)
        if let times { sweep(times) }
    }
}
