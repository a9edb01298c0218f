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
        /// A sum of doubles, which for SUM of FLOAT has single precision: a `Partial` of one word.
        case doubleSum, floatSum
        /// How many values, their mean, the sum of their squared distances from it: a `Partial` of three words. Flink:
        /// WelfordM2AggFunction.
        case moments
        /// A value and a word that is 1 once there is one.
        case minimum, maximum, first, last
        /// Four words: the address of bytes in an arena (0 for none), how many there are, the room for them, the length of the
        /// first separator. The bytes are texts, each behind its separator.
        case text
        /// The same with values as `ValueBytes` writes them.
        case list
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
        /// The column of what stands between texts; -1 for a comma.
        var separator = -1
        var offset = 0

        static func == (left: Slot, right: Slot) -> Bool {
            left.kind == right.kind && left.column == right.column && left.filter == right.filter
                && left.distinct == right.distinct && left.separator == right.separator
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
            case .count, .integerSum: 1
            case .decimalSum: 2
            case .doubleSum, .floatSum: Partial.words(1)
            case .moments: Partial.words(3)
            case .text, .list: 4
            case .minimum, .maximum, .first, .last: type.stride == 16 ? 2 : 1
            }
        }

        /// Whether its value is one word, and ordered as a whole number.
        var isWord: Bool { type == .int64 || type == .decimal64 }

        /// Whether it comes to the same in whatever order values are added: sums of decimals that fit into a word do not
        /// overflow on the way.
        var dependsOnNoOrder: Bool {
            switch kind {
            case .count, .integerSum: true
            case .decimalSum: type == .decimal64
            default: false
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
        /// Where in a group's words its marks are (`DistinctValues`); -1 for none.
        var marks = -1
    }

    /// Floating point values are added up as Flink's two phases do it, as the order of additions shows in the last digits: what
    /// came since the watermark last passed a slice's end is a part of its own. Words: the value of the finished parts, that of
    /// the current part, and which part that is.
    enum Partial {
        /// Words of a value of so many words.
        static func words(_ count: Int) -> Int { 2 * count + 1 }
    }

    /// Where parts end: where the watermark passes the end of a slice, once there are rows in one that ended. Flink:
    /// LocalSlicingWindowAggOperator and RecordsWindowBuffer.
    final class PartialEnds {
        private let math: WindowMath
        private var firstEnd = Int64.max

        init(_ math: WindowMath) { self.math = math }

        /// There are rows in a slice with this end.
        func add(sliceEnd: Int64) { firstEnd = min(firstEnd, sliceEnd) }

        /// The part of a row, never 0, by the watermark before it.
        func part(_ watermark: Int64) -> UInt64 {
            let boundary = math.boundary(of: watermark)
            return boundary < firstEnd ? 1 : UInt64(bitPattern: boundary) | 1
        }
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
    /// What divides the stream into parts; nil for one part.
    let partials: PartialEnds?

    /// Whether the words of a group without rows may become those of another group as they are: nothing in them grows in
    /// place, and no set knows them.
    var areCopied: Bool { distincts.isEmpty && !slots.contains { $0.kind == .text || $0.kind == .list } }

    /// The layout of these aggregates.
    ///
    /// - Throws: `UnsupportedAggregate` for a function that windows cannot compute.
    init(_ calls: [AggregateCall], partialsBy math: WindowMath? = nil) throws(UnsupportedAggregate) {
        partials = math.map { PartialEnds($0) }
        for call in calls { results.append(try add(call)) }
        for index in distincts.indices where slots.allSatisfy({ $0.distinct != index || $0.dependsOnNoOrder }) {
            distincts[index].marks = stride
            stride += 1
        }
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
            Result(function: call.function, value: value, count: count, argument: argument, type: call.type)
        }
        switch (call.function, type) {
        case (.count, _): return result(-1, count: slot(.count))
        case (.sum, .int64?), (.sumOrZero, .int64?), (.average, .int64?):
            return result(slot(.integerSum), count: slot(.count))
        case (.sum, .decimal64?), (.sumOrZero, .decimal64?), (.average, .decimal64?), (.sum, .decimal128?),
            (.sumOrZero, .decimal128?), (.average, .decimal128?):
            return result(slot(.decimalSum), count: slot(.count))
        case (.sum, .double?), (.sumOrZero, .double?), (.average, .double?):
            let isSingle = argument?.logical == .float && call.function != .average
            return result(slot(isSingle ? .floatSum : .doubleSum), count: slot(.count))
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
        case (.concatenation, .string?):
            let separator = call.arguments.count > 1 ? call.arguments[1] : -1
            // why: a set of distinct values keeps no separators.
            guard distinct < 0 || separator < 0 else {
                throw UnsupportedAggregate(function: call.function, argument: argument)
            }
            let texts = Slot(
                kind: .text,
                column: column,
                type: .string,
                scale: 0,
                filter: filter,
                distinct: distinct,
                separator: separator
            )
            return result(self.slot(texts))
        case (.arrayAggregate, let type?) where distinct < 0 || type != .boxed: return result(slot(.list))
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
        case .timestamp where type.hasNanoseconds, .timestampLTZ where type.hasNanoseconds: self = .decimal128
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
