import StreamSQL

/// How the aggregates of a window lie in memory: words of 8 bytes, side by side for each group, all zero for a group without
/// rows. Aggregates share what they have in common: SUM(x) and AVG(x) one sum, AVG(x) and COUNT(x) one count.
struct AggregateSlots {
    /// What a slot holds.
    enum Kind: Hashable {
        /// One word: rows.
        case count
        /// One word: a sum that wraps (Java: long).
        case integerSum
        /// Two words: an exact sum of unscaled decimals.
        case decimalSum
        /// One word: a sum of doubles.
        case doubleSum
        /// Three words: how many values, their mean, the sum of their squared distances from it. Flink: WelfordM2AggFunction.
        case moments
        /// A value and a word that is 1 once there is one.
        case minimum, maximum, first, last
    }

    /// A part of a group's words.
    struct Slot: Hashable {
        let kind: Kind
        /// The argument's column; -1 for none.
        let column: Int
        let type: PhysicalType
        /// The digits behind the point of a decimal argument.
        let scale: Int
        /// The BOOLEAN column that says which rows count; -1 for all.
        let filter: Int
        /// Whether equal values count once: the number of the set that knows them; -1 for all values.
        let distinct: Int
        var offset = 0

        static func == (left: Slot, right: Slot) -> Bool {
            left.kind == right.kind && left.column == right.column && left.filter == right.filter
                && left.distinct == right.distinct
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(kind)
            hasher.combine(column)
            hasher.combine(filter)
            hasher.combine(distinct)
        }

        /// Words of its value, without the word that says whether there is one.
        var valueWords: Int {
            switch kind {
            case .count, .integerSum, .doubleSum: 1
            case .decimalSum: 2
            case .moments: 3
            case .minimum, .maximum, .first, .last: type.stride == 16 ? 2 : 1
            }
        }

        var hasFlag: Bool {
            switch kind {
            case .minimum, .maximum, .first, .last: true
            default: false
            }
        }
    }

    /// Values of which each counts once for a group.
    struct Distinct: Hashable {
        let column: Int
        let type: PhysicalType
        let filter: Int
    }

    /// How an aggregate's result comes from slots.
    struct Result {
        let function: AggregateFunction
        /// The slot of the value, -1 for COUNT.
        let value: Int
        /// The slot that counts the rows with a value.
        let count: Int
        let argument: DataType?
        let type: DataType
    }

    private(set) var slots: [Slot] = []
    private(set) var distincts: [Distinct] = []
    private(set) var results: [Result] = []
    /// Words of a group.
    private(set) var stride = 0

    /// The layout of these aggregates.
    ///
    /// - Throws: `UnsupportedAggregate` for a function that windows cannot compute.
    init(_ calls: [AggregateCall]) throws(UnsupportedAggregate) {
        for call in calls { results.append(try add(call)) }
        stride = max(1, stride)
    }

    private mutating func add(_ call: AggregateCall) throws(UnsupportedAggregate) -> Result {
        let argument = call.argumentTypes.first
        let type = argument.map { PhysicalType($0.logical) }
        let column = call.arguments.first ?? -1
        let filter = call.filter ?? -1
        // MIN and MAX are the same over each value once.
        let isDistinct = call.isDistinct && call.function != .minimum && call.function != .maximum
        let distinct = isDistinct ? set(Distinct(column: column, type: type ?? .int64, filter: filter)) : -1
        func slot(_ kind: Kind) -> Int {
            let countsAll = kind == .count && (column < 0 || argument?.isNullable == false)
            return self.slot(
                Slot(
                    kind: kind,
                    column: countsAll && distinct < 0 ? -1 : column,
                    type: type ?? .int64,
                    scale: Self.scale(argument),
                    filter: filter,
                    distinct: distinct
                )
            )
        }
        func result(_ value: Int, count: Int = -1) -> Result {
            Result(
                function: call.function,
                value: value,
                count: count,
                argument: argument,
                type: call.type
            )
        }
        switch (call.function, type) {
        case (.count, _): return result(-1, count: slot(.count))
        case (.sum, .int64?), (.sumOrZero, .int64?), (.average, .int64?):
            return result(slot(.integerSum), count: slot(.count))
        case (.sum, .decimal64?), (.sumOrZero, .decimal64?), (.average, .decimal64?), (.sum, .decimal128?),
            (.sumOrZero, .decimal128?), (.average, .decimal128?):
            return result(slot(.decimalSum), count: slot(.count))
        case (.sum, .double?), (.sumOrZero, .double?), (.average, .double?):
            return result(slot(.doubleSum), count: slot(.count))
        case (.minimum, let type?) where type != .boxed: return result(slot(.minimum))
        case (.maximum, let type?) where type != .boxed: return result(slot(.maximum))
        case (.firstValue, let type?) where type != .boxed: return result(slot(.first))
        case (.lastValue, let type?) where type != .boxed: return result(slot(.last))
        case (.standardDeviationPopulation, let type?), (.standardDeviationSample, let type?),
            (.variancePopulation, let type?), (.varianceSample, let type?):
            guard argument?.logical.isNumeric == true, type != .boxed else {
                throw UnsupportedAggregate(function: call.function, argument: argument)
            }
            return result(slot(.moments))
        default:
            throw UnsupportedAggregate(function: call.function, argument: argument)
        }
    }

    private static func scale(_ argument: DataType?) -> Int {
        if case .decimal(_, let scale)? = argument?.logical { scale } else { 0 }
    }

    private mutating func set(_ distinct: Distinct) -> Int {
        if let index = distincts.firstIndex(of: distinct) { return index }
        distincts.append(distinct)
        return distincts.count - 1
    }

    private mutating func slot(_ slot: Slot) -> Int {
        if let index = slots.firstIndex(of: slot) { return index }
        var slot = slot
        slot.offset = stride
        stride += slot.valueWords + (slot.hasFlag ? 1 : 0)
        slots.append(slot)
        return slots.count - 1
    }
}

/// An aggregate function that an operator cannot compute over this type.
package struct UnsupportedAggregate: Error, Hashable, Sendable {
    /// The function.
    package let function: AggregateFunction
    /// What it is asked over.
    package let argument: DataType?
}

extension PhysicalType {
    /// How values of a SQL type lie in memory.
    package init(_ type: LogicalType) {
        switch type {
        case .boolean: self = .boolean
        case .tinyint, .smallint, .integer, .bigint, .date, .time, .timestamp, .timestampLTZ, .intervalMonths,
            .intervalMilliseconds:
            self = .int64
        case .float, .double: self = .double
        case .decimal(let precision, _): self = precision <= 18 ? .decimal64 : .decimal128
        case .char, .varchar, .binary, .varbinary: self = .string
        case .array, .map, .row: self = .boxed
        case .null: self = .boolean
        }
    }
}
