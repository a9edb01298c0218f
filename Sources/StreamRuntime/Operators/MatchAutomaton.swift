import StreamSQL

/// The states that a partial match can be in and where a row may take it, as Flink compiles a pattern (NFACompiler): every row
/// of a match directly follows the one before (Flink: `next`, `consecutive`), so a state has no way to leave a row out.
///
/// A greedy variable makes the next one refuse the rows that it would take itself; the states that it proceeds to see all its
/// rows so far. Epsilon transitions (Flink: PROCEED) are folded into the edges: an edge carries the conditions of all
/// transitions on its way, in the order in which Flink tests them.
struct MatchAutomaton: Sendable {
    /// A condition of an edge: a variable's definition holds for the row, or does not.
    struct Test: Hashable, Sendable {
        let variable: UInt8
        let isNegated: Bool
    }

    /// Where a row may take a partial match.
    struct Edge: Hashable, Sendable {
        let tests: [Test]
        /// The variable that the row becomes.
        let variable: Int
        /// The next state; `final` when the match is complete.
        let target: Int
        /// The conditions under which the match is also complete, with the row as its last; nil: it is not.
        let completion: [Test]?
    }

    /// The state of a complete match.
    static let final = 0

    /// By a state's number where rows may take it, in the order in which Flink tries.
    let edges: [[Edge]]
    /// Where every match begins.
    let start: Int

    private enum Action { case take, proceed }

    private struct Transition {
        let action: Action
        let target: Int
        let variable: Int
        var tests: [Test]
    }

    /// A variable with its quantifier. Flink: Pattern with Quantifier and Times.
    struct Element: Hashable, Sendable {
        let variable: Int
        let atLeast: Int
        /// nil: any number.
        let atMost: Int?
        let isGreedy: Bool
    }

    /// The automaton of a pattern.
    ///
    /// - Throws: `MatchRefusal` for what Flink refuses.
    init(_ pattern: LogicalPlan.Match.Pattern, variables: [String]) throws(MatchRefusal) {
        guard variables.count <= MatchLimits.variables else {
            throw .tooLarge("pattern variables", limit: MatchLimits.variables)
        }
        var elements: [Element] = []
        try Self.flatten(pattern, into: &elements)
        var seen: Set<Int> = []
        for element in elements where !seen.insert(element.variable).inserted {
            throw .repeatedVariable(variables[element.variable])
        }
        try Self.check(elements)
        var states: [[Transition]] = [[]]
        var sink = Self.final
        for element in elements.reversed() {
            sink = try Self.convert(element, sink, &states)
            if states.count > MatchLimits.states { throw .tooLarge("pattern states", limit: MatchLimits.states) }
        }
        if Self.completion(sink, states) != nil { throw .emptyMatches }
        if let last = elements.last, last.isGreedy { throw .greedyLast }
        start = sink
        edges = states.indices.map { Self.edges(of: $0, states) }
    }

    private static func flatten(
        _ pattern: LogicalPlan.Match.Pattern,
        into elements: inout [Element]
    ) throws(MatchRefusal) {
        switch pattern {
        case .variable(let variable):
            elements.append(Element(variable: variable, atLeast: 1, atMost: 1, isGreedy: false))
        case .sequence(let parts):
            for part in parts { try flatten(part, into: &elements) }
        case .alternation(let choices):
            guard choices.count == 1 else { throw .alternation }
            try flatten(choices[0], into: &elements)
        case .repetition(let part, let atLeast, let atMost, let isGreedy):
            elements.append(try repeated(part, atLeast, atMost, isGreedy))
        }
    }

    private static func repeated(
        _ part: LogicalPlan.Match.Pattern,
        _ atLeast: Int,
        _ atMost: Int?,
        _ isGreedy: Bool
    ) throws(MatchRefusal) -> Element {
        switch part {
        case .variable(let variable):
            if let atMost, atMost < max(1, atLeast) { throw .quantifier(atLeast: atLeast, atMost: atMost) }
            let isOptional = atLeast == 0 && atMost == 1
            if isOptional, !isGreedy { throw .reluctantOptional }
            // Flink: `?` and `{n}` are the same, greedy or not.
            let hasChoice = !isOptional && atLeast != atMost
            return Element(variable: variable, atLeast: atLeast, atMost: atMost, isGreedy: isGreedy && hasChoice)
        case .sequence(let parts) where parts.count == 1:
            return try repeated(parts[0], atLeast, atMost, isGreedy)
        default:
            throw .group
        }
    }

    private static func check(_ elements: [Element]) throws(MatchRefusal) {
        for (previous, element) in zip(elements, elements.dropFirst()) where previous.isGreedy {
            // Flink: only `?` and `*` go through Pattern.optional(), which refuses; {0,n} does not.
            if element.atLeast == 0, element.atMost == nil || element.atMost == 1 { throw .optionalAfterGreedy }
        }
    }
}

// Flink: NFACompiler.NFAFactoryCompiler.
extension MatchAutomaton {
    private static func convert(
        _ element: Element,
        _ sink: Int,
        _ states: inout [[Transition]]
    ) throws(MatchRefusal) -> Int {
        let variable = element.variable
        let isOptional = element.atLeast == 0
        guard let atMost = element.atMost else {
            let looping = add(&states)
            states[looping].append(Transition(action: .proceed, target: sink, variable: variable, tests: []))
            if element.isGreedy { refuse(variable, from: sink, &states) }
            states[looping].append(take(variable, looping))
            return try times(element, looping, sink, max(1, element.atLeast)...max(1, element.atLeast), &states)
        }
        if element.isGreedy { refuse(variable, from: sink, &states) }
        if atMost == 1 { return single(variable, sink, proceed: isOptional ? sink : nil, &states) }
        return try times(element, sink, sink, max(1, element.atLeast)...atMost, &states)
    }

    /// Flink: createTimesState.
    private static func times(
        _ element: Element,
        _ sink: Int,
        _ proceed: Int,
        _ times: ClosedRange<Int>,
        _ states: inout [[Transition]]
    ) throws(MatchRefusal) -> Int {
        var last = sink
        for _ in times.lowerBound..<times.upperBound {
            last = single(element.variable, last, proceed: proceed, &states)
            if states.count > MatchLimits.states { throw .tooLarge("pattern states", limit: MatchLimits.states) }
        }
        for _ in 1..<max(times.lowerBound, 1) {
            last = single(element.variable, last, proceed: nil, &states)
            if states.count > MatchLimits.states { throw .tooLarge("pattern states", limit: MatchLimits.states) }
        }
        return single(element.variable, last, proceed: element.atLeast == 0 ? proceed : nil, &states)
    }

    private static func add(_ states: inout [[Transition]]) -> Int {
        states.append([])
        return states.count - 1
    }

    private static func take(_ variable: Int, _ target: Int) -> Transition {
        let test = Test(variable: UInt8(variable), isNegated: false)
        return Transition(action: .take, target: target, variable: variable, tests: [test])
    }

    private static func single(_ variable: Int, _ sink: Int, proceed: Int?, _ states: inout [[Transition]]) -> Int {
        let state = add(&states)
        states[state].append(take(variable, sink))
        if let proceed {
            states[state].append(Transition(action: .proceed, target: proceed, variable: variable, tests: []))
        }
        return state
    }

    /// Flink: updateWithGreedyCondition.
    private static func refuse(_ variable: Int, from sink: Int, _ states: inout [[Transition]]) {
        for index in states[sink].indices {
            states[sink][index].tests.append(Test(variable: UInt8(variable), isNegated: true))
        }
    }

    /// Flink: createDecisionGraph. A state has at most one PROCEED, so the states behind it form a chain.
    private static func edges(of first: Int, _ states: [[Transition]]) -> [Edge] {
        var edges: [Edge] = []
        var way: [Test] = []
        var state: Int? = first
        while let current = state {
            state = nil
            var proceeding: [Test] = []
            for transition in states[current] {
                switch transition.action {
                case .take:
                    edges.append(
                        Edge(
                            tests: way + transition.tests,
                            variable: transition.variable,
                            target: transition.target,
                            completion: completion(transition.target, states)
                        )
                    )
                case .proceed:
                    proceeding = transition.tests
                    state = transition.target
                }
            }
            way += proceeding
        }
        return edges.filter { isPossible($0.tests) }
    }

    private static func isPossible(_ tests: [Test]) -> Bool {
        !tests.contains { tests.contains(Test(variable: $0.variable, isNegated: !$0.isNegated)) }
    }

    /// The conditions on the way from a state to the final one without a row; nil: there is no such way. Flink:
    /// findFinalStateAfterProceed.
    private static func completion(_ first: Int, _ states: [[Transition]]) -> [Test]? {
        var way: [Test] = []
        var state = first
        while let proceed = states[state].first(where: { $0.action == .proceed }) {
            way += proceed.tests
            if proceed.target == final { return way }
            state = proceed.target
        }
        return nil
    }
}
