import StreamSQL

/// Runs a pattern's automaton over the rows of keys, as Flink's NFA does over one key's: which matches are complete, which of them
/// are emitted and which partial matches survive.
///
/// A row is taken from each partial match along all edges whose conditions hold. A complete match waits while a partial match
/// that began earlier is alive; when it is emitted, the skip strategy removes matches that began before the row at which the
/// search goes on.
final class MatchMachine {
    /// An edge with its conditions as a range of `tests`.
    struct Edge {
        var tests: (start: Int32, end: Int32)
        /// The conditions as bits, to see at once what is decided already.
        var needed: UInt64
        var refused: UInt64
        var variable: Int32
        var target: Int32
        /// The conditions of being complete; the end is before the start if it cannot be.
        var completion: (start: Int32, end: Int32)
    }

    /// Memory for the partial and complete matches of one key while a row is taken.
    struct Scratch {
        var partials: UnsafeMutablePointer<UInt64>
        var complete: UnsafeMutablePointer<UInt64>
        /// How many matches there is room for, of both kinds.
        var room: Int
    }

    /// The bit of a test that says that the condition must not hold.
    static let negated: UInt8 = 0x80

    let plan: LogicalPlan.Match
    let start: Int
    let variableCount: Int
    /// WITHIN in ms, 0 for none.
    let within: Int64
    let definitions: MatchDefinitions
    let measures: MatchMeasures
    let layout: MatchLayout
    let memory: BlockMemory
    let boxes: MatchBoxes
    let limits: MatchLimits
    let shape: MatchKey.Shape
    /// Words of a match's counts: for each variable but the first, as UInt32, how many rows belong to those before it.
    let countWords: Int
    let aggregateWords: Int
    let programs: UnsafeMutablePointer<Unmanaged<MatchProgram>?>
    let hasBoxed: Bool
    /// The variables whose conditions are flags of the row.
    let flags: UnsafeMutableBufferPointer<(variable: UInt64, flag: Int)>
    let edges: UnsafeMutablePointer<Edge>
    /// By a state where its edges are.
    let edgeStarts: UnsafeMutablePointer<Int32>
    let tests: UnsafeMutablePointer<UInt8>
    /// By a variable how many rows of a match belong to those before it; behind the last one all rows.
    let counts: UnsafeMutablePointer<UInt32>
    let zeros: UnsafeMutablePointer<UInt64>
    let scratch: UnsafeMutablePointer<Scratch>
    private let mostEdges: Int
    /// Keys with complete matches that wait, to be looked at when the earliest partial match is too long.
    var waiting: [UInt32] = []

    init(
        _ plan: LogicalPlan.Match,
        _ automaton: MatchAutomaton,
        _ definitions: MatchDefinitions,
        _ measures: MatchMeasures,
        _ environment: MatchEnvironment,
        _ limits: MatchLimits
    ) {
        self.plan = plan
        self.definitions = definitions
        self.measures = measures
        self.limits = limits
        layout = environment.layout
        boxes = environment.boxes
        memory = BlockMemory()
        hasBoxed = layout.hasBoxed
        start = automaton.start
        within = max(0, plan.within ?? 0)
        variableCount = environment.variableCount
        countWords = variableCount / 2
        aggregateWords = definitions.accumulators.words
        let partial = 1 + countWords + aggregateWords
        shape = MatchKey.Shape(partial: partial, complete: 2 + countWords, entry: 1 + layout.hotBytes / 8)
        programs = .allocate(capacity: max(1, variableCount))
        programs.initialize(repeating: nil, count: max(1, variableCount))
        for (variable, program) in definitions.programs.enumerated() {
            programs[variable] = program.map(Unmanaged.passUnretained)
        }
        flags = .allocate(capacity: definitions.flags.count)
        _ = flags.initialize(from: definitions.flags)
        (edges, edgeStarts, tests) = Self.flatten(automaton, definitions.isTotal)
        mostEdges = automaton.edges.map(\.count).max() ?? 0
        // Packing writes whole words: a count more than there are.
        counts = .allocate(capacity: variableCount + 2)
        counts.initialize(repeating: 0, count: variableCount + 2)
        zeros = .allocate(capacity: partial)
        zeros.initialize(repeating: 0, count: partial)
        scratch = .allocate(capacity: 1)
        scratch.initialize(to: Scratch(partials: .allocate(capacity: 0), complete: .allocate(capacity: 0), room: 0))
    }

    deinit {
        programs.deallocate()
        flags.deallocate()
        edges.deallocate()
        edgeStarts.deallocate()
        tests.deallocate()
        counts.deallocate()
        zeros.deallocate()
        scratch.pointee.partials.deallocate()
        scratch.pointee.complete.deallocate()
        scratch.deallocate()
    }

    /// Makes room for what a key's partial and complete matches may become with a row.
    @inline(__always)
    func reserve(_ key: MatchKey) {
        let matches = key.partialCount &+ key.complete.count
        let needed = matches &* (mostEdges &+ 1) &+ 1
        if needed > scratch.pointee.room { grow(needed) }
    }

    @inline(never)
    private func grow(_ needed: Int) {
        let room = needed * 2
        scratch.pointee.partials.deallocate()
        scratch.pointee.complete.deallocate()
        scratch.pointee = Scratch(
            partials: .allocate(capacity: room * shape.partial),
            complete: .allocate(capacity: 2 * room * shape.complete),
            room: room
        )
    }

    private static func flatten(
        _ automaton: MatchAutomaton,
        _ isTotal: Bool
    ) -> (UnsafeMutablePointer<Edge>, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<UInt8>) {
        var edges: [Edge] = []
        var starts: [Int32] = []
        var bytes: [UInt8] = []
        func add(_ tests: [MatchAutomaton.Test]) -> (start: Int32, end: Int32) {
            bytes += tests.map { $0.variable | ($0.isNegated ? negated : 0) }
            return (Int32(bytes.count - tests.count), Int32(bytes.count))
        }
        func bits(_ edge: MatchAutomaton.Edge, isNegated: Bool) -> UInt64 {
            guard isTotal else { return 0 }
            return edge.tests.filter { $0.isNegated == isNegated }.reduce(0) { $0 | 1 << UInt64($1.variable) }
        }
        for state in automaton.edges {
            starts.append(Int32(edges.count))
            for edge in state {
                edges.append(
                    Edge(
                        tests: add(edge.tests),
                        needed: bits(edge, isNegated: false),
                        refused: bits(edge, isNegated: true),
                        variable: Int32(edge.variable),
                        target: Int32(edge.target),
                        completion: edge.completion.map(add) ?? (0, -1)
                    )
                )
            }
        }
        starts.append(Int32(edges.count))
        return (copy(edges), copy(starts), copy(bytes))
    }

    private static func copy<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
        let copy = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
        _ = UnsafeMutableBufferPointer(start: copy, count: elements.count).initialize(from: elements)
        return copy
    }
}
