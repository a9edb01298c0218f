import StreamSQL

/// Filters rows and computes columns. Flink: Calc.
package final class Calc: Operator {
    private let condition: Evaluator?
    private let projections: [Evaluator]
    private let selection = Selection()

    /// An operator that keeps the rows for which the condition is true and computes an expression for each column.
    package init(condition: BoundExpression?, projections: [BoundExpression]) throws {
        self.condition = try condition.map { try Evaluator($0) }
        self.projections = try projections.map { try Evaluator($0) }
    }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        guard let condition else { return try output.emit(project(batch, nil)) }
        try condition.select(batch, into: selection)
        if selection.count == 0 { return }
        try output.emit(project(batch, selection.count == batch.count ? nil : selection))
    }

    private func project(_ batch: Batch, _ selection: Selection?) throws -> Batch {
        let columns = try projections.map { try $0.evaluate(batch, selection: selection) }
        let result = Batch(columns: columns, count: selection?.count ?? batch.count)
        result.kinds = batch.kinds.map { column in selection.map(column.gather) ?? column }
        result.watermarks = batch.watermarks.map { column in selection.map(column.gather) ?? column }
        return result
    }
}
