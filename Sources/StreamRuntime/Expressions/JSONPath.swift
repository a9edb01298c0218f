/// A path into a JSON value: `$`, `.name`, `['name']`, `[n]`, `[-n]`, `[a, b]`, `[a:b]`, `[*]`, `.*`, `..name`. Filters and
/// functions are not supported. Flink: com.jayway.jsonpath; a path without `lax` before it is strict.
struct JSONPath {
    private enum Step: Hashable {
        case members([String])
        case elements([Int])
        case slice(Int?, Int?)
        case all
        /// What follows is looked for at all depths.
        case deep

        /// Whether there is at most one value.
        var isDefinite: Bool {
            switch self {
            case .members(let names): names.count == 1
            case .elements(let indices): indices.count == 1
            case .slice, .all, .deep: false
            }
        }
    }

    /// Whether what is missing is empty, and not an error.
    let isLax: Bool
    private let steps: [Step]
    private let isDefinite: Bool

    /// - Throws: `EvaluationError` if it is no path.
    init(_ text: String) throws {
        var rest = Substring(text)
        let words = text.split(maxSplits: 1, omittingEmptySubsequences: true) { $0.isWhitespace }
        let mode = words.first?.lowercased()
        if words.count == 2, mode == "lax" || mode == "strict" { rest = words[1] }
        isLax = words.count == 2 && mode == "lax"
        rest = rest.drop { $0.isWhitespace }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        guard rest.first == "$" else { throw Self.unsupported(text) }
        rest = rest.dropFirst()
        var steps: [Step] = []
        while !rest.isEmpty {
            guard let next = Self.step(&rest) else { throw Self.unsupported(text) }
            steps += next
        }
        self.steps = steps
        isDefinite = steps.allSatisfy(\.isDefinite)
    }

    private static func unsupported(_ text: String) -> EvaluationError {
        EvaluationError("Illegal jsonpath spec '\(text)': it has to be $ and steps .name, ['name'], [n] or [*]")
    }

    private static func step(_ rest: inout Substring) -> [Step]? {
        if rest.hasPrefix("..") {
            rest = rest.dropFirst(rest.hasPrefix("..[") ? 2 : 1)
            return step(&rest).map { [.deep] + $0 }
        }
        if rest.first == "." {
            rest = rest.dropFirst()
            let name = rest.prefix { $0 != "." && $0 != "[" && $0 != "(" && $0 != " " }
            rest = rest.dropFirst(name.count)
            if name.isEmpty || rest.first == "(" || rest.first == " " { return nil }
            return name == "*" ? [.all] : [.members([String(name)])]
        }
        guard rest.first == "[" else { return nil }
        rest = rest.dropFirst().drop { $0 == " " }
        let step = rest.first == "'" || rest.first == "\"" ? names(&rest) : indices(&rest)
        rest = rest.drop { $0 == " " }
        guard let step, rest.first == "]" else { return nil }
        rest = rest.dropFirst()
        return [step]
    }

    /// `'a', 'b'`.
    private static func names(_ rest: inout Substring) -> Step? {
        var names: [String] = []
        while let quote = rest.first, quote == "'" || quote == "\"" {
            rest = rest.dropFirst()
            var name = ""
            while let character = rest.first, character != quote {
                rest = rest.dropFirst()
                name.append(character == "\\" ? rest.popFirst() ?? "\\" : character)
            }
            guard rest.first == quote else { return nil }
            rest = rest.dropFirst().drop { $0 == " " }
            names.append(name)
            guard rest.first == "," else { return .members(names) }
            rest = rest.dropFirst().drop { $0 == " " }
        }
        return nil
    }

    /// `*`, `1, 2` or `1:3`.
    private static func indices(_ rest: inout Substring) -> Step? {
        let inner = rest.prefix { $0 != "]" }
        rest = rest.dropFirst(inner.count)
        let text = inner.filter { $0 != " " }
        if text == "*" { return .all }
        if text.contains(":") {
            let ends = text.split(separator: ":", omittingEmptySubsequences: false)
            guard ends.count == 2, ends.allSatisfy({ $0.isEmpty || Int($0) != nil }), text != ":" else { return nil }
            return .slice(Int(ends[0]), Int(ends[1]))
        }
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard !numbers.contains(nil) else { return nil }
        return .elements(numbers.compactMap { $0 })
    }

    /// What is at the path: nil for nothing. A path to several places gives an array of what is there.
    func value(in node: JSONNode) -> JSONNode? {
        if isDefinite {
            var node = node
            for step in steps {
                guard let next = Self.children(step, node).first else { return nil }
                node = next
            }
            return node
        }
        return several(node)
    }

    private func several(_ node: JSONNode) -> JSONNode? {
        var nodes = [node]
        var isIndefinite = false
        var isDeep = false
        for step in steps {
            if step == .deep {
                isDeep = true
                isIndefinite = true
                continue
            }
            if isDeep { nodes = nodes.flatMap { Self.descendants($0) } }
            isDeep = false
            nodes = nodes.flatMap { Self.children(step, $0) }
            if !step.isDefinite { isIndefinite = true }
            // Before the first step to several places, nothing at a place is nothing at all.
            if !isIndefinite, nodes.isEmpty { return nil }
        }
        return .array(nodes)
    }

    private static func descendants(_ node: JSONNode) -> [JSONNode] {
        switch node {
        case .array(let elements): [node] + elements.flatMap { descendants($0) }
        case .object(let members): [node] + members.flatMap { descendants($0.value) }
        default: [node]
        }
    }

    private static func children(_ step: Step, _ node: JSONNode) -> [JSONNode] {
        switch (step, node) {
        case (.members(let names), .object(let members)):
            return names.compactMap { name in members.first { $0.name == name }?.value }
        case (.elements(let indices), .array(let elements)):
            return indices.compactMap { elements[safe: $0 < 0 ? elements.count + $0 : $0] }
        case (.slice(let from, let to), .array(let elements)):
            func bound(_ index: Int?, _ none: Int) -> Int {
                guard let index else { return none }
                return max(0, min(elements.count, index < 0 ? elements.count + index : index))
            }
            let (start, end) = (bound(from, 0), bound(to, elements.count))
            return start < end ? Array(elements[start..<end]) : []
        case (.all, .array(let elements)): return elements
        case (.all, .object(let members)): return members.map(\.value)
        default: return []
        }
    }
}
