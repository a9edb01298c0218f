/// The output of a join of rows that are kept from both inputs. Rows that are given up stay in their stores until they are
/// handed on.
final class JoinKeptOutput {
    private static let batchRows = Batch.standardCapacity
    private let stores: [RowStore]
    /// Whether the right columns are part of the output.
    private let hasRight: Bool
    private let kinds = GrowingBuffer<UInt8>()
    private let rows = [GrowingBuffer<UInt32>(), GrowingBuffer<UInt32>()]
    private let released = [GrowingBuffer<UInt32>(), GrowingBuffer<UInt32>()]

    init(_ stores: [RowStore], hasRight: Bool) {
        self.stores = stores
        self.hasRight = hasRight
    }

    /// Adds a pair; `RowStore.absent` is a row of NULLs.
    @inline(__always)
    func add(_ kind: RowKind, _ left: UInt32, _ right: UInt32) {
        kinds.append(kind.rawValue)
        rows[0].append(left)
        rows[1].append(right)
    }

    /// Gives up a row of an input once the output is handed on.
    func release(_ row: UInt32, _ input: Int) { released[input].append(row) }

    /// Hands the pairs on if there are many.
    func flushIfFull(to output: Output) throws {
        if kinds.count >= Self.batchRows { try flush(to: output) }
    }

    /// Hands the pairs on.
    func flush(to output: Output) throws {
        let count = kinds.count
        var batch: Batch?
        if count > 0 {
            var columns = stores[0].types.map { Column($0, capacity: count) }
            stores[0].append(rows[0].elements, count: count, to: columns[...])
            if hasRight {
                let right = stores[1].types.map { Column($0, capacity: count) }
                stores[1].append(rows[1].elements, count: count, to: right[...])
                columns += right
            }
            let kindColumn = Column(.boolean, capacity: count)
            kindColumn.count = count
            kindColumn.booleans.update(from: kinds.elements, count: count)
            batch = Batch(columns: columns, count: count)
            batch?.kinds = kindColumn
        }
        kinds.removeAll()
        for input in 0...1 {
            rows[input].removeAll()
            for index in 0..<released[input].count { stores[input].free(released[input][index]) }
            released[input].removeAll()
        }
        if let batch { try output.emit(batch) }
    }
}
