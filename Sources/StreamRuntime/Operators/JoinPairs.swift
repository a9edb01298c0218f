/// For rows of a batch the kept rows of the other input that they match, as often as those occur.
final class JoinPairs {
    /// Pairs that are looked at together: their columns stay in the second-level cache. A row's pairs stay together.
    static let chunk = 4096
    private let condition: (any RowPredicate)?
    private let leftTypes: [PhysicalType]
    private let rightTypes: [PhysicalType]
    private let selection = Selection()
    /// The rows of the batch.
    let rows = GrowingBuffer<UInt32>()
    /// What they match.
    let partners = GrowingBuffer<UInt32>()

    init(_ condition: (any RowPredicate)?, left: [PhysicalType], right: [PhysicalType]) {
        self.condition = condition
        leftTypes = left
        rightTypes = right
    }

    /// How many pairs there are.
    var count: Int { rows.count }

    /// Forgets all pairs.
    func removeAll() {
        rows.removeAll()
        partners.removeAll()
    }

    /// Adds a pair.
    @inline(__always)
    func add(_ row: UInt32, _ partner: UInt32) {
        rows.append(row)
        partners.append(partner)
    }

    /// Drops the pairs for which the condition is not true.
    func filter(_ batch: Batch, _ store: RowStore, ownIsLeft: Bool) throws {
        guard let condition, count > 0 else { return }
        let columns = (leftTypes + rightTypes).map { Column($0, capacity: count) }
        let left = columns[..<leftTypes.count]
        let right = columns[leftTypes.count...]
        for (source, target) in zip(batch.columns, ownIsLeft ? left : right) {
            target.append(gathering: source, rows: rows.elements, count: count)
        }
        store.append(partners.elements, count: count, to: ownIsLeft ? right : left)
        selection.reserve(count)
        try condition.select(Batch(columns: columns, count: count), into: selection)
        for index in 0..<selection.count {
            let pair = Int(selection.rows[index])
            rows[index] = rows[pair]
            partners[index] = partners[pair]
        }
        rows.removeAll(behind: selection.count)
        partners.removeAll(behind: selection.count)
    }
}
