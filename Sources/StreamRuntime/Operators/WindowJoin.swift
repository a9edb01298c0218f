import StreamSQL

/// Joins the rows of both inputs that lie in the same window, when the watermark passes the window's end: windows by their
/// end, keys in the order in which they came. Rows of a window that was joined are dropped and counted. Flink:
/// WindowJoinOperator.
///
/// Window ends are compared with the watermark as they are, that is, in UTC.
package final class WindowJoin: Operator {
    private static let table: UInt8 = 0
    private static let watermarkTable: UInt8 = 1
    private static let version: UInt8 = 1
    private let kind: LogicalPlan.Join.Kind
    private let ends: [Int]
    private let keys: JoinKeys
    private let hashedColumns: Int
    private let sides: [JoinSide]
    /// For each input whether its rows are emitted without partners.
    private let padsUnmatched: [Bool]
    private let pairs: JoinKeptPairs
    private let out: JoinKeptOutput
    private var timers = EventTimers()
    private var watermark = Watermark.start
    private var lateRows: Int64 = 0

    /// A join of scope `window`.
    ///
    /// - Parameter condition: What must be true beside the equalities, over left columns followed by right ones.
    package init(
        _ plan: LogicalPlan.Join,
        leftTypes: [DataType],
        rightTypes: [DataType],
        condition: (any RowPredicate)?
    ) {
        guard case .window(_, let leftEnd, _, let rightEnd) = plan.scope else {
            preconditionFailure("a join of another scope has an operator of its own")
        }
        kind = plan.kind
        ends = [leftEnd, rightEnd]
        let left = leftTypes.map { PhysicalType($0.logical) }
        let right = rightTypes.map { PhysicalType($0.logical) }
        hashedColumns = plan.equalities.count
        keys = JoinKeys(plan.equalities, extra: (leftEnd, rightEnd), left: left, right: right)
        sides = [
            JoinSide(left, canRetract: false, isOuter: false), JoinSide(right, canRetract: false, isOuter: false),
        ]
        padsUnmatched = [
            kind == .left || kind == .full || kind == .anti, kind == .right || kind == .full,
        ]
        pairs = JoinKeptPairs(condition, sides.map(\.store))
        out = JoinKeptOutput(sides.map(\.store), hasRight: kind != .semi && kind != .anti)
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.lateRows = lateRows
        counts.keys = Int64(keys.count)
        counts.stateBytes = Int64(sides[0].store.byteCount + sides[1].store.byteCount + keys.limit * 16)
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let count = batch.count
        if count == 0 { return }
        keys.intern(batch, input)
        for side in sides { side.reserve(keys.limit) }
        let times = batch.columns[ends[input]].int64s
        let watermarks = batch.watermarks?.int64s
        var hasUnused = false
        for row in 0..<count {
            precondition(batch.kind(row) == .insert, "a row is updated in an input that only grows")
            // Flink: TimeWindowUtil.isWindowFired.
            let isLate = times[row] &- 1 <= watermarks?[row] ?? watermark
            if isLate { lateRows += 1 }
            if isLate || !keys.canMatch[row] && !padsUnmatched[input] {
                hasUnused = true
                continue
            }
            let key = keys.ids[row]
            if isUnused(key) { timers.add(times[row] &- 1, key) }
            sides[input].add(batch.columns, row, hash: 0, key: key, partners: 0)
        }
        if hasUnused { keys.forget(count, where: isUnused) }
    }

    private func isUnused(_ key: UInt32) -> Bool {
        sides[0].lists[Int(key)].isEmpty && sides[1].lists[Int(key)].isEmpty
    }

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        guard watermark > self.watermark else { return }
        self.watermark = watermark
        while let timer = timers.popFirst(until: watermark) {
            let left = sides[0].takeAll(timer.id)
            let right = sides[1].takeAll(timer.id)
            keys.table?.remove(timer.id)
            try join(left, right, to: output)
            for row in left { out.release(row, 0) }
            for row in right { out.release(row, 1) }
        }
        try out.flush(to: output)
    }

    private func join(_ left: [UInt32], _ right: [UInt32], to output: Output) throws {
        let isRightOuter = kind == .right
        let outer = isRightOuter ? right : left
        var inner = isRightOuter ? left : right
        // All rows of a key can match, or none.
        if let first = outer.first, !keys.canMatch(sides[isRightOuter ? 1 : 0].store, first, isRightOuter ? 1 : 0) {
            inner = []
        }
        var matched = Set<UInt32>()
        var next = 0
        while next < outer.count {
            pairs.removeAll()
            let begin = next
            while next < outer.count, pairs.count < JoinPairs.chunk || next == begin {
                for row in inner { isRightOuter ? pairs.add(row, outer[next]) : pairs.add(outer[next], row) }
                next += 1
            }
            try pairs.evaluate()
            for index in begin..<next {
                let first = (index - begin) * inner.count
                emit(outer[index], inner, first, &matched)
                try out.flushIfFull(to: output)
            }
        }
        guard kind == .full else { return }
        for row in right where !matched.contains(row) { out.add(.insert, RowStore.absent, row) }
    }

    /// Emits what comes of one row, whose pairs begin at a place.
    private func emit(_ row: UInt32, _ inner: [UInt32], _ first: Int, _ matched: inout Set<UInt32>) {
        let isSemi = kind == .semi || kind == .anti
        var hasPartner = false
        for (index, partner) in inner.enumerated() where pairs.isMatch(first + index) {
            hasPartner = true
            if isSemi { break }
            if kind == .full { matched.insert(partner) }
            kind == .right ? out.add(.insert, partner, row) : out.add(.insert, row, partner)
        }
        switch kind {
        case .semi: if hasPartner { out.add(.insert, row, RowStore.absent) }
        case .anti, .left, .full: if !hasPartner { out.add(.insert, row, RowStore.absent) }
        case .right: if !hasPartner { out.add(.insert, RowStore.absent, row) }
        case .inner: break
        }
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        writer.record(table: Self.watermarkTable, version: Self.version, keyHash: nil) { $0.put(watermark) }
        for side in sides { side.reserve(keys.limit) }
        KeyedRecords.write(
            keys.table,
            keys.types,
            hashed: hashedColumns,
            table: Self.table,
            version: Self.version,
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
        for input in 0...1 {
            let side = sides[input]
            try side.decode(&record, isTimed: false) { row in
                let key = keys.intern(side.store, row, input)
                for side in sides { side.reserve(keys.limit) }
                if isUnused(key) { timers.add(side.store.int64(row, ends[input]) &- 1, key) }
                return key
            }
        }
    }
}
