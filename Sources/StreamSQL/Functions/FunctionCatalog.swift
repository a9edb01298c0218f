/// What calls of functions and operators mean: which arguments they take, what is cast, what they give. Flink refuses most
/// implicit casts (a number where a text is wanted and the other way round), and so does this.
public enum FunctionCatalog {
    /// The function of a name as SQL has it, in any case; nil if there is none. Operators and functions with clauses of their
    /// own (CAST, EXTRACT, JSON_VALUE, TRIM...) are the parser's and not found by name, except those that have an ordinary
    /// call as well.
    public static func function(named name: String) -> ScalarFunction? { byName[name.uppercased()] }

    private static let byName: [String: ScalarFunction] = {
        var names: [String: ScalarFunction] = [:]
        for function in ScalarFunction.allCases where isCalled(function) { names[function.rawValue] = function }
        let aliases: [(String, ScalarFunction)] = [
            ("CHARACTER_LENGTH", .characterLength), ("CEILING", .ceiling), ("SUBSTR", .substring),
            ("NOW", .currentTimestamp),
            ("CURRENT_TIME", .localTime), ("CURRENT_ROW_TIMESTAMP", .currentTimestamp),
        ]
        for (name, function) in aliases { names[name] = function }
        return names
    }()

    /// Whether `NAME(arguments)` is how it is written.
    private static func isCalled(_ function: ScalarFunction) -> Bool {
        switch function {
        case .negate, .isIn, .overlaps, .and, .or, .not, .searchedCase, .like, .similarTo, .position, .overlay,
            .extract,
            .timestampAdd, .timestampDifference, .jsonValue, .jsonQuery, .jsonExists, .jsonObject, .jsonArray, .row,
            .array,
            .map, .field, .item, .trim:
            false
        default: function.rawValue.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        }
    }

    /// A call, its arguments checked and cast, with the type of its result.
    ///
    /// - Throws: `FunctionError` if the function does not take such arguments.
    public static func resolve(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression]
    ) throws(FunctionError) -> BoundExpression {
        if let signature = FunctionSignature.of(function) {
            try checkTogether(function, arguments)
            return try signature.bind(function, arguments)
        }
        switch function {
        case .plus, .minus, .times, .divide, .remainder:
            let (left, right) = try pair(function, arguments)
            return try arithmetic(function, left, right)
        case .negate: return try negation(arguments)
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isDistinctFrom, .isNotDistinctFrom:
            let (left, right) = try pair(function, arguments)
            return try comparison(function, left, right)
        case .isIn: return try membership(arguments)
        case .overlaps: return try overlap(arguments)
        case .searchedCase: return try searchedCase(arguments)
        case .coalesce, .ifNull, .greatest, .least: return try choice(function, arguments)
        case .nullIf: return try nullIf(arguments)
        case .ifElse: return try ifElse(arguments)
        case .concatenate: return try concatenation(arguments)
        case .overlay: return try overlay(arguments)
        case .elt: return try elt(arguments)
        case .ceiling, .floor: return try rounding(function, arguments)
        case .round, .truncate: return try rounding(function, toDigits: arguments)
        case .extract, .timestampAdd, .timestampDifference, .toTimestampLTZ: return try timeCall(function, arguments)
        case .jsonValue, .jsonQuery, .jsonExists, .jsonObject, .jsonArray, .jsonString:
            return try jsonCall(function, arguments)
        default: return try nestedCall(function, arguments)
        }
    }

    /// What a signature cannot say: which arguments go together.
    private static func checkTogether(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression]
    ) throws(FunctionError) {
        if function == .stringToMap, arguments.count == 2 {
            throw FunctionError("STR_TO_MAP takes 1 or 3 arguments, not 2")
        }
        let decimals = arguments.filter { if case .decimal = $0.type.logical { true } else { false } }.count
        if function == .arcTangent2, decimals == 1 {
            throw FunctionError.types("ATAN2", arguments, expected: "two values of DECIMAL, or none")
        }
    }

    /// The only two arguments.
    static func pair(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression]
    ) throws(FunctionError) -> (BoundExpression, BoundExpression) {
        try require(function, arguments, count: 2...2)
        return (arguments[0], arguments[1])
    }

    static func require(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression],
        count: ClosedRange<Int>
    ) throws(FunctionError) {
        guard count.contains(arguments.count) else {
            let wanted =
                count.count == 1
                ? "\(count.lowerBound)"
                : count.upperBound == .max
                    ? "at least \(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
            throw FunctionError("\(function.rawValue) takes \(wanted) arguments, not \(arguments.count)")
        }
    }

    /// A call whose result can be NULL if an argument can.
    static func call(_ function: ScalarFunction, _ arguments: [BoundExpression], _ type: LogicalType) -> BoundExpression
    {
        BoundExpression(
            .call(function, arguments),
            DataType(type, isNullable: arguments.contains { $0.type.isNullable })
        )
    }

    /// The NULL that nothing gives a type to.
    static let null = BoundExpression.literal(.null, DataType(.null))
}
