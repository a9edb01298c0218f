import StreamSQL

extension KernelCompiler {
    /// A type of exact numbers as a DECIMAL.
    static func decimal(_ type: LogicalType) -> (precision: Int, scale: Int) {
        switch type {
        case .tinyint: (3, 0)
        case .smallint: (5, 0)
        case .integer, .intervalMonths: (10, 0)
        case .decimal(let precision, let scale): (precision, scale)
        default: (19, 0)
        }
    }

    /// The bits of an integer type's values.
    static func bits(_ type: LogicalType) -> Int {
        switch type {
        case .tinyint: 8
        case .smallint: 16
        case .integer, .intervalMonths, .date, .time: 32
        default: 64
        }
    }

    /// Operators and tests; nil for what is none.
    func operatorCall(_ function: ScalarFunction, _ operands: [Typed], _ type: LogicalType) throws -> Kernel? {
        switch function {
        case .plus, .minus, .times, .divide, .remainder: return arithmetic(function, operands[0], operands[1], type)
        case .equal: return compare(.equal, operands[0], operands[1])
        case .notEqual: return compare(.notEqual, operands[0], operands[1])
        case .less: return compare(.less, operands[0], operands[1])
        case .lessOrEqual: return compare(.lessOrEqual, operands[0], operands[1])
        case .greater: return compare(.greater, operands[0], operands[1])
        case .greaterOrEqual: return compare(.greaterOrEqual, operands[0], operands[1])
        case .isDistinctFrom, .isNotDistinctFrom:
            return Distinctness(
                isDistinct: function == .isDistinctFrom,
                operands[0].kernel,
                operands[1].kernel,
                equality: compare(.equal, operands[0], operands[1])
            )
        case .isIn: return membership(operands)
        case .nullIf: return NullIf(operands[0].kernel, equality: operands[1].kernel)
        case .greatest, .least: return extreme(function, operands)
        case .not: return BooleanTest(.not, operands[0].kernel)
        case .isNull, .isUnknown: return BooleanTest(.isNull, operands[0].kernel)
        case .isNotNull, .isNotUnknown: return BooleanTest(.isNotNull, operands[0].kernel)
        case .isTrue: return BooleanTest(.isTrue, operands[0].kernel)
        case .isNotTrue: return BooleanTest(.isNotTrue, operands[0].kernel)
        case .isFalse: return BooleanTest(.isFalse, operands[0].kernel)
        case .isNotFalse: return BooleanTest(.isNotFalse, operands[0].kernel)
        default: return nil
        }
    }

    // MARK: Arithmetic

    private func arithmetic(_ function: ScalarFunction, _ left: Typed, _ right: Typed, _ type: LogicalType) -> Kernel {
        switch type {
        case .decimal(let precision, let scale):
            let operation: DecimalArithmetic.Operation =
                switch function {
                case .plus: .plus
                case .minus: .minus
                case .times: .times
                case .divide: .divide
                default: .remainder
                }
            return DecimalArithmetic(
                operation,
                decimalOperand(left),
                decimalOperand(right),
                precision: precision,
                scale: scale
            )
        case .float, .double:
            let operation: DoubleArithmetic.Operation =
                switch function {
                case .plus: .plus
                case .minus: .minus
                case .times: .times
                default: .divide
                }
            return DoubleArithmetic(operation, left.kernel, right.kernel, isFloat: type == .float)
        case .date, .time, .timestamp, .timestampLTZ:
            return timeArithmetic(isPlus: function == .plus, left, right)
        default:
            let operation: IntegerArithmetic.Operation =
                switch function {
                case .plus: .plus
                case .minus: .minus
                case .times: .times
                case .divide: .divide
                default: .remainder
                }
            return IntegerArithmetic(operation, left.kernel, right.kernel, bits: Self.bits(type))
        }
    }

    /// An exact number as an operand of decimal kernels; of a constant only the digits that it has.
    func decimalOperand(_ operand: Typed) -> DecimalArithmetic.Operand {
        let (precision, scale) = Self.decimal(operand.type)
        guard let constant = operand.kernel as? ConstantKernel, !constant.isNull else {
            return .init(kernel: operand.kernel, precision: precision, scale: scale)
        }
        var digits = 1
        while digits < precision, constant.integer.magnitude >= WideDecimal.power(digits) { digits += 1 }
        return .init(kernel: constant, precision: max(digits, scale), scale: scale)
    }

    // MARK: Comparison

    /// The comparison of two values of types that compare.
    func compare(_ comparison: Comparison, _ left: Typed, _ right: Typed) -> Kernel {
        if left.type.isNumeric, right.type.isNumeric { return compareNumbers(comparison, left, right) }
        switch left.kernel.type {
        case .int64: return IntegerComparison(comparison, left.kernel, right.kernel)
        case .string: return StringComparison(comparison, left.kernel, right.kernel)
        case .boolean: return BooleanComparison(comparison, left.kernel, right.kernel)
        case .boxed: return BoxedComparison(isEqual: comparison == .equal, left.kernel, right.kernel)
        // Timestamps of more than 3 digits.
        case .decimal128:
            func operand(_ kernel: Kernel) -> DecimalArithmetic.Operand {
                .init(kernel: kernel, precision: LogicalType.decimalPrecisionMax, scale: 0)
            }
            return DecimalComparison(comparison, operand(left.kernel), operand(right.kernel))
        case .double, .decimal64: preconditionFailure("a number next to what is none")
        }
    }

    private func compareNumbers(_ comparison: Comparison, _ left: Typed, _ right: Typed) -> Kernel {
        if left.type.isApproximate || right.type.isApproximate {
            let isTotal =
                !left.type.isApproximate && !left.type.isInteger || !right.type.isApproximate && !right.type.isInteger
            // Java: an integer next to a float becomes a float.
            let target: LogicalType = left.type == .double || right.type == .double || isTotal ? .double : .float
            let (first, second) = (approximate(left, target), approximate(right, target))
            if left.type != right.type, let one = Self.written(first, left.type),
                let other = Self.written(second, right.type)
            {
                return DoubleComparison(comparison, one, other, isTotal: isTotal)
            }
            // Calcite: `x = x` is true of all that is not NULL, NaN too.
            return DoubleComparison(comparison, first, second, isTotal: isTotal || first === second)
        }
        let (first, second) = (decimalOperand(left), decimalOperand(right))
        let digits = max(first.scale, second.scale)
        if let one = scaled(first, to: digits), let other = scaled(second, to: digits) {
            return IntegerComparison(comparison, one, other)
        }
        return DecimalComparison(comparison, first, second)
    }

    /// A constant as the number that it is written as: Calcite compares constants of FLOAT and DOUBLE by their digits.
    private static func written(_ kernel: Kernel, _ type: LogicalType) -> Kernel? {
        guard let constant = kernel as? ConstantKernel, case .double(let value) = constant.value else { return nil }
        guard type == .float else { return kernel }
        return DoubleText.parse(DoubleText.format(single: Float(value))).map { ConstantKernel(.double($0), .double) }
    }

    private func approximate(_ operand: Typed, _ target: LogicalType) -> Kernel {
        operand.type.isApproximate ? operand.kernel : numberToDouble(operand, isFloat: target == .float)
    }

    /// An operand of 64 bits with more digits behind the point; nil if it may need more bits then.
    private func scaled(_ operand: DecimalArithmetic.Operand, to digits: Int) -> Kernel? {
        guard operand.isNarrow || operand.kernel is ConstantKernel else { return nil }
        if digits == operand.scale, operand.isNarrow { return operand.kernel }
        guard operand.precision - operand.scale + digits <= 18 else { return nil }
        let factor = DecimalDigits.power(digits - operand.scale)
        if let constant = operand.kernel as? ConstantKernel {
            if constant.isNull { return ConstantKernel(.null, .int64) }
            return ConstantKernel(.int64(Int64(constant.integer) * factor), .int64)
        }
        return IntegerMap(.scale(factor), operand.kernel)
    }

    // MARK: Choices

    private func extreme(_ function: ScalarFunction, _ operands: [Typed]) -> Kernel {
        var result = operands[0]
        for operand in operands.dropFirst() {
            let comparison: Comparison = function == .greatest ? .less : .greater
            let prefersRight =
                result.kernel.type == .double
                ? DoubleComparison(comparison, result.kernel, operand.kernel, isTotal: true)
                : compare(comparison, result, operand)
            result = Typed(
                kernel: Extreme(result.kernel, operand.kernel, prefersRight: prefersRight),
                type: result.type
            )
        }
        return result.kernel
    }

    private func membership(_ operands: [Typed]) -> Kernel {
        let value = operands[0]
        let members = operands.dropFirst()
        if members.allSatisfy({ $0.kernel is ConstantKernel }) {
            let known = members.filter { !(($0.kernel as? ConstantKernel)?.isNull ?? false) }
            return Membership(
                value.kernel,
                equalities: known.map { compare(.equal, value, $0) },
                hasNull: known.count < members.count
            )
        }
        let equalities = members.map { compare(.equal, value, $0) }
        return equalities.count == 1 ? equalities[0] : Connective(isAnd: false, equalities)
    }
}
