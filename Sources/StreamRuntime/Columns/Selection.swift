/// Some rows of a batch, ascending unless said otherwise: what a filter lets through.
package final class Selection {
    /// The row numbers.
    package private(set) var rows: UnsafeMutablePointer<UInt32>
    /// How many rows there is room for.
    package private(set) var capacity: Int
    /// How many rows are selected.
    package var count = 0 {
        didSet { precondition(count <= capacity, "more rows than there is room for") }
    }

    /// No rows, with room for some.
    package init(capacity: Int = Batch.standardCapacity) {
        self.capacity = capacity
        rows = .allocate(capacity: capacity + 16)
        rows.initialize(repeating: 0, count: capacity + 16)
    }

    deinit { rows.deallocate() }

    /// Makes room; the rows selected so far are kept, `rows` may change.
    package func reserve(_ needed: Int) {
        guard needed > capacity else { return }
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: needed + 16)
        larger.initialize(repeating: 0, count: needed + 16)
        larger.update(from: rows, count: count)
        rows.deallocate()
        rows = larger
        capacity = needed
    }

    /// Selects all of the first rows.
    package func selectAll(_ total: Int) {
        reserve(total)
        for row in 0..<total { rows[row] = UInt32(truncatingIfNeeded: row) }
        count = total
    }

    /// Selects the rows whose byte in a mask is not 0.
    package func select(mask: UnsafePointer<UInt8>, count total: Int) {
        reserve(total)
        var selected = 0
        for row in 0..<total {
            rows[selected] = UInt32(truncatingIfNeeded: row)
            selected += mask[row] != 0 ? 1 : 0
        }
        count = selected
    }
}
