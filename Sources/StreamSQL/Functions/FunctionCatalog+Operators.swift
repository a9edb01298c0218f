extension FunctionCatalog {
    // MARK: Arithmetic

    static func arithmetic(
        _ function: ScalarFunction,
        _ left: BoundExpression,
        _ right: BoundExpression
    ) throws(FunctionError) -> BoundExpression {
        let (leftType, rightType) = (left.type.logical, right.type.logical)
        if leftType.isInterval || rightType.isInterval || leftType.isDateOrTime || rightType.isDateOrTime {
            return try timeArithmetic(function, left, right)
        }
        guard leftType.isNumeric, rightType.isNumeric else {
            throw FunctionError.types(function.rawValue, [left, right], expected: "(<NUMERIC>, <NUMERIC>)")
        }
        if function == .remainder { return try remainder(left, right) }
        if leftType.isApproximate || rightType.isApproximate {
            let common = leastRestrictive([left.type, right.type])?.logical ?? .double
            return call(function, [implicitCast(left, to: common), implicitCast(right, to: common)], common)
        }
        return exactArithmetic(function, left, right)
    }

    private static func exactArithmetic(
        _ function: ScalarFunction,
        _ left: BoundExpression,
        _ right: BoundExpression
    ) -> BoundExpression {
        let (leftType, rightType) = (left.type.logical, right.type.logical)
        guard let first = TypeMerging.decimal(leftType), let second = TypeMerging.decimal(rightType) else {
            preconditionFailure("arithmetic of exact numbers only")
        }
        if leftType.isInteger, rightType.isInteger {
            let wider = first.precision >= second.precision ? leftType : rightType
            return call(function, [implicitCast(left, to: wider), implicitCast(right, to: wider)], wider)
        }
        // An integer next to a decimal is one without digits behind the point: neither is cast.
        return call(function, [left, right], TypeMerging.arithmetic(function, first, second))
    }

    /// Flink: of numbers without digits behind the point the result has the type of the right operand.
    private static func remainder(
        _ left: BoundExpression,
        _ right: BoundExpression
    ) throws(FunctionError) -> BoundExpression {
        guard let first = TypeMerging.decimal(left.type.logical), let second = TypeMerging.decimal(right.type.logical)
        else {
            throw FunctionError.types("MOD", [left, right], expected: "(<EXACT_NUMERIC>, <EXACT_NUMERIC>)")
        }
        guard first.scale == 0, second.scale == 0 else { return exactArithmetic(.remainder, left, right) }
        let type = right.type.logical
        let dividend = type.isInteger && !left.type.logical.isInteger ? implicitCast(left, to: .bigint) : left
        return call(.remainder, [dividend, right], type)
    }

    static func negation(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        try require(.negate, arguments, count: 1...1)
        let type = arguments[0].type.logical
        guard type.isNumeric || type.isInterval else {
            throw FunctionError.types("-", arguments, expected: "(<NUMERIC or INTERVAL>)")
        }
        return call(.negate, arguments, type)
    }

    private static func timeArithmetic(
        _ function: ScalarFunction,
        _ left: BoundExpression,
        _ right: BoundExpression
    ) throws(FunctionError) -> BoundExpression {
        let (leftType, rightType) = (left.type.logical, right.type.logical)
        switch function {
        case .plus where leftType.isInterval && rightType.isDateOrTime:
            return call(function, [right, left], rightType)
        case .plus, .minus:
            if rightType.isInterval, leftType.isDateOrTime || leftType == rightType {
                return call(function, [left, right], leftType)
            }
        case .times where leftType.isInterval && rightType.isInteger:
            return call(function, [left, implicitCast(right, to: .bigint)], leftType)
        case .times where rightType.isInterval && leftType.isInteger:
            return call(function, [right, implicitCast(left, to: .bigint)], rightType)
        default: break
        }
        throw FunctionError.types(
            function.rawValue,
            [left, right],
            expected: "a time and an INTERVAL, or with '*' an INTERVAL and an integer; the difference of times is"
                + " TIMESTAMPDIFF"
        )
    }

    // MARK: Comparison

    static func comparison(
        _ function: ScalarFunction,
        _ left: BoundExpression,
        _ right: BoundExpression
    ) throws(FunctionError) -> BoundExpression {
        if case .call(.row, let first) = left.kind, case .call(.row, let second) = right.kind {
            return try rowComparison(function, first, second)
        }
        let (first, second) = try comparable(function, left, right)
        let isNullable =
            switch function {
            case .isDistinctFrom, .isNotDistinctFrom: false
            default: first.type.isNullable || second.type.isNullable
            }
        return BoundExpression(.call(function, [first, second]), DataType(.boolean, isNullable: isNullable))
    }

    /// `ROW(a, b) = ROW(c, d)` is `a = c AND b = d`.
    private static func rowComparison(
        _ function: ScalarFunction,
        _ left: [BoundExpression],
        _ right: [BoundExpression]
    ) throws(FunctionError) -> BoundExpression {
        guard left.count == right.count, function == .equal || function == .notEqual else {
            throw FunctionError("rows can be compared by = and <> only, with as many fields on both sides")
        }
        var equalities: [BoundExpression] = []
        for (first, second) in zip(left, right) { equalities.append(try comparison(.equal, first, second)) }
        let all = equalities.count == 1 ? equalities[0] : call(.and, equalities, .boolean)
        return function == .equal ? all : call(.not, [all], .boolean)
    }

    /// Both sides as values of types that compare: casts a text next to a time, and TIMESTAMP next to TIMESTAMP_LTZ.
    private static func comparable(
        _ function: ScalarFunction,
        _ left: BoundExpression,
        _ right: BoundExpression
    ) throws(FunctionError) -> (BoundExpression, BoundExpression) {
        let (leftType, rightType) = (left.type.logical, right.type.logical)
        switch (leftType, rightType) {
        case (.null, .null): return (implicitCast(left, to: .boolean), implicitCast(right, to: .boolean))
        case (.null, _): return (implicitCast(left, to: rightType), right)
        case (_, .null): return (left, implicitCast(right, to: leftType))
        case (.timestamp, .timestampLTZ), (.timestampLTZ, .timestamp):
            return atCommonType(left, right)
        case (.timestamp, .timestamp), (.timestampLTZ, .timestampLTZ):
            return leftType.hasNanoseconds == rightType.hasNanoseconds ? (left, right) : atCommonType(left, right)
        default: break
        }
        if function == .equal || function == .notEqual, let type = narrowedDecimal(leftType, rightType) {
            return (implicitCast(left, to: type), implicitCast(right, to: type))
        }
        if isOrdered(leftType, rightType) { return (left, right) }
        let isEquality = ![.less, .lessOrEqual, .greater, .greaterOrEqual].contains(function)
        if leftType.isCharacter, rightType.isDateOrTime { return (parsed(left, rightType, isEquality), right) }
        if leftType.isDateOrTime, rightType.isCharacter { return (left, parsed(right, leftType, isEquality)) }
        if leftType.isCharacter && rightType.isNumeric || leftType.isNumeric && rightType.isCharacter {
            guard !isEquality else {
                throw FunctionError(
                    "implicit type conversion between \(leftType) and \(rightType) is not supported: write a CAST"
                )
            }
            return leftType.isCharacter
                ? (implicitCast(left, to: rightType), right) : (left, implicitCast(right, to: leftType))
        }
        if isEquality, leftType == rightType { return (left, right) }
        if isEquality, let common = leastRestrictive([left.type, right.type])?.logical {
            return (implicitCast(left, to: common), implicitCast(right, to: common))
        }
        throw FunctionError.types(function.rawValue, [left, right], expected: "two values of comparable types")
    }

    private static func atCommonType(
        _ left: BoundExpression,
        _ right: BoundExpression
    ) -> (BoundExpression, BoundExpression) {
        guard let common = leastRestrictive([left.type, right.type])?.logical else {
            preconditionFailure("two timestamps have a common type")
        }
        return (implicitCast(left, to: common), implicitCast(right, to: common))
    }

    /// Flink compares two decimals by `=` as values of their common type, which has fewer digits behind the point than one of them
    /// if 38 digits are not enough; nil if they are.
    private static func narrowedDecimal(_ left: LogicalType, _ right: LogicalType) -> LogicalType? {
        guard let first = TypeMerging.decimal(left), let second = TypeMerging.decimal(right),
            case .decimal(_, let scale)? = leastRestrictive([DataType(left), DataType(right)])?.logical
        else { return nil }
        return scale < max(first.scale, second.scale)
            ? .decimal(precision: LogicalType.decimalPrecisionMax, scale: scale) : nil
    }

    private static func isOrdered(_ left: LogicalType, _ right: LogicalType) -> Bool {
        if left.isNumeric && right.isNumeric || left.isCharacter && right.isCharacter { return true }
        if left.isBinary && right.isBinary { return true }
        switch (left, right) {
        case (.boolean, .boolean), (.date, .date), (.time, .time), (.timestamp, .timestamp),
            (.timestampLTZ, .timestampLTZ),
            (.intervalMonths, .intervalMonths), (.intervalMilliseconds, .intervalMilliseconds):
            return true
        default: return false
        }
    }

    /// A text as a time. Flink: with `=` and `<>` a text that is none, if it is no literal, is NULL; else it is an error.
    private static func parsed(_ text: BoundExpression, _ type: LogicalType, _ isEquality: Bool) -> BoundExpression {
        if isEquality, case .literal = text.kind { return implicitCast(text, to: type) }
        if isEquality { return BoundExpression(.cast(text, isTry: true), DataType(type)) }
        return implicitCast(text, to: type)
    }

    /// `x IN (a, b)`.
    static func membership(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        try require(.isIn, arguments, count: 2...Int.max)
        let value = arguments[0]
        let types = arguments.dropFirst().map { $0.type.logical }.filter { $0 != .null }
        if types.contains(where: \.isCharacter), !types.allSatisfy(\.isCharacter) {
            throw FunctionError("values in the list of IN must have compatible types")
        }
        if types.isEmpty, value.type.logical == .null {
            throw FunctionError("values in the list of IN must have compatible types")
        }
        let members = arguments.dropFirst().map { member($0, of: value.type.logical) }
        if members.allSatisfy({ $0.type.logical == value.type.logical || isSameText($0, value) }) {
            return call(.isIn, [value] + members, .boolean)
        }
        var equalities: [BoundExpression] = []
        for member in members { equalities.append(try comparison(.equal, value, member)) }
        return equalities.count == 1 ? equalities[0] : call(.or, equalities, .boolean)
    }

    /// A member of a list as IN compares it: unlike `=`, Flink's IN casts it to the value's type, unless both are of one kind
    /// (Calcite: SqlToRelConverter.ensureSqlType).
    private static func member(_ member: BoundExpression, of type: LogicalType) -> BoundExpression {
        let own = member.type.logical
        switch (type, own) {
        case (.decimal, .decimal), (.varchar, .varchar), (.varchar, .char), (.char, .char): return member
        case (.char, .varchar): return implicitCast(member, to: type)
        default: break
        }
        let isCast =
            type.isNumeric && (own.isNumeric || own.isCharacter)
            || type.isCharacter && (own.isNumeric || own == .boolean || own.isDateOrTime)
            || own.isCharacter && (type == .boolean || type.isDateOrTime)
            || type.isTimestamp && own.isTimestamp
        return isCast ? implicitCast(member, to: type) : member
    }

    private static func isSameText(_ left: BoundExpression, _ right: BoundExpression) -> Bool {
        left.type.logical.isCharacter && right.type.logical.isCharacter
    }
}
