import CStreamKernels
import StreamSQL

/// Aggregates groups over all their rows so far and emits each change of a result; with a state time to live also results
/// that stay the same, and a group that was not written for so long begins anew. Flink: GroupAggFunction.
package final class GroupAggregate: Operator {
    static let table: UInt8 = 0
    static let version: UInt8 = 1
    /// With the time of the last write first.
    static let timedVersion: UInt8 = 2
    /// The group's number of rows: the only word of the operator's own.
    static let rowsWord = 0

    /// What a row does to its group's result.
    private enum Change {
        static let none: UInt8 = 0
        static let first: UInt8 = 1
        static let update: UInt8 = 2
        static let last: UInt8 = 3
    }

    private let keyColumns: [Int]
    private let canRetract: Bool
    private let emitsUpdateBefore: Bool
    let keyTypes: [PhysicalType]
    /// `nil`: one group of all rows.
    let keys: KeyTable?
    let accumulators: AccumulatorSet
    private let script = AccumulatorScript()
    private let selection = Selection()
    private let results: [Column]
    /// When groups were written; nil if they live for ever.
    let times: KeyTimes?
    private let changes = Column(.boolean)
    private let differences = Column(.boolean)

    /// An aggregation.
    ///
    /// - Parameters:
    ///   - inputTypes: The types of the input's columns.
    ///   - canRetract: Whether the input has rows that are withdrawn.
    ///   - emitsUpdateBefore: Whether somebody downstream wants to see what an update replaces.
    ///   - ignoringRetractions: The aggregates, by number, that pass over withdrawn rows (`callsIgnoringRetractions`).
    ///   - now: The processing time in ms since the epoch, for groups with a time to live.
    /// - Throws: `UnsupportedAggregate`.
    package init(
        _ plan: LogicalPlan.GroupAggregate,
        inputTypes: [DataType],
        canRetract: Bool,
        emitsUpdateBefore: Bool,
        ignoringRetractions: Set<Int> = [],
        now: @escaping () -> Int64 = { 0 }
    ) throws(UnsupportedAggregate) {
        times = KeyTimes(plan.timeToLive, now: now)
        keyColumns = plan.keys
        self.canRetract = canRetract
        self.emitsUpdateBefore = emitsUpdateBefore
        keyTypes = plan.keys.map { PhysicalType(inputTypes[$0].logical) }
        keys = keyTypes.isEmpty ? nil : KeyTable(keyTypes)
        accumulators = try AccumulatorSet(
            plan.aggregates,
            canRetract: canRetract,
            ignoringRetractions: ignoringRetractions,
            prefix: 1
        )
        results = accumulators.types.map { Column($0, capacity: 0) }
    }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.keys = Int64(keys?.count ?? (rowCount(0) == 0 ? 0 : 1))
        let keyBytes = keyTypes.reduce(8) { $0 + $1.stride } * (keys?.idLimit ?? 0)
        counts.stateBytes = Int64(accumulators.byteCount + keyBytes + (times?.byteCount ?? 0))
        return counts
    }

    /// How many rows a group has.
    func rowCount(_ group: Int) -> Int64 {
        accumulators.capacity > group ? (accumulators.base + group * accumulators.stride + Self.rowsWord).signed : 0
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let count = batch.count
        if count == 0 { return }
        script.reserve(count)
        changes.reserve(count)
        differences.reserve(count)
        let keyColumns = keyColumns.map { batch.columns[$0] }
        if let keys {
            keys.intern(keyColumns, count: count, into: script.groups)
            accumulators.reserve(keys.idLimit)
        } else {
            accumulators.reserve(1)
        }
        if let times { expire(count, times) }
        let canHaveEmptied = plan(batch)
        for column in results {
            column.reset()
            column.reserve(2 * count)
            column.count = 2 * count
        }
        try accumulators.run(script.steps(count), batch, into: results, hasOld: true)
        if times == nil { dropUnchanged(count) }
        try emit(keyColumns, count, to: output)
        if canHaveEmptied { forgetEmptied(count) }
        if let times { sweep(times) }
    }

    /// Lets the groups of the batch begin anew that are too old.
    private func expire(_ count: Int, _ times: KeyTimes) {
        let now = times.now
        for row in 0..<count {
            let group = Int(script.groups[row])
            if times.isExpired(group, now) { clear(group) }
            times.touch(group, now)
        }
    }

    private func sweep(_ times: KeyTimes) {
        for group in times.sweep(times.now) {
            clear(group)
            times.forget(group)
            keys?.remove(UInt32(group))
        }
    }

    private func clear(_ group: Int) {
        if rowCount(group) > 0 { accumulators.release(UInt32(group)) }
        (accumulators.base + group * accumulators.stride + Self.rowsWord).signed = 0
    }

    /// Decides by the groups' numbers of rows what each row does; gives whether a group may be without rows at the end.
    private func plan(_ batch: Batch) -> Bool {
        let base = accumulators.base + Self.rowsWord
        let stride = accumulators.stride
        let groups = script.groups
        let kinds = batch.kinds?.booleans
        let changes = changes.booleans
        for row in 0..<batch.count { bss_prefetch_write(base + Int(groups[row]) &* stride) }
        var emptied = false
        for row in 0..<batch.count {
            let words = base + Int(groups[row]) &* stride
            let isRetraction = kinds.map { $0[row] & 1 != 0 } ?? false
            precondition(!isRetraction || canRetract, "a row is withdrawn from an input that only grows")
            let before = words.signed
            let after = isRetraction ? (before == 0 ? 0 : before - 1) : before + 1
            words.signed = after
            let isFirst = before == 0 && !isRetraction
            script.starts[row] = isFirst ? 1 : 0
            // Flink: a retraction from a group that is not there is passed over.
            script.signs[row] = isRetraction ? (before == 0 ? 0 : -1) : 1
            if after == 0 {
                changes[row] = before == 0 ? Change.none : Change.last
                emptied = true
            } else {
                changes[row] = isFirst ? Change.first : Change.update
            }
        }
        return emptied
    }

    /// Finds the updates that change nothing.
    private func dropUnchanged(_ count: Int) {
        let changes = changes.booleans
        let differences = differences.booleans
        differences.update(repeating: 0, count: count)
        for column in results { column.markDifferentPairs(count, differences) }
        for row in 0..<count where changes[row] == Change.update && differences[row] == 0 { changes[row] = Change.none }
    }

    private func emit(_ keyColumns: [Column], _ count: Int, to output: Output) throws {
        selection.reserve(2 * count)
        let chosen = selection.rows
        let kinds = Column(.boolean, capacity: 2 * count)
        let kindBytes = kinds.booleans
        let changes = changes.booleans
        var emitted = 0
        for row in 0..<count {
            let change = changes[row]
            if change == Change.none { continue }
            if change == Change.last || change == Change.update && emitsUpdateBefore {
                chosen[emitted] = UInt32(truncatingIfNeeded: 2 * row)
                kindBytes[emitted] = change == Change.last ? RowKind.delete.rawValue : RowKind.updateBefore.rawValue
                emitted += 1
            }
            if change == Change.last { continue }
            chosen[emitted] = UInt32(truncatingIfNeeded: 2 * row + 1)
            kindBytes[emitted] = change == Change.first ? RowKind.insert.rawValue : RowKind.updateAfter.rawValue
            emitted += 1
        }
        guard emitted > 0 else { return }
        selection.count = emitted
        kinds.count = emitted
        let aggregates = results.map { $0.gather(selection) }
        for index in 0..<emitted { chosen[index] /= 2 }
        let batch = Batch(columns: keyColumns.map { $0.gather(selection) } + aggregates, count: emitted)
        batch.kinds = kinds
        try output.emit(batch)
    }

    /// Forgets the groups of the batch that have no rows.
    private func forgetEmptied(_ count: Int) {
        var emptied: Set<UInt32> = []
        for row in 0..<count where script.signs[row] <= 0 && rowCount(Int(script.groups[row])) == 0 {
            emptied.insert(script.groups[row])
        }
        // why: the order decides which numbers new keys get, and must not depend on the seed of hashing.
        for group in emptied.sorted() {
            accumulators.release(group)
            keys?.remove(group)
            times?.forget(Int(group))
        }
    }
}

extension Column {
    /// Sets the bytes to 1 for which the rows 2n and 2n + 1 differ. Flink's RecordEqualiser compares floating point numbers
    /// as Java's `==` does: NaN differs from NaN, 0.0 is -0.0.
    func markDifferentPairs(_ count: Int, _ marks: UnsafeMutablePointer<UInt8>) {
        switch type {
        case .boolean: markPairs(count, marks, booleans) { $0 != $1 }
        case .int64, .decimal64: markPairs(count, marks, int64s) { $0 != $1 }
        case .double: markPairs(count, marks, doubles) { $0 != $1 }
        case .decimal128: markPairs(count, marks, decimal128s) { $0 != $1 }
        case .string: markPairs(count, marks, strings) { $0 != $1 }
        case .boxed:
            for pair in 0..<count
            where boxed[2 * pair] != boxed[2 * pair + 1] || isNull(2 * pair) != isNull(2 * pair + 1) {
                marks[pair] = 1
            }
        }
    }

    @inline(__always)
    private func markPairs<T>(
        _ count: Int,
        _ marks: UnsafeMutablePointer<UInt8>,
        _ values: UnsafeMutablePointer<T>,
        _ differ: (T, T) -> Bool
    ) {
        if let nulls {
            for pair in 0..<count {
                let isNull = nulls[2 * pair]
                let differs =
                    isNull != nulls[2 * pair + 1] || isNull == 0 && differ(values[2 * pair], values[2 * pair + 1])
                if differs { marks[pair] = 1 }
            }
        } else {
            for pair in 0..<count where differ(values[2 * pair], values[2 * pair + 1]) { marks[pair] = 1 }
        }
    }
}
