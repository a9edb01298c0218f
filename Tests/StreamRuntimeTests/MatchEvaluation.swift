import StreamRuntime
import StreamSQL

/// Evaluates expressions row by row in the form of values: the tests' stand-in for the engine's evaluator of whole batches.
enum MatchEvaluation {
    /// What `MatchRecognition` asks for.
    static func evaluator(_ expression: BoundExpression) throws -> MatchRecognition.Evaluation {
        let type = PhysicalType(expression.type.logical)
        return { batch in
            let column = Column(type, capacity: max(1, batch.count))
            for row in 0..<batch.count { column.append(try value(expression, batch.row(row))) }
            return column
        }
    }

    private static func scale(_ type: DataType) -> Int {
        if case .decimal(_, let scale) = type.logical { return scale }
        return 0
    }

    private static func scaled(_ value: Int128, by exponent: Int) -> Int128 {
        (0..<max(0, exponent)).reduce(value) { value, _ in value * 10 }
    }

    static func value(_ expression: BoundExpression, _ row: [Value]) throws -> Value {
        switch expression.kind {
        case .column(let index): return row[index]
        case .literal(let literal): return constant(literal)
        case .cast(let operand, _): return cast(try value(operand, row), operand.type, expression.type)
        case .call(let function, let arguments): return try call(function, arguments, expression.type, row)
        }
    }

    private static func constant(_ literal: BoundExpression.Literal) -> Value {
        switch literal {
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .integer(let value): .int64(value)
        case .double(let value): .double(value)
        case .decimal(let value): .decimal(value)
        case .string(let value): .string(value)
        }
    }

    private static func cast(_ value: Value, _ source: DataType, _ target: DataType) -> Value {
        switch (value, target.logical) {
        case (.int64(let value), .decimal(_, let scale)): .decimal(scaled(Int128(value), by: scale))
        case (.decimal(let value), .decimal(_, let scale)): .decimal(scaled(value, by: scale - Self.scale(source)))
        case (.int64(let value), .double): .double(Double(value))
        case (.int64(let value), .varchar): .string("\(value)")
        default: value
        }
    }

    private static func call(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression],
        _ type: DataType,
        _ row: [Value]
    ) throws -> Value {
        switch function {
        case .and, .or:
            let values = try arguments.map { try value($0, row) }
            if values.contains(.boolean(function == .or)) { return .boolean(function == .or) }
            return values.contains(.null) ? .null : .boolean(function == .and)
        case .isNull: return .boolean(try value(arguments[0], row) == .null)
        case .isNotNull: return .boolean(try value(arguments[0], row) != .null)
        case .coalesce:
            for argument in arguments {
                let found = try value(argument, row)
                if found != .null { return found }
            }
            return .null
        case .searchedCase:
            for index in stride(from: 0, to: arguments.count - 1, by: 2)
            where try value(arguments[index], row) == .boolean(true) {
                return try value(arguments[index + 1], row)
            }
            return arguments.count % 2 == 1 ? try value(arguments[arguments.count - 1], row) : .null
        default:
            let values = try arguments.map { try value($0, row) }
            if values.contains(.null) { return .null }
            return try strict(function, arguments, values, type)
        }
    }

    private static func strict(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression],
        _ values: [Value],
        _ type: DataType
    ) throws -> Value {
        switch (function, values[0]) {
        case (.not, .boolean(let value)): return .boolean(!value)
        case (.upper, .string(let text)): return .string(text.uppercased())
        case (.concatenate, .string(let text)):
            guard case .string(let other) = values[1] else { break }
            return .string(text + other)
        default: break
        }
        if values.count == 2, let order = order(arguments, values) {
            switch function {
            case .equal: return .boolean(order == 0)
            case .notEqual: return .boolean(order != 0)
            case .less: return .boolean(order < 0)
            case .lessOrEqual: return .boolean(order <= 0)
            case .greater: return .boolean(order > 0)
            case .greaterOrEqual: return .boolean(order >= 0)
            default: break
            }
        }
        return try arithmetic(function, arguments, values, type)
    }

    private static func arithmetic(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression],
        _ values: [Value],
        _ type: DataType
    ) throws -> Value {
        switch (values[0], values[1]) {
        case (.int64(let left), .int64(let right)):
            switch function {
            case .plus: return .int64(left &+ right)
            case .minus: return .int64(left &- right)
            case .times: return .int64(left &* right)
            case .divide:
                if right == 0 { throw RowFault("/ by zero") }
                return .int64(left / right)
            case .remainder: return .int64(left % right)
            default: break
            }
        case (.decimal(let left), .decimal(let right)):
            let common = max(scale(arguments[0].type), scale(arguments[1].type))
            let one = scaled(left, by: common - scale(arguments[0].type))
            let other = scaled(right, by: common - scale(arguments[1].type))
            switch function {
            case .plus: return .decimal(one + other)
            case .minus: return .decimal(one - other)
            case .times: return .decimal(left * right)
            default: break
            }
        case (.double(let left), .double(let right)):
            switch function {
            case .plus: return .double(left + right)
            case .minus: return .double(left - right)
            case .times: return .double(left * right)
            case .divide: return .double(left / right)
            default: break
            }
        default: break
        }
        preconditionFailure("the tests' evaluator has no \(function.rawValue) of \(values)")
    }

    private static func order(_ arguments: [BoundExpression], _ values: [Value]) -> Int? {
        func three<T: Comparable>(_ left: T, _ right: T) -> Int { left < right ? -1 : left == right ? 0 : 1 }
        switch (values[0], values[1]) {
        case (.int64(let left), .int64(let right)): return three(left, right)
        case (.double(let left), .double(let right)): return three(left, right)
        case (.string(let left), .string(let right)): return three(left, right)
        case (.boolean(let left), .boolean(let right)): return three(left ? 1 : 0, right ? 1 : 0)
        case (.decimal(let left), .decimal(let right)):
            let common = max(scale(arguments[0].type), scale(arguments[1].type))
            return three(
                scaled(left, by: common - scale(arguments[0].type)),
                scaled(right, by: common - scale(arguments[1].type))
            )
        case (.decimal(let left), .int64(let right)):
            return three(left, scaled(Int128(right), by: scale(arguments[0].type)))
        case (.int64(let left), .decimal(let right)):
            return three(scaled(Int128(left), by: scale(arguments[1].type)), right)
        default: return nil
        }
    }
}
