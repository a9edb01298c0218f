import StreamSQL

/// Expressions compiled for evaluation over whole columns. Equal parts are computed once, constant parts when it is made.
///
/// An evaluator belongs to one thread at a time. The columns that it gives are its own and good until its next call: a caller
/// copies what it keeps, and neither changes nor resets them. They may be columns of the batch.
package final class Evaluator {
    private let kernels: [Kernel]
    private let context: EvaluationContext
    private let stamps: Frame.Stamps
    private let subset = Subset()
    private let mask = Column(.boolean, capacity: 1)
    private let next = Selection(capacity: 0)

    /// An evaluator of one expression.
    ///
    /// - Throws: `EvaluationError` if something in it is not supported.
    package convenience init(
        _ expression: BoundExpression,
        context: EvaluationContext = EvaluationContext()
    ) throws {
        try self.init([expression], context: context)
    }

    /// An evaluator of several expressions over the same rows.
    ///
    /// - Throws: `EvaluationError` if something in them is not supported.
    package init(_ expressions: [BoundExpression], context: EvaluationContext = EvaluationContext()) throws {
        self.context = context
        let stamps = Frame.Stamps()
        self.stamps = stamps
        var compiler = KernelCompiler(context, stamps)
        kernels = try expressions.map { try compiler.kernel($0) }
    }

    private func frame(_ batch: Batch, _ selection: Selection?) -> Frame {
        Frame(
            batch,
            rows: selection.map { UnsafePointer($0.rows) },
            count: selection?.count ?? batch.count,
            stamps: stamps,
            now: context.clock()
        )
    }

    /// The values of the (first) expression: a row for each selected row, or for each row of the batch.
    ///
    /// - Throws: `EvaluationError` where Flink's job would fail.
    package func evaluate(_ batch: Batch, selection: Selection? = nil) throws -> Column {
        try kernels[0].evaluate(frame(batch, selection))
    }

    /// The values of all expressions, as `evaluate` gives them.
    ///
    /// - Throws: `EvaluationError` where Flink's job would fail.
    package func evaluateAll(_ batch: Batch, selection: Selection? = nil) throws -> [Column] {
        let frame = frame(batch, selection)
        return try kernels.map { try $0.evaluate(frame) }
    }

    /// Selects the rows for which the (first) expression is true: neither false nor NULL.
    ///
    /// - Throws: `EvaluationError` where Flink's job would fail.
    package func select(_ batch: Batch, into selection: Selection) throws {
        let frame = frame(batch, nil)
        guard let connective = kernels[0] as? Connective, connective.isAnd else {
            return selection.select(mask: try truth(kernels[0], frame), count: frame.count)
        }
        let eager = connective.operands.filter(\.isEager)
        let others = connective.operands.filter { !$0.isEager }
        if eager.isEmpty { selection.selectAll(frame.count) } else { try select(eager, frame, selection) }
        for operand in others {
            if selection.count == 0 { return }
            // Short of rows only: the whole batch is a frame without row numbers, which costs less.
            let part =
                selection.count == frame.count ? frame : frame.narrowed(to: selection.rows, count: selection.count)
            narrow(selection, try truth(operand, part))
        }
    }

    /// Selects the rows for which all of some cheap conditions are true.
    private func select(_ conditions: [Kernel], _ frame: Frame, _ selection: Selection) throws {
        if conditions.count == 1 { return selection.select(mask: try truth(conditions[0], frame), count: frame.count) }
        mask.reset()
        mask.reserve(frame.count)
        mask.count = frame.count
        let all = mask.booleans
        for (index, condition) in conditions.enumerated() {
            let column = try condition.evaluate(frame)
            let values = column.booleans
            if index == 0 {
                all.update(from: values, count: frame.count)
            } else {
                for row in 0..<frame.count { all[row] &= values[row] }
            }
            if let nulls = column.nulls {
                for row in 0..<frame.count { all[row] &= nulls[row] ^ 1 }
            }
        }
        selection.select(mask: all, count: frame.count)
    }

    /// One byte a row, 1 where a condition is true.
    private func truth(_ condition: Kernel, _ frame: Frame) throws -> UnsafePointer<UInt8> {
        let column = try condition.evaluate(frame)
        guard let nulls = column.nulls else { return UnsafePointer(column.booleans) }
        mask.reset()
        mask.reserve(frame.count)
        mask.count = frame.count
        let (target, values) = (mask.booleans, column.booleans)
        for row in 0..<frame.count { target[row] = values[row] & (nulls[row] ^ 1) }
        return UnsafePointer(target)
    }

    /// Keeps of the selected rows those whose byte is 1.
    private func narrow(_ selection: Selection, _ mask: UnsafePointer<UInt8>) {
        let rows = selection.rows
        var kept = 0
        for index in 0..<selection.count {
            rows[kept] = rows[index]
            kept += Int(mask[index])
        }
        selection.count = kept
    }
}
