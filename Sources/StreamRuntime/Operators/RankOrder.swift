import StreamSQL

/// An order of kept rows. Floating point numbers come as Java's Double.compare says, strings by their bytes.
struct RankOrder {
    private struct Key {
        let column: Int
        let offset: Int
        let type: PhysicalType
        let isAscending: Bool
        let nullsFirst: Bool
    }

    private let keys: [Key]

    init(_ order: [LogicalPlan.Ordering], _ store: RowStore) {
        keys = order.map { ordering in
            precondition(store.types[ordering.column] != .boxed, "rows are ordered by a nested value")
            return Key(
                column: ordering.column,
                offset: store.offsets[ordering.column],
                type: store.types[ordering.column],
                isAscending: ordering.isAscending,
                nullsFirst: ordering.nullsFirst
            )
        }
    }

    /// Less than, equal to or greater than 0, as a kept row comes before, with or after a row of a batch.
    func compare(_ store: RowStore, _ number: UInt32, _ columns: [Column], _ row: Int) -> Int {
        let words = store.slot(number)
        for key in keys {
            let isNull = store.isNull(number, key.column)
            let otherIsNull = columns[key.column].isNull(row)
            if isNull || otherIsNull {
                if isNull && otherIsNull { continue }
                return isNull == key.nullsFirst ? -1 : 1
            }
            let order = AccumulatorWords.compare(words + key.offset, columns[key.column], row)
            if order != 0 { return key.isAscending ? order : -order }
        }
        return 0
    }
}
