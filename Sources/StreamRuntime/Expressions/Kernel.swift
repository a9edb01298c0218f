/// A step of an evaluation: computes one column, with a value for each row of a frame, from the columns of other steps.
///
/// A kernel owns its result and fills it anew for each frame; kernels that only hand on give their operand's. The values of
/// NULL rows are some valid value.
class Kernel {
    /// What the result holds.
    let type: PhysicalType
    /// Whether rows can make it fail.
    let canFail: Bool
    /// What it costs about for a row in ns, with all it computes from.
    let cost: Int
    private var stamp: UInt64 = 0
    private var last: Column?

    /// The most that a kernel may cost to be computed for rows that do not need it, rather than for a choice of rows.
    static let eagerCost = 8

    init(_ type: PhysicalType, canFail: Bool = false, cost: Int) {
        self.type = type
        self.canFail = canFail
        self.cost = cost
    }

    /// A kernel over others, which can fail if they can and costs what they cost more.
    init(_ type: PhysicalType, over operands: [Kernel], canFail: Bool = false, cost: Int) {
        self.type = type
        self.canFail = canFail || operands.contains { $0.canFail }
        self.cost = operands.reduce(cost) { $0 + $1.cost }
    }

    /// Whether it can be computed for rows whose result nobody needs.
    var isEager: Bool { !canFail && cost <= Self.eagerCost }

    /// The values for a frame; computed once if asked for several times.
    final func evaluate(_ frame: Frame) throws -> Column {
        if stamp == frame.stamp, let last { return last }
        let column = try compute(frame)
        last = column
        stamp = frame.stamp
        return column
    }

    /// Computes the values for a frame.
    func compute(_ frame: Frame) throws -> Column { preconditionFailure("a kernel that computes nothing") }

    /// Empties a result and makes room for the rows of a frame.
    @inline(__always)
    final func prepare(_ column: Column, _ frame: Frame) {
        column.reset()
        column.reserve(frame.count)
        column.count = frame.count
    }

    /// Makes a row of a result NULL where an operand is.
    final func mergeNulls(_ result: Column, _ operands: Column...) {
        for operand in operands {
            guard let source = operand.nulls else { continue }
            let count = result.count
            if result.nulls == nil {
                result.writableNulls().update(from: source, count: count)
            } else {
                let target = result.writableNulls()
                for row in 0..<count { target[row] |= source[row] }
            }
        }
    }
}

/// A column of the input.
final class InputKernel: Kernel {
    private let index: Int
    private let result: Column

    init(_ index: Int, _ type: PhysicalType) {
        self.index = index
        result = Column(type, capacity: 1)
        super.init(type, cost: 0)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let column = frame.batch.columns[index]
        precondition(column.type == type, "a column of another type")
        guard let rows = frame.rows else { return column }
        result.reset()
        result.append(gathering: column, rows: rows, count: frame.count)
        return result
    }
}

/// The same value in all rows.
final class ConstantKernel: Kernel {
    /// The value.
    let value: Value
    private let result: Column
    private var filled = 0

    init(_ value: Value, _ type: PhysicalType) {
        self.value = value
        result = Column(type, capacity: 1)
        super.init(type, cost: 0)
        grow(to: 1)
    }

    private func grow(to count: Int) {
        result.count = filled
        while filled < count {
            result.append(value)
            filled += 1
        }
    }

    override func compute(_ frame: Frame) throws -> Column {
        if filled < frame.count { grow(to: frame.count) }
        result.count = frame.count
        return result
    }

    /// Whether it is NULL.
    var isNull: Bool { value == .null }

    /// The value of an `int64` constant, or of a decimal one unscaled.
    var integer: Int128 {
        switch value {
        case .int64(let value): Int128(value)
        case .decimal(let value): value
        default: preconditionFailure("a constant of another type")
        }
    }

    /// The value of a `string` constant, for as long as the kernel lives.
    var string: StringRef {
        guard filled > 0, type == .string else { preconditionFailure("a constant of another type") }
        return result.strings[0]
    }
}
