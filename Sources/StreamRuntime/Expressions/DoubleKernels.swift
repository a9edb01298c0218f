#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `+`, `-`, `*` and `/` of DOUBLE or FLOAT, and the functions of two numbers. There is no error: a division by zero is
/// infinite.
final class DoubleArithmetic: Kernel {
    enum Operation {
        case plus
        case minus
        case times
        case divide
        case power
        case arcTangent
        /// The logarithm of the second to the base of the first.
        case logarithm
    }

    private let operation: Operation
    private let left: Kernel
    private let right: Kernel
    private let isFloat: Bool
    private let result = Column(.double, capacity: 1)

    init(_ operation: Operation, _ left: Kernel, _ right: Kernel, isFloat: Bool = false) {
        self.operation = operation
        self.left = left
        self.right = right
        self.isFloat = isFloat
        super.init(.double, over: [left, right], cost: 1)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        prepare(result, frame)
        mergeNulls(result, first, second)
        let (one, other) = (Input(first.doubles, of: left), Input(second.doubles, of: right))
        let (target, count) = (result.doubles, frame.count)
        switch operation {
        case .plus: KernelLoops.zip(one, other, target, count) { $0 + $1 }
        case .minus: KernelLoops.zip(one, other, target, count) { $0 - $1 }
        case .times: KernelLoops.zip(one, other, target, count) { $0 * $1 }
        case .divide: KernelLoops.zip(one, other, target, count) { $0 / $1 }
        case .power: KernelLoops.zip(one, other, target, count) { Self.power($0, $1) }
        case .arcTangent: KernelLoops.zip(one, other, target, count) { atan2($0, $1) }
        case .logarithm: KernelLoops.zip(one, other, target, count) { log($1) / log($0) }
        }
        // A double has more than twice the digits of a float: rounding once more gives what float arithmetic gives.
        if isFloat { KernelLoops.map(target, target, count) { Double(Float($0)) } }
        return result
    }

    /// Java: Math.pow, which differs from C's for a base of 1 or -1.
    private static func power(_ base: Double, _ exponent: Double) -> Double {
        if exponent.isNaN || base.magnitude == 1 && exponent.isInfinite { return .nan }
        return pow(base, exponent)
    }
}

/// One DOUBLE from another.
final class DoubleMap: Kernel {
    enum Operation {
        case negate
        case absolute
        case sign
        case ceiling
        case floor
        /// Rounds to FLOAT.
        case single
        case squareRoot
        case naturalLogarithm
        case logarithm2
        case logarithm10
        case exponential
        case sine
        case cosine
        case tangent
        case cotangent
        case arcSine
        case arcCosine
        case arcTangent
        case hyperbolicSine
        case hyperbolicCosine
        case hyperbolicTangent
        case degrees
        case radians
    }

    private let operation: Operation
    private let operand: Kernel
    private let result = Column(.double, capacity: 1)

    init(_ operation: Operation, _ operand: Kernel) {
        self.operation = operation
        self.operand = operand
        super.init(.double, over: [operand], cost: 2)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let values = try operand.evaluate(frame)
        prepare(result, frame)
        mergeNulls(result, values)
        let (source, target, count) = (values.doubles, result.doubles, frame.count)
        switch operation {
        case .negate: KernelLoops.map(source, target, count) { -$0 }
        case .absolute: KernelLoops.map(source, target, count) { $0.magnitude }
        case .sign: KernelLoops.map(source, target, count) { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }
        case .ceiling: KernelLoops.map(source, target, count) { $0.rounded(.up) }
        case .floor: KernelLoops.map(source, target, count) { $0.rounded(.down) }
        case .single: KernelLoops.map(source, target, count) { Double(Float($0)) }
        // Flink: a power of 0.5, which is 0 for -0.
        case .squareRoot: KernelLoops.map(source, target, count) { $0.squareRoot() + 0 }
        default:
            let function = function
            KernelLoops.map(source, target, count) { function($0) }
        }
        return result
    }

    private var function: (Double) -> Double {
        switch operation {
        case .naturalLogarithm: { log($0) }
        // Flink: log(x) / log(2), which is not always what log2 gives.
        case .logarithm2: { log($0) / log(2) }
        case .logarithm10: { log10($0) }
        case .exponential: { exp($0) }
        case .sine: { sin($0) }
        case .cosine: { cos($0) }
        case .tangent: { tan($0) }
        case .cotangent: { 1 / tan($0) }
        case .arcSine: { asin($0) }
        case .arcCosine: { acos($0) }
        case .arcTangent: { atan($0) }
        case .hyperbolicSine: { sinh($0) }
        case .hyperbolicCosine: { cosh($0) }
        case .hyperbolicTangent: { tanh($0) }
        // Java: Math.toDegrees multiplies by a constant.
        case .degrees: { $0 * 57.295779513082320 }
        case .radians: { $0 * 0.017453292519943295 }
        default: preconditionFailure("an operation with a loop of its own")
        }
    }
}
