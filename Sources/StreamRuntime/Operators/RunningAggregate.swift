import StreamSQL

/// Aggregates for each row over all rows of its partition up to it, in the order of a plain column: a row that comes or goes
/// changes the results of all rows behind it, which come out anew; with RANGE those too that are as before, unless the row
/// counts for no aggregate. Flink:
/// NonTimeRangeUnboundedPrecedingFunction, NonTimeRowsUnboundedPrecedingFunction.
package final class RunningAggregate: Operator {
    private static let table: UInt8 = 0
    private static let version: UInt8 = 1
    private let plan: LogicalPlan.RunningAggregate
    private let calls: [AggregateCall]
    private let partition: [Int]
    private let keyTypes: [PhysicalType]
    private let keys: KeyTable?
    private let store: RowStore
    private let order: RankOrder
    /// By partition its rows in order, equal ones as they came.
    private var lists: [[UInt32]] = []
    private var ids: [UInt32] = []
    private let out: Batch
    private let outputTypes: [PhysicalType]

    /// An operator for functions over an order that is not one of time.
    ///
    /// - Throws: `UnsupportedAggregate`.
    package init(_ plan: LogicalPlan.RunningAggregate, inputTypes: [DataType]) throws(UnsupportedAggregate) {
        self.plan = plan
        calls = plan.functions.compactMap { if case .aggregate(let call) = $0 { call } else { nil } }
        let types = inputTypes.map { PhysicalType($0.logical) }
        partition = plan.partition
        keyTypes = partition.map { types[$0] }
        keys = keyTypes.isEmpty ? nil : KeyTable(keyTypes)
        store = RowStore(types)
        order = RankOrder(plan.order, store)
        outputTypes = plan.schema.types.map { PhysicalType($0.logical) }
        out = Batch(outputTypes)
        _ = try AccumulatorSet(calls, canRetract: false, isOver: true)
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
        if ids.count < batch.count { ids = Array(repeating: 0, count: batch.count) }
        keys?.intern(partition.map { batch.columns[$0] }, count: batch.count, into: &ids)
        while lists.count < keys?.idLimit ?? 1 { lists.append([]) }
        for row in 0..<batch.count {
            let kind = batch.kind(row)
            if kind.isRetraction {
                try remove(batch.columns, row, Int(ids[row]), to: output)
            } else {
                try add(batch.columns, row, Int(ids[row]), kind, to: output)
            }
        }
        try flush(to: output)
        if let keys {
            // why: the order decides which numbers new keys get, and must not depend on the seed of hashing.
            for id in Set(ids[..<batch.count]).sorted() where lists[Int(id)].isEmpty { keys.remove(id) }
        }
    }

    /// Where the rows that are equal to a row of a batch in the order begin and end.
    private func peers(_ columns: [Column], _ row: Int, _ list: Int) -> Range<Int> {
        let rows = lists[list]
        let start = rows.firstIndex { order.compare(store, $0, columns, row) >= 0 } ?? rows.count
        let end = rows[start...].firstIndex { order.compare(store, $0, columns, row) > 0 } ?? rows.count
        return start..<end
    }

    private func add(_ columns: [Column], _ row: Int, _ list: Int, _ kind: RowKind, to output: Output) throws {
        let peers = peers(columns, row, list)
        let before = try results(lists[list])
        lists[list].insert(store.insert(columns, row), at: peers.upperBound)
        let after = try results(lists[list])
        let showsEqual = changes(columns, row)
        emit(kind, lists[list][peers.upperBound], after, peers.upperBound)
        // Together with equal rows the new one counts for them too.
        for place in (plan.isRows ? peers.upperBound : peers.lowerBound)..<before.count {
            let moved = place < peers.upperBound ? place : place + 1
            if !showsEqual, before.isEqual(place, after, moved) { continue }
            emit(.updateBefore, lists[list][moved], before, place)
            emit(.updateAfter, lists[list][moved], after, moved)
        }
        try flushIfFull(to: output)
    }

    /// Whether the results of the rows behind a row come out where they are as before.
    private func changes(_ columns: [Column], _ row: Int) -> Bool {
        !plan.isRows
            && calls.contains { call in
                if let filter = call.filter, columns[filter].isNull(row) || columns[filter].booleans[row] == 0 {
                    return false
                }
                return !call.arguments.contains { columns[$0].isNull(row) }
            }
    }

    private func remove(_ columns: [Column], _ row: Int, _ list: Int, to output: Output) throws {
        let peers = peers(columns, row, list)
        guard let place = peers.first(where: { store.isEqual(lists[list][$0], columns, row) }) else { return }
        let before = try results(lists[list])
        let old = lists[list].remove(at: place)
        let after = try results(lists[list])
        let showsEqual = changes(columns, row)
        emit(.delete, old, before, place)
        for moved in (plan.isRows ? place : peers.lowerBound)..<after.count {
            let former = moved < place ? moved : moved + 1
            if !showsEqual, before.isEqual(former, after, moved) { continue }
            emit(.updateBefore, lists[list][moved], before, former)
            emit(.updateAfter, lists[list][moved], after, moved)
        }
        try flushIfFull(to: output)
        store.free(old)
    }

    /// The results of a partition's rows.
    private struct Results {
        let count: Int
        let columns: [Column]
        /// For each row the one whose results it has: itself, or the last one that is equal to it.
        let places: [Int]

        /// Whether a row has the same results as one of others.
        func isEqual(_ place: Int, _ other: Results, _ otherPlace: Int) -> Bool {
            zip(columns, other.columns).allSatisfy { $0[places[place]] == $1[other.places[otherPlace]] }
        }
    }

    private func results(_ rows: [UInt32]) throws -> Results {
        let count = rows.count
        guard count > 0 else { return Results(count: 0, columns: [], places: []) }
        let input = Batch(columns: store.types.map { Column($0, capacity: count) }, count: 0)
        store.append(rows, count: count, to: input.columns[...])
        input.setCount(count)
        var starts = Array(repeating: true, count: count)
        for place in 1..<max(1, count) {
            starts[place] = order.compare(store, rows[place - 1], input.columns, place) != 0
        }
        let script = AccumulatorScript()
        script.reserve(count)
        for place in 0..<count {
            script.groups[place] = 0
            script.signs[place] = 1
            script.starts[place] = place == 0 ? 1 : 0
        }
        let values = calls.map { call in
            let column = Column(PhysicalType(call.type.logical), capacity: count)
            column.count = count
            return column
        }
        if !calls.isEmpty {
            let accumulators = try AccumulatorSet(calls, canRetract: false, isOver: true)
            accumulators.reserve(1)
            try accumulators.run(script.steps(count), input, into: values, hasOld: false)
        }
        var places = Array(0..<count)
        if !plan.isRows {
            for place in places.indices.dropLast().reversed() where !starts[place + 1] {
                places[place] = places[place + 1]
            }
        }
        return Results(count: count, columns: columns(values, starts), places: places)
    }

    private func columns(_ values: [Column], _ starts: [Bool]) -> [Column] {
        var aggregates = values.makeIterator()
        return plan.functions.map { function in
            if case .aggregate = function, let next = aggregates.next() { return next }
            let column = Column(.int64, capacity: starts.count)
            var (rank, dense): (Int64, Int64) = (0, 0)
            for place in starts.indices {
                if starts[place] {
                    rank = Int64(place) + 1
                    dense += 1
                }
                switch function {
                case .rank: column.append(.int64(rank))
                case .denseRank: column.append(.int64(dense))
                default: column.append(.int64(Int64(place) + 1))
                }
            }
            return column
        }
    }

    private func emit(_ kind: RowKind, _ row: UInt32, _ results: Results, _ place: Int) {
        if out.kinds == nil { out.kinds = Column(.boolean) }
        let width = store.types.count
        store.append([row], count: 1, to: out.columns[..<width])
        for (index, column) in results.columns.enumerated() {
            out.columns[width + index].appendRow(from: column, at: results.places[place])
        }
        guard let column = out.kinds else { return }
        column.reserve(column.count + 1)
        column.booleans[column.count] = kind.rawValue
        column.count += 1
    }

    private func flushIfFull(to output: Output) throws {
        if out.columns.first?.count ?? 0 >= Batch.standardCapacity { try flush(to: output) }
    }

    private func flush(to output: Output) throws {
        out.updateCount()
        try output.emit(out)
        out.reset()
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        KeyedRecords.write(keys, keyTypes, table: Self.table, version: Self.version, to: writer) { key in
            Int(key) < lists.count && !lists[Int(key)].isEmpty
        } body: { key, writer in
            writer.put(UInt32(lists[Int(key)].count))
            for row in lists[Int(key)] { store.encode(row, to: writer) }
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        var record = try KeyedRecords.check(record, table: Self.table, version: Self.version)
        for _ in 0..<(try record.number(UInt32.self)) {
            let row = try store.decode(&record)
            let list = Int(keys?.intern(store, row, partition) ?? 0)
            while lists.count <= list { lists.append([]) }
            lists[list].append(row)
        }
    }
}
