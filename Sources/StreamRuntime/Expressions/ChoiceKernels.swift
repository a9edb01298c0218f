extension Column {
    /// Sets the rows at some places to the rows of a dense column of the same type.
    func scatter(_ source: Column, to places: UnsafePointer<UInt32>, count: Int) {
        precondition(source.type == type, "a column of another type")
        switch type {
        case .boolean: Self.scatter(source.booleans, booleans, places, count)
        case .int64, .double, .decimal64: Self.scatter(source.words, words, places, count)
        case .decimal128: Self.scatter(source.decimal128s, decimal128s, places, count)
        case .string:
            Self.scatter(source.strings, strings, places, count)
            retainArenas(of: source)
        case .boxed: for index in 0..<count { boxed[Int(places[index])] = source.boxed[index] }
        }
        if let nulls = source.nulls {
            Self.scatter(nulls, writableNulls(), places, count)
        } else if let nulls {
            for index in 0..<count { nulls[Int(places[index])] = 0 }
        }
    }

    @inline(__always)
    private static func scatter<Element: BitwiseCopyable>(
        _ source: UnsafeMutablePointer<Element>,
        _ target: UnsafeMutablePointer<Element>,
        _ places: UnsafePointer<UInt32>,
        _ count: Int
    ) {
        for index in 0..<count { target[Int(places[index])] = source[index] }
    }

    /// Sets the rows whose byte in a mask is not 0 to those of another column of the same type.
    func blend(_ source: Column, where mask: UnsafePointer<UInt8>, count: Int) {
        switch type {
        case .boolean: Self.blend(source.booleans, booleans, mask, count)
        case .int64, .double, .decimal64: Self.blend(source.words, words, mask, count)
        case .decimal128: Self.blend(source.decimal128s, decimal128s, mask, count)
        case .string:
            Self.blend(source.strings, strings, mask, count)
            retainArenas(of: source)
        case .boxed: for row in 0..<count where mask[row] != 0 { boxed[row] = source.boxed[row] }
        }
        if let nulls = source.nulls {
            Self.blend(nulls, writableNulls(), mask, count)
        } else if let nulls {
            for row in 0..<count where mask[row] != 0 { nulls[row] = 0 }
        }
    }

    @inline(__always)
    private static func blend<Element: BitwiseCopyable>(
        _ source: UnsafeMutablePointer<Element>,
        _ target: UnsafeMutablePointer<Element>,
        _ mask: UnsafePointer<UInt8>,
        _ count: Int
    ) {
        for row in 0..<count { target[row] = mask[row] != 0 ? source[row] : target[row] }
    }

    /// Makes this column a copy of another one's first rows; long strings are shared.
    func copy(_ source: Column, count: Int) {
        reset()
        append(source, rows: 0..<count)
    }
}

/// CASE, IF: the result of the first condition that is true. Conditions and results are computed only for the rows that need
/// them, except where computing them for all rows is cheap.
final class Case: Kernel {
    private let branches: [(condition: Kernel, result: Kernel)]
    private let otherwise: Kernel
    private let result: Column
    private let isBlend: Bool
    private let chosen = Subset()
    private let rest = Subset()
    private let mask = Column(.boolean, capacity: 1)
    private let open = Column(.boolean, capacity: 1)

    init(_ branches: [(condition: Kernel, result: Kernel)], otherwise: Kernel) {
        self.branches = branches
        self.otherwise = otherwise
        result = Column(otherwise.type, capacity: 1)
        let operands = branches.flatMap { [$0.condition, $0.result] } + [otherwise]
        isBlend = Self.canBlend(operands)
        super.init(otherwise.type, over: operands, cost: operands.count)
    }

    /// Whether everything is computed for all rows.
    static func canBlend(_ operands: [Kernel]) -> Bool {
        operands.allSatisfy { $0.isEager && $0.type != .boxed }
            && operands.reduce(0) { $0 + $1.cost } <= Self.eagerCost
    }

    override func compute(_ frame: Frame) throws -> Column {
        if isBlend { return try computeBlended(frame) }
        prepare(result, frame)
        prepare(open, frame)
        open.booleans.update(repeating: 1, count: frame.count)
        for branch in branches {
            rest.choose(open.booleans, count: frame.count)
            if rest.count == 0 { return result }
            let restFrame = rest.count == frame.count ? frame : rest.frame(of: frame)
            choose(try branch.condition.evaluate(restFrame), frame.count)
            if chosen.count == 0 { continue }
            let values = try branch.result.evaluate(chosen.frame(of: frame))
            result.scatter(values, to: chosen.places.rows, count: chosen.count)
        }
        rest.choose(open.booleans, count: frame.count)
        if rest.count > 0 {
            result.scatter(try otherwise.evaluate(rest.frame(of: frame)), to: rest.places.rows, count: rest.count)
        }
        return result
    }

    /// Takes the rows for which the condition, of the rows that are left, is true.
    private func choose(_ condition: Column, _ count: Int) {
        mask.reset()
        mask.reserve(count)
        mask.count = count
        let (chosenBytes, openBytes) = (mask.booleans, open.booleans)
        chosenBytes.update(repeating: 0, count: count)
        let (values, nulls, places) = (condition.booleans, condition.nulls, rest.places.rows)
        for index in 0..<rest.count where values[index] != 0 && (nulls?[index] ?? 0) == 0 {
            let row = Int(places[index])
            chosenBytes[row] = 1
            openBytes[row] = 0
        }
        chosen.choose(chosenBytes, count: count)
    }

    private func computeBlended(_ frame: Frame) throws -> Column {
        result.reset()
        result.copy(try otherwise.evaluate(frame), count: frame.count)
        for branch in branches.reversed() {
            let condition = try branch.condition.evaluate(frame)
            let values = try branch.result.evaluate(frame)
            guard let nulls = condition.nulls else {
                result.blend(values, where: condition.booleans, count: frame.count)
                continue
            }
            prepare(mask, frame)
            let (bytes, source) = (mask.booleans, condition.booleans)
            for row in 0..<frame.count { bytes[row] = source[row] & (nulls[row] ^ 1) }
            result.blend(values, where: bytes, count: frame.count)
        }
        return result
    }
}

/// COALESCE, IFNULL: the first value that is not NULL, each computed only for the rows where those before it are NULL.
final class Coalesce: Kernel {
    private let operands: [Kernel]
    private let result: Column
    private let subset = Subset()

    init(_ operands: [Kernel]) {
        self.operands = operands
        result = Column(operands[0].type, capacity: 1)
        super.init(operands[0].type, over: operands, cost: 2)
    }

    override func compute(_ frame: Frame) throws -> Column {
        // why: the operands' arenas are to be let go before the operands fill them anew.
        result.reset()
        let first = try operands[0].evaluate(frame)
        guard first.nulls != nil else { return first }
        result.copy(first, count: frame.count)
        for operand in operands.dropFirst() {
            guard let nulls = result.nulls else { return result }
            subset.choose(nulls, count: frame.count)
            if subset.count == 0 { return result }
            let values = try operand.evaluate(subset.frame(of: frame))
            result.scatter(values, to: subset.places.rows, count: subset.count)
        }
        return result
    }
}

/// NULLIF: NULL where an equality is true.
final class NullIf: Kernel {
    private let value: Kernel
    private let equality: Kernel
    private let result: Column

    init(_ value: Kernel, equality: Kernel) {
        self.value = value
        self.equality = equality
        result = Column(value.type, capacity: 1)
        super.init(value.type, over: [value, equality], cost: 2)
    }

    override func compute(_ frame: Frame) throws -> Column {
        result.reset()
        let values = try value.evaluate(frame)
        let equal = try equality.evaluate(frame)
        result.copy(values, count: frame.count)
        for row in 0..<frame.count where equal.booleans[row] != 0 && !equal.isNull(row) { result.setNull(row) }
        return result
    }
}

/// GREATEST or LEAST of two: one of them, as a comparison says; NULL if one is.
final class Extreme: Kernel {
    private let left: Kernel
    private let right: Kernel
    /// Whether the right one is to be taken.
    private let prefersRight: Kernel
    private let result: Column

    init(_ left: Kernel, _ right: Kernel, prefersRight: Kernel) {
        self.left = left
        self.right = right
        self.prefersRight = prefersRight
        result = Column(left.type, capacity: 1)
        super.init(left.type, over: [left, right, prefersRight], cost: 2)
    }

    override func compute(_ frame: Frame) throws -> Column {
        result.reset()
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        let choice = try prefersRight.evaluate(frame)
        result.copy(first, count: frame.count)
        result.blend(second, where: choice.booleans, count: frame.count)
        mergeNulls(result, first, second)
        return result
    }
}

/// IN of constants: whether a value is one of them; NULL if it is not and one of them is NULL.
final class Membership: Kernel {
    private let value: Kernel
    private let equalities: [Kernel]
    private let hasNull: Bool
    private let result = Column(.boolean, capacity: 1)

    /// The value, its equality with each member that is not NULL, and whether one is.
    init(_ value: Kernel, equalities: [Kernel], hasNull: Bool) {
        self.value = value
        self.equalities = equalities
        self.hasNull = hasNull
        super.init(.boolean, over: equalities, cost: equalities.count)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let values = try value.evaluate(frame)
        prepare(result, frame)
        let (target, count) = (result.booleans, frame.count)
        target.update(repeating: 0, count: count)
        for equality in equalities {
            let matches = try equality.evaluate(frame).booleans
            for row in 0..<count { target[row] |= matches[row] }
        }
        mergeNulls(result, values)
        if hasNull {
            let nulls = result.writableNulls()
            for row in 0..<count { nulls[row] |= target[row] ^ 1 }
        }
        return result
    }
}
