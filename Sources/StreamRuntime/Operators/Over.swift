import CStreamKernels
import StreamSQL

/// Aggregates for each row over the rows before it in the order of event time. Rows wait until the watermark passes them,
/// and come out in the order of time, those of a key and a time in the order in which they came. Flink:
/// RowTimeUnboundedPrecedingOverFunctionV2, RowTimeRowsBoundedPrecedingFunction, RowTimeRangeBoundedPrecedingFunction.
///
/// Late rows are dropped and counted. Without a bound a row is late whose time is not after the watermark. With a bound it
/// is late, as in Flink, only if its key has come out up to that time; so times up to 0 are always late.
///
/// A frame of a range forgets a key by timers, half a range after its rows can be in no frame any more; with a state time to live
/// the others forget keys that were not written for so long.
package final class Over: Operator {
    static let table: UInt8 = 0
    static let watermarkTable: UInt8 = 1
    static let version: UInt8 = 1
    /// With the time at which a key is given up behind the key.
    static let timedVersion: UInt8 = 2
    /// Steps that are taken together, about.
    private static let stepsMax = Batch.standardCapacity
    /// Timers that are taken together.
    private static let timersMax = 256
    /// Keys between asking for what is known of one and using it: it lies anywhere in memory.
    private static let ahead = 8
    private let frame: LogicalPlan.Over.Frame
    private let partition: [Int]
    private let timeColumn: Int
    /// Columns that the aggregates read.
    private let argumentColumns: [Int]
    let keyTypes: [PhysicalType]
    let keys: KeyTable?
    let store: RowStore
    let accumulators: AccumulatorSet
    /// What is known of each key, by number.
    let states = GrowingBuffer<OverKey>()
    /// Rows that wait for the watermark.
    let waiting = OverWaiting()
    var timers = EventTimers()
    private var due: [EventTimers.Timer] = []
    var watermark = Watermark.start
    /// The watermarks that rows have had since, each above the one before.
    private var risen: [Int64] = []
    private var lateRows: Int64 = 0
    private var ids: [UInt32] = []
    /// The numbers of a batch's rows, and their places in it.
    private var rows: [UInt32] = []
    private var places: [UInt32] = []
    private let out: OverOutput
    /// When keys are given up; nil if they live for ever, or as long as their range.
    let times: OverTimes?

    /// An aggregation over event time.
    ///
    /// - Parameters:
    ///   - expiresExactly: Whether a key lives no longer than the time to live, by Flink's kinds of operators.
    ///   - now: The processing time in ms since the epoch, for keys with a time to live.
    /// - Throws: `UnsupportedAggregate`.
    package init(
        _ plan: LogicalPlan.Over,
        inputTypes: [DataType],
        expiresExactly: Bool = false,
        now: @escaping () -> Int64 = { 0 }
    ) throws(UnsupportedAggregate) {
        precondition(plan.isEventTime, "an aggregation over processing time has no operator")
        let types = inputTypes.map { PhysicalType($0.logical) }
        frame = plan.frame
        let lives = if case .range = plan.frame { false } else { true }
        times = OverTimes(lives ? plan.timeToLive : nil, isExact: expiresExactly, now: now)
        partition = plan.partition
        timeColumn = plan.order
        keyTypes = partition.map { types[$0] }
        keys = keyTypes.isEmpty ? nil : KeyTable(keyTypes)
        store = RowStore(types)
        var isBounded = true
        if case .unbounded = plan.frame { isBounded = false }
        accumulators = try AccumulatorSet(plan.aggregates, canRetract: isBounded, isOver: true)
        let used = Set(plan.aggregates.flatMap { $0.arguments + ($0.filter.map { [$0] } ?? []) })
        argumentColumns = used.sorted()
        out = OverOutput(store, accumulators, argumentColumns: argumentColumns)
    }

    /// See `Operator.waitsForWatermarks`.
    package var waitsForWatermarks: Bool { true }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.lateRows = lateRows
        counts.keys = Int64(keys?.count ?? 1)
        counts.stateBytes = Int64(
            store.byteCount + accumulators.byteCount + states.count * MemoryLayout<OverKey>.stride
                + (times?.byteCount ?? 0)
        )
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let count = batch.count
        if count == 0 { return }
        if ids.count < count {
            ids = Array(repeating: 0, count: count)
            rows = ids
            places = (0..<UInt32(count)).map { $0 }
        }
        keys?.intern(partition.map { batch.columns[$0] }, count: count, into: &ids)
        reserve()
        if let times { expire(count, times) }
        store.insert(batch.columns, rows: places, count: count, into: &rows)
        let isAnyLate = ids.withUnsafeBufferPointer { ids in
            rows.withUnsafeBufferPointer { rows in take(batch, ids, rows) }
        }
        if isAnyLate { forgetUnused(count) }
        if let times { sweep(times) }
    }

    /// Lets the rows of a batch wait that are in time; gives whether there are others.
    private func take(
        _ batch: Batch,
        _ ids: UnsafeBufferPointer<UInt32>,
        _ rows: UnsafeBufferPointer<UInt32>
    ) -> Bool {
        let rowTimes = batch.columns[timeColumn].int64s
        let watermarks = batch.watermarks?.int64s
        let count = batch.count
        let lateBefore = lateRows
        for row in 0..<count {
            precondition(batch.kind(row) == .insert, "a row is updated in an input that only grows")
            if row + 2 * Self.ahead < count { prefetch(ids[row + 2 * Self.ahead], ids[row + Self.ahead]) }
            let current = watermarks?[row] ?? watermark
            if current > risen.last ?? watermark { risen.append(current) }
            let id = ids[row]
            let isTaken = states.elements[Int(id)].atWatermark(current) { state in
                guard isInTime(rowTimes[row], state, current) else { return false }
                add(rows[row], rowTimes[row], current, &state, id)
                return true
            }
            if isTaken { continue }
            store.free(rows[row])
            lateRows += 1
        }
        return lateRows > lateBefore
    }

    /// Lets the keys of the batch begin anew that are too old.
    private func expire(_ count: Int, _ times: OverTimes) {
        let now = times.now
        for row in 0..<count {
            let key = Int(ids[row])
            if times.isExpired(key, now, isWaiting: !states.elements[key].waiting.isEmpty) {
                clear(key)
                times.forget(key)
            }
            times.touch(key, now)
        }
    }

    private func sweep(_ times: OverTimes) {
        let now = times.now
        for key in times.sweep(now) where times.isExpired(key, now, isWaiting: !states.elements[key].waiting.isEmpty) {
            clear(key)
            times.forget(key)
            keys?.remove(UInt32(key))
        }
    }

    /// Gives up what is known of a key without rows that wait.
    private func clear(_ key: Int) {
        let state = states.elements[key]
        for entry in state.window[state.head...] { store.free(entry.row) }
        if state.isStarted { accumulators.release(UInt32(key)) }
        states.elements[key] = OverKey()
    }

    func reserve() {
        let limit = keys?.idLimit ?? 1
        while states.count < limit { states.append(OverKey()) }
        accumulators.reserve(states.count)
    }

    private func isInTime(_ time: Int64, _ state: OverKey, _ watermark: Int64) -> Bool {
        if case .unbounded = frame { return time > watermark }
        return time > state.lastTime(at: watermark, waiting)
    }

    /// Lets a row wait.
    private func add(_ row: UInt32, _ time: Int64, _ watermark: Int64, _ state: inout OverKey, _ key: UInt32) {
        let due = time > watermark ? time : watermark &+ 1
        waiting.reserve(row)
        if waiting.add(row, time, due: due, to: &state.waiting) { timers.add(time, due: due, key) }
        // Flink: RowTimeRangeBoundedPrecedingFunction.registerCleanupTimer.
        guard case .range(let span) = frame else { return }
        if let cleanup = state.cleanup, cleanup >= time &+ span &+ 1 { return }
        let cleanup = time &+ Int64(Double(span) * 1.5) &+ 1
        let cleanupDue = cleanup > watermark ? cleanup : watermark &+ 1
        state.cleanup = cleanup
        state.cleanupTimers.append((cleanup, cleanupDue))
        timers.add(cleanup, due: cleanupDue, key)
    }

    /// Forgets keys of the batch whose rows were all late.
    private func forgetUnused(_ count: Int) {
        guard let keys else { return }
        var last: UInt32?
        for id in ids[..<count].sorted() where id != last {
            last = id
            if states.elements[Int(id)].isUnused {
                times?.forget(Int(id))
                keys.remove(id)
            }
        }
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        guard watermark > self.watermark else { return }
        var known = self.watermark
        var later = risen.makeIterator()
        var next = later.next()
        self.watermark = watermark
        while takeTimers(until: watermark) {
            try due.withUnsafeBufferPointer { due in
                for (index, timer) in due.enumerated() {
                    if index + 2 * Self.ahead < due.count {
                        prefetch(due[index + 2 * Self.ahead].id, due[index + Self.ahead].id)
                    }
                    while let reached = next, reached < timer.due {
                        known = max(known, reached)
                        next = later.next()
                    }
                    out.watermark = known
                    try takeOut(Int(timer.id), timer.time, to: output)
                    if out.count >= Self.stepsMax { try out.flush(to: output) }
                }
            }
        }
        risen.removeAll(keepingCapacity: true)
        try out.flush(to: output)
        if let times { sweep(times) }
    }

    /// Takes the earliest timers that go off; false if there are none. Those that go off set no others.
    private func takeTimers(until watermark: Int64) -> Bool {
        due.removeAll(keepingCapacity: true)
        while due.count < Self.timersMax, let timer = timers.popFirst(until: watermark) { due.append(timer) }
        return !due.isEmpty
    }

    /// Asks for what is known of a key, and for the first row that waits of one that was asked for.
    @inline(__always)
    private func prefetch(_ key: UInt32, _ next: UInt32) {
        bss_prefetch_write(states.elements + Int(key))
        bss_prefetch_write(UnsafeRawPointer(states.elements + Int(key)) + 64)
        waiting.prefetch(states.elements[Int(next)].waiting.first)
    }

    private func takeOut(_ key: Int, _ time: Int64, to output: Output) throws {
        if let cleanup = states.elements[key].cleanup, cleanup <= time {
            // why: steps that were not taken yet are about what is forgotten now.
            try out.flush(to: output)
            return forget(key)
        }
        let timerCount = states.elements[key].cleanupTimers.count
        if timerCount > 0 { states.elements[key].cleanupTimers.removeAll { $0.time == time } }
        let run = waiting.take(time, until: watermark, from: &states.elements[key].waiting)
        if let times, run != nil {
            let now = times.now
            _ = times.isExpired(key, now, isWaiting: true)
            times.touch(key, now)
        }
        // why: the timer may be one of a key that was forgotten, whose number another one has now.
        guard run != nil || states.elements[key].cleanupTimers.count < timerCount else { return }
        switch frame {
        case .unbounded(let isRows):
            guard let run else { return }
            addAll(run, key, eachByItself: isRows)
            waiting.each(run) { out.release($0) }
        case .rows(let count):
            if let run { addToRows(run, key, time, count) }
            states.elements[key].lastTime = time
        case .range(let span):
            if let run {
                removeBefore(time, span, key)
                addAll(run, key, eachByItself: false)
                waiting.each(run) { states.elements[key].window.append(OverKey.Entry(time: time, row: $0)) }
            }
            states.elements[key].lastTime = time
        }
    }

    /// Adds rows of a time; their results are those after each of them, or after all.
    private func addAll(_ run: OverWaiting.Run, _ key: Int, eachByItself: Bool) {
        let first = out.count
        var starts = start(key)
        waiting.each(run) { row in
            out.step(row, UInt32(key), 1, starts: starts)
            starts = false
        }
        var step = eachByItself ? first : out.count - 1
        waiting.each(run) { row in
            out.emit(row, step)
            step += eachByItself ? 1 : 0
        }
    }

    /// Whether a key begins with the next step.
    private func start(_ key: Int) -> Bool {
        defer { states.elements[key].isStarted = true }
        return !states.elements[key].isStarted
    }

    private func addToRows(_ run: OverWaiting.Run, _ key: Int, _ time: Int64, _ count: Int64) {
        waiting.each(run) { row in
            // Flink: precedingOffset is one more than the rows before the current one.
            if states.elements[key].rowCount > count, let oldest = states.elements[key].oldest {
                states.elements[key].removeOldest()
                out.step(oldest.row, UInt32(key), -1, starts: false)
                out.release(oldest.row)
            } else {
                states.elements[key].rowCount += 1
            }
            states.elements[key].window.append(OverKey.Entry(time: time, row: row))
            out.step(row, UInt32(key), 1, starts: start(key))
            out.emit(row, out.count - 1)
        }
    }

    private func removeBefore(_ time: Int64, _ span: Int64, _ key: Int) {
        while let oldest = states.elements[key].oldest, time &- oldest.time > span {
            states.elements[key].removeOldest()
            out.step(oldest.row, UInt32(key), -1, starts: false)
            out.release(oldest.row)
        }
    }

    private func forget(_ key: Int) {
        let state = states.elements[key]
        for entry in state.window[state.head...] { store.free(entry.row) }
        waiting.each(state.waiting) { row, _, _ in store.free(row) }
        accumulators.release(UInt32(key))
        if let successor = state.successor() {
            states.elements[key] = successor
        } else {
            states.elements[key] = OverKey()
            keys?.remove(UInt32(key))
        }
    }
}
