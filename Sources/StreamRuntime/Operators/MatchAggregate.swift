import StreamSQL

/// An aggregate over the rows of a variable, or of the whole match.
///
/// In a condition the rows so far are kept as four words in the partial match, and the row that is tested is added to a copy of
/// them; a measure adds all rows of its match.
final class MatchAggregate {
    /// Words of an aggregate in a partial match: a value of one or two words | how many values | 1 if there is a value.
    static let words = 4

    /// What the aggregate is over.
    enum Argument {
        /// Rows: COUNT(*).
        case rows
        /// A field of each row.
        case field(MatchLayout.Field)
        /// What a program computes of each row, which is its current one.
        case program(MatchProgram)
    }

    let function: AggregateFunction
    let argument: Argument
    /// The variables whose rows count.
    let place: MatchInstruction.Place
    /// Where its words lie among a partial match's aggregates; -1: all rows are added each time.
    let slot: Int
    private let argumentType: DataType?
    private let type: DataType
    private let physical: PhysicalType
    /// Whether the argument is among what keys keep copies of.
    private let isHot: Bool
    private let state: UnsafeMutablePointer<UInt64>
    private var text: [UInt8] = []
    private var arena = StringArena()

    /// An aggregate.
    ///
    /// - Throws: `MatchRefusal.aggregate`.
    init(
        _ function: AggregateFunction,
        _ argument: Argument,
        place: MatchInstruction.Place,
        slot: Int,
        argumentType: DataType?,
        type: DataType,
        isHot: Bool
    ) throws(MatchRefusal) {
        physical = argumentType.map { PhysicalType($0.logical) } ?? .boolean
        guard Self.isSupported(function, argumentType, physical) else { throw .aggregate(function, argumentType) }
        self.function = function
        self.argument = argument
        self.place = place
        self.slot = slot
        self.argumentType = argumentType
        self.type = type
        self.isHot = isHot
        state = .allocate(capacity: Self.words)
    }

    deinit { state.deallocate() }

    private static func isSupported(_ function: AggregateFunction, _ type: DataType?, _ physical: PhysicalType) -> Bool
    {
        switch function {
        case .count: true
        case .sum, .sumOrZero, .average: type?.logical.isNumeric ?? false
        case .minimum, .maximum: type != nil && physical != .boxed
        case .firstValue, .lastValue: type != nil && physical != .boxed
        case .concatenation: type?.logical.isCharacter ?? false
        // Flink (Calcite) has put the deviations together from sums and counts before.
        case .standardDeviationPopulation, .standardDeviationSample, .variancePopulation, .varianceSample, .singleValue,
            .arrayAggregate:
            false
        }
    }

    /// Whether its words can be kept in a partial match, which is copied and outlives what a program computes.
    static func isIncremental(_ function: AggregateFunction, _ argument: Argument) -> Bool {
        switch argument {
        case .rows, .program: false
        case .field: function != .concatenation
        }
    }

    /// The result for a match into two words; in a condition the row that is tested counts if it is of its variable.
    func result(
        _ view: MatchProgram.View,
        to words: UnsafeMutablePointer<UInt64>,
        _ isNull: UnsafeMutablePointer<UInt8>
    ) throws {
        let low = Int(view.counts[Int(place.low)])
        let high = Int(view.counts[Int(place.high)])
        if case .rows = argument {
            words[0] = UInt64(high - low + (place.includesCurrent ? 1 : 0))
            isNull.pointee = 0
            return
        }
        if slot >= 0 {
            state.update(from: view.accumulators + slot, count: Self.words)
        } else {
            state.update(repeating: 0, count: Self.words)
            text.removeAll(keepingCapacity: true)
            arena.reset()
            for index in low..<high {
                try add(isHot ? view.hot(index) : view.stored(index), to: state, view)
            }
        }
        if place.includesCurrent { try add(view.current, to: state, view) }
        isNull.pointee = finish(words) ? 0 : 1
    }

    /// Adds a row to the words of a partial match. Only for an aggregate with a slot.
    func add(_ row: UnsafeMutableRawPointer, to words: UnsafeMutablePointer<UInt64>) {
        guard case .field(let field) = argument, !MatchLayout.isNull(row, field) else { return }
        add(row.advanced(by: field.offset).assumingMemoryBound(to: UInt64.self), to: words)
    }

    private func add(
        _ row: UnsafeMutableRawPointer,
        to words: UnsafeMutablePointer<UInt64>,
        _ view: MatchProgram.View
    ) throws {
        guard case .program(let program) = argument else { return add(row, to: words) }
        var view = view
        view.current = row
        try program.run(view)
        guard program.nulls[program.result] == 0 else { return }
        let value = program.registers + 2 * program.result
        if physical == .string { MatchWords.store(arena.store(MatchWords.string(value)), value) }
        add(value, to: words)
    }

    private func add(_ value: UnsafeMutablePointer<UInt64>, to words: UnsafeMutablePointer<UInt64>) {
        words[2] += 1
        switch function {
        case .sum, .sumOrZero, .average: sum(value, words)
        case .minimum: if words[3] == 0 || order(value, words) < 0 { keep(value, words) }
        case .maximum: if words[3] == 0 || order(value, words) > 0 { keep(value, words) }
        case .firstValue: if words[3] == 0 { keep(value, words) }
        case .lastValue: keep(value, words)
        case .concatenation:
            if words[3] != 0 { text.append(UInt8(ascii: ",")) }
            words[3] = 1
            MatchWords.string(value).withBytes { text.append(contentsOf: $0) }
        default: break
        }
    }

    private func keep(_ value: UnsafeMutablePointer<UInt64>, _ words: UnsafeMutablePointer<UInt64>) {
        words[0] = value[0]
        if physical.stride == 16 { words[1] = value[1] }
        words[3] = 1
    }

    private func sum(_ value: UnsafeMutablePointer<UInt64>, _ words: UnsafeMutablePointer<UInt64>) {
        switch physical {
        case .int64: words[0] &+= value[0]
        case .double:
            let sum = Double(bitPattern: words[0]) + Double(bitPattern: value[0])
            words[0] = (argumentType?.logical == .float ? Double(Float(sum)) : sum).bitPattern
        default:
            let added = physical == .decimal64 ? Int128(Int64(bitPattern: value[0])) : MatchWords.wide(value)
            // Flink: a sum of over 38 digits is NULL, and NULL and a value sum up to the value.
            let sum = words[3] == 0 ? added : MatchWords.wide(words) + added
            let fits = sum.magnitude < MatchWords.powerOfTen(38).magnitude
            MatchWords.store(fits ? sum : 0, words)
            words[3] = fits ? 1 : 0
            return
        }
        words[3] = 1
    }

    private func order(_ left: UnsafeMutablePointer<UInt64>, _ right: UnsafeMutablePointer<UInt64>) -> Int {
        switch physical {
        case .boolean, .int64, .decimal64:
            let (left, right) = (Int64(bitPattern: left[0]), Int64(bitPattern: right[0]))
            return left < right ? -1 : left > right ? 1 : 0
        case .double: return AggregateSlots.order(Double(bitPattern: left[0]), Double(bitPattern: right[0]))
        case .decimal128:
            let (left, right) = (MatchWords.wide(left), MatchWords.wide(right))
            return left < right ? -1 : left > right ? 1 : 0
        case .string: return StringRef.compare(MatchWords.string(left), MatchWords.string(right))
        case .boxed: preconditionFailure("refused when the aggregate was made")
        }
    }

    /// Puts the result of `state` into two words; false if it is NULL.
    private func finish(_ words: UnsafeMutablePointer<UInt64>) -> Bool {
        switch function {
        case .count: words[0] = state[2]
        case .concatenation:
            guard state[3] != 0 else { return false }
            MatchWords.store(text.withUnsafeBufferPointer { arena.store($0) }, words)
        case .sum, .sumOrZero, .average: return finishSum(words)
        default:
            guard state[3] != 0 else { return false }
            (words[0], words[1]) = (state[0], state[1])
        }
        return true
    }

    private func finishSum(_ words: UnsafeMutablePointer<UInt64>) -> Bool {
        if state[3] == 0 {
            guard function == .sumOrZero, state[2] == 0 else { return false }
            (words[0], words[1]) = (0, 0)
            return true
        }
        let isAverage = function == .average
        let count = Int64(bitPattern: state[2])
        switch physical {
        case .int64:
            let bits = MatchCompiler.bits(argumentType?.logical ?? .bigint)
            let sum = MatchWords.narrow(Int64(bitPattern: state[0]), bits: bits)
            words[0] = UInt64(bitPattern: isAverage ? sum / count : sum)
        case .double:
            let sum = Double(bitPattern: state[0])
            let result = isAverage ? sum / Double(count) : sum
            words[0] = (type.logical == .float ? Double(Float(result)) : result).bitPattern
        default: return finishDecimal(isAverage ? count : nil, words)
        }
        return true
    }

    private func finishDecimal(_ count: Int64?, _ words: UnsafeMutablePointer<UInt64>) -> Bool {
        guard case .decimal(let precision, let scale) = type.logical,
            case .decimal(_, let argumentScale)? = argumentType?.logical
        else { preconditionFailure("a decimal aggregate over another type") }
        let sum = MatchWords.wide(state)
        let value = count.map { DecimalDivision(extraDigits: scale - argumentScale).quotient(sum, $0) } ?? sum
        guard let value, value.magnitude < MatchWords.powerOfTen(precision).magnitude else { return false }
        // A decimal of one word is sign-extended by the second one: readers of one word see the same.
        MatchWords.store(value, words)
        return true
    }
}
