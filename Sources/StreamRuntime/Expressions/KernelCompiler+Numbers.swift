import StreamSQL

extension KernelCompiler {
    /// Functions of numbers; nil for others.
    func numberCall(_ function: ScalarFunction, _ operands: [Typed], _ type: LogicalType) throws -> Kernel? {
        switch function {
        case .negate, .absolute, .sign, .ceiling, .floor: return unary(function, operands[0], type)
        case .round, .truncate: return rounding(operands, type, rounds: function == .round)
        case .power:
            return DoubleArithmetic(.power, numberToDouble(operands[0]), numberToDouble(operands[1]))
        case .arcTangent2:
            return DoubleArithmetic(.arcTangent, numberToDouble(operands[0]), numberToDouble(operands[1]))
        case .logarithm:
            if operands.count == 1 { return DoubleMap(.naturalLogarithm, numberToDouble(operands[0])) }
            return DoubleArithmetic(.logarithm, numberToDouble(operands[0]), numberToDouble(operands[1]))
        case .pi: return ConstantKernel(.double(.pi), .double)
        case .e: return ConstantKernel(.double(2.718281828459045), .double)
        case .random: return try random(operands)
        case .randomInteger: return try randomInteger(operands)
        case .uuid: return uuid()
        default:
            guard let operation = Self.operation(function) else { return nil }
            return DoubleMap(operation, numberToDouble(operands[0]))
        }
    }

    private static func operation(_ function: ScalarFunction) -> DoubleMap.Operation? {
        switch function {
        case .squareRoot: .squareRoot
        case .naturalLogarithm: .naturalLogarithm
        case .logarithm2: .logarithm2
        case .logarithm10: .logarithm10
        case .exponential: .exponential
        case .sine: .sine
        case .cosine: .cosine
        case .tangent: .tangent
        case .cotangent: .cotangent
        case .arcSine: .arcSine
        case .arcCosine: .arcCosine
        case .arcTangent: .arcTangent
        case .hyperbolicSine: .hyperbolicSine
        case .hyperbolicCosine: .hyperbolicCosine
        case .hyperbolicTangent: .hyperbolicTangent
        case .degrees: .degrees
        case .radians: .radians
        default: nil
        }
    }

    private func unary(_ function: ScalarFunction, _ operand: Typed, _ type: LogicalType) -> Kernel {
        switch operand.type {
        case .decimal(let precision, let scale):
            let operation: DecimalMap.Operation =
                switch function {
                case .negate: .negate
                case .absolute: .absolute
                case .sign: .sign
                case .ceiling: .ceiling
                default: .floor
                }
            let target = Self.decimal(type)
            return DecimalMap(
                operation,
                operand.kernel,
                from: (precision, scale),
                precision: target.precision,
                scale: target.scale
            )
        case .float, .double:
            let operation: DoubleMap.Operation =
                switch function {
                case .negate: .negate
                case .absolute: .absolute
                case .sign: .sign
                case .ceiling: .ceiling
                default: .floor
                }
            return DoubleMap(operation, operand.kernel)
        default:
            let bits = Self.bits(operand.type)
            switch function {
            case .negate: return IntegerMap(.negate, operand.kernel, bits: bits)
            case .absolute: return IntegerMap(.absolute, operand.kernel, bits: bits)
            case .sign: return IntegerMap(.sign, operand.kernel)
            default: return operand.kernel
            }
        }
    }

    /// ROUND and TRUNCATE.
    private func rounding(_ operands: [Typed], _ type: LogicalType, rounds: Bool) -> Kernel {
        let value = operands[0]
        let constant = operands.count == 1 ? ConstantKernel(.int64(0), .int64) : operands[1].kernel as? ConstantKernel
        switch value.type {
        case .decimal(let precision, let scale):
            let target = Self.decimal(type)
            if let constant, !constant.isNull {
                let digits = Int(constant.integer)
                return DecimalMap(
                    rounds ? .round(digits) : .truncate(digits),
                    value.kernel,
                    from: (precision, scale),
                    precision: target.precision,
                    scale: target.scale
                )
            }
            let exact = WideDecimal(precision: target.precision, scale: target.scale)
            return RowFunction(
                .decimal { arguments, row in
                    let digits = Int(arguments.integer(1, row))
                    // Flink takes the result's digits without the zeros that its type's scale asks for.
                    let missing = Int128(WideDecimal.power(scale - min(max(digits, 0), scale)))
                    return exact.shortened(arguments.decimal(0, row), scale, to: digits, rounds: rounds).map {
                        $0 / missing
                    }
                },
                operands.map(\.kernel),
                type: PhysicalType(type)
            )
        case .float, .double:
            let isFloat = value.type == .float
            return RowFunction(
                .double { arguments, row in
                    let digits = arguments.count == 1 ? 0 : Int(arguments.integer(1, row))
                    return DoubleRounding.round(arguments.double(0, row), digits, rounds: rounds, isFloat: isFloat)
                },
                operands.map(\.kernel)
            )
        default:
            if operands.count == 1 { return value.kernel }
            let bits = Self.bits(value.type)
            return RowFunction(
                .integer { arguments, row in
                    let rounded = Self.rounded(
                        arguments.integer(0, row),
                        Int(arguments.integer(1, row)),
                        rounds: rounds
                    )
                    let spare = Int64(64 - bits)
                    return (rounded &<< spare) &>> spare
                },
                operands.map(\.kernel)
            )
        }
    }

    /// An integer rounded before the point.
    private static func rounded(_ value: Int64, _ digits: Int, rounds: Bool) -> Int64 {
        if digits >= 0 { return value }
        if digits < -19 { return 0 }
        let power = Int128(WideDecimal.power(-digits))
        var (quotient, remainder) = Int128(value).quotientAndRemainder(dividingBy: power)
        if rounds, remainder.magnitude * 2 >= power.magnitude { quotient += value < 0 ? -1 : 1 }
        return Int64(truncatingIfNeeded: quotient * power)
    }

    // MARK: Randomness

    /// A generator of its own for each call: Flink has a java.util.Random for each, seeded if the call says so.
    private func generator(_ seed: Int64?) -> JavaRandom {
        if let seed { return JavaRandom(seed: seed) }
        if let seed = context.seed { return JavaRandom(seed: Int64(bitPattern: seed)) }
        // The hasher's own seed is another one in each process.
        var hasher = Hasher()
        hasher.combine(context.clock())
        return JavaRandom(seed: Int64(hasher.finalize()))
    }

    private static func constantSeed(_ operand: Typed) throws -> Int64? {
        guard let constant = operand.kernel as? ConstantKernel else {
            throw EvaluationError("the seed of a random number must be a constant")
        }
        switch constant.value {
        case .int64(let value): return value
        default: return nil
        }
    }

    private func random(_ operands: [Typed]) throws -> Kernel {
        let constant = try operands.first.flatMap { $0.kernel is ConstantKernel ? try Self.constantSeed($0) : nil }
        if let seed = operands.first, constant == nil {
            // Flink makes a generator for each row.
            let body = RowFunction.Body.double { arguments, row in
                JavaRandom(seed: arguments.integer(0, row)).nextDouble()
            }
            return RowFunction(body, [seed.kernel])
        }
        let generator = generator(constant)
        return RowFunction(.double { _, _ in generator.nextDouble() }, [])
    }

    private func randomInteger(_ operands: [Typed]) throws -> Kernel {
        func below(_ bound: Int64, _ generator: JavaRandom) throws -> Int64 {
            guard bound > 0 else { throw EvaluationError("bound must be positive") }
            return Int64(generator.nextInt(Int32(truncatingIfNeeded: bound)))
        }
        let bound = operands[operands.count - 1].kernel
        let constant =
            operands.count == 2 && operands[0].kernel is ConstantKernel ? try Self.constantSeed(operands[0]) : nil
        if operands.count == 2, constant == nil {
            let body = RowFunction.Body.integer { arguments, row in
                try below(arguments.integer(1, row), JavaRandom(seed: arguments.integer(0, row)))
            }
            return RowFunction(body, [operands[0].kernel, bound], canFail: true)
        }
        let generator = generator(constant)
        let body = RowFunction.Body.integer { arguments, row in try below(arguments.integer(0, row), generator) }
        return RowFunction(body, [bound], canFail: true)
    }

    private func uuid() -> Kernel {
        let generator = generator(nil)
        return RowFunction(.text { _, _, sink in sink.store(generator.nextIdentifier()) }, [])
    }
}
