import StreamSQL

/// Joins rows of both inputs whose event times lie near each other. Rows without a partner are emitted when no partner can
/// come any more. Flink: RowTimeIntervalJoin.
///
/// A late row still meets the kept rows of its key that were not looked through yet, as in Flink. Where Flink compares with
/// the expiration time of whatever key it looked at last, it is the current one here, so that the outcome does not depend
/// on which keys a worker has. Kept rows are met in the order of time; Flink's order is that of a hash map.
package final class IntervalJoin: Operator {
    private static let table: UInt8 = 0
    private static let watermarkTable: UInt8 = 1
    private static let version: UInt8 = 1
    private let keys: JoinKeys
    private let sides: [IntervalJoinSide]
    private let isEmptyInterval: Bool
    private let pairs: JoinPairs
    private let out: JoinOutput
    private let kept: JoinKeptOutput
    private let keyStore: RowStore
    /// For each row of a batch how many of `expired` belong to it and those before.
    private var expiredEnds: [Int] = []
    private var expired: [UInt32] = []
    /// Keys to look through.
    private var timers = EventTimers()
    private var watermark = Watermark.start
    /// See `Operator.watermarkDelay`.
    package let watermarkDelay: Int64

    /// A join of scope `interval` over event time.
    ///
    /// - Parameter condition: What must be true beside the equalities and the interval, over left columns followed by right
    ///   ones.
    package init(
        _ plan: LogicalPlan.Join,
        leftTypes: [DataType],
        rightTypes: [DataType],
        condition: (any RowPredicate)?
    ) {
        guard case .interval(let leftTime, let rightTime, let lower, let upper, true) = plan.scope else {
            preconditionFailure("a join of another scope has an operator of its own")
        }
        precondition(plan.kind != .semi && plan.kind != .anti, "an interval join is INNER, LEFT, RIGHT or FULL")
        let left = leftTypes.map { PhysicalType($0.logical) }
        let right = rightTypes.map { PhysicalType($0.logical) }
        keys = JoinKeys(plan.equalities, left: left, right: right)
        let isLeftOuter = plan.kind == .left || plan.kind == .full
        let isRightOuter = plan.kind == .right || plan.kind == .full
        // Flink: leftRelativeSize and rightRelativeSize.
        sides = [
            IntervalJoinSide(left, timeColumn: leftTime, reach: 0 &- lower, isOuter: isLeftOuter),
            IntervalJoinSide(right, timeColumn: rightTime, reach: upper, isOuter: isRightOuter),
        ]
        isEmptyInterval = lower > upper
        watermarkDelay = isEmptyInterval ? 0 : max(0 &- lower, upper)
        pairs = JoinPairs(condition, left: left, right: right)
        out = JoinOutput(left: left, right: right, hasRight: true)
        kept = JoinKeptOutput(sides.map(\.store), hasRight: true)
        keyStore = RowStore(keys.types)
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.keys = Int64(keys.count)
        counts.stateBytes = Int64(sides[0].store.byteCount + sides[1].store.byteCount + keys.limit * 48)
        return counts
    }

    /// Flink: times before 1970 count as 1970.
    private var operatorTime: Int64 { max(watermark, 0) }

    /// Rows of an input whose time is not after this have no partners to come. Flink: calExpirationTime.
    private func expiration(_ side: IntervalJoinSide) -> Int64 {
        operatorTime == .max ? .max : Self.minus(operatorTime, side.reach) &- 1
    }

    private static func plus(_ time: Int64, _ span: Int64) -> Int64 {
        let (sum, overflows) = time.addingReportingOverflow(span)
        return overflows ? (span < 0 ? .min : .max) : sum
    }

    private static func minus(_ time: Int64, _ span: Int64) -> Int64 {
        let (difference, overflows) = time.subtractingReportingOverflow(span)
        return overflows ? (span < 0 ? .max : .min + 1) : difference
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let count = batch.count
        if count == 0 { return }
        let other = sides[1 - input]
        if isEmptyInterval {
            if sides[input].isOuter {
                for row in 0..<count { out.add(.insert, UInt32(row), RowStore.absent) }
                try out.flush(batch, other.store, ownIsLeft: input == 0, to: output)
            }
            return
        }
        keys.intern(batch, input)
        for side in sides { side.reserve(keys.limit) }
        var first = 0
        while first < count {
            let end = try match(batch, input, from: first)
            take(batch, input, first..<end)
            try out.flush(batch, other.store, ownIsLeft: input == 0, to: output)
            for row in expired { other.store.free(row) }
            expired.removeAll(keepingCapacity: true)
            first = end
        }
        keys.forget(count, where: isUnused)
    }

    private func isUnused(_ key: UInt32) -> Bool {
        sides[0].caches[Int(key)].isUnused && sides[1].caches[Int(key)].isUnused
    }

    /// Finds kept rows in the intervals of rows from one on, and takes out the kept rows that have expired; gives the row
    /// behind the last one.
    private func match(_ batch: Batch, _ input: Int, from first: Int) throws -> Int {
        let own = sides[input]
        let other = sides[1 - input]
        let times = batch.columns[own.timeColumn].int64s
        let limit = expiration(other)
        pairs.removeAll()
        expiredEnds.removeAll(keepingCapacity: true)
        var row = first
        while row < batch.count, pairs.count < JoinPairs.chunk {
            let key = keys.ids[row]
            let upper = Self.plus(times[row], own.reach)
            if limit < upper {
                if keys.canMatch[row] {
                    for entry in other.rows(key, from: Self.minus(times[row], other.reach), to: upper) {
                        pairs.add(UInt32(row), entry.row)
                    }
                }
                expired += other.takeExpired(key, until: limit)
            }
            expiredEnds.append(expired.count)
            row += 1
        }
        try pairs.filter(batch, other.store, ownIsLeft: input == 0)
        return row
    }

    /// Emits rows with their partners, and keeps them for those that will come.
    private func take(_ batch: Batch, _ input: Int, _ rows: Range<Int>) {
        let own = sides[input]
        let other = sides[1 - input]
        let times = batch.columns[own.timeColumn].int64s
        var pair = 0
        var nextExpired = 0
        for row in rows {
            precondition(batch.kind(row) == .insert, "a row is updated in an input that only grows")
            let begin = pair
            while pair < pairs.count, Int(pairs.rows[pair]) == row {
                out.add(.insert, UInt32(row), pairs.partners[pair])
                other.setEmitted(pairs.partners[pair])
                pair += 1
            }
            while nextExpired < expiredEnds[row - rows.lowerBound] {
                let gone = expired[nextExpired]
                if other.isOuter, !other.isEmitted(gone) { out.add(.insert, RowStore.absent, gone) }
                nextExpired += 1
            }
            keep(batch, row, times[row], input, isEmitted: pair > begin)
        }
    }

    private func keep(_ batch: Batch, _ row: Int, _ time: Int64, _ input: Int, isEmitted: Bool) {
        let own = sides[input]
        let key = keys.ids[row]
        if operatorTime < Self.plus(time, own.reach) {
            // A row that matches nothing is kept for its padding alone.
            guard keys.canMatch[row] || own.isOuter else { return }
            own.add(batch.columns, row, time, key, isEmitted: isEmitted)
            if own.caches[Int(key)].timer == nil { setTimer(input, key, time) }
        } else if own.isOuter, !isEmitted {
            out.add(.insert, UInt32(row), RowStore.absent)
        }
    }

    /// Flink: registerCleanUpTimer with a minimal interval of 0.
    private func setTimer(_ input: Int, _ key: UInt32, _ time: Int64) {
        let due = Self.plus(Self.plus(time, sides[input].reach), 1)
        sides[input].caches[Int(key)].timer = due
        timers.add(due, key)
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        guard watermark > self.watermark else { return }
        self.watermark = watermark
        while let timer = timers.popFirst(until: watermark) {
            let key = timer.id
            // Flink: one timer for both; the right rows go first.
            let due = [1, 0].filter { sides[$0].caches[Int(key)].timer == timer.time }
            for input in due { expire(input, key) }
            if !due.isEmpty, isUnused(key) { keys.table?.remove(key) }
            try kept.flushIfFull(to: output)
        }
        try kept.flush(to: output)
    }

    /// Flink: removeExpiredRows.
    private func expire(_ input: Int, _ key: UInt32) {
        let side = sides[input]
        for row in side.takeExpired(key, until: expiration(side)) {
            if side.isOuter, !side.isEmitted(row) {
                input == 0 ? kept.add(.insert, row, RowStore.absent) : kept.add(.insert, RowStore.absent, row)
            }
            kept.release(row, input)
        }
        side.caches[Int(key)].timer = nil
        if let next = side.caches[Int(key)].entries.first { setTimer(input, key, next.time) }
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        writer.record(table: Self.watermarkTable, version: Self.version, keyHash: nil) { $0.put(watermark) }
        for side in sides { side.reserve(keys.limit) }
        KeyedRecords.write(
            keys.table,
            keys.types,
            table: Self.table,
            version: Self.version,
            beginsWithKey: true,
            to: writer
        ) { key in
            !isUnused(key)
        } body: { key, writer in
            for side in sides { side.encode(key, to: writer) }
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
        let number = try keyStore.decode(&record)
        let key = keys.table?.intern(keyStore, number, Array(keys.types.indices)) ?? 0
        keyStore.free(number)
        for side in sides { side.reserve(keys.limit) }
        for input in 0...1 {
            try sides[input].decode(&record, key: key)
            if let timer = sides[input].caches[Int(key)].timer { timers.add(timer, key) }
        }
    }
}
