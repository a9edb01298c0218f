/// The batch that a reader adds rows to. A class, so that its numbers can be touched per record without the checks that a
/// structure inside a class would have.
final class BatchFiller {
    private(set) var batch: Batch?
    /// Its columns.
    private(set) var columns: [Column] = []
    /// How many rows it has so far.
    var row = 0
    /// How many rows it has room for.
    private(set) var capacity = 0

    var isFull: Bool { row == capacity }

    func begin(_ batch: Batch, _ types: [PhysicalType]) {
        precondition(batch.columns.elementsEqual(types) { $0.type == $1 }, "a batch of other columns")
        self.batch = batch
        columns = batch.columns
        row = batch.count
        capacity = columns.map(\.capacity).min() ?? Batch.standardCapacity
    }

    /// Makes room for another row, beyond the batch's capacity if need be. The columns' addresses may change.
    func makeRoom() {
        guard isFull else { return }
        batch?.reserve(capacity * 2)
        capacity *= 2
    }

    /// Keeps the memory that strings of the batch point into.
    func retain(_ arena: StringArena) {
        for column in columns where column.type == .string { column.retain(arena) }
    }

    /// Forgets the rows from one on, and what was written of the one after the last.
    func drop(from first: Int) {
        for column in columns {
            guard let nulls = column.nulls else { continue }
            (nulls + first).update(repeating: 0, count: row - first + 1)
        }
        row = first
    }

    func end() {
        batch?.setCount(row)
        batch = nil
        columns = []
    }
}
