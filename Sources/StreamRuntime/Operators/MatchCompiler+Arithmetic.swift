import StreamSQL

extension MatchCompiler {
    /// Compiles arithmetic; nil if there are no instructions for these types.
    mutating func arithmetic(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression],
        _ type: LogicalType
    ) throws -> Operand? {
        if function == .negate { return try negation(try compile(arguments[0]), type) }
        let (left, right) = (try compile(arguments[0]), try compile(arguments[1]))
        let register: UInt16?
        switch Self.family(type) {
        case .integer:
            guard Self.family(left.type) == .integer, Self.family(right.type) == .integer else { return nil }
            register = try integers(function, left, right, Self.bits(type))
        case .approximate: register = try doubles(function, left, right, type)
        case .decimal: register = try decimals(function, left, right, type)
        case .time: register = try times(function, left, right, type)
        case .boolean, .text, .fineTime, .other: return nil
        }
        return register.map { Operand(register: $0, type: type) }
    }

    private mutating func negation(_ operand: Operand, _ type: LogicalType) throws -> Operand? {
        switch Self.family(type) {
        case .integer where Self.family(operand.type) == .integer:
            let zero = try constant(.integer(0), type)
            let register = try integers(.minus, zero, operand, Self.bits(type))
            return register.map { Operand(register: $0, type: type) }
        case .approximate:
            guard let value = try convert(operand, to: type) else { return nil }
            return Operand(register: try emit(.negateDouble, value.register), type: type)
        case .decimal where Self.family(operand.type) == Self.family(type):
            let register = try decimals(.minus, try constant(.decimal(0), type), operand, type)
            return register.map { Operand(register: $0, type: type) }
        default: return nil
        }
    }

    private mutating func integers(
        _ function: ScalarFunction,
        _ left: Operand,
        _ right: Operand,
        _ bits: Int64
    ) throws(MatchRefusal) -> UInt16? {
        let operation: MatchInstruction.Operation
        switch function {
        case .plus: operation = .addIntegers
        case .minus: operation = .subtractIntegers
        case .times: operation = .multiplyIntegers
        case .divide: operation = .divideIntegers
        case .remainder: operation = .remainderIntegers
        default: return nil
        }
        return try emit(operation, left.register, right.register, number: bits)
    }

    private mutating func doubles(
        _ function: ScalarFunction,
        _ left: Operand,
        _ right: Operand,
        _ type: LogicalType
    ) throws(MatchRefusal) -> UInt16? {
        let operation: MatchInstruction.Operation
        switch function {
        case .plus: operation = .addDoubles
        case .minus: operation = .subtractDoubles
        case .times: operation = .multiplyDoubles
        case .divide: operation = .divideDoubles
        default: return nil
        }
        guard let one = try convert(left, to: type), let other = try convert(right, to: type) else { return nil }
        return try emit(operation, one.register, other.register, number: type == .float ? 1 : 0)
    }

    private static func isExact(_ type: LogicalType) -> Bool {
        switch family(type) {
        case .integer, .decimal: true
        default: false
        }
    }

    /// Flink computes with any number of digits and rounds the result: so do these where 38 digits hold what comes between.
    private mutating func decimals(
        _ function: ScalarFunction,
        _ left: Operand,
        _ right: Operand,
        _ type: LogicalType
    ) throws(MatchRefusal) -> UInt16? {
        guard case .decimal(let precision, let scale) = type, Self.isExact(left.type), Self.isExact(right.type) else {
            return nil
        }
        let (leftScale, rightScale) = (Self.scale(left.type), Self.scale(right.type))
        let (leftDigits, rightDigits) = (Self.digits(left.type), Self.digits(right.type))
        let operation: MatchInstruction.Operation
        let common = max(leftScale, rightScale)
        let exactScale: Int
        let digits: Int
        switch function {
        case .plus, .minus:
            operation = function == .plus ? .addDecimals : .subtractDecimals
            exactScale = common
            digits = max(leftDigits - leftScale, rightDigits - rightScale) + common + 1
        case .times:
            operation = .multiplyDecimals
            exactScale = leftScale + rightScale
            digits = leftDigits + rightDigits
        default: return nil
        }
        guard digits <= LogicalType.decimalPrecisionMax, exactScale >= scale else { return nil }
        let (one, other) = (try widened(left), try widened(right))
        let target = try register()
        let isProduct = function == .times
        emit(
            MatchInstruction(
                operation: operation,
                target: target,
                left: one,
                right: other,
                number: Int64(exactScale - scale),
                scales: isProduct ? (0, 0) : (Int8(common - leftScale), Int8(common - rightScale)),
                digits: Int8(precision)
            )
        )
        return target
    }

    private mutating func times(
        _ function: ScalarFunction,
        _ left: Operand,
        _ right: Operand,
        _ type: LogicalType
    ) throws(MatchRefusal) -> UInt16? {
        switch (left.type, function, right.type, type) {
        case (.timestamp, .plus, .intervalMilliseconds, .timestamp),
            (.timestamp, .minus, .intervalMilliseconds, .timestamp),
            (.intervalMilliseconds, .plus, .timestamp, .timestamp),
            (.timestampLTZ, .plus, .intervalMilliseconds, .timestampLTZ),
            (.timestampLTZ, .minus, .intervalMilliseconds, .timestampLTZ),
            (.intervalMilliseconds, .plus, .timestampLTZ, .timestampLTZ),
            (.intervalMilliseconds, .plus, .intervalMilliseconds, .intervalMilliseconds),
            (.intervalMilliseconds, .minus, .intervalMilliseconds, .intervalMilliseconds),
            (.timestamp, .minus, .timestamp, .intervalMilliseconds),
            (.timestampLTZ, .minus, .timestampLTZ, .intervalMilliseconds):
            return try integers(function, left, right, Int64(Int64.bitWidth))
        default: return nil
        }
    }
}
