import CStreamKernels
import StreamSQL

/// Joins two inputs for ever: every row waits for all partners that will come, and the output is updated as they come and
/// go. Flink: StreamingJoinOperator, StreamingSemiAntiJoinOperator.
///
/// Kept rows are matched in the order in which they came; Flink's order is that of a hash map.
package final class Join: Operator {
    static let table: UInt8 = 0
    static let version: UInt8 = 1
    /// With the time of each row's last write.
    static let timedVersion: UInt8 = 2
    private let kind: LogicalPlan.Join.Kind
    let leftKeys: [Int]
    let rightKeys: [Int]
    private let nullsMatch: [Bool]
    let keyTypes: [PhysicalType]
    /// `nil`: all rows match, as far as the condition goes.
    let keys: KeyTable?
    /// The left and the right input.
    let sides: [JoinSide]
    private let pairs: JoinPairs
    private let out: JoinOutput
    private let script = AccumulatorScript()
    private var hashes = [UInt64]()
    private var emptied: [UInt32] = []
    /// How long rows are kept at least after they were written, in ms; nil for ever.
    let timeToLive: Int64?
    private let now: () -> Int64
    /// When rows were last looked through for what is too old.
    private var lastSweep: Int64?

    /// A join of scope `unbounded`.
    ///
    /// - Parameters:
    ///   - leftCanRetract: Whether the left input has rows that are withdrawn.
    ///   - rightCanRetract: Whether the right input has.
    ///   - condition: What must be true beside the equalities, over left columns followed by right ones.
    ///   - now: The processing time in ms since the epoch, for rows with a time to live.
    package init(
        _ plan: LogicalPlan.Join,
        leftTypes: [DataType],
        rightTypes: [DataType],
        leftCanRetract: Bool,
        rightCanRetract: Bool,
        condition: (any RowPredicate)?,
        now: @escaping () -> Int64 = { 0 }
    ) {
        timeToLive = plan.timeToLive
        self.now = now
        kind = plan.kind
        leftKeys = plan.equalities.map(\.left)
        rightKeys = plan.equalities.map(\.right)
        nullsMatch = plan.equalities.map(\.nullsMatch)
        let left = leftTypes.map { PhysicalType($0.logical) }
        let right = rightTypes.map { PhysicalType($0.logical) }
        keyTypes = leftKeys.map { left[$0] }
        precondition(keyTypes == rightKeys.map { right[$0] }, "columns of different types are compared")
        keys = keyTypes.isEmpty ? nil : KeyTable(keyTypes)
        let isSemi = kind == .semi || kind == .anti
        sides = [
            JoinSide(
                left,
                canRetract: leftCanRetract,
                isOuter: kind == .left || kind == .full || isSemi,
                timeToLive: plan.timeToLive
            ),
            JoinSide(
                right,
                canRetract: rightCanRetract,
                isOuter: kind == .right || kind == .full,
                timeToLive: plan.timeToLive
            ),
        ]
        pairs = JoinPairs(condition, left: left, right: right)
        out = JoinOutput(left: left, right: right, hasRight: !isSemi)
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.keys = Int64(keys?.count ?? 1)
        counts.stateBytes = Int64(sides[0].store.byteCount + sides[1].store.byteCount + (keys?.idLimit ?? 1) * 16)
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let count = batch.count
        if count == 0 { return }
        script.reserve(count)
        if timeToLive != nil { for side in sides { side.now = now() } }
        intern(batch, input)
        let own = sides[input]
        if own.canRetract {
            if hashes.count < count { hashes = Array(repeating: 0, count: count) }
            RowStore.hash(batch.columns, count: count, into: &hashes)
            for row in 0..<count { own.prefetch(hash: hashes[row]) }
        }
        prefetchRows(count, input)
        var first = 0
        while first < count {
            let end = try match(batch, input, from: first)
            try take(batch, input, first..<end, to: output)
            first = end
        }
        try out.flush(batch, sides[1 - input].store, ownIsLeft: input == 0, to: output)
        forgetEmptied()
        sweep()
    }

    /// Forgets rows that are too old, each time that half a life has passed.
    private func sweep() {
        guard let timeToLive else { return }
        let now = now()
        guard let last = lastSweep else {
            lastSweep = now
            return
        }
        guard now - last >= max(1, timeToLive / 2) else { return }
        lastSweep = now
        for key in 0..<(keys?.idLimit ?? 1) {
            let hadRows = sides.contains { !$0.lists[key].isEmpty }
            let isEmpty = sides.map { $0.dropExpired(UInt32(key)) }.allSatisfy { $0 }
            if hadRows, isEmpty { keys?.remove(UInt32(key)) }
        }
    }

    /// Finds the numbers of the rows' keys; `RowStore.absent` for a row whose key has a NULL, which matches nothing.
    private func intern(_ batch: Batch, _ input: Int) {
        let groups = script.groups
        guard let keys else {
            groups.update(repeating: 0, count: batch.count)
            for side in sides { side.reserve(1) }
            return
        }
        let columns = (input == 0 ? leftKeys : rightKeys).map { batch.columns[$0] }
        keys.intern(columns, count: batch.count, into: groups)
        for side in sides { side.reserve(keys.idLimit) }
        for (column, nullsMatch) in zip(columns, nullsMatch) where !nullsMatch {
            guard let nulls = column.nulls else { continue }
            for row in 0..<batch.count where nulls[row] != 0 {
                if groups[row] != RowStore.absent { emptied.append(groups[row]) }
                groups[row] = RowStore.absent
            }
        }
        let own = sides[input].lists
        let other = sides[1 - input].lists
        for row in 0..<batch.count where groups[row] != RowStore.absent {
            bss_prefetch(other + Int(groups[row]))
            bss_prefetch_write(own + Int(groups[row]))
        }
    }

    /// Asks for the first partners of the rows and for the rows that they will be linked to, so that the cache misses of
    /// many rows overlap.
    private func prefetchRows(_ count: Int, _ input: Int) {
        let own = sides[input]
        let other = sides[1 - input]
        for row in 0..<count where script.groups[row] != RowStore.absent {
            let head = other.lists[Int(script.groups[row])].head
            if head != RowStore.absent { bss_prefetch(other.store.slot(head)) }
            let tail = own.lists[Int(script.groups[row])].tail
            if tail != RowStore.absent { bss_prefetch_write(own.store.slot(tail)) }
            if own.canRetract { own.prefetchRow(hash: hashes[row]) }
        }
    }

    /// Finds partners for rows from one on until there are many; gives the row behind the last one.
    private func match(_ batch: Batch, _ input: Int, from first: Int) throws -> Int {
        pairs.removeAll()
        let other = sides[1 - input]
        var row = first
        while row < batch.count, pairs.count < JoinPairs.chunk {
            let key = script.groups[row]
            var partner = key == RowStore.absent ? key : other.lists[Int(key)].head
            while partner != RowStore.absent {
                for _ in 0..<(other.isExpired(partner) ? 0 : other.occurrences(partner)) {
                    pairs.add(UInt32(truncatingIfNeeded: row), partner)
                }
                partner = other.next(partner)
            }
            row += 1
        }
        try pairs.filter(batch, other.store, ownIsLeft: input == 0)
        return row
    }

    /// Takes rows one by one, whose partners are known.
    private func take(_ batch: Batch, _ input: Int, _ rows: Range<Int>, to output: Output) throws {
        let other = sides[1 - input]
        let isSemi = kind == .semi || kind == .anti
        var pair = 0
        for row in rows {
            let begin = pair
            while pair < pairs.count, Int(pairs.rows[pair]) == row { pair += 1 }
            let rowKind = batch.kind(row)
            if isSemi {
                if input == 0 {
                    takeLeftOfSemi(row, begin..<pair, rowKind)
                } else {
                    takeRightOfSemi(begin..<pair, rowKind)
                }
            } else if rowKind.isRetraction {
                retract(row, begin..<pair, rowKind, input)
            } else {
                accumulate(row, begin..<pair, rowKind, input)
            }
            keep(batch, row, rowKind, partners: pair - begin, input)
            if out.isFull { try out.flush(batch, other.store, ownIsLeft: input == 0, to: output) }
        }
    }

    /// Adds a row to its side, or withdraws it from there. A row whose key has a NULL needs no state.
    private func keep(_ batch: Batch, _ row: Int, _ rowKind: RowKind, partners: Int, _ input: Int) {
        let own = sides[input]
        let key = script.groups[row]
        guard key != RowStore.absent else { return }
        let hash = own.canRetract ? hashes[row] : 0
        if rowKind.isRetraction {
            precondition(own.canRetract, "a row is withdrawn from an input that only grows")
            own.retract(batch.columns, row, hash: hash, key: key)
            if own.lists[Int(key)].isEmpty { emptied.append(key) }
        } else {
            own.add(batch.columns, row, hash: hash, key: key, partners: partners)
        }
    }

    private func accumulate(_ row: Int, _ found: Range<Int>, _ rowKind: RowKind, _ input: Int) {
        let own = sides[input]
        let other = sides[1 - input]
        let ownRow = UInt32(truncatingIfNeeded: row)
        if found.isEmpty {
            if own.isOuter { out.add(.insert, ownRow, RowStore.absent) }
            return
        }
        let kind: RowKind = own.isOuter || other.isOuter ? .insert : rowKind
        guard other.isOuter else {
            for pair in found { out.add(kind, ownRow, pairs.partners[pair]) }
            return
        }
        forEachPartner(found, of: other, change: 1) { partner, partners in
            // The partner was emitted without one.
            if partners == 0 { out.add(.delete, RowStore.absent, partner) }
            out.add(kind, ownRow, partner)
        }
    }

    private func retract(_ row: Int, _ found: Range<Int>, _ rowKind: RowKind, _ input: Int) {
        let own = sides[input]
        let other = sides[1 - input]
        let ownRow = UInt32(truncatingIfNeeded: row)
        if found.isEmpty {
            if own.isOuter { out.add(.delete, ownRow, RowStore.absent) }
            return
        }
        let kind: RowKind = own.isOuter ? .delete : rowKind
        guard other.isOuter else {
            for pair in found { out.add(kind, ownRow, pairs.partners[pair]) }
            return
        }
        forEachPartner(found, of: other, change: -1) { partner, partners in
            out.add(kind, ownRow, partner)
            if partners == 1 { out.add(.insert, RowStore.absent, partner) }
        }
    }

    private func takeLeftOfSemi(_ row: Int, _ found: Range<Int>, _ rowKind: RowKind) {
        if found.isEmpty == (kind == .anti) { out.add(rowKind, UInt32(truncatingIfNeeded: row), RowStore.absent) }
    }

    private func takeRightOfSemi(_ found: Range<Int>, _ rowKind: RowKind) {
        let isRetraction = rowKind.isRetraction
        let emitted: RowKind = kind == .semi ? rowKind : isRetraction ? .insert : .delete
        forEachPartner(found, of: sides[0], change: isRetraction ? -1 : 1) { partner, partners in
            if partners == (isRetraction ? 1 : 0) { out.add(emitted, RowStore.absent, partner) }
        }
    }

    /// Calls a function with each partner and how many it had before, and then changes how many it has.
    @inline(__always)
    private func forEachPartner(
        _ found: Range<Int>,
        of other: JoinSide,
        change: Int,
        _ body: (UInt32, Int) -> Void
    ) {
        var pair = found.lowerBound
        while pair < found.upperBound {
            let partner = pairs.partners[pair]
            let partners = other.partners(partner)
            // Equal rows are one partner that occurs several times.
            while pair < found.upperBound, pairs.partners[pair] == partner {
                body(partner, partners)
                pair += 1
            }
            other.setPartners(partner, max(0, partners + change))
            other.touch(partner)
        }
    }

    /// Forgets keys of which no input has a row.
    private func forgetEmptied() {
        guard let keys, !emptied.isEmpty else { return }
        var last = RowStore.absent
        for key in emptied.sorted() where key != last {
            last = key
            if sides[0].lists[Int(key)].isEmpty, sides[1].lists[Int(key)].isEmpty { keys.remove(key) }
        }
        emptied.removeAll(keepingCapacity: true)
    }
}
