extension FunctionCatalog {
    /// The JSON functions. Their clauses are literals among the arguments (see `ScalarFunction`); RETURNING is the type that the
    /// caller gives the call afterwards.
    static func jsonCall(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression]
    ) throws(FunctionError) -> BoundExpression {
        switch function {
        case .jsonValue: return try jsonPathCall(function, arguments, clauses: 4, .string)
        case .jsonQuery: return try jsonPathCall(function, arguments, clauses: 3, .string)
        case .jsonExists: return try jsonPathCall(function, arguments, clauses: 1, .boolean)
        case .jsonString:
            try require(function, arguments, count: 1...1)
            return call(.jsonString, [try jsonArgument(function, arguments[0])], .string)
        case .jsonObject: return try jsonObject(arguments)
        default:
            try require(function, arguments, count: 1...Int.max)
            var bound = Array(arguments.prefix(1))
            for value in arguments.dropFirst() { bound.append(try jsonArgument(function, value)) }
            return BoundExpression(.call(.jsonArray, bound), DataType(.string, isNullable: false))
        }
    }

    private static func jsonPathCall(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression],
        clauses: Int,
        _ type: LogicalType
    ) throws(FunctionError) -> BoundExpression {
        try require(function, arguments, count: (2 + clauses)...(2 + clauses))
        guard arguments[0].type.logical.isCharacter, arguments[1].type.logical.isCharacter else {
            throw FunctionError.types(
                function.rawValue,
                Array(arguments.prefix(2)),
                expected: "(<CHARACTER>, <CHARACTER>)"
            )
        }
        return BoundExpression(.call(function, arguments), DataType(type))
    }

    private static func jsonObject(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        guard arguments.count % 2 == 1 else { throw FunctionError("JSON_OBJECT takes keys and values") }
        var bound = Array(arguments.prefix(1))
        for index in stride(from: 1, to: arguments.count, by: 2) {
            guard case .literal(.string) = arguments[index].kind else {
                throw FunctionError("a key of JSON_OBJECT must be a literal text")
            }
            bound.append(arguments[index])
            bound.append(try jsonArgument(.jsonObject, arguments[index + 1]))
        }
        return BoundExpression(.call(.jsonObject, bound), DataType(.string, isNullable: false))
    }

    /// A value that JSON has a form for. Flink: JSON_STRING and its like take neither DATE nor TIME nor INTERVAL.
    private static func jsonArgument(
        _ function: ScalarFunction,
        _ value: BoundExpression
    ) throws(FunctionError) -> BoundExpression {
        guard hasJSON(value.type.logical) else {
            throw FunctionError("unsupported type in \(function.rawValue): \(value.type.logical)")
        }
        return value.type.logical == .null ? implicitCast(value, to: .string) : value
    }

    private static func hasJSON(_ type: LogicalType) -> Bool {
        switch type {
        case .date, .time, .intervalMonths, .intervalMilliseconds: false
        case .array(let element): hasJSON(element.logical)
        case .map(let key, let value): key.logical.isCharacter && hasJSON(value.logical)
        case .row(let fields): fields.allSatisfy { hasJSON($0.type.logical) }
        default: true
        }
    }
}
