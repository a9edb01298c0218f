/// The output of a rank while it takes rows: kept rows with what happens to them and their number. Rows that are given up
/// stay in the store until they are handed on.
final class RankOutput {
    private static let batchRows = Batch.standardCapacity
    private let store: RowStore
    private let range: ClosedRange<Int64>
    private let emitsNumber: Bool
    private let emitsUpdateBefore: Bool
    private let kinds = GrowingBuffer<UInt8>()
    private let rows = GrowingBuffer<UInt32>()
    private let numbers = GrowingBuffer<Int64>()
    private let released = GrowingBuffer<UInt32>()

    init(_ store: RowStore, range: ClosedRange<Int64>, emitsNumber: Bool, emitsUpdateBefore: Bool) {
        self.store = store
        self.range = range
        self.emitsNumber = emitsNumber
        self.emitsUpdateBefore = emitsUpdateBefore
    }

    /// Adds a row, if its number is one of those that are kept.
    func add(_ kind: RowKind, _ row: UInt32, _ number: Int64) {
        guard range.contains(number), kind != .updateBefore || emitsUpdateBefore else { return }
        kinds.append(kind.rawValue)
        rows.append(row)
        numbers.append(number)
    }

    /// Adds that a row takes the place of another one.
    func replace(_ old: UInt32, by new: UInt32, _ number: Int64) {
        add(.updateBefore, old, number)
        add(.updateAfter, new, number)
    }

    /// Gives up a row once the output is handed on.
    func release(_ row: UInt32) { released.append(row) }

    /// Hands the rows on if there are many.
    func flushIfFull(to output: Output) throws {
        if rows.count >= Self.batchRows || released.count >= Self.batchRows { try flush(to: output) }
    }

    /// Hands the rows on.
    func flush(to output: Output) throws {
        let count = rows.count
        if count > 0 {
            var columns = store.types.map { Column($0, capacity: count) }
            store.append(rows.elements, count: count, to: columns[...])
            if emitsNumber {
                let column = Column(.int64, capacity: count)
                column.count = count
                column.int64s.update(from: numbers.elements, count: count)
                columns.append(column)
            }
            let batch = Batch(columns: columns, count: count)
            let kindColumn = Column(.boolean, capacity: count)
            kindColumn.count = count
            kindColumn.booleans.update(from: kinds.elements, count: count)
            batch.kinds = kindColumn
            kinds.removeAll()
            rows.removeAll()
            numbers.removeAll()
            free()
            try output.emit(batch)
        } else {
            free()
        }
    }

    private func free() {
        for index in 0..<released.count { store.free(released[index]) }
        released.removeAll()
    }
}
