/// `+`, `-`, `*`, `/` and MOD of decimals, exact, rounded half up to the result's scale, NULL where it has too many digits.
final class DecimalArithmetic: Kernel {
    enum Operation {
        case plus
        case minus
        case times
        case divide
        case remainder
    }

    /// An operand and its type.
    struct Operand {
        let kernel: Kernel
        let precision: Int
        let scale: Int

        /// Whether values have 8 bytes.
        var isNarrow: Bool { kernel.type != .decimal128 }
    }

    private enum Path {
        /// Everything fits into 64 bits; operands are scaled by these factors first.
        case narrow(Int64, Int64)
        /// Everything fits into 128 bits.
        case wide(Int128, Int128)
        /// A row at a time, with as many bits as it takes.
        case exact
    }

    private let operation: Operation
    private let left: Operand
    private let right: Operand
    private let path: Path
    private let exact: WideDecimal
    private let result: Column

    init(_ operation: Operation, _ left: Operand, _ right: Operand, precision: Int, scale: Int) {
        self.operation = operation
        self.left = left
        self.right = right
        exact = WideDecimal(precision: precision, scale: scale)
        result = Column(precision <= 18 ? .decimal64 : .decimal128, capacity: 1)
        path = Self.path(operation, left, right, precision: precision, scale: scale)
        let divides = operation == .divide || operation == .remainder
        let isSafe = !divides || (right.kernel as? ConstantKernel).map { !$0.isNull && $0.integer != 0 } ?? false
        let cost =
            switch path {
            case .narrow: 1
            case .wide: 3
            case .exact: 40
            }
        super.init(result.type, over: [left.kernel, right.kernel], canFail: !isSafe, cost: cost)
    }

    private static func path(
        _ operation: Operation,
        _ left: Operand,
        _ right: Operand,
        precision: Int,
        scale: Int
    ) -> Path {
        let digits = max(left.scale, right.scale)
        let whole = max(left.precision - left.scale, right.precision - right.scale)
        switch operation {
        case .plus, .minus:
            // Scaled operands must fit too: their digits are at most those of the sum, less the carry.
            guard scale == digits, whole + digits < precision else { return .exact }
            let factors = (DecimalDigits.widePower(digits - left.scale), DecimalDigits.widePower(digits - right.scale))
            if precision <= 18 { return .narrow(Int64(factors.0), Int64(factors.1)) }
            return .wide(factors.0, factors.1)
        case .times:
            guard scale == left.scale + right.scale, left.precision + right.precision <= precision else {
                return .exact
            }
            return precision <= 18 ? .narrow(1, 1) : .wide(1, 1)
        case .divide, .remainder: return .exact
        }
    }

    override func compute(_ frame: Frame) throws -> Column {
        let first = try left.kernel.evaluate(frame)
        let second = try right.kernel.evaluate(frame)
        prepare(result, frame)
        mergeNulls(result, first, second)
        switch path {
        case .narrow(let one, let other): computeNarrow(first, second, one, other, frame.count)
        case .wide(let one, let other): computeWide(first, second, one, other, frame.count)
        case .exact: try computeExact(first, second, frame.count)
        }
        return result
    }

    private func computeNarrow(_ first: Column, _ second: Column, _ one: Int64, _ other: Int64, _ count: Int) {
        let (left, right) = (Input(first.int64s, of: left.kernel), Input(second.int64s, of: right.kernel))
        let target = result.int64s
        switch operation {
        case .plus where one == 1 && other == 1: KernelLoops.zip(left, right, target, count) { $0 &+ $1 }
        case .minus where one == 1 && other == 1: KernelLoops.zip(left, right, target, count) { $0 &- $1 }
        case .plus: KernelLoops.zip(left, right, target, count) { $0 &* one &+ $1 &* other }
        case .minus: KernelLoops.zip(left, right, target, count) { $0 &* one &- $1 &* other }
        default: KernelLoops.zip(left, right, target, count) { $0 &* $1 }
        }
    }

    private func computeWide(_ first: Column, _ second: Column, _ one: Int128, _ other: Int128, _ count: Int) {
        if left.isNarrow {
            let left = Input(first.int64s, of: left.kernel)
            if right.isNarrow {
                combine(left, Input(second.int64s, of: right.kernel), one, other, count)
            } else {
                combine(left, Input(second.decimal128s, of: right.kernel), one, other, count)
            }
        } else {
            let left = Input(first.decimal128s, of: left.kernel)
            if right.isNarrow {
                combine(left, Input(second.int64s, of: right.kernel), one, other, count)
            } else {
                combine(left, Input(second.decimal128s, of: right.kernel), one, other, count)
            }
        }
    }

    @inline(__always)
    private func combine<Left: BinaryInteger & BitwiseCopyable, Right: BinaryInteger & BitwiseCopyable>(
        _ left: Input<Left>,
        _ right: Input<Right>,
        _ one: Int128,
        _ other: Int128,
        _ count: Int
    ) {
        let target = result.decimal128s
        switch operation {
        case .plus:
            KernelLoops.zip(left, right, target, count) {
                Int128(truncatingIfNeeded: $0) &* one &+ Int128(truncatingIfNeeded: $1) &* other
            }
        case .minus:
            KernelLoops.zip(left, right, target, count) {
                Int128(truncatingIfNeeded: $0) &* one &- Int128(truncatingIfNeeded: $1) &* other
            }
        default:
            KernelLoops.zip(left, right, target, count) {
                Int128(truncatingIfNeeded: $0) &* Int128(truncatingIfNeeded: $1)
            }
        }
    }

    private func computeExact(_ first: Column, _ second: Column, _ count: Int) throws {
        for row in 0..<count where !result.isNull(row) {
            let (one, other) = (first.decimal(row), second.decimal(row))
            if (operation == .divide || operation == .remainder) && other == 0 {
                throw operation == .divide && one == 0
                    ? EvaluationError("Division undefined") : EvaluationError("Division by zero")
            }
            let value =
                switch operation {
                case .plus: exact.sum(one, left.scale, other, right.scale)
                case .minus: exact.sum(one, left.scale, -other, right.scale)
                case .times: exact.product(one, left.scale, other, right.scale)
                case .divide: exact.quotient(one, left.scale, other, right.scale)
                case .remainder: exact.remainder(one, left.scale, other, right.scale)
                }
            result.setDecimal(row, value)
        }
    }
}

extension Column {
    /// The unscaled value of a row of a decimal or an integer column.
    @inline(__always)
    func decimal(_ row: Int) -> Int128 {
        type == .decimal128 ? decimal128s[row] : Int128(int64s[row])
    }

    /// Sets a row of a decimal column; nil is NULL.
    @inline(__always)
    func setDecimal(_ row: Int, _ value: Int128?) {
        guard let value else { return setNull(row) }
        if type == .decimal128 { decimal128s[row] = value } else { int64s[row] = Int64(truncatingIfNeeded: value) }
    }
}

/// One decimal from another of perhaps another type.
final class DecimalMap: Kernel {
    enum Operation {
        /// Rounded half up to the result's scale.
        case rescale
        case negate
        case absolute
        /// -1, 0 or 1.
        case sign
        case ceiling
        case floor
        /// Rounded half up to so many digits behind the point, or before it if negative.
        case round(Int)
        /// The digits behind so many dropped.
        case truncate(Int)
    }

    private let operation: Operation
    private let operand: Kernel
    private let scale: Int
    private let exact: WideDecimal
    private let result: Column
    /// The factor by which all values are multiplied, where that is all and cannot overflow.
    private let factor: Int64?

    /// A kernel from a decimal, or an integer (of precision 19 at most), to a decimal.
    init(_ operation: Operation, _ operand: Kernel, from: (precision: Int, scale: Int), precision: Int, scale: Int) {
        self.operation = operation
        self.operand = operand
        self.scale = from.scale
        exact = WideDecimal(precision: precision, scale: scale)
        result = Column(precision <= 18 ? .decimal64 : .decimal128, capacity: 1)
        var factor: Int64?
        if case .rescale = operation, scale >= from.scale, from.precision - from.scale <= precision - scale,
            precision <= 18
        {
            factor = DecimalDigits.power(scale - from.scale)
        }
        self.factor = factor
        super.init(result.type, over: [operand], cost: factor == nil ? 20 : 1)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let values = try operand.evaluate(frame)
        prepare(result, frame)
        mergeNulls(result, values)
        if let factor {
            KernelLoops.map(values.int64s, result.int64s, frame.count) { $0 &* factor }
            return result
        }
        for row in 0..<frame.count where !result.isNull(row) { result.setDecimal(row, mapped(values.decimal(row))) }
        return result
    }

    private func mapped(_ value: Int128) -> Int128? {
        switch operation {
        case .rescale: return exact.rescaled(value, from: scale)
        case .negate: return -value
        case .absolute: return value < 0 ? -value : value
        case .sign: return exact.rescaled(Int128(value.signum()), from: 0)
        case .ceiling, .floor:
            let power = Int128(WideDecimal.power(scale))
            let (quotient, remainder) = value.quotientAndRemainder(dividingBy: power)
            if case .ceiling = operation { return remainder > 0 ? quotient + 1 : quotient }
            return remainder < 0 ? quotient - 1 : quotient
        case .round(let digits): return exact.shortened(value, scale, to: digits, rounds: true)
        case .truncate(let digits): return exact.shortened(value, scale, to: digits, rounds: false)
        }
    }
}
