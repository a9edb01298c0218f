import StreamSQL

/// The rows of VALUES.
final class ValuesSource: TableSource {
    private let rows: [[BoundExpression]]
    private let types: [PhysicalType]
    private var isDone = false
    let skipped = SkippedInput()

    init(_ rows: [[BoundExpression]], _ schema: LogicalPlan.Schema) {
        self.rows = rows
        types = schema.types.map { PhysicalType($0.logical) }
    }

    func poll(_ receive: (Batch) throws -> Void) throws -> Bool {
        guard !isDone else { return false }
        isDone = true
        let row = Batch(columns: [], count: 1)
        let batch = Batch(types, capacity: max(1, rows.count))
        for expressions in rows {
            let values = try expressions.map { try Evaluator($0).evaluate(row, selection: nil)[0] }
            batch.append(values)
        }
        if types.isEmpty { batch.setCount(rows.count) }
        try receive(batch)
        return false
    }
}
