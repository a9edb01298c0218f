/// A condition of a JSON path: `[?(@.n > 1 && @.s == 'a')]`. A condition over an array or an object fails, as in Flink 2.3, which
/// lacks the classes for it (net.minidev.json).
indirect enum JSONPathFilter {
    case comparison(Operand, Operation, Operand)
    case and([JSONPathFilter])
    case or([JSONPathFilter])
    case not(JSONPathFilter)

    /// How deep conditions may be within parentheses.
    static let depthLimit = 100

    /// What is compared.
    enum Operand {
        case value(JSONPathScalar)
        /// A path from the value that is looked at, or from the document's root.
        case path(JSONPathRoute, isRoot: Bool)

        fileprivate func value(_ node: JSONNode, _ root: JSONNode, _ isLax: Bool) throws -> JSONPathScalar {
            guard case .path(let route, let isRoot) = self else {
                guard case .value(let value) = self else { return .missing }
                return value
            }
            let found = try route.value(from: isRoot ? root : node, root: root, isLax: isLax)
            guard let found else { return isLax ? .null : .missing }
            return try JSONPathScalar(found)
        }
    }

    /// How it is compared.
    enum Operation: String {
        case equal = "=="
        case notEqual = "!="
        case same = "==="
        case notSame = "!=="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case matches = "=~"
        case contains, size, empty
    }

    /// Whether a value passes.
    ///
    /// - Throws: `EvaluationError` for arrays and objects, `JSONPathError`.
    func passes(_ node: JSONNode, root: JSONNode, isLax: Bool) throws -> Bool {
        switch self {
        case .and(let parts): return try parts.allSatisfy { try $0.passes(node, root: root, isLax: isLax) }
        case .or(let parts): return try parts.contains { try $0.passes(node, root: root, isLax: isLax) }
        case .not(let part): return try !part.passes(node, root: root, isLax: isLax)
        case .comparison(let left, let operation, let right):
            let left = try left.value(node, root, isLax)
            return Self.holds(left, operation, try right.value(node, root, isLax))
        }
    }

    private static func holds(_ left: JSONPathScalar, _ operation: Operation, _ right: JSONPathScalar) -> Bool {
        switch operation {
        case .equal: return left.equals(right)
        case .notEqual: return !left.equals(right)
        case .same: return left.hasKind(of: right) && left.equals(right)
        case .notSame: return !(left.hasKind(of: right) && left.equals(right))
        case .less: return left.order(right).map { $0 < 0 } ?? false
        case .lessOrEqual: return left.order(right).map { $0 <= 0 } ?? false
        case .greater: return left.order(right).map { $0 > 0 } ?? false
        case .greaterOrEqual: return left.order(right).map { $0 >= 0 } ?? false
        case .matches:
            if case .pattern(let pattern) = left { return right.text.map(pattern.matchesAll) ?? false }
            if case .pattern(let pattern) = right { return left.text.map(pattern.matchesAll) ?? false }
            return false
        case .contains:
            guard case .string(let text) = left, case .string(let part) = right else { return false }
            return part.isEmpty || text.utf8.contains(part.utf8)
        case .size:
            guard case .string(let text) = left, case .number(let size) = right else { return false }
            return size.isWhole(text.utf16.count)
        case .empty:
            guard case .string(let text) = left, case .boolean(let isEmpty) = right else { return false }
            return text.isEmpty == isEmpty
        }
    }
}
