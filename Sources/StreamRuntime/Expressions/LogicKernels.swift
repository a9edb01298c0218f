/// AND or OR of several conditions, in three-valued logic. A condition that can fail or is dear is computed only for the
/// rows that those before it have not decided.
final class Connective: Kernel {
    /// Whether it is AND, which a FALSE decides; a TRUE decides OR.
    let isAnd: Bool
    /// The conditions.
    let operands: [Kernel]
    private let result = Column(.boolean, capacity: 1)
    private let subset = Subset()
    private let open = Column(.boolean, capacity: 1)

    init(isAnd: Bool, _ operands: [Kernel]) {
        self.isAnd = isAnd
        self.operands = operands
        super.init(.boolean, over: operands, cost: operands.count)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let first = try operands[0].evaluate(frame)
        prepare(result, frame)
        KernelLoops.map(first.booleans, result.booleans, frame.count) { $0 }
        mergeNulls(result, first)
        clearNulls()
        for operand in operands.dropFirst() {
            if operand.isEager {
                combine(try operand.evaluate(frame), frame.count)
            } else {
                try combineOpen(operand, frame)
            }
        }
        return result
    }

    /// A NULL row has the value 0, which the loops below rely on.
    private func clearNulls() {
        guard let nulls = result.nulls else { return }
        let values = result.booleans
        for row in 0..<result.count { values[row] &= nulls[row] ^ 1 }
    }

    private func combine(_ other: Column, _ count: Int) {
        let values = result.booleans
        let others = other.booleans
        guard result.nulls != nil || other.nulls != nil else {
            if isAnd {
                for row in 0..<count { values[row] &= others[row] }
            } else {
                for row in 0..<count { values[row] |= others[row] }
            }
            return
        }
        let nulls = result.writableNulls()
        let otherNulls = other.nulls
        for row in 0..<count {
            let otherNull = otherNulls?[row] ?? 0
            (values[row], nulls[row]) = joined(values[row], nulls[row], others[row] & (otherNull ^ 1), otherNull)
        }
    }

    /// Two values and whether they are NULL, a NULL one being 0.
    @inline(__always)
    private func joined(_ value: UInt8, _ null: UInt8, _ other: UInt8, _ otherNull: UInt8) -> (UInt8, UInt8) {
        if isAnd {
            let isTrue = value & other
            let isFalse = ((value | null) ^ 1) | ((other | otherNull) ^ 1)
            return (isTrue, (isTrue | isFalse) ^ 1)
        }
        let isTrue = value | other
        let isFalse = ((value | null) ^ 1) & ((other | otherNull) ^ 1)
        return (isTrue, (isTrue | isFalse) ^ 1)
    }

    private func combineOpen(_ operand: Kernel, _ frame: Frame) throws {
        prepare(open, frame)
        let mask = open.booleans
        let values = result.booleans
        let nulls = result.nulls
        for row in 0..<frame.count {
            let null = nulls?[row] ?? 0
            mask[row] = isAnd ? values[row] | null : values[row] ^ 1
        }
        subset.choose(mask, count: frame.count)
        guard subset.count > 0 else { return }
        let other = try operand.evaluate(subset.frame(of: frame))
        let places = subset.places.rows
        let others = other.booleans
        let resultNulls = result.nulls != nil || other.nulls != nil ? result.writableNulls() : nil
        for index in 0..<subset.count {
            let row = Int(places[index])
            let otherNull = other.nulls?[index] ?? 0
            let (value, null) = joined(values[row], resultNulls?[row] ?? 0, others[index] & (otherNull ^ 1), otherNull)
            values[row] = value
            resultNulls?[row] = null
        }
    }
}

/// NOT, and the tests for NULL and truth.
final class BooleanTest: Kernel {
    enum Test {
        case not
        case isNull
        case isNotNull
        case isTrue
        case isNotTrue
        case isFalse
        case isNotFalse
    }

    private let test: Test
    private let operand: Kernel
    private let result = Column(.boolean, capacity: 1)

    init(_ test: Test, _ operand: Kernel) {
        self.test = test
        self.operand = operand
        super.init(.boolean, over: [operand], cost: 1)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let column = try operand.evaluate(frame)
        prepare(result, frame)
        let (target, count) = (result.booleans, frame.count)
        switch test {
        case .isNull, .isNotNull:
            let flip: UInt8 = test == .isNull ? 0 : 1
            guard let nulls = column.nulls else {
                target.update(repeating: flip, count: count)
                return result
            }
            KernelLoops.map(nulls, target, count) { $0 ^ flip }
        case .not:
            mergeNulls(result, column)
            KernelLoops.map(column.booleans, target, count) { $0 ^ 1 }
        case .isTrue, .isNotTrue, .isFalse, .isNotFalse:
            let wanted: UInt8 = test == .isTrue || test == .isNotTrue ? 0 : 1
            let flip: UInt8 = test == .isTrue || test == .isFalse ? 0 : 1
            KernelLoops.map(column.booleans, target, count) { $0 ^ wanted }
            if let nulls = column.nulls {
                for row in 0..<count { target[row] &= nulls[row] ^ 1 }
            }
            KernelLoops.map(target, target, count) { $0 ^ flip }
        }
        return result
    }
}

/// IS [NOT] DISTINCT FROM: equality for which NULL is a value like others.
final class Distinctness: Kernel {
    private let left: Kernel
    private let right: Kernel
    private let equality: Kernel
    private let isDistinct: Bool
    private let result = Column(.boolean, capacity: 1)

    init(isDistinct: Bool, _ left: Kernel, _ right: Kernel, equality: Kernel) {
        self.left = left
        self.right = right
        self.equality = equality
        self.isDistinct = isDistinct
        super.init(.boolean, over: [equality], cost: 2)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        let equal = try equality.evaluate(frame)
        prepare(result, frame)
        let flip: UInt8 = isDistinct ? 1 : 0
        let (target, values) = (result.booleans, equal.booleans)
        for row in 0..<frame.count {
            let (one, other) = (first.nulls?[row] ?? 0, second.nulls?[row] ?? 0)
            // Comparing may give NULL for values that are not, such as a text that is no time.
            let isEqual = (one & other) | (((one | other | (equal.nulls?[row] ?? 0)) ^ 1) & values[row])
            target[row] = isEqual ^ flip
        }
        return result
    }
}
