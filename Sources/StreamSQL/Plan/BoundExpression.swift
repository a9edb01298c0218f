/// A scalar expression after binding: names are column numbers, every call has its function and its types, and where types
/// had to be brought together there are casts. Flink: RexNode.
public struct BoundExpression: Hashable, Sendable {
    /// What it computes.
    public indirect enum Kind: Hashable, Sendable {
        /// The input's column with this number.
        case column(Int)
        /// A constant.
        case literal(Literal)
        /// A function of arguments, an operator being one. Arguments of AND, OR, CASE, COALESCE, IF and their like are
        /// evaluated only for the rows that need them.
        case call(ScalarFunction, [BoundExpression])
        /// CAST, or TRY_CAST, to the expression's type.
        case cast(BoundExpression, isTry: Bool)
    }

    /// What it computes.
    public let kind: Kind
    /// The type of its values.
    public let type: DataType

    /// An expression.
    public init(_ kind: Kind, _ type: DataType) {
        self.kind = kind
        self.type = type
    }

    /// The input's column with this number.
    public static func column(_ index: Int, _ type: DataType) -> BoundExpression {
        BoundExpression(.column(index), type)
    }

    /// A constant.
    public static func literal(_ value: Literal, _ type: DataType) -> BoundExpression {
        BoundExpression(.literal(value), type)
    }

    /// A constant.
    public enum Literal: Hashable, Sendable {
        /// NULL.
        case null
        /// BOOLEAN.
        case boolean(Bool)
        /// Integers, DATE as days since 1970-01-01, TIME as ms of the day, timestamps of up to 3 digits as ms since the
        /// epoch, intervals as months or ms.
        case integer(Int64)
        /// FLOAT and DOUBLE.
        case double(Double)
        /// DECIMAL, unscaled, the scale being the type's; timestamps of more than 3 digits as ns since the epoch.
        case decimal(Int128)
        /// CHAR and VARCHAR.
        case string(String)
    }

    /// The numbers of the input's columns that it reads.
    public var columns: Set<Int> {
        switch kind {
        case .column(let index): [index]
        case .literal: []
        case .call(_, let arguments): arguments.reduce(into: []) { $0.formUnion($1.columns) }
        case .cast(let operand, _): operand.columns
        }
    }

    /// The same expression with the input's columns numbered anew.
    public func mapColumns(_ transform: (Int) -> Int) -> BoundExpression {
        switch kind {
        case .column(let index): BoundExpression(.column(transform(index)), type)
        case .literal: self
        case .call(let function, let arguments):
            BoundExpression(.call(function, arguments.map { $0.mapColumns(transform) }), type)
        case .cast(let operand, let isTry):
            BoundExpression(.cast(operand.mapColumns(transform), isTry: isTry), type)
        }
    }

    /// The same expression over what computes its input's columns.
    public func substituting(_ inputs: [BoundExpression]) -> BoundExpression {
        switch kind {
        case .column(let index): inputs[index]
        case .literal: self
        case .call(let function, let arguments):
            BoundExpression(.call(function, arguments.map { $0.substituting(inputs) }), type)
        case .cast(let operand, let isTry):
            BoundExpression(.cast(operand.substituting(inputs), isTry: isTry), type)
        }
    }

    /// Whether it is PROCTIME() itself.
    public var isProcessingTime: Bool {
        if case .call(.processingTime, _) = kind { true } else { false }
    }

    /// Which time attribute of the input it hands on, or is.
    func timeAttribute(in input: LogicalPlan.Schema) -> LogicalPlan.TimeAttribute? {
        if case .column(let column) = kind { return input.columns[column].time }
        return isProcessingTime ? .processing : nil
    }
}
