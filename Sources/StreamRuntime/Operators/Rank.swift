import StreamSQL

/// The first rows of each partition by an order, updated as rows come and go. Flink: StreamExecRank with ROW_NUMBER.
///
/// Rows that are equal in the order keep that in which they came.
package final class Rank: Operator {
    /// How rows come, and so which rows are kept. Flink: RankProcessStrategy.
    package enum Strategy: Hashable, Sendable {
        /// Rows only come: the first ones are kept. Flink: AppendOnlyTopNFunction, and FastTop1Function for one row.
        case append
        /// A row replaces the one that is equal in some columns, with a better place in the order: the first ones are kept.
        /// Rows before their update are passed over. Flink: UpdatableTopNFunction, and FastTop1Function for one row.
        case update(key: [Int])
        /// Rows come and are withdrawn: all are kept. Flink: RetractableTopNFunction.
        case retract
    }

    static let table: UInt8 = 0
    static let version: UInt8 = 1
    /// With the time of the last write first.
    static let timedVersion: UInt8 = 2
    let partition: [Int]
    let keyTypes: [PhysicalType]
    let keys: KeyTable?
    let store: RowStore
    /// By partition its rows in order.
    var lists: [SortedNumbers] = []
    let rowKeys: RankRowKeys?
    private let strategy: Strategy
    private let order: RankOrder
    private let end: Int64
    private let isTopOne: Bool
    /// Whether rows change their number when others come before them. Flink: the way without numbers cannot leave out the
    /// first ones.
    private let tracksNumbers: Bool
    private let out: RankOutput
    private var ids: [UInt32] = []
    /// When partitions were written; nil if they live for ever.
    let times: KeyTimes?
    /// How many rows were kept so far.
    private var writes = 0

    /// A rank without window.
    ///
    /// - Parameters:
    ///   - emitsUpdateBefore: Whether somebody downstream wants to see what an update replaces.
    ///   - now: The processing time in ms since the epoch, for partitions with a time to live.
    package init(
        _ plan: LogicalPlan.Rank,
        inputTypes: [DataType],
        strategy: Strategy,
        emitsUpdateBefore: Bool,
        now: @escaping () -> Int64 = { 0 }
    ) {
        times = KeyTimes(plan.timeToLive, now: now)
        precondition(plan.window == nil, "a rank for each window has an operator of its own")
        let types = inputTypes.map { PhysicalType($0.logical) }
        partition = plan.partition
        keyTypes = partition.map { types[$0] }
        keys = keyTypes.isEmpty ? nil : KeyTable(keyTypes)
        store = RowStore(types)
        order = RankOrder(plan.order, store)
        self.strategy = strategy
        if case .update(let key) = strategy {
            // One row is known by its partition alone.
            rowKeys =
                plan.range == 1...1
                ? nil : RankRowKeys(plan.partition + key.filter { !plan.partition.contains($0) }, types)
        } else {
            rowKeys = nil
        }
        end = plan.range.upperBound
        isTopOne = plan.range == 1...1 && strategy != .retract
        tracksNumbers = plan.emitsNumber || plan.range.lowerBound > 1
        out = RankOutput(
            store,
            range: plan.range,
            emitsNumber: plan.emitsNumber,
            emitsUpdateBefore: emitsUpdateBefore
        )
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.keys = Int64(keys?.count ?? 1)
        counts.stateBytes = Int64(store.byteCount + store.count * 4)
        return counts
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let count = batch.count
        if count == 0 { return }
        if ids.count < count { ids = Array(repeating: 0, count: count) }
        keys?.intern(partition.map { batch.columns[$0] }, count: count, into: &ids)
        while lists.count < keys?.idLimit ?? 1 { lists.append(SortedNumbers()) }
        rowKeys?.intern(batch)
        var canHaveEmptied = false
        let now = times?.now ?? 0
        for row in 0..<count {
            let kind = batch.kind(row)
            let list = Int(ids[row])
            if let times, times.isExpired(list, now) { clear(list) }
            let before = writes
            switch strategy {
            case .append:
                precondition(!kind.isRetraction, "a row is withdrawn from an input that only grows")
                if isTopOne { takeTopOne(batch.columns, row, list) } else { append(batch.columns, row, list) }
            case .update:
                precondition(kind != .delete, "a row is deleted from an input whose rows only get better")
                if kind == .updateBefore { continue }
                if isTopOne { takeTopOne(batch.columns, row, list) } else { update(batch.columns, row, list) }
            case .retract:
                if kind.isRetraction { retract(batch.columns, row, list) } else { accumulate(batch.columns, row, list) }
            }
            if lists[list].count == 0 { canHaveEmptied = true }
            if writes != before { times?.touch(list, now) }
            try out.flushIfFull(to: output)
        }
        try out.flush(to: output)
        rowKeys?.forgetUnused(batch)
        if canHaveEmptied { forgetEmptied(count) }
        for list in times?.sweep(now) ?? [] {
            clear(list)
            keys?.remove(UInt32(list))
        }
    }

    /// Gives a partition's rows up.
    private func clear(_ list: Int) {
        while let row = lists[list].last {
            lists[list].remove(at: lists[list].position(at: lists[list].count - 1))
            rowKeys?.forget(store, row)
            out.release(row)
        }
        times?.forget(list)
    }

    /// Keeps a row of a batch.
    private func keep(_ columns: [Column], _ row: Int) -> UInt32 {
        writes += 1
        return store.insert(columns, row)
    }

    /// Forgets the partitions of the batch that have no rows.
    private func forgetEmptied(_ count: Int) {
        guard let keys else { return }
        var last: UInt32?
        for id in ids[..<count].sorted() where id != last {
            last = id
            guard lists[Int(id)].count == 0 else { continue }
            keys.remove(id)
            times?.forget(Int(id))
        }
    }

    /// Behind the last row that is not after this one.
    private func position(_ columns: [Column], _ row: Int, _ list: Int) -> SortedNumbers.Position {
        lists[list].position { order.compare(store, $0, columns, row) <= 0 }
    }

    // Flink: FastTop1Function.
    private func takeTopOne(_ columns: [Column], _ row: Int, _ list: Int) {
        guard let old = lists[list].first else {
            let new = keep(columns, row)
            lists[list].append(new)
            return out.add(.insert, new, 1)
        }
        guard order.compare(store, old, columns, row) > 0 else { return }
        let new = keep(columns, row)
        lists[list].remove(at: lists[list].position(at: 0))
        lists[list].append(new)
        out.replace(old, by: new, 1)
        out.release(old)
    }

    /// Whether a row is one of the first ones. Flink: TopNBuffer.checkSortKeyInBufferRange.
    private func isInRange(_ columns: [Column], _ row: Int, _ list: Int) -> Bool {
        guard let last = lists[list].last, lists[list].count >= end else { return true }
        return order.compare(store, last, columns, row) > 0
    }

    // Flink: AppendOnlyTopNFunction.
    private func append(_ columns: [Column], _ row: Int, _ list: Int) {
        guard isInRange(columns, row, list) else { return }
        let position = position(columns, row, list)
        let new = keep(columns, row)
        let place = lists[list].place(of: position)
        lists[list].insert(new, at: position)
        rowKeys?.set(row, new)
        if tracksNumbers {
            moveDown(list, place, to: .max)
            dropBehindEnd(list)
        } else {
            if let dropped = dropBehindEnd(list) { out.add(.delete, dropped, 1) }
            out.add(.insert, new, 1)
        }
    }

    /// Takes away the row that is no longer one of the first ones.
    @discardableResult
    private func dropBehindEnd(_ list: Int) -> UInt32? {
        guard lists[list].count > end, let last = lists[list].last else { return nil }
        lists[list].remove(at: lists[list].position(at: lists[list].count - 1))
        rowKeys?.forget(store, last)
        out.release(last)
        return last
    }

    /// Emits that the row at a place from 0 is new and those behind it have moved by one, up to a number that the row had
    /// before (`Int64.max`: none), whose old version was retracted.
    private func moveDown(_ list: Int, _ place: Int, to oldNumber: Int64, old: UInt32 = RowStore.absent) {
        var number = Int64(place) + 1
        var current = RowStore.absent
        var isOldRetracted = old == RowStore.absent
        lists[list].visit(from: lists[list].position(at: place)) { row in
            guard current != RowStore.absent else {
                current = row
                return true
            }
            guard number <= end, number < oldNumber else { return false }
            out.add(.updateBefore, row, number)
            if !isOldRetracted {
                // Flink: of one row the old version is retracted before the new one comes.
                out.add(.updateBefore, old, oldNumber)
                isOldRetracted = true
            }
            out.add(.updateAfter, current, number)
            current = row
            number += 1
            return true
        }
        guard number <= end else { return }
        if old == RowStore.absent { return out.add(.insert, current, number) }
        if !isOldRetracted { out.add(.updateBefore, old, oldNumber) }
        out.add(.updateAfter, current, number)
    }

    // Flink: UpdatableTopNFunction.
    private func update(_ columns: [Column], _ row: Int, _ list: Int) {
        guard let rowKeys, let old = rowKeys.row(row) else { return append(columns, row, list) }
        let new = keep(columns, row)
        let difference = order.compare(store, old, columns, row)
        let oldPosition = self.position(of: old, list)
        let oldNumber = Int64(lists[list].place(of: oldPosition)) + 1
        lists[list].remove(at: oldPosition)
        if difference == 0 {
            lists[list].insert(new, at: lists[list].position(at: Int(oldNumber) - 1))
            out.replace(old, by: new, tracksNumbers ? oldNumber : 1)
        } else {
            let position = position(columns, row, list)
            let place = lists[list].place(of: position)
            lists[list].insert(new, at: position)
            if !tracksNumbers {
                out.replace(old, by: new, 1)
            } else if difference > 0 {
                moveDown(list, place, to: oldNumber, old: old)
            } else {
                moveUp(list, from: oldNumber, to: Int64(place) + 1, old: old, new: new)
            }
        }
        rowKeys.set(row, new)
        out.release(old)
    }

    /// Emits that a row got a worse number. Flink: emitRecordsWithRowNumberIgnoreStateError.
    private func moveUp(_ list: Int, from oldNumber: Int64, to newNumber: Int64, old: UInt32, new: UInt32) {
        out.add(.updateBefore, old, oldNumber)
        var number = oldNumber
        lists[list].visit(from: lists[list].position(at: Int(oldNumber) - 1)) { row in
            if number == newNumber { return false }
            out.add(.updateBefore, row, number + 1)
            out.add(.updateAfter, row, number)
            number += 1
            return true
        }
        out.add(.updateAfter, new, newNumber)
    }

    private func position(of row: UInt32, _ list: Int) -> SortedNumbers.Position {
        var place = 0
        lists[list].visit { other in
            if other == row { return false }
            place += 1
            return true
        }
        return lists[list].position(at: place)
    }

    // Flink: RetractableTopNFunction, emitRecordsWithRowNumber and emitRecordsWithoutRowNumber.
    private func accumulate(_ columns: [Column], _ row: Int, _ list: Int) {
        let position = position(columns, row, list)
        let new = keep(columns, row)
        let place = lists[list].place(of: position)
        lists[list].insert(new, at: position)
        guard place < end else { return }
        if tracksNumbers { return moveDown(list, place, to: .max) }
        if lists[list].count > end, let dropped = lists[list][at: Int(end)] { out.add(.delete, dropped, 1) }
        out.add(.insert, new, 1)
    }

    // Flink: RetractableTopNFunction, retractRecordWithRowNumber and retractRecordWithoutRowNumber.
    private func retract(_ columns: [Column], _ row: Int, _ list: Int) {
        var position = lists[list].position { order.compare(store, $0, columns, row) < 0 }
        var place = lists[list].place(of: position)
        var old: UInt32?
        lists[list].visit(from: position) { number in
            if store.isEqual(number, columns, row) { old = number }
            place += old == nil ? 1 : 0
            return old == nil && order.compare(store, number, columns, row) == 0
        }
        guard let old else { return }
        writes += 1
        position = lists[list].position(at: place)
        lists[list].remove(at: position)
        out.release(old)
        guard place < end else { return }
        if tracksNumbers { return closeGap(list, place, old) }
        out.add(.delete, old, 1)
        if let next = lists[list][at: Int(end) - 1] { out.add(.insert, next, 1) }
    }

    /// Emits that the row at a place from 0 is gone and those behind it have moved by one.
    private func closeGap(_ list: Int, _ place: Int, _ old: UInt32) {
        var number = Int64(place) + 1
        var previous = old
        lists[list].visit(from: lists[list].position(at: place)) { row in
            guard number <= end else { return false }
            out.replace(previous, by: row, number)
            previous = row
            number += 1
            return true
        }
        if number <= end { out.add(.delete, previous, number) }
    }
}
