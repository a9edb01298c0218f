import StreamSQL

/// The numbers of the keys of a join's rows, and which rows match nothing because their key has a NULL.
final class JoinKeys {
    /// The key columns of each input.
    let columns: [[Int]]
    /// Their types.
    let types: [PhysicalType]
    /// `nil`: one key for all rows.
    let table: KeyTable?
    private let nullsMatch: [Bool]
    /// The numbers of the rows of the last batch.
    private(set) var ids = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
    /// Whether each of those rows can match.
    private(set) var canMatch = UnsafeMutablePointer<Bool>.allocate(capacity: 1)
    private var capacity = 1

    /// - Parameter extra: Columns of each input that are part of the key beside the equalities.
    init(
        _ equalities: [LogicalPlan.Join.Equality],
        extra: (left: Int, right: Int)? = nil,
        left: [PhysicalType],
        right: [PhysicalType]
    ) {
        let extraLeft = extra.map { [$0.left] } ?? []
        let extraRight = extra.map { [$0.right] } ?? []
        columns = [equalities.map(\.left) + extraLeft, equalities.map(\.right) + extraRight]
        types = columns[0].map { left[$0] }
        precondition(types == columns[1].map { right[$0] }, "columns of different types are compared")
        nullsMatch = equalities.map(\.nullsMatch) + extraLeft.map { _ in true }
        table = types.isEmpty ? nil : KeyTable(types)
    }

    deinit {
        ids.deallocate()
        canMatch.deallocate()
    }

    /// Numbers given out so far are below.
    var limit: Int { table?.idLimit ?? 1 }
    /// How many keys there are.
    var count: Int { table?.count ?? 1 }

    /// Finds the keys of a batch's rows.
    func intern(_ batch: Batch, _ input: Int) {
        let count = batch.count
        if count > capacity {
            ids.deallocate()
            canMatch.deallocate()
            capacity = count
            ids = .allocate(capacity: count)
            canMatch = .allocate(capacity: count)
        }
        canMatch.initialize(repeating: true, count: count)
        guard let table else { return ids.initialize(repeating: 0, count: count) }
        let keyColumns = columns[input].map { batch.columns[$0] }
        table.intern(keyColumns, count: count, into: ids)
        for (column, nullsMatch) in zip(keyColumns, nullsMatch) where !nullsMatch {
            guard let nulls = column.nulls else { continue }
            for row in 0..<count where nulls[row] != 0 { canMatch[row] = false }
        }
    }

    /// The number of the key of a kept row.
    func intern(_ store: RowStore, _ row: UInt32, _ input: Int) -> UInt32 {
        table?.intern(store, row, columns[input]) ?? 0
    }

    /// Whether a kept row can match.
    func canMatch(_ store: RowStore, _ row: UInt32, _ input: Int) -> Bool {
        !zip(columns[input], nullsMatch).contains { store.isNull(row, $0) && !$1 }
    }

    /// Forgets those of the last batch's keys for which the function says so.
    func forget(_ count: Int, where isUnused: (UInt32) -> Bool) {
        guard let table else { return }
        var last: UInt32?
        for id in UnsafeBufferPointer(start: ids, count: count).sorted() where id != last {
            last = id
            if isUnused(id) { table.remove(id) }
        }
    }
}
