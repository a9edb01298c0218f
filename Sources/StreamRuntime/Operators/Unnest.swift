import StreamSQL

/// Repeats each row once for each element of a collection, the element's columns behind its own. Flink: Correlate with
/// UNNEST, and with REPLICATE_ROWS for a count.
///
/// The copies of a row follow each other: rows stay in the order of their watermarks.
package final class Unnest: Operator {
    private let collection: Evaluator
    private let isOuter: Bool
    private let withOrdinality: Bool
    private let inputWidth: Int
    private let addedTypes: [PhysicalType]
    /// Whether an element is a row of columns: a ROW, or an entry of a MAP.
    private let isRow: Bool
    private let isCount: Bool
    private let selection = Selection()

    /// An operator that takes a collection apart.
    package init(_ plan: LogicalPlan.Unnest, inputWidth: Int) throws {
        collection = try Evaluator(plan.collection)
        isOuter = plan.isOuter
        withOrdinality = plan.withOrdinality
        self.inputWidth = inputWidth
        addedTypes = plan.schema.types[inputWidth...].map { PhysicalType($0.logical) }
        switch plan.collection.type.logical {
        case .array(let element):
            if case .row = element.logical { isRow = true } else { isRow = false }
            isCount = false
        case .map: (isRow, isCount) = (true, false)
        default: (isRow, isCount) = (false, true)
        }
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let values = try collection.evaluate(batch, selection: nil)
        var rows: [UInt32] = []
        let added = addedTypes.map { Column($0, capacity: max(1, batch.count)) }
        for row in 0..<batch.count {
            let before = rows.count
            if isCount {
                let count = values.isNull(row) ? 0 : max(0, values.int64s[row])
                rows.append(contentsOf: repeatElement(UInt32(row), count: Int(count)))
            } else if case .array(let elements) = values[row] {
                for (index, element) in elements.enumerated() {
                    // Flink: a ROW that is NULL gives no row, another element that is NULL gives one.
                    if isRow, element == .null { continue }
                    rows.append(UInt32(row))
                    append(element, number: index + 1, to: added)
                }
            }
            if isOuter, rows.count == before {
                rows.append(UInt32(row))
                for column in added { column.appendNull() }
            }
        }
        guard !rows.isEmpty else { return }
        selection.reserve(rows.count)
        for (index, row) in rows.enumerated() { selection.rows[index] = row }
        selection.count = rows.count
        let result = batch.gather(selection)
        if inputWidth == 0 { result.setCount(rows.count) }
        result.columns += added
        try output.emit(result)
    }

    private func append(_ element: Value, number: Int, to columns: [Column]) {
        let width = columns.count - (withOrdinality ? 1 : 0)
        if isRow {
            if case .row(let fields) = element {
                for index in 0..<width { columns[index].append(fields[index]) }
            } else {
                for index in 0..<width { columns[index].appendNull() }
            }
        } else {
            columns[0].append(element)
        }
        if withOrdinality { columns[width].append(.int64(Int64(number))) }
    }
}
