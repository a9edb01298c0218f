/// The output of a join while it takes a batch: pairs of a row of the batch and a row that is kept from the other input.
final class JoinOutput {
    /// Rows of a batch that goes out, about.
    private static let batchRows = Batch.standardCapacity
    private let types: [PhysicalType]
    private let leftCount: Int
    /// Whether the right columns are part of the output.
    private let hasRight: Bool
    private let kinds = GrowingBuffer<UInt8>()
    private let own = GrowingBuffer<UInt32>()
    private let kept = GrowingBuffer<UInt32>()
    private var hasAbsent = false

    init(left: [PhysicalType], right: [PhysicalType], hasRight: Bool) {
        types = hasRight ? left + right : left
        leftCount = left.count
        self.hasRight = hasRight
    }

    /// Whether the rows should be handed on before more are added.
    var isFull: Bool { kinds.count >= Self.batchRows }

    /// Adds a pair; `RowStore.absent` is a row of NULLs.
    @inline(__always)
    func add(_ kind: RowKind, _ ownRow: UInt32, _ keptRow: UInt32) {
        kinds.append(kind.rawValue)
        own.append(ownRow)
        kept.append(keptRow)
        if ownRow == RowStore.absent { hasAbsent = true }
    }

    /// Hands the pairs on. `ownIsLeft`: the batch is of the left input.
    func flush(_ batch: Batch, _ store: RowStore, ownIsLeft: Bool, to output: Output) throws {
        let count = kinds.count
        if count == 0 { return }
        let columns = types.map { Column($0, capacity: count) }
        let left = columns[..<leftCount]
        let right = columns[leftCount...]
        if ownIsLeft || hasRight {
            for (source, target) in zip(batch.columns, ownIsLeft ? left : right) {
                target.append(padding: source, rows: own.elements, count: count, hasAbsent)
            }
        }
        if !ownIsLeft || hasRight { store.append(kept.elements, count: count, to: ownIsLeft ? right : left) }
        let kindColumn = Column(.boolean, capacity: count)
        kindColumn.count = count
        kindColumn.booleans.update(from: kinds.elements, count: count)
        let result = Batch(columns: columns, count: count)
        result.kinds = kindColumn
        kinds.removeAll()
        own.removeAll()
        kept.removeAll()
        hasAbsent = false
        try output.emit(result)
    }
}

extension Column {
    /// Appends rows of a column of the same type, NULL for `RowStore.absent`.
    func append(padding source: Column, rows: UnsafePointer<UInt32>, count added: Int, _ hasAbsent: Bool) {
        guard hasAbsent else { return append(gathering: source, rows: rows, count: added) }
        let start = count
        let chosen = (0..<added).map { rows[$0] == RowStore.absent ? 0 : rows[$0] }
        append(gathering: source, rows: chosen, count: added)
        for index in 0..<added where rows[index] == RowStore.absent { setNull(start + index) }
    }
}
