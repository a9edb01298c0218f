/// A condition or an aggregate's argument, compiled to instructions over registers: it is evaluated for one row at a time, and
/// what can be computed for the row alone was computed before, for a whole batch.
final class MatchProgram {
    /// What a program sees of a match.
    struct View {
        /// The rows of the key by their numbers modulo the ring's size, `entryWords` words each (see `MatchKey`).
        var ring: UnsafeMutablePointer<UInt64>
        var ringMask: Int
        let entryWords: Int
        /// The number of the match's first row.
        var start: Int
        /// By a variable how many of the match's rows belong to the variables before it; behind the last one all rows.
        var counts: UnsafePointer<UInt32>
        /// The words of the partial match's aggregates.
        var accumulators: UnsafePointer<UInt64>
        /// The row that is tested.
        var current: UnsafeMutableRawPointer

        /// A row of the match, from 0, with nothing but its hot fields.
        @inline(__always)
        func hot(_ row: Int) -> UnsafeMutableRawPointer {
            MatchKey.hot(ring + ((start &+ row) & ringMask) &* entryWords)
        }

        /// A row of the match, from 0.
        @inline(__always)
        func stored(_ row: Int) -> UnsafeMutableRawPointer {
            MatchKey.stored(ring + ((start &+ row) & ringMask) &* entryWords)
        }

        /// The number in the match of the row at a place, -1 for the row that is tested; nil if there is none.
        @inline(__always)
        func number(_ place: MatchInstruction.Place) -> Int? {
            let low = Int(counts[Int(place.low)])
            let before = Int(counts[Int(place.high)]) &- low
            let count = before &+ (place.includesCurrent ? 1 : 0)
            let offset = Int(place.offset)
            guard offset < count else { return nil }
            let index = place.isFromFirst ? offset : count &- 1 &- offset
            return index == before ? -1 : low &+ index
        }
    }

    let instructions: UnsafeMutablePointer<MatchInstruction>
    let instructionCount: Int
    /// Two words for each register.
    let registers: UnsafeMutablePointer<UInt64>
    /// One byte for each register: 1 for NULL.
    let nulls: UnsafeMutablePointer<UInt8>
    let constants: UnsafeMutablePointer<UInt64>
    /// The register of the result.
    let result: Int
    let aggregates: [MatchAggregate]
    let externals: [MatchExternal]
    /// What the constants point into.
    private let arena: StringArena

    init(
        _ code: [MatchInstruction],
        registers count: Int,
        constants words: [UInt64],
        result: Int,
        aggregates: [MatchAggregate],
        externals: [MatchExternal],
        arena: StringArena
    ) {
        instructions = Self.copy(code)
        instructionCount = code.count
        registers = .allocate(capacity: max(2 * count, 2))
        registers.initialize(repeating: 0, count: max(2 * count, 2))
        nulls = .allocate(capacity: max(count, 1))
        nulls.initialize(repeating: 0, count: max(count, 1))
        constants = Self.copy(words)
        self.result = result
        self.aggregates = aggregates
        self.externals = externals
        self.arena = arena
    }

    private static func copy<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
        let copy = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
        _ = UnsafeMutableBufferPointer(start: copy, count: elements.count).initialize(from: elements)
        return copy
    }

    /// Whether it never fails: then it may be left out where its result does not matter.
    var isTotal: Bool {
        externals.isEmpty
            && aggregates.allSatisfy { aggregate in
                if case .program = aggregate.argument { return false }
                return true
            }
            && (0..<instructionCount).allSatisfy { index in
                let operation = instructions[index].operation
                return operation != .divideIntegers && operation != .remainderIntegers
            }
    }

    deinit {
        instructions.deallocate()
        registers.deallocate()
        nulls.deallocate()
        constants.deallocate()
    }

    /// Whether the result is TRUE.
    @inline(__always)
    func isTrue(_ view: View) throws -> Bool {
        try run(view)
        return nulls[result] == 0 && registers[2 * result] != 0
    }

    @inline(__always)
    private func load(_ step: UnsafeMutablePointer<MatchInstruction>, _ row: UnsafeMutableRawPointer) {
        let target = Int(step.pointee.target)
        let offset = Int(step.pointee.offset)
        let flag = Int(step.pointee.nullFlag)
        registers[2 * target] = row.load(fromByteOffset: offset, as: UInt64.self)
        if step.pointee.isWide { registers[2 * target + 1] = row.load(fromByteOffset: offset &+ 8, as: UInt64.self) }
        nulls[target] = flag >= 0 && MatchLayout.isSet(row, flag) ? 1 : 0
    }

    /// 0, 1 or 2 if the first integer is less than, equal to or greater than the second.
    @inline(__always)
    private static func order(_ left: UInt64, _ right: UInt64) -> Int64 {
        let (left, right) = (Int64(bitPattern: left), Int64(bitPattern: right))
        return (left >= right ? 1 : 0) &+ (left > right ? 1 : 0)
    }

    @inline(__always)
    private func compareCurrent(_ step: UnsafeMutablePointer<MatchInstruction>, _ row: UnsafeMutableRawPointer) {
        let (target, right) = (Int(step.pointee.target), Int(step.pointee.right))
        let flag = Int(step.pointee.nullFlag)
        let value = row.load(fromByteOffset: Int(step.pointee.offset), as: UInt64.self)
        let order = Self.order(value, registers[2 * right])
        registers[2 * target] = UInt64(truncatingIfNeeded: step.pointee.number >> order & 1)
        nulls[target] = flag >= 0 && MatchLayout.isSet(row, flag) ? 1 : nulls[right]
    }

    /// Evaluates the program.
    ///
    /// - Throws: what an expression throws, for instance for a division by zero.
    func run(_ view: View) throws {
        let end = instructions + instructionCount
        var step = instructions
        while step < end {
            let target = Int(step.pointee.target)
            let left = Int(step.pointee.left)
            let number = Int(truncatingIfNeeded: step.pointee.number)
            switch step.pointee.operation {
            case .current: load(step, view.current)
            case .row:
                if let row = view.number(step.pointee.place) {
                    load(step, row < 0 ? view.current : view.hot(row))
                } else {
                    nulls[target] = 1
                }
            case .compareCurrent: compareCurrent(step, view.current)
            case .compareIntegers:
                let right = Int(step.pointee.right)
                let order = Self.order(registers[2 * left], registers[2 * right])
                registers[2 * target] = UInt64(truncatingIfNeeded: number >> order & 1)
                nulls[target] = nulls[left] | nulls[right]
            case .jump:
                step = instructions + number
                continue
            case .jumpIfNotNull:
                if nulls[left] == 0 {
                    step = instructions + number
                    continue
                }
            case .jumpIfFalse:
                if nulls[left] == 0, registers[2 * left] == 0 {
                    step = instructions + number
                    continue
                }
            case .jumpIfTrue:
                if nulls[left] == 0, registers[2 * left] != 0 {
                    step = instructions + number
                    continue
                }
            case .jumpUnlessTrue:
                if nulls[left] != 0 || registers[2 * left] == 0 {
                    step = instructions + number
                    continue
                }
            case .move:
                registers[2 * target] = registers[2 * left]
                registers[2 * target + 1] = registers[2 * left + 1]
                nulls[target] = nulls[left]
            case .constant:
                registers[2 * target] = constants[2 * number]
                registers[2 * target + 1] = constants[2 * number + 1]
                nulls[target] = 0
            case .null: nulls[target] = 1
            case .time:
                registers[2 * target] = UInt64(bitPattern: MatchLayout.time(view.current))
                nulls[target] = 0
            case .aggregate: try aggregates[number].result(view, to: registers + 2 * target, nulls + target)
            case .external: try externals[number].evaluate(registers, nulls, to: target)
            case .and, .or, .not, .isNull, .isTrue, .isFalse: decide(step.pointee)
            default: try compute(step.pointee)
            }
            step += 1
        }
    }
}
