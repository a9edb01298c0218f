import StreamSQL

/// Makes kernels of expressions. Equal expressions of one scope share a kernel; a part that is computed only for some rows is a
/// scope of its own, as its kernels' results are for other rows.
struct KernelCompiler {
    /// A kernel and the type of its values.
    struct Typed {
        let kernel: Kernel
        let type: LogicalType
    }

    let context: EvaluationContext
    let stamps: Frame.Stamps
    private var made: [BoundExpression: Kernel] = [:]

    init(_ context: EvaluationContext, _ stamps: Frame.Stamps) {
        self.context = context
        self.stamps = stamps
    }

    /// The kernel of an expression.
    mutating func kernel(_ expression: BoundExpression) throws -> Kernel {
        if let kernel = made[expression] { return kernel }
        let kernel = try make(expression)
        made[expression] = kernel
        return kernel
    }

    /// The kernel of an expression that is not computed for all rows.
    func scoped(_ expression: BoundExpression) throws -> Kernel {
        var scope = KernelCompiler(context, stamps)
        return try scope.kernel(expression)
    }

    mutating func typed(_ expression: BoundExpression) throws -> Typed {
        Typed(kernel: try kernel(expression), type: expression.type.logical)
    }

    private mutating func make(_ expression: BoundExpression) throws -> Kernel {
        let type = PhysicalType(expression.type.logical)
        switch expression.kind {
        case .column(let index): return InputKernel(index, type)
        case .literal(let literal): return ConstantKernel(try Self.value(literal, expression.type.logical), type)
        case .call(let function, let arguments):
            return folded(try call(function, arguments, expression.type.logical), expression)
        case .cast(let operand, let isTry):
            return folded(try cast(try typed(operand), to: expression.type.logical, isTry: isTry), expression)
        }
    }

    static func value(_ literal: BoundExpression.Literal, _ type: LogicalType) throws -> Value {
        switch literal {
        case .null: return .null
        case .boolean(let value): return .boolean(value)
        case .double(let value): return .double(value)
        case .decimal(let value): return .decimal(value)
        case .string(let value): return .string(value)
        case .integer(let value):
            switch type {
            case .float, .double: return .double(Double(value))
            case .decimal(_, let scale): return .decimal(Int128(value) * Int128(WideDecimal.power(scale)))
            default: return .int64(value)
            }
        }
    }

    /// A constant instead of a kernel that always gives the same value. One that fails stays: perhaps no row needs it.
    private func folded(_ kernel: Kernel, _ expression: BoundExpression) -> Kernel {
        // why: bytes that are no UTF-8 are lost in a `Value`.
        guard !(kernel is ConstantKernel), !expression.type.logical.isBytesType, Self.isConstant(expression) else {
            return kernel
        }
        let frame = Frame(Batch(columns: [], count: 1), rows: nil, count: 1, stamps: stamps, now: 0)
        // why: what fails as a constant fails for the rows that need it, and only then
        guard let column = try? kernel.evaluate(frame) else { return kernel }
        return ConstantKernel(column[0], kernel.type)
    }

    private static func isConstant(_ expression: BoundExpression) -> Bool {
        switch expression.kind {
        case .column: false
        case .literal: true
        case .call(let function, let arguments):
            (function.isDeterministic || function == .unixTimestamp && !arguments.isEmpty)
                && arguments.allSatisfy { isConstant($0) }
        case .cast(let operand, _): isConstant(operand)
        }
    }

    /// The constant text that an argument must be.
    static func literalText(_ expression: BoundExpression) throws -> String {
        guard case .literal(.string(let text)) = expression.kind else {
            throw EvaluationError("a literal is needed where there is an expression")
        }
        return text
    }

    private mutating func call(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression],
        _ type: LogicalType
    ) throws -> Kernel {
        switch function {
        case .and, .or: return try connective(isAnd: function == .and, arguments)
        case .searchedCase: return try searchedCase(arguments)
        case .ifElse: return try searchedCase(arguments)
        case .coalesce, .ifNull: return try coalesce(arguments)
        case .atTimeZone:
            let zone = try Self.literalText(arguments[0])
            guard TimeZoneRules(named: zone) != nil else { throw EvaluationError("'\(zone)' is no time zone") }
            var zoned = context
            zoned.timeZone = zone
            var compiler = KernelCompiler(zoned, stamps)
            return try compiler.kernel(arguments[1])
        case .extract, .jsonValue, .jsonQuery, .jsonExists, .jsonObject, .jsonArray, .field:
            return try clauseCall(function, arguments, type)
        default: break
        }
        if (function == .ceiling || function == .floor) && arguments.count == 2 || function == .timestampDifference {
            return try clauseCall(function, arguments, type)
        }
        var operands: [Typed] = []
        for argument in arguments { operands.append(try typed(argument)) }
        if let kernel = try operatorCall(function, operands, type) ?? numberCall(function, operands, type)
            ?? textCall(function, operands, type) ?? timeCall(function, operands, type)
            ?? nestedCall(function, operands, type)
        {
            return kernel
        }
        throw EvaluationError("\(function.rawValue) is not supported")
    }

    /// A call some of whose arguments are clauses.
    private mutating func clauseCall(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression],
        _ type: LogicalType
    ) throws -> Kernel {
        switch function {
        case .extract:
            return try extraction(try unit(arguments[0]), try typed(arguments[1]))
        case .ceiling, .floor:
            return try rounding(try typed(arguments[0]), to: try unit(arguments[1]), isFloor: function == .floor)
        case .timestampDifference:
            return try difference(try unit(arguments[0]), try typed(arguments[1]), try typed(arguments[2]))
        case .field:
            guard case .literal(.integer(let index)) = arguments[1].kind else { throw EvaluationError("no such field") }
            return field(try kernel(arguments[0]), Int(index), type)
        default: return try jsonCall(function, arguments, type)
        }
    }

    private func unit(_ expression: BoundExpression) throws -> TimeUnit {
        let text = try Self.literalText(expression)
        guard let unit = TimeUnit(rawValue: text) else { throw EvaluationError("'\(text)' is no unit of time") }
        return unit
    }

    // MARK: What is not computed for all rows

    private mutating func connective(isAnd: Bool, _ arguments: [BoundExpression]) throws -> Kernel {
        var operands: [Kernel] = []
        for argument in Self.flattened(isAnd ? .and : .or, arguments) {
            // why: those that are computed for some rows only must not share with the others; the first never is.
            let alone = try scoped(argument)
            operands.append(alone.isEager || operands.isEmpty ? try kernel(argument) : alone)
        }
        return operands.count == 1 ? operands[0] : Connective(isAnd: isAnd, operands)
    }

    private static func flattened(_ function: ScalarFunction, _ arguments: [BoundExpression]) -> [BoundExpression] {
        arguments.flatMap { argument in
            if case .call(function, let inner) = argument.kind { return flattened(function, inner) }
            return [argument]
        }
    }

    private mutating func searchedCase(_ arguments: [BoundExpression]) throws -> Kernel {
        let eager = try arguments.map { try kernel($0) }
        let operands = Case.canBlend(eager) ? eager : try arguments.map { try scoped($0) }
        let branches = stride(from: 0, to: operands.count - 1, by: 2).map {
            (condition: operands[$0], result: operands[$0 + 1])
        }
        return Case(branches, otherwise: operands[operands.count - 1])
    }

    private mutating func coalesce(_ arguments: [BoundExpression]) throws -> Kernel {
        var operands = [try kernel(arguments[0])]
        for argument in arguments.dropFirst() { operands.append(try scoped(argument)) }
        return operands.count == 1 ? operands[0] : Coalesce(operands)
    }
}
