/// How tightly operators bind. Calcite: the precedences of SqlStdOperatorTable.
enum Precedence: Int, Comparable {
    case lowest
    case or
    case and
    case not
    /// `IS NULL` and its like.
    case test
    /// `=` and its like.
    case comparison
    /// `BETWEEN`, `IN`, `LIKE`.
    case range
    case sum
    /// `*`, `/`, `%` and `||`.
    case product
    /// A sign before its operand.
    case sign
    /// `[...]` and `.` behind an operand.
    case access
    /// What needs no parentheses anywhere.
    case primary

    static func < (first: Precedence, second: Precedence) -> Bool { first.rawValue < second.rawValue }

    /// The one that binds a step more tightly.
    var next: Precedence {
        switch self {
        case .lowest: .or
        case .or: .and
        case .and: .not
        case .not: .test
        case .test: .comparison
        case .comparison: .range
        case .range: .sum
        case .sum: .product
        case .product: .sign
        case .sign: .access
        case .access, .primary: .primary
        }
    }
}

extension Expression.BinaryOperator {
    /// How tightly it binds.
    var precedence: Precedence {
        switch self {
        case .or: .or
        case .and: .and
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isDistinctFrom, .isNotDistinctFrom,
            .overlaps:
            .comparison
        case .add, .subtract: .sum
        case .multiply, .divide, .remainder, .concatenate: .product
        }
    }
}
