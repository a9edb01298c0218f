extension MatchProgram {
    @inline(__always)
    private func integer(_ register: UInt16) -> Int64 { Int64(bitPattern: registers[2 * Int(register)]) }

    @inline(__always)
    private func double(_ register: UInt16) -> Double { Double(bitPattern: registers[2 * Int(register)]) }

    @inline(__always)
    private func wide(_ register: UInt16) -> Int128 { MatchWords.wide(registers + 2 * Int(register)) }

    /// Logic: its results may differ from NULL when an operand is NULL.
    func decide(_ step: MatchInstruction) {
        let (target, left, right) = (Int(step.target), Int(step.left), Int(step.right))
        let isLeftTrue = nulls[left] == 0 && registers[2 * left] != 0
        let isLeftFalse = nulls[left] == 0 && registers[2 * left] == 0
        var value: UInt64
        var isNull: UInt8 = 0
        switch step.operation {
        case .and, .or:
            let isAnd = step.operation == .and
            let decides: UInt64 = isAnd ? 0 : 1
            if nulls[left] == 0, registers[2 * left] & 1 == decides {
                value = decides
            } else if nulls[right] == 0, registers[2 * right] & 1 == decides {
                value = decides
            } else {
                value = 1 - decides
                isNull = nulls[left] | nulls[right]
            }
        case .not:
            value = isLeftTrue ? 0 : 1
            isNull = nulls[left]
        case .isTrue: value = isLeftTrue ? 1 : 0
        case .isFalse: value = isLeftFalse ? 1 : 0
        default: value = UInt64(nulls[left])
        }
        if step.number == 1 { value ^= 1 }
        registers[2 * target] = value
        nulls[target] = isNull
    }

    /// Arithmetic, conversions and the rarer comparisons: NULL if an operand is.
    func compute(_ step: MatchInstruction) throws {
        let target = Int(step.target)
        nulls[target] = nulls[Int(step.left)] | nulls[Int(step.right)]
        if nulls[target] != 0 { return }
        switch step.operation {
        case .compareDoubles, .compareWide, .compareDecimals, .compareStrings:
            registers[2 * target] = step.number & order(step) != 0 ? 1 : 0
        case .addIntegers, .subtractIntegers, .multiplyIntegers, .divideIntegers, .remainderIntegers:
            registers[2 * target] = UInt64(bitPattern: MatchWords.narrow(try integerResult(step), bits: step.number))
        case .addDoubles, .subtractDoubles, .multiplyDoubles, .divideDoubles, .negateDouble:
            let result = doubleResult(step)
            registers[2 * target] = (step.number == 1 ? Double(Float(result)) : result).bitPattern
        case .addDecimals, .subtractDecimals, .multiplyDecimals, .rescaleDecimal:
            if let result = decimalResult(step) {
                MatchWords.store(result, registers + 2 * target)
            } else {
                nulls[target] = 1
            }
        case .widen: MatchWords.store(Int128(integer(step.left)), registers + 2 * target)
        case .integerToDouble: registers[2 * target] = Double(integer(step.left)).bitPattern
        case .integerToFloat: registers[2 * target] = Double(Float(integer(step.left))).bitPattern
        case .doubleToFloat: registers[2 * target] = Double(Float(double(step.left))).bitPattern
        default: preconditionFailure("not an operation of values")
        }
    }

    private func order(_ step: MatchInstruction) -> Int64 {
        typealias Order = MatchInstruction.Order
        switch step.operation {
        case .compareDoubles:
            let (left, right) = (double(step.left), double(step.right))
            if left < right { return Order.less }
            if left > right { return Order.greater }
            return left == right ? Order.equal : Order.unordered
        case .compareWide:
            let (left, right) = (wide(step.left), wide(step.right))
            return left < right ? Order.less : left == right ? Order.equal : Order.greater
        case .compareDecimals:
            let (left, isLeftHuge) = scaled(step.left, step.scales.left)
            if isLeftHuge { return left < 0 ? Order.less : Order.greater }
            let (right, isRightHuge) = scaled(step.right, step.scales.right)
            if isRightHuge { return right < 0 ? Order.greater : Order.less }
            return left < right ? Order.less : left == right ? Order.equal : Order.greater
        default:
            let left = registers + 2 * Int(step.left)
            let right = registers + 2 * Int(step.right)
            let result = StringRef.compare(MatchWords.string(left), MatchWords.string(right))
            return result < 0 ? Order.less : result == 0 ? Order.equal : Order.greater
        }
    }

    /// A decimal with more digits behind the point; if that leaves 128 bits, the decimal itself and true.
    private func scaled(_ register: UInt16, _ exponent: Int8) -> (Int128, Bool) {
        let value = wide(register)
        if exponent == 0 { return (value, false) }
        let (product, overflows) = value.multipliedReportingOverflow(by: MatchWords.powerOfTen(Int(exponent)))
        return overflows ? (value, true) : (product, false)
    }

    private func integerResult(_ step: MatchInstruction) throws -> Int64 {
        let (left, right) = (integer(step.left), integer(step.right))
        switch step.operation {
        case .addIntegers: return left &+ right
        case .subtractIntegers: return left &- right
        case .multiplyIntegers: return left &* right
        default:
            if right == 0 { throw RowFault("/ by zero") }
            // Java: the least number divided by -1 overflows to itself.
            if step.operation == .divideIntegers { return right == -1 ? 0 &- left : left / right }
            return right == -1 ? 0 : left % right
        }
    }

    private func doubleResult(_ step: MatchInstruction) -> Double {
        let (left, right) = (double(step.left), double(step.right))
        switch step.operation {
        case .addDoubles: return left + right
        case .subtractDoubles: return left - right
        case .multiplyDoubles: return left * right
        case .divideDoubles: return left / right
        default: return -left
        }
    }

    /// nil: the result has too many digits. The compiler has seen to it that 128 bits hold what comes between.
    private func decimalResult(_ step: MatchInstruction) -> Int128? {
        let left = wide(step.left) * MatchWords.powerOfTen(Int(step.scales.left))
        let right = wide(step.right) * MatchWords.powerOfTen(Int(step.scales.right))
        let exact: Int128
        switch step.operation {
        case .addDecimals: exact = left + right
        case .subtractDecimals: exact = left - right
        case .multiplyDecimals: exact = left * right
        default: exact = left
        }
        return MatchWords.rounded(exact, digitsOff: Int(step.number), precision: Int(step.digits))
    }
}
