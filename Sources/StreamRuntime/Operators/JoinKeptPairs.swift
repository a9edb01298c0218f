/// Pairs of rows that are kept from both inputs of a join, and which of them the condition lets through.
final class JoinKeptPairs {
    private let condition: (any RowPredicate)?
    private let stores: [RowStore]
    private let selection = Selection()
    private let left = GrowingBuffer<UInt32>()
    private let right = GrowingBuffer<UInt32>()
    /// For each pair whether it is let through, after `evaluate`.
    private var matches: [Bool] = []

    init(_ condition: (any RowPredicate)?, _ stores: [RowStore]) {
        self.condition = condition
        self.stores = stores
    }

    /// How many pairs there are.
    var count: Int { left.count }

    /// Forgets all pairs.
    func removeAll() {
        left.removeAll()
        right.removeAll()
    }

    /// Adds a pair.
    func add(_ leftRow: UInt32, _ rightRow: UInt32) {
        left.append(leftRow)
        right.append(rightRow)
    }

    /// Finds out which pairs are let through.
    func evaluate() throws {
        matches = Array(repeating: condition == nil, count: count)
        guard let condition, count > 0 else { return }
        let leftColumns = stores[0].types.map { Column($0, capacity: count) }
        let rightColumns = stores[1].types.map { Column($0, capacity: count) }
        stores[0].append(left.elements, count: count, to: leftColumns[...])
        stores[1].append(right.elements, count: count, to: rightColumns[...])
        selection.reserve(count)
        try condition.select(Batch(columns: leftColumns + rightColumns, count: count), into: selection)
        for index in 0..<selection.count { matches[Int(selection.rows[index])] = true }
    }

    /// Whether a pair is let through.
    func isMatch(_ pair: Int) -> Bool { matches[pair] }
}
