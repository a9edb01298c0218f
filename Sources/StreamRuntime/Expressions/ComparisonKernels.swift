/// Compares integers, DATEs, times and timestamps.
final class IntegerComparison: Kernel {
    private let comparison: Comparison
    private let left: Kernel
    private let right: Kernel
    private let result = Column(.boolean, capacity: 1)

    init(_ comparison: Comparison, _ left: Kernel, _ right: Kernel) {
        self.comparison = comparison
        self.left = left
        self.right = right
        super.init(.boolean, over: [left, right], cost: 1)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        prepare(result, frame)
        mergeNulls(result, first, second)
        let (one, other) = (Input(first.int64s, of: left), Input(second.int64s, of: right))
        let (target, count) = (result.booleans, frame.count)
        switch comparison {
        case .equal: KernelLoops.zip(one, other, target, count) { KernelLoops.byte($0 == $1) }
        case .notEqual: KernelLoops.zip(one, other, target, count) { KernelLoops.byte($0 != $1) }
        case .less: KernelLoops.zip(one, other, target, count) { KernelLoops.byte($0 < $1) }
        case .lessOrEqual: KernelLoops.zip(one, other, target, count) { KernelLoops.byte($0 <= $1) }
        case .greater: KernelLoops.zip(one, other, target, count) { KernelLoops.byte($0 > $1) }
        case .greaterOrEqual: KernelLoops.zip(one, other, target, count) { KernelLoops.byte($0 >= $1) }
        }
        return result
    }
}

/// Compares DOUBLEs as Java's operators do: NaN is neither equal to nor less than anything.
final class DoubleComparison: Kernel {
    private let comparison: Comparison
    private let left: Kernel
    private let right: Kernel
    /// Whether NaN is equal to itself and above all, and -0 below 0. Java: Double.compare, which Flink uses next to a DECIMAL.
    private let isTotal: Bool
    private let result = Column(.boolean, capacity: 1)

    init(_ comparison: Comparison, _ left: Kernel, _ right: Kernel, isTotal: Bool) {
        self.comparison = comparison
        self.left = left
        self.right = right
        self.isTotal = isTotal
        super.init(.boolean, over: [left, right], cost: 1)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        prepare(result, frame)
        mergeNulls(result, first, second)
        let (one, other) = (Input(first.doubles, of: left), Input(second.doubles, of: right))
        let (target, count) = (result.booleans, frame.count)
        if isTotal {
            let comparison = comparison
            KernelLoops.zip(one, other, target, count) {
                KernelLoops.byte(comparison.holds(Self.order($0, $1)))
            }
            return result
        }
        switch comparison {
        case .equal: KernelLoops.zip(one, other, target, count) { KernelLoops.byte($0 == $1) }
        case .notEqual: KernelLoops.zip(one, other, target, count) { KernelLoops.byte($0 != $1) }
        case .less: KernelLoops.zip(one, other, target, count) { KernelLoops.byte($0 < $1) }
        case .lessOrEqual: KernelLoops.zip(one, other, target, count) { KernelLoops.byte($0 <= $1) }
        case .greater: KernelLoops.zip(one, other, target, count) { KernelLoops.byte($0 > $1) }
        case .greaterOrEqual: KernelLoops.zip(one, other, target, count) { KernelLoops.byte($0 >= $1) }
        }
        return result
    }

    /// Java: Double.compare.
    static func order(_ left: Double, _ right: Double) -> Int {
        if left < right { return -1 }
        if left > right { return 1 }
        if left == right, left != 0 { return 0 }
        // Zeros and NaNs: the sign of a zero counts, and NaN is above all.
        func rank(_ value: Double) -> Int { value.isNaN ? 1 : value.sign == .minus ? -1 : 0 }
        return rank(left) - rank(right)
    }
}

/// Compares decimals, and integers with them, by value.
final class DecimalComparison: Kernel {
    private let comparison: Comparison
    private let left: Kernel
    private let right: Kernel
    private let leftScale: Int
    private let rightScale: Int
    private let isDirect: Bool
    private let result = Column(.boolean, capacity: 1)

    init(_ comparison: Comparison, _ left: DecimalArithmetic.Operand, _ right: DecimalArithmetic.Operand) {
        self.comparison = comparison
        self.left = left.kernel
        self.right = right.kernel
        leftScale = left.scale
        rightScale = right.scale
        let digits = max(left.scale, right.scale)
        isDirect = left.precision - left.scale + digits <= 38 && right.precision - right.scale + digits <= 38
        super.init(.boolean, over: [left.kernel, right.kernel], cost: isDirect ? 3 : 20)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        prepare(result, frame)
        mergeNulls(result, first, second)
        let target = result.booleans
        let (comparison, leftScale, rightScale) = (comparison, leftScale, rightScale)
        if isDirect {
            let digits = max(leftScale, rightScale)
            let one = DecimalDigits.widePower(digits - leftScale)
            let other = DecimalDigits.widePower(digits - rightScale)
            for row in 0..<frame.count {
                let (first, second) = (first.decimal(row) &* one, second.decimal(row) &* other)
                target[row] = KernelLoops.byte(comparison.holds(first == second ? 0 : first < second ? -1 : 1))
            }
            return result
        }
        for row in 0..<frame.count {
            let order = WideDecimal.compare(first.decimal(row), leftScale, second.decimal(row), rightScale)
            target[row] = KernelLoops.byte(comparison.holds(order))
        }
        return result
    }
}

/// Compares texts and bytes, byte by byte.
final class StringComparison: Kernel {
    private let comparison: Comparison
    private let left: Kernel
    private let right: Kernel
    private let result = Column(.boolean, capacity: 1)

    init(_ comparison: Comparison, _ left: Kernel, _ right: Kernel) {
        self.comparison = comparison
        self.left = left
        self.right = right
        super.init(.boolean, over: [left, right], cost: 2)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        prepare(result, frame)
        mergeNulls(result, first, second)
        let (one, other) = (Input(first.strings, of: left), Input(second.strings, of: right))
        let (target, count) = (result.booleans, frame.count)
        switch comparison {
        case .equal where other.isConstant && other.base[0].isInline:
            equalsInline(first, other.base[0], target, count, isEqual: 1)
        case .notEqual where other.isConstant && other.base[0].isInline:
            equalsInline(first, other.base[0], target, count, isEqual: 0)
        case .equal: KernelLoops.zip(one, other, target, count) { KernelLoops.byte($0 == $1) }
        case .notEqual: KernelLoops.zip(one, other, target, count) { KernelLoops.byte(!($0 == $1)) }
        default:
            let comparison = comparison
            KernelLoops.zip(one, other, target, count) {
                KernelLoops.byte(comparison.holds(StringRef.compare($0, $1)))
            }
        }
        return result
    }

    /// A short text is two words, and two texts of the same length are equal if both words are.
    private func equalsInline(
        _ column: Column,
        _ constant: StringRef,
        _ target: UnsafeMutablePointer<UInt8>,
        _ count: Int,
        isEqual: UInt8
    ) {
        let words = column.words
        let (head, tail) = (constant.head, constant.tail)
        for row in 0..<count {
            let difference = (words[2 * row] ^ head) | (words[2 * row + 1] ^ tail)
            target[row] = KernelLoops.byte(difference == 0) ^ isEqual ^ 1
        }
    }
}

/// Compares BOOLEANs, FALSE before TRUE.
final class BooleanComparison: Kernel {
    private let comparison: Comparison
    private let left: Kernel
    private let right: Kernel
    private let result = Column(.boolean, capacity: 1)

    init(_ comparison: Comparison, _ left: Kernel, _ right: Kernel) {
        self.comparison = comparison
        self.left = left
        self.right = right
        super.init(.boolean, over: [left, right], cost: 1)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        prepare(result, frame)
        mergeNulls(result, first, second)
        let (one, other) = (Input(first.booleans, of: left), Input(second.booleans, of: right))
        let comparison = comparison
        KernelLoops.zip(one, other, result.booleans, frame.count) {
            KernelLoops.byte(comparison.holds(Int($0) - Int($1)))
        }
        return result
    }
}

/// Compares nested values; they are equal or not.
final class BoxedComparison: Kernel {
    private let isEqual: Bool
    private let left: Kernel
    private let right: Kernel
    private let result = Column(.boolean, capacity: 1)

    init(isEqual: Bool, _ left: Kernel, _ right: Kernel) {
        self.isEqual = isEqual
        self.left = left
        self.right = right
        super.init(.boolean, over: [left, right], cost: 100)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        prepare(result, frame)
        mergeNulls(result, first, second)
        for row in 0..<frame.count {
            result.booleans[row] = KernelLoops.byte((first.boxed[row] == second.boxed[row]) == isEqual)
        }
        return result
    }
}
