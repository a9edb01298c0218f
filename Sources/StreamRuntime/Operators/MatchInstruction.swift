/// A step of a `MatchProgram`: an operation on registers, which hold a value of at most two words and whether it is NULL.
struct MatchInstruction {
    /// What to do. Unless said otherwise the result is NULL if an operand is.
    enum Operation: UInt8 {
        /// The constant `number`.
        case constant
        /// NULL.
        case null
        /// The operand, also if it is NULL.
        case move
        /// The field `field` of the row that is tested.
        case current
        /// The field `field` of a row of the match (`place`), or NULL if there is no such row.
        case row
        /// The event time of the row that is tested.
        case time
        /// The result of the aggregate `number`.
        case aggregate
        /// What the evaluator `number` computes of registers.
        case external

        /// On to the instruction `number`; under a condition on the operand.
        case jump, jumpIfFalse, jumpIfTrue, jumpUnlessTrue, jumpIfNotNull
        /// SQL's logic of three values.
        case and, or, not
        /// Whether the operand is NULL, or TRUE, or FALSE; never NULL. `number` is the answer's negation.
        case isNull, isTrue, isFalse

        /// Whether the field `field` of the row that is tested compares with the operand `right` as one of the orders in `number`.
        case compareCurrent
        /// Whether the operands compare as one of the orders in `number`.
        case compareIntegers, compareDoubles, compareWide, compareDecimals, compareStrings

        /// Integers wrap to `number` bits. Java does so.
        case addIntegers, subtractIntegers, multiplyIntegers, divideIntegers, remainderIntegers
        /// Doubles; rounded to FLOAT if `number` is 1.
        case addDoubles, subtractDoubles, multiplyDoubles, divideDoubles, negateDouble
        /// Decimals of two words: the operands are multiplied by 10 to the power of `scales`, and the result is divided by 10 to
        /// the power of `number`, rounded HALF_UP; NULL if it has more than `digits` digits.
        case addDecimals, subtractDecimals, multiplyDecimals, rescaleDecimal
        /// An integer or a decimal of one word as a decimal of two words.
        case widen
        case integerToDouble, integerToFloat, doubleToFloat

        /// Whether no other instruction fills the register that it fills, unless it is told another one.
        var fillsAlone: Bool {
            switch self {
            case .current, .row, .constant, .time, .aggregate: true
            default: rawValue >= Self.compareCurrent.rawValue
            }
        }
    }

    /// The orders in which two operands may be, as bits.
    enum Order {
        static let less: Int64 = 1
        static let equal: Int64 = 2
        static let greater: Int64 = 4
        /// One is NaN.
        static let unordered: Int64 = 8
    }

    /// Which row of a match.
    struct Place: Hashable {
        /// The rows of the variables from this one ...
        var low: UInt8 = 0
        /// ... to before this one.
        var high: UInt8 = 0
        /// Whether to count from the first (else from the last) row.
        var isFromFirst = false
        /// Whether the row that is tested comes behind these rows.
        var includesCurrent = false
        /// How many rows further.
        var offset: UInt32 = 0
    }

    var operation: Operation
    var target: UInt16 = 0
    var left: UInt16 = 0
    var right: UInt16 = 0
    /// Where a field lies in its row, in bytes.
    var offset: Int32 = 0
    /// The flag that says that the field is NULL; -1: it never is.
    var nullFlag: Int32 = -1
    var isWide = false
    var place = Place()
    var number: Int64 = 0
    var scales: (left: Int8, right: Int8) = (0, 0)
    var digits: Int8 = 38
}
