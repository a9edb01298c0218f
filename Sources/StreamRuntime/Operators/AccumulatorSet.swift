import StreamSQL

/// The aggregates of an operator over the groups that it numbers: their words lie side by side for each group. Shared by
/// the operators that update their results row by row.
final class AccumulatorSet {
    /// One aggregate and what decides which steps it takes.
    private struct Entry {
        let accumulator: any Accumulator
        /// The column whose NULLs are passed over.
        let argument: Int?
        let filter: Int?
        let distinct: AccumulatorDistinct?
        /// Whether rows that are taken back are passed over.
        let ignoresRetractions: Bool
    }

    /// Words of a group: those of the operator, then those of the aggregates.
    let stride: Int
    /// The types of the results.
    let types: [PhysicalType]
    private var entries: [Entry] = []
    private var storage = LargeAllocation(byteCount: 0)
    /// How many groups there is room for.
    private(set) var capacity = 0
    private var signs: [Int8] = []

    /// The aggregates of some calls.
    ///
    /// - Parameters:
    ///   - canRetract: Whether rows may be taken back.
    ///   - ignoringRetractions: The calls, by number, that pass over rows that are taken back.
    ///   - isOver: Whether it is an OVER aggregation, whose AVG and variances Flink reduces to sums in another way.
    ///   - prefix: Words at the start of each group that are the operator's, 0 at first.
    /// - Throws: `UnsupportedAggregate`.
    init(
        _ calls: [AggregateCall],
        canRetract: Bool,
        ignoringRetractions: Set<Int> = [],
        isOver: Bool = false,
        prefix: Int = 0
    ) throws(UnsupportedAggregate) {
        types = calls.map { PhysicalType($0.type.logical) }
        // Flink: with a variance among them all aggregates go through AggregateReduceFunctionsRule.
        let isReduced = isOver || calls.contains { Self.isVariance($0.function) }
        var next = prefix
        for (index, call) in calls.enumerated() {
            let ignoresRetractions = canRetract && ignoringRetractions.contains(index)
            let (accumulator, words) = try Self.accumulator(
                call,
                canRetract: canRetract && !ignoresRetractions,
                isReduced: isReduced,
                isOver: isOver,
                offset: next
            )
            next += words
            let distinct = try Self.distinct(call)
            entries.append(
                Entry(
                    accumulator: accumulator,
                    argument: Self.takesNull(call.function) ? nil : call.arguments.first,
                    filter: call.filter,
                    distinct: distinct,
                    ignoresRetractions: ignoresRetractions
                )
            )
        }
        stride = max(next, 1)
    }

    deinit {
        for group in 0..<capacity {
            let words = base + group * stride
            for entry in entries { entry.accumulator.release(words + entry.accumulator.offset, UInt32(group)) }
        }
        storage.deallocate()
    }

    private static func takesNull(_ function: AggregateFunction) -> Bool {
        function == .singleValue || function == .arrayAggregate
    }

    private static func isVariance(_ function: AggregateFunction) -> Bool {
        switch function {
        case .standardDeviationPopulation, .standardDeviationSample, .variancePopulation, .varianceSample: true
        default: false
        }
    }

    private static func distinct(_ call: AggregateCall) throws(UnsupportedAggregate) -> AccumulatorDistinct? {
        // MIN and MAX are the same over each value once.
        guard call.isDistinct, call.function != .minimum, call.function != .maximum else { return nil }
        let types = call.argumentTypes.map { PhysicalType($0.logical) }
        guard !types.isEmpty, !types.contains(.boxed) else {
            throw UnsupportedAggregate(function: call.function, argument: call.argumentTypes.first)
        }
        return AccumulatorDistinct(columns: call.arguments, types: types)
    }

    /// An aggregate and how many words it takes.
    private static func accumulator(
        _ call: AggregateCall,
        canRetract: Bool,
        isReduced: Bool,
        isOver: Bool,
        offset: Int
    ) throws(UnsupportedAggregate) -> (any Accumulator, Int) {
        if call.function == .count { return (AccumulatorCount(offset: offset), AccumulatorCount.wordCount) }
        guard let argument = call.argumentTypes.first?.logical else {
            throw UnsupportedAggregate(function: call.function, argument: nil)
        }
        let type = PhysicalType(argument)
        switch (call.function, type) {
        case (.sum, .int64), (.sumOrZero, .int64), (.average, .int64), (.sum, .double), (.sumOrZero, .double),
            (.average, .double):
            let sum = AccumulatorSum(call, argument: argument, isReduced: isReduced, offset: offset)
            return (sum, AccumulatorSum.wordCount)
        case (.sum, .decimal64), (.sumOrZero, .decimal64), (.average, .decimal64), (.sum, .decimal128),
            (.sumOrZero, .decimal128), (.average, .decimal128):
            guard case .decimal(_, let scale) = argument else { break }
            let sum = AccumulatorDecimalSum(call, argumentScale: scale, isReduced: isReduced, offset: offset)
            return (sum, AccumulatorDecimalSum.wordCount)
        case (let function, _) where isVariance(function):
            guard argument.isNumeric else { break }
            if isOver, let squares = AccumulatorSquares(call, argument: argument, offset: offset) {
                return (squares, AccumulatorSquares.wordCount)
            }
            let variance = AccumulatorVariance(call, argument: argument, offset: offset)
            return (variance, AccumulatorVariance.wordCount)
        case (.arrayAggregate, _): return (AccumulatorArray(call, offset: offset), AccumulatorArray.wordCount)
        case (_, .boxed): break
        case (.minimum, _), (.maximum, _):
            if canRetract {
                return (AccumulatorExtremes(call, type: type, offset: offset), AccumulatorExtremes.wordCount)
            }
            return (AccumulatorValue(call, type: type, offset: offset), AccumulatorValue.wordCount)
        case (.firstValue, _), (.lastValue, _):
            if canRetract { return (AccumulatorList(call, type: type, offset: offset), AccumulatorList.wordCount) }
            return (AccumulatorValue(call, type: type, offset: offset), AccumulatorValue.wordCount)
        case (.concatenation, .string):
            if canRetract { return (AccumulatorList(call, type: type, offset: offset), AccumulatorList.wordCount) }
            return (AccumulatorConcatenation(call, offset: offset), AccumulatorConcatenation.wordCount)
        case (.singleValue, _):
            return (AccumulatorSingle(call, type: type, offset: offset), AccumulatorSingle.wordCount)
        default: break
        }
        throw UnsupportedAggregate(function: call.function, argument: call.argumentTypes.first)
    }

    /// The words of the first group; they move when groups are added.
    var base: UnsafeMutablePointer<UInt64> { storage.start.assumingMemoryBound(to: UInt64.self) }

    /// Bytes in use, about.
    var byteCount: Int { capacity * stride * 8 }

    /// Makes room for groups with numbers below a limit.
    func reserve(_ limit: Int) {
        guard limit > capacity else { return }
        let larger = LargeAllocation(byteCount: max(limit, capacity * 2) * stride * 8)
        larger.start.copyMemory(from: storage.start, byteCount: capacity * stride * 8)
        storage.deallocate()
        storage = larger
        capacity = larger.byteCount / (stride * 8)
    }

    /// Takes steps and writes the results into columns whose rows are there already: one for each aggregate.
    ///
    /// - Throws: `AccumulatorFault`.
    func run(
        _ steps: AccumulatorSteps,
        _ batch: Batch,
        into columns: [Column],
        hasOld: Bool
    ) throws(AccumulatorFault) {
        let groups = AccumulatorGroups(base: base, stride: stride)
        if signs.count < steps.count { signs = Array(repeating: 0, count: steps.count) }
        for (entry, column) in zip(entries, columns) {
            let results = AccumulatorResults(column: column, hasOld: hasOld)
            var fault: AccumulatorFault?
            signs.withUnsafeMutableBufferPointer { signs in
                let own = choose(steps, batch, entry, signs.baseAddress.unsafelyUnwrapped)
                do throws(AccumulatorFault) {
                    try entry.accumulator.run(own, groups, batch, results)
                } catch {
                    fault = error
                }
            }
            if let fault { throw fault }
        }
    }

    /// The steps as one aggregate takes them: without rows that its filter, NULL or DISTINCT leaves out.
    private func choose(
        _ steps: AccumulatorSteps,
        _ batch: Batch,
        _ entry: Entry,
        _ signs: UnsafeMutablePointer<Int8>
    ) -> AccumulatorSteps {
        let nulls = entry.argument.flatMap { batch.columns[$0].nulls }
        guard nulls != nil || entry.filter != nil || entry.distinct != nil || entry.ignoresRetractions else {
            return steps
        }
        signs.update(from: steps.signs, count: steps.count)
        if entry.ignoresRetractions {
            for step in 0..<steps.count { signs[step] = max(0, signs[step]) }
        }
        if let nulls {
            for step in 0..<steps.count where nulls[Int(steps.rows[step])] != 0 { signs[step] = 0 }
        }
        if let filter = entry.filter.map({ batch.columns[$0] }) {
            let truths = filter.booleans
            let unknown = filter.nulls
            for step in 0..<steps.count {
                let row = Int(steps.rows[step])
                if truths[row] == 0 { signs[step] = 0 }
                if let unknown, unknown[row] != 0 { signs[step] = 0 }
            }
        }
        let own = steps.with(signs: signs)
        entry.distinct?.apply(own, batch, signs)
        return own
    }

    /// Makes a group new: for `decode`, and before steps without a start.
    func initialize(_ group: UInt32) {
        let words = base + Int(group) * stride
        for entry in entries { entry.accumulator.initialize(words + entry.accumulator.offset) }
    }

    /// Forgets a group.
    func release(_ group: UInt32) {
        let words = base + Int(group) * stride
        for entry in entries {
            entry.accumulator.release(words + entry.accumulator.offset, group)
            entry.distinct?.release(group)
        }
    }

    /// Writes a group's state.
    func encode(_ group: UInt32, to writer: StateWriter) {
        let words = base + Int(group) * stride
        for entry in entries {
            entry.accumulator.encode(words + entry.accumulator.offset, group, to: writer)
            entry.distinct?.encode(group, to: writer)
        }
    }

    /// Reads a group's state; there is room for it, and it was released.
    func decode(_ group: UInt32, _ record: inout StateRecord) throws(StateError) {
        let words = base + Int(group) * stride
        for entry in entries {
            entry.accumulator.initialize(words + entry.accumulator.offset)
            try entry.accumulator.decode(words + entry.accumulator.offset, group, &record)
            try entry.distinct?.decode(group, &record)
        }
    }
}
