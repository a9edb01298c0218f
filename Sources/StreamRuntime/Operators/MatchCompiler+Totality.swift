import StreamSQL

extension MatchCompiler {
    /// Whether an expression has a value for every row: it may be computed for rows that Flink does not compute it for. False if
    /// it may fail (a division, a text that is no number), and if its value depends on when it is computed.
    static func isTotal(_ expression: BoundExpression) -> Bool {
        switch expression.kind {
        case .column, .literal: true
        case .cast(let operand, let isTry):
            isTotal(operand) && (isTry || isTotalCast(operand.type.logical, expression.type.logical))
        case .call(let function, let arguments): isTotal(function, arguments) && arguments.allSatisfy(isTotal)
        }
    }

    private static func isTotalCast(_ source: LogicalType, _ target: LogicalType) -> Bool {
        source == target || source.isNumeric && target.isNumeric || source.isNumeric && target.isCharacter
            || source.isCharacter && target.isCharacter
    }

    private static func isTotal(_ function: ScalarFunction, _ arguments: [BoundExpression]) -> Bool {
        switch function {
        case .plus, .minus, .times, .negate, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
            .isDistinctFrom, .isNotDistinctFrom, .isIn, .and, .or, .not, .isNull, .isNotNull, .isTrue, .isNotTrue,
            .isFalse, .isNotFalse, .isUnknown, .isNotUnknown, .searchedCase, .coalesce, .nullIf, .ifElse, .ifNull,
            .greatest, .least, .concatenate, .concat, .upper, .lower, .characterLength, .startsWith, .endsWith,
            .absolute, .isAlpha, .isDigit, .isDecimal:
            true
        // Without ESCAPE every pattern is a valid one.
        case .like: arguments.count == 2
        case .divide: arguments.allSatisfy { $0.type.logical.isApproximate }
        default: false
        }
    }
}
