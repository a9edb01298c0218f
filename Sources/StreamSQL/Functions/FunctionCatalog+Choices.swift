extension FunctionCatalog {
    /// Conditions and results in turn, then the result of ELSE, which may be missing.
    static func searchedCase(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        try require(.searchedCase, arguments, count: 2...Int.max)
        let otherwise = arguments.count % 2 == 1 ? arguments[arguments.count - 1] : null
        let branches = stride(from: 0, to: arguments.count - 1, by: 2).map { (arguments[$0], arguments[$0 + 1]) }
        let results = branches.map(\.1) + [otherwise]
        guard let type = leastRestrictive(results.map(\.type)) else {
            throw FunctionError("the results of CASE have no common type: \(list(results))")
        }
        guard type.logical != .null else {
            throw FunctionError("ELSE clause or at least one THEN clause must be non-NULL")
        }
        var bound: [BoundExpression] = []
        for (condition, result) in branches {
            guard condition.type.logical == .boolean || condition.type.logical == .null else {
                throw FunctionError("a condition of CASE is \(condition.type.logical), not BOOLEAN")
            }
            bound.append(implicitCast(condition, to: .boolean))
            bound.append(implicitCast(result, to: type.logical))
        }
        bound.append(implicitCast(otherwise, to: type.logical))
        return BoundExpression(.call(.searchedCase, bound), type)
    }

    private static func list(_ arguments: [BoundExpression]) -> String {
        arguments.map { $0.type.logical.description }.joined(separator: ", ")
    }

    /// COALESCE, IFNULL, GREATEST, LEAST.
    static func choice(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression]
    ) throws(FunctionError) -> BoundExpression {
        try require(function, arguments, count: function == .ifNull ? 2...2 : 1...Int.max)
        guard let type = TypeMerging.common(arguments.map(\.type), isCalcite: false) else {
            throw FunctionError("the arguments of \(function.rawValue) have no common type: \(list(arguments))")
        }
        guard type.logical != .null else { throw FunctionError("illegal use of NULL in \(function.rawValue)") }
        if function == .greatest || function == .least, !isOrderedType(type.logical) {
            throw FunctionError("\(function.rawValue) cannot compare values of type \(type.logical)")
        }
        if function == .greatest || function == .least, arguments.contains(where: { $0.type.logical == .null }) {
            throw FunctionError("illegal use of NULL in \(function.rawValue): give it a type with CAST")
        }
        let bound = arguments.map { implicitCast($0, to: type.logical) }
        let isNullable =
            function == .greatest || function == .least
            ? type.isNullable : bound.allSatisfy { $0.type.isNullable }
        return BoundExpression(.call(function, bound), type.nullable(isNullable))
    }

    private static func isOrderedType(_ type: LogicalType) -> Bool {
        switch type {
        case .array, .map, .row, .null, .binary, .varbinary: false
        default: true
        }
    }

    static func nullIf(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        let (value, other) = try pair(.nullIf, arguments)
        guard value.type.logical != .null else { throw FunctionError("illegal use of NULL in NULLIF") }
        // The comparison may cast its sides, which must not change the result: it is an argument by itself.
        let equality = try comparison(.equal, value, other)
        return BoundExpression(.call(.nullIf, [value, equality]), value.type.nullable())
    }

    static func ifElse(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        try require(.ifElse, arguments, count: 3...3)
        guard arguments[0].type.logical == .boolean else {
            throw FunctionError.types("IF", arguments, expected: "(<BOOLEAN>, <ANY>, <ANY>)")
        }
        let results = Array(arguments.dropFirst())
        guard let type = leastRestrictive(results.map(\.type)), type.logical != .null,
            !results.contains(where: { $0.type.logical == .null })
        else {
            throw FunctionError.types("IF", arguments, expected: "two results of a common type")
        }
        // Flink: of timestamps the first one says how many digits there are.
        let common = results.allSatisfy { $0.type.logical.isTimestamp } ? results[0].type.logical : type.logical
        let bound = [arguments[0]] + results.map { implicitCast($0, to: common) }
        return call(.ifElse, bound, common)
    }

    // MARK: Text

    /// `a || b`.
    static func concatenation(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        let (left, right) = try pair(.concatenate, arguments)
        let (leftType, rightType) = (left.type.logical, right.type.logical)
        guard let first = length(leftType), let second = length(rightType) else {
            throw FunctionError.types("||", arguments, expected: "(<CHARACTER>, <CHARACTER>)")
        }
        let total = min(first + second, LogicalType.lengthMax)
        if case .char = leftType, case .char = rightType { return call(.concatenate, arguments, .char(total)) }
        return call(.concatenate, arguments, .varchar(total))
    }

    private static func length(_ type: LogicalType) -> Int? {
        switch type {
        case .char(let length), .varchar(let length): length
        default: nil
        }
    }

    static func overlay(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        try require(.overlay, arguments, count: 3...4)
        guard let first = length(arguments[0].type.logical), let second = length(arguments[1].type.logical),
            arguments.dropFirst(2).allSatisfy({ $0.type.logical.isInteger })
        else {
            throw FunctionError.types(
                "OVERLAY",
                arguments,
                expected: "(<CHARACTER>, <CHARACTER>, <INTEGER>[, <INTEGER>])"
            )
        }
        return call(.overlay, arguments, .varchar(min(first + second, LogicalType.lengthMax)))
    }

    /// `ELT(n, a, b, ...)`: the n-th text.
    static func elt(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        try require(.elt, arguments, count: 2...Int.max)
        let texts = Array(arguments.dropFirst())
        guard arguments[0].type.logical.isInteger,
            let type = TypeMerging.common(texts.map(\.type), isCalcite: false)?.logical,
            type.isCharacter || type == .null
        else {
            throw FunctionError.types("ELT", arguments, expected: "(<INTEGER>, <CHARACTER>, ...)")
        }
        if let index = integerLiteral(arguments[0]), index < 0 {
            throw FunctionError("the index of ELT must be an integer starting from 0, but was \(index)")
        }
        let result = type == .null ? LogicalType.string : type
        let bound = [arguments[0]] + texts.map { implicitCast($0, to: result) }
        return BoundExpression(.call(.elt, bound), DataType(result))
    }

    // MARK: Numbers

    /// CEIL and FLOOR of a number, or of a time to a unit.
    static func rounding(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression]
    ) throws(FunctionError) -> BoundExpression {
        try require(function, arguments, count: 1...2)
        let type = arguments[0].type.logical
        if arguments.count == 2 {
            let unit = try timeUnit(function, arguments[1])
            guard type.isDateOrTime else {
                throw FunctionError.types(function.rawValue, [arguments[0]], expected: "a time TO a unit")
            }
            try checkRounding(function, unit, type)
            return call(function, arguments, type)
        }
        guard type.isNumeric else { throw FunctionError.types(function.rawValue, arguments, expected: "(<NUMERIC>)") }
        if case .decimal(let precision, _) = type {
            return call(function, arguments, .decimal(precision: precision, scale: 0))
        }
        return call(function, arguments, type)
    }

    /// ROUND and TRUNCATE: how many digits a DECIMAL has behind the point only a literal can say.
    static func rounding(
        _ function: ScalarFunction,
        toDigits arguments: [BoundExpression]
    ) throws(FunctionError) -> BoundExpression {
        try require(function, arguments, count: 1...2)
        let type = arguments[0].type.logical
        let digitsType = arguments.count == 1 ? LogicalType.integer : arguments[1].type.logical
        guard type.isNumeric, digitsType.isInteger, digitsType != .bigint else {
            throw FunctionError.types(function.rawValue, arguments, expected: "(<NUMERIC>[, <INT>])")
        }
        guard case .decimal(let precision, let scale) = type else { return call(function, arguments, type) }
        if arguments.count == 1 {
            return call(function, arguments, TypeMerging.rounded(precision: precision, scale: scale, digits: 0))
        }
        guard let digits = integerLiteral(arguments[1]) else { return call(function, arguments, type) }
        return call(function, arguments, TypeMerging.rounded(precision: precision, scale: scale, digits: digits))
    }

    /// The value of an integer that is written down, perhaps with a minus.
    static func integerLiteral(_ expression: BoundExpression) -> Int? {
        switch expression.kind {
        case .literal(.integer(let value)): Int(value)
        case .call(.negate, let arguments): integerLiteral(arguments[0]).map { -$0 }
        default: nil
        }
    }
}
