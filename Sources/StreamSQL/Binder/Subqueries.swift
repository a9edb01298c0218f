/// The scalar sub-queries of some expressions while these are bound: each is joined to the rows, its value being a column.
final class Subqueries {
    /// A sub-query with its columns behind those of the rows.
    struct Entry {
        let query: Query
        /// At most one row for each row that it is joined to; the value is its first column.
        let plan: LogicalPlan
        /// Expressions over the rows, and the columns of `plan` that they are equal to.
        let equalities: [(outer: BoundExpression, inner: Int)]
    }

    /// The column of the first sub-query's value.
    let firstColumn: Int
    private(set) var queries: [Entry] = []
    private var width = 0

    init(firstColumn: Int) { self.firstColumn = firstColumn }

    /// The number of the first column of a sub-query.
    func add(_ entry: Entry) -> Int {
        defer { width += entry.plan.schema.columns.count }
        queries.append(entry)
        return firstColumn + width
    }
}
