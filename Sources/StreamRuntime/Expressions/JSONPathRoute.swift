/// The steps of a path from a value, and the function at their end.
struct JSONPathRoute {
    /// A step from a value to those below it.
    indirect enum Step {
        case member(String)
        case members([String])
        case element(Int)
        case elements([Int])
        case slice(from: Int?, to: Int?)
        case all
        case filter(JSONPathFilter)
        /// The step, from the value and from all below it.
        case deep(Step)

        /// Whether it leads to one place.
        var isSingle: Bool {
            switch self {
            case .member, .element: true
            default: false
            }
        }
    }

    /// How many values a path may pass in a document: steps at all depths multiply them.
    static let passedLimit = 1 << 20

    let steps: [Step]
    let function: JSONPathFunction?
    /// Whether there is at most one value. Several members of one object are one value, an object, unless something follows.
    let isDefinite: Bool

    init(_ steps: [Step], function: JSONPathFunction?) {
        self.steps = steps
        self.function = function
        let isObject = if case .members? = steps.last { function == nil } else { false }
        isDefinite = steps.dropLast(isObject ? 1 : 0).allSatisfy(\.isSingle)
    }

    /// Whether a step leads to an element. Flink: a function that finds no element there is not an error, but nothing.
    private var isInArray: Bool {
        steps.contains { if case .element = $0 { true } else { false } }
    }

    /// What is there: nil for nothing.
    ///
    /// - Throws: `JSONPathError`, `EvaluationError`.
    func value(from node: JSONNode, root: JSONNode, isLax: Bool) throws -> JSONNode? {
        guard isDefinite else {
            var walk = Walk(root: root, isLax: isLax)
            guard let nodes = try walk.nodes(steps, from: node, isEnd: function == nil) else { return nil }
            guard let function else { return .array(nodes) }
            return .array(try nodes.map { try function.value(of: $0) })
        }
        var node = node
        for step in steps {
            guard let next = Self.child(step, node) else { return nil }
            node = next
        }
        guard let function else { return node }
        if function.isElement, isInArray, case .array(let elements) = node, !function.isThere(elements.count) {
            return nil
        }
        return try function.value(of: node)
    }

    private static func child(_ step: Step, _ node: JSONNode) -> JSONNode? {
        switch (step, node) {
        case (.member(let name), .object(let members)): members.first { $0.name == name }?.value
        case (.element(let index), .array(let elements)): elements[safe: index < 0 ? elements.count + index : index]
        case (.members(let names), .object(let members)): .object(members.filter { names.contains($0.name) })
        default: nil
        }
    }

    /// A walk to several places of a document.
    private struct Walk {
        let root: JSONNode
        let isLax: Bool
        private var passed = 0

        init(root: JSONNode, isLax: Bool) {
            self.root = root
            self.isLax = isLax
        }

        /// Where the steps lead; nil if there is nothing before they part.
        mutating func nodes(_ steps: [Step], from node: JSONNode, isEnd: Bool) throws -> [JSONNode]? {
            var nodes = [node]
            var hasParted = false
            for (index, step) in steps.enumerated() {
                let isLast = isEnd && index == steps.count - 1
                var next: [JSONNode] = []
                for node in nodes {
                    if case .deep(let step) = step {
                        try descend(step, node, isLast, &next)
                    } else if let children = try children(step, node, isLast, hasParted: hasParted) {
                        next += children
                    } else if !hasParted {
                        return nil
                    }
                    try pass(1 + next.count)
                }
                if !step.isSingle { hasParted = true }
                nodes = next
            }
            return nodes
        }

        private mutating func pass(_ count: Int) throws {
            passed += count
            guard passed <= JSONPathRoute.passedLimit else {
                throw EvaluationError("a JSON path passes more than \(JSONPathRoute.passedLimit) values of a document")
            }
        }

        /// Takes a step from a value and all below it, in the order of the document.
        private mutating func descend(_ step: Step, _ node: JSONNode, _ isLast: Bool, _ found: inout [JSONNode]) throws
        {
            var waiting = [node]
            while let node = waiting.popLast() {
                if try matches(step, node, isLast) { found += try children(step, node, isLast, hasParted: true) ?? [] }
                let below = Self.below(node)
                waiting += below.reversed()
                try pass(below.count)
            }
        }

        /// Whether a step at all depths is taken from a value: members at a path's end must all be there, what a filter is for
        /// must pass it.
        private func matches(_ step: Step, _ node: JSONNode, _ isLast: Bool) throws -> Bool {
            switch (step, node) {
            case (.members(let names), .object(let members)) where isLast:
                return names.allSatisfy { name in members.contains { $0.name == name } }
            case (.filter(let filter), .array), (.filter(let filter), .object):
                return try filter.passes(node, root: root, isLax: isLax)
            default: return true
            }
        }

        private static func below(_ node: JSONNode) -> [JSONNode] {
            switch node {
            case .array(let elements): elements
            case .object(let members): members.map(\.value)
            default: []
            }
        }

        /// Where a step leads; nil if the value has no such place.
        private func children(
            _ step: Step,
            _ node: JSONNode,
            _ isLast: Bool,
            hasParted: Bool
        ) throws -> [JSONNode]? {
            switch (step, node) {
            case (.members(let names), .object(let members)) where !isLast:
                return names.compactMap { name in members.first { $0.name == name }?.value }
            // Flink: an array without such an element is empty there, and only a path to one place has nothing then.
            case (.element, .array): return JSONPathRoute.child(step, node).map { [$0] } ?? []
            case (.member, _), (.element, _), (.members, _): return JSONPathRoute.child(step, node).map { [$0] }
            case (.elements(let indices), .array(let elements)):
                return indices.compactMap { elements[safe: $0 < 0 ? elements.count + $0 : $0] }
            case (.slice(let from, let to), .array(let elements)): return Self.slice(elements, from, to)
            case (.elements, _), (.slice, _): return nil
            case (.all, _): return Self.below(node)
            case (.filter(let filter), .array(let elements)):
                return try elements.filter { try filter.passes($0, root: root, isLax: isLax) }
            case (.filter(let filter), .object):
                return try filter.passes(node, root: root, isLax: isLax) ? [node] : []
            case (.filter, _):
                if hasParted { return [] }
                throw JSONPathError("a filter of a JSON path is for arrays and objects, not for '\(node.scalarText)'")
            case (.deep, _): return nil
            }
        }

        /// Flink: between two numbers each one counts by itself, from the end if it is negative; so -1:1 are the last one and
        /// the first one.
        private static func slice(_ elements: [JSONNode], _ from: Int?, _ to: Int?) -> [JSONNode] {
            let count = elements.count
            guard let from else {
                let to = to ?? count
                return Array(elements.prefix(max(0, to < 0 ? count + to : to)))
            }
            guard let to else { return Array(elements.dropFirst(from < 0 ? max(0, count + from) : from)) }
            let (start, end) = (max(from, -count), min(to, count))
            guard start < end else { return [] }
            return (start..<end).compactMap { elements[safe: $0 < 0 ? count + $0 : $0] }
        }
    }
}
