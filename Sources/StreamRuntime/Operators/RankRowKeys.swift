/// The rows of a rank by the key by which they are updated.
final class RankRowKeys {
    private let columns: [Int]
    private let keys: KeyTable
    private var rows: [UInt32] = []
    private var ids: [UInt32] = []
    private var emptied: [UInt32] = []

    init(_ columns: [Int], _ types: [PhysicalType]) {
        self.columns = columns
        keys = KeyTable(columns.map { types[$0] })
    }

    /// Finds the keys of a batch's rows.
    func intern(_ batch: Batch) {
        if ids.count < batch.count { ids = Array(repeating: 0, count: batch.count) }
        keys.intern(columns.map { batch.columns[$0] }, count: batch.count, into: &ids)
        while rows.count < keys.idLimit { rows.append(RowStore.absent) }
    }

    /// The kept row with the key of a row of the batch.
    func row(_ row: Int) -> UInt32? {
        let kept = rows[Int(ids[row])]
        return kept == RowStore.absent ? nil : kept
    }

    /// Keeps a row with the key of a row of the batch.
    func set(_ row: Int, _ number: UInt32) { rows[Int(ids[row])] = number }

    /// Keeps a row.
    func add(_ store: RowStore, _ number: UInt32) {
        let id = keys.intern(store, number, columns)
        while rows.count < keys.idLimit { rows.append(RowStore.absent) }
        rows[Int(id)] = number
    }

    /// Forgets a kept row.
    func forget(_ store: RowStore, _ number: UInt32) {
        let id = keys.intern(store, number, columns)
        while rows.count < keys.idLimit { rows.append(RowStore.absent) }
        guard rows[Int(id)] == number else { return }
        rows[Int(id)] = RowStore.absent
        emptied.append(id)
    }

    /// Forgets the keys of a batch's rows that have no kept row.
    func forgetUnused(_ batch: Batch) {
        emptied += ids[..<batch.count]
        var last: UInt32?
        for id in emptied.sorted() where id != last {
            last = id
            if rows[Int(id)] == RowStore.absent { keys.remove(id) }
        }
        emptied.removeAll(keepingCapacity: true)
    }
}
