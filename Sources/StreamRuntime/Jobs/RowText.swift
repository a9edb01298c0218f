import StreamSQL

/// Rows as people read them: `+I[a, 2026-01-01 00:05:00.000, 1.50]`. Flink: Row.toString, as the connector `print` writes it.
package enum RowText {
    private static let kinds = ["+I", "-U", "+U", "-D"]

    /// One line for each row.
    package static func lines(_ batch: Batch, _ types: [DataType]) -> [String] {
        let cells = cells(batch, types)
        return (0..<batch.count).map { row in
            kinds[Int(batch.kind(row).rawValue)] + "[" + cells[row].map { $0 ?? "null" }.joined(separator: ", ") + "]"
        }
    }

    /// The values of each row as texts; nil for NULL. They are those of CAST to STRING.
    package static func cells(_ batch: Batch, _ types: [DataType]) -> [[String?]] {
        var rows: [[String?]] = Array(repeating: [], count: batch.count)
        for (index, type) in types.enumerated() {
            let value = BoundExpression.column(index, type)
            let cast =
                type.logical.isCharacter ? value : BoundExpression(.cast(value, isTry: true), DataType(.string))
            // A type that has no text shows as a question mark rather than ending the query.
            let column = try? Evaluator(cast).evaluate(batch, selection: nil)  // why: see above
            for row in 0..<batch.count {
                guard let column else {
                    rows[row].append("?")
                    continue
                }
                if case .string(let text) = column[row] { rows[row].append(text) } else { rows[row].append(nil) }
            }
        }
        return rows
    }
}
