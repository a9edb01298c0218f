import StreamSQL

/// MATCH_RECOGNIZE with ONE ROW PER MATCH: buffers rows until the watermark passes their time, and runs the pattern over the rows
/// of each partition in the order of time. Flink: CepOperator over the pattern that StreamExecMatch makes.
///
/// Rows of the same time are in the further order of ORDER BY, then in that of their arrival. Rows whose time the watermark has
/// reached when they come are dropped and counted. Rows of a match are emitted when its last row is taken, or when the last
/// partial match that began earlier is gone.
package final class MatchRecognition: Operator {
    /// Makes the evaluation of an expression over the columns of a batch, for all its rows.
    package typealias Evaluation = (Batch) throws -> Column

    private static let firstSlots = 64

    let plan: LogicalPlan.Match
    let timeColumn: Int
    let layout: MatchLayout
    let boxes = MatchBoxes()
    let measures: MatchMeasures
    let machine: MatchMachine
    let ties: MatchTies?
    private let computed: [(expression: BoundExpression, evaluation: Evaluation)]
    let keys: KeyTable?
    private(set) var slots: UnsafeMutablePointer<MatchKey.Slot>
    /// By a key's number how many of its rows are in the buffer.
    private(set) var buffered: UnsafeMutablePointer<UInt32>
    private var slotStorage: LargeAllocation
    private var bufferedStorage: LargeAllocation
    /// For how many numbers of keys there is room.
    private(set) var slotCount = 0
    /// Rows that wait for the watermark.
    let rows = MatchTimeline()
    /// Keys with complete matches that wait, by when their earliest partial match is too long.
    let expiries = MatchTimeline()
    /// The keys in `expiries`.
    var scheduled: Set<UInt32> = []
    var sweptKey = 0
    var sweptTime = Watermark.start
    var idle: [UInt32] = []
    var watermark = Watermark.start
    private var lateRows: Int64 = 0
    private var ids: [UInt32] = []
    private var places: [UnsafeMutableRawPointer] = []
    private var sizes: [Int] = []
    private let kept = Selection()

    /// An operator for a MATCH_RECOGNIZE.
    ///
    /// - Parameters:
    ///   - inputTypes: the types of the input's columns.
    ///   - evaluator: makes the evaluation of an expression over the columns of a batch.
    /// - Throws: `MatchRefusal` for what Flink refuses, and what the evaluator throws.
    package init(
        _ plan: LogicalPlan.Match,
        inputTypes: [DataType],
        limits: MatchLimits = MatchLimits(),
        evaluator: @escaping (BoundExpression) throws -> Evaluation
    ) throws {
        guard let time = plan.order.first, time.isAscending, inputTypes[time.column].logical.isTimestamp else {
            throw MatchRefusal.order
        }
        let automaton = try MatchAutomaton(plan.pattern, variables: plan.variables)
        try Self.checkSkip(plan, automaton)
        self.plan = plan
        timeColumn = time.column
        layout = MatchLayout(inputTypes: inputTypes, timeColumn: time.column)
        let environment = MatchEnvironment(
            layout: layout,
            inputTypes: inputTypes,
            variableCount: plan.variables.count,
            boxes: boxes,
            evaluator: evaluator
        )
        let definitions = try MatchDefinitions(plan, environment)
        measures = try MatchMeasures(plan, environment)
        ties = plan.order.count > 1 ? MatchTies(try plan.order.dropFirst().map { try Self.tie($0, environment) }) : nil
        machine = MatchMachine(plan, automaton, definitions, measures, environment, limits)
        computed = try Self.expressions(layout).map { ($0, try evaluator($0)) }
        let partition = plan.partition.map { PhysicalType(inputTypes[$0].logical) }
        keys = partition.isEmpty ? nil : KeyTable(partition)
        slotStorage = LargeAllocation(byteCount: 0)
        slots = slotStorage.start.bindMemory(to: MatchKey.Slot.self, capacity: 0)
        bufferedStorage = LargeAllocation(byteCount: 0)
        buffered = bufferedStorage.start.bindMemory(to: UInt32.self, capacity: 0)
    }

    deinit {
        slotStorage.deallocate()
        bufferedStorage.deallocate()
    }

    private static func checkSkip(_ plan: LogicalPlan.Match, _ automaton: MatchAutomaton) throws(MatchRefusal) {
        switch plan.skip {
        case .pastLastRow, .toNextRow: return
        case .toFirst(let variable), .toLast(let variable):
            let isInPattern = automaton.edges.contains { $0.contains { $0.variable == variable } }
            guard isInPattern else { throw .unknownSkipTarget }
        }
    }

    private static func tie(_ order: LogicalPlan.Ordering, _ environment: MatchEnvironment) throws -> MatchTies.Key {
        let field = try environment.layout.field(.column(order.column))
        return MatchTies.Key(field: field, isAscending: order.isAscending, nullsFirst: order.nullsFirst)
    }

    /// The expressions that are computed for every batch.
    private static func expressions(_ layout: MatchLayout) -> [BoundExpression] {
        var expressions: [BoundExpression] = []
        for case .expression(let expression) in layout.fields.map(\.source) { expressions.append(expression) }
        for (expression, _) in layout.conditions where !expressions.contains(expression) {
            expressions.append(expression)
        }
        return expressions
    }

    @inline(__always)
    static func row(_ payload: UInt) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(bitPattern: payload).unsafelyUnwrapped
    }

    /// See `Operator.waitsForWatermarks`.
    package var waitsForWatermarks: Bool { true }

    /// See `Operator.counts`.
    package var counts: OperatorCounts {
        var counts = OperatorCounts()
        counts.lateRows = lateRows
        counts.keys = Int64(keys?.count ?? (isInUse(0) ? 1 : 0))
        counts.stateBytes = Int64(
            machine.memory.byteCount + rows.byteCount + expiries.byteCount + slotStorage.byteCount
                + bufferedStorage.byteCount
        )
        return counts
    }

    // MARK: State

    /// Whether a number belongs to a key.
    func isInUse(_ id: UInt32) -> Bool {
        Int(id) < slotCount && (slots[Int(id)].block != nil || buffered[Int(id)] > 0)
    }

    func raise(watermark restored: Int64) { watermark = max(watermark, restored) }

    /// The number of the key in the only row of some columns.
    func intern(_ columns: [Column]) -> UInt32 {
        var id: UInt32 = 0
        keys?.intern(columns, count: 1, into: &id)
        reserveSlots(Int(id) + 1)
        return id
    }

    /// Gives a key its block.
    func adopt(_ key: MatchKey, _ id: UInt32) {
        machine.settle(key, id, slots + Int(id), after: MatchPartials.unstarted)
        schedule()
    }

    /// Has a row wait for the watermark.
    func buffer(_ row: UnsafeMutableRawPointer, _ id: UInt32) {
        buffered[Int(id)] += 1
        rows.add(MatchLayout.time(row), UInt(bitPattern: row))
    }

    // MARK: Rows

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        let selection = try inTime(batch)
        let count = selection?.count ?? batch.count
        if count == 0 { return }
        reserveScratch(count)
        let partition = plan.partition.map { batch.columns[$0] }
        let kept = selection.map { selection in partition.map { $0.gather(selection) } } ?? partition
        keys?.intern(kept, count: count, into: &ids)
        reserveSlots(keys?.idLimit ?? 1)
        var values: MatchLayout.Computed = [:]
        for (expression, evaluation) in computed { values[expression] = try evaluation(batch) }
        let chosen = selection.map { UnsafePointer($0.rows) }
        sizes.withUnsafeMutableBufferPointer { sizes in
            let sizes = UnsafeMutableBufferPointer(rebasing: sizes[..<count])
            layout.measure(batch, chosen, computed: values, into: sizes)
            ids.withUnsafeBufferPointer { ids in
                places.withUnsafeMutableBufferPointer { places in
                    let places = UnsafeMutableBufferPointer(rebasing: places[..<count])
                    begin(batch.columns[timeColumn].int64s, chosen, ids, sizes, places)
                    layout.write(batch, chosen, to: UnsafeBufferPointer(places), ends: sizes, computed: values, boxes)
                }
            }
        }
    }

    private func reserveScratch(_ count: Int) {
        guard ids.count < count else { return }
        ids = Array(repeating: 0, count: count)
        places = Array(repeating: UnsafeMutableRawPointer(slots), count: count)
        sizes = Array(repeating: 0, count: count)
    }

    /// Makes rows and has them wait for the watermark.
    private func begin(
        _ times: UnsafePointer<Int64>,
        _ chosen: UnsafePointer<UInt32>?,
        _ ids: UnsafeBufferPointer<UInt32>,
        _ sizes: UnsafeMutableBufferPointer<Int>,
        _ places: UnsafeMutableBufferPointer<UnsafeMutableRawPointer>
    ) {
        let buffered = buffered
        let layout = layout
        let memory = machine.memory
        let rows = rows
        for index in 0..<places.count {
            let time = times[chosen.map { Int($0[index]) } ?? index]
            let place = layout.begin(time: time, key: ids[index], bytes: sizes[index], memory)
            places[index] = place
            rows.add(time, UInt(bitPattern: place))
            buffered[Int(ids[index])] &+= 1
        }
    }

    /// The rows that do not come too late; nil for all.
    private func inTime(_ batch: Batch) throws -> Selection? {
        let column = batch.columns[timeColumn]
        if let nulls = column.nulls, (0..<batch.count).contains(where: { nulls[$0] != 0 }) {
            throw RowFault("the event time of a row is NULL; filter such rows out, or declare the column NOT NULL")
        }
        let times = column.int64s
        let watermark = watermark
        kept.reserve(batch.count)
        let selected = kept.rows
        var found = 0
        if let watermarks = batch.watermarks?.int64s {
            for row in 0..<batch.count {
                selected[found] = UInt32(truncatingIfNeeded: row)
                found += times[row] > max(watermark, watermarks[row]) ? 1 : 0
            }
        } else {
            for row in 0..<batch.count {
                selected[found] = UInt32(truncatingIfNeeded: row)
                found += times[row] > watermark ? 1 : 0
            }
        }
        kept.count = found
        lateRows += Int64(batch.count - found)
        return found == batch.count ? nil : kept
    }

    private func reserveSlots(_ needed: Int) {
        guard needed > slotCount else { return }
        let stride = MemoryLayout<MatchKey.Slot>.stride
        let larger = LargeAllocation(byteCount: max(needed, slotCount * 2, Self.firstSlots) * stride)
        let count = larger.byteCount / stride
        let copy = larger.start.bindMemory(to: MatchKey.Slot.self, capacity: count)
        copy.update(from: slots, count: slotCount)
        (copy + slotCount).initialize(repeating: MatchKey.Slot(), count: count - slotCount)
        let largerBuffered = LargeAllocation(byteCount: count * MemoryLayout<UInt32>.stride)
        let bufferedCopy = largerBuffered.start.bindMemory(to: UInt32.self, capacity: count)
        bufferedCopy.update(from: buffered, count: slotCount)
        slotStorage.deallocate()
        bufferedStorage.deallocate()
        (slotStorage, slots, slotCount) = (larger, copy, count)
        (bufferedStorage, buffered) = (largerBuffered, bufferedCopy)
    }
}
