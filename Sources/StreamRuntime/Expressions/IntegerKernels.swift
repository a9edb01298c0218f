/// `+`, `-`, `*`, `/` and MOD of integers and intervals, wrapping around at the width of the result as Java does.
final class IntegerArithmetic: Kernel {
    enum Operation {
        case plus
        case minus
        case times
        case divide
        case remainder
    }

    private let operation: Operation
    private let left: Kernel
    private let right: Kernel
    private let result = Column(.int64, capacity: 1)
    /// Bits above the width of the result.
    private let spare: Int64

    init(_ operation: Operation, _ left: Kernel, _ right: Kernel, bits: Int) {
        self.operation = operation
        self.left = left
        self.right = right
        spare = Int64(64 - bits)
        let divides = operation == .divide || operation == .remainder
        let isSafe = !divides || (right as? ConstantKernel).map { !$0.isNull && $0.integer != 0 } ?? false
        super.init(.int64, over: [left, right], canFail: !isSafe, cost: divides ? 4 : 1)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        prepare(result, frame)
        mergeNulls(result, first, second)
        let (one, other) = (Input(first.int64s, of: left), Input(second.int64s, of: right))
        let (target, count, spare) = (result.int64s, frame.count, spare)
        switch operation {
        case .plus where spare == 0: KernelLoops.zip(one, other, target, count) { $0 &+ $1 }
        case .plus: KernelLoops.zip(one, other, target, count) { KernelLoops.wrapped($0 &+ $1, spare) }
        case .minus where spare == 0: KernelLoops.zip(one, other, target, count) { $0 &- $1 }
        case .minus: KernelLoops.zip(one, other, target, count) { KernelLoops.wrapped($0 &- $1, spare) }
        case .times: KernelLoops.zip(one, other, target, count) { KernelLoops.wrapped($0 &* $1, spare) }
        case .divide:
            try checkDivisor(second, count)
            KernelLoops.zip(one, other, target, count) { KernelLoops.wrapped(Self.quotient($0, $1), spare) }
        case .remainder:
            try checkDivisor(second, count)
            KernelLoops.zip(one, other, target, count) { KernelLoops.wrapped(Self.rest($0, $1), spare) }
        }
        return result
    }

    private func checkDivisor(_ divisors: Column, _ count: Int) throws {
        guard canFail else { return }
        let values = divisors.int64s
        for row in 0..<count where values[row] == 0 && !result.isNull(row) { throw EvaluationError.divisionByZero }
    }

    /// A NULL row may have any divisor.
    @inline(__always)
    private static func quotient(_ dividend: Int64, _ divisor: Int64) -> Int64 {
        divisor == -1 ? 0 &- dividend : divisor == 0 ? 0 : dividend / divisor
    }

    @inline(__always)
    private static func rest(_ dividend: Int64, _ divisor: Int64) -> Int64 {
        divisor == -1 || divisor == 0 ? 0 : dividend % divisor
    }
}

/// One integer from another.
final class IntegerMap: Kernel {
    enum Operation {
        case negate
        case absolute
        case sign
        /// Wraps around at a smaller width.
        case narrow
        /// Times a number.
        case scale(Int64)
        /// Divided by a number, the fraction dropped.
        case truncatingQuotient(Int64)
        /// What is left of that.
        case remainder(Int64)
        /// Divided by a number, rounded down.
        case flooredQuotient(Int64)
    }

    private let operation: Operation
    private let operand: Kernel
    private let result = Column(.int64, capacity: 1)
    private let spare: Int64

    init(_ operation: Operation, _ operand: Kernel, bits: Int = 64) {
        self.operation = operation
        self.operand = operand
        spare = Int64(64 - bits)
        super.init(.int64, over: [operand], cost: 1)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let values = try operand.evaluate(frame)
        prepare(result, frame)
        mergeNulls(result, values)
        let (source, target, count, spare) = (values.int64s, result.int64s, frame.count, spare)
        switch operation {
        case .negate: KernelLoops.map(source, target, count) { ((0 &- $0) &<< spare) &>> spare }
        case .absolute: KernelLoops.map(source, target, count) { (($0 < 0 ? 0 &- $0 : $0) &<< spare) &>> spare }
        case .sign: KernelLoops.map(source, target, count) { $0.signum() }
        case .narrow: KernelLoops.map(source, target, count) { ($0 &<< spare) &>> spare }
        case .scale(let factor): KernelLoops.map(source, target, count) { $0 &* factor }
        case .truncatingQuotient(let divisor): KernelLoops.map(source, target, count) { $0 / divisor }
        case .remainder(let divisor): KernelLoops.map(source, target, count) { $0 % divisor }
        case .flooredQuotient(let divisor):
            KernelLoops.map(source, target, count) { $0 / divisor - ($0 % divisor < 0 ? 1 : 0) }
        }
        return result
    }
}
