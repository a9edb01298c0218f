/// An expression that a `MatchProgram` has no instructions for: a batch of one row is made of registers and given to the
/// evaluator of whole batches.
final class MatchExternal {
    /// Computes an expression for all rows of a batch.
    typealias Evaluation = (Batch) throws -> Column

    private let inputs: [(register: Int, type: PhysicalType)]
    private let evaluation: Evaluation
    private let boxes: MatchBoxes
    private let batch: Batch
    /// The last result: strings in registers point into it.
    private var result: Column?

    /// An expression over columns that are these registers.
    init(_ inputs: [(register: Int, type: PhysicalType)], boxes: MatchBoxes, _ evaluation: @escaping Evaluation) {
        self.inputs = inputs
        self.evaluation = evaluation
        self.boxes = boxes
        batch = Batch(inputs.map(\.type), capacity: 1)
    }

    /// Evaluates it into a register.
    ///
    /// - Throws: what the expression throws.
    func evaluate(
        _ registers: UnsafeMutablePointer<UInt64>,
        _ nulls: UnsafeMutablePointer<UInt8>,
        to target: Int
    ) throws {
        batch.reset()
        batch.setCount(1)
        for (column, input) in zip(batch.columns, inputs) {
            MatchWords.set(column, 0, registers + 2 * input.register, isNull: nulls[input.register] != 0, boxes)
        }
        let column = try evaluation(batch)
        result = column
        nulls[target] = column.isNull(0) ? 1 : 0
        let words = registers + 2 * target
        switch column.type {
        case .boolean: words[0] = UInt64(column.booleans[0])
        case .int64, .double, .decimal64: words[0] = column.words[0]
        case .decimal128, .string: (words[0], words[1]) = (column.words[0], column.words[1])
        case .boxed: preconditionFailure("refused when the program was compiled")
        }
    }
}

extension MatchWords {
    /// Sets a row of a column, which has it already, to the value in a register. Strings are not copied.
    static func set(
        _ column: Column,
        _ row: Int,
        _ words: UnsafeMutablePointer<UInt64>,
        isNull: Bool,
        _ boxes: MatchBoxes
    ) {
        if isNull { return column.setNull(row) }
        if let nulls = column.nulls { nulls[row] = 0 }
        switch column.type {
        case .boolean: column.booleans[row] = UInt8(truncatingIfNeeded: words[0])
        case .int64, .double, .decimal64: column.words[row] = words[0]
        case .decimal128, .string: (column.words[2 * row], column.words[2 * row + 1]) = (words[0], words[1])
        case .boxed: column.boxed[row] = boxes.values[Int(truncatingIfNeeded: words[0])]
        }
    }
}
