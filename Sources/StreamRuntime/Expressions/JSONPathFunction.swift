/// A function at the end of a JSON path.
enum JSONPathFunction: Hashable {
    case length, keys, min, max, sum, avg, stddev, first, last
    /// The element with the number, from the end if it is negative.
    case index(Int)

    /// nil for a name that is none.
    init?(_ name: String) {
        switch name {
        case "length", "size": self = .length
        case "keys": self = .keys
        case "min": self = .min
        case "max": self = .max
        case "sum": self = .sum
        case "avg": self = .avg
        case "stddev": self = .stddev
        case "first": self = .first
        case "last": self = .last
        default: return nil
        }
    }

    /// Whether it gives an element.
    var isElement: Bool {
        switch self {
        case .first, .last, .index: true
        default: false
        }
    }

    /// Whether an array of a length has the element, or it is counted from the end, which is an error in any case.
    func isThere(_ count: Int) -> Bool {
        switch self {
        case .index(let index): index < count
        case .last: true
        default: count > 0
        }
    }

    /// The function's value, NULL where it is not for such values.
    ///
    /// - Throws: `JSONPathError` if there is nothing to take it of.
    func value(of node: JSONNode) throws -> JSONNode {
        switch (self, node) {
        case (.length, .array(let elements)): return .number(String(elements.count), isInteger: true)
        case (.length, .object(let members)): return .number(String(members.count), isInteger: true)
        case (.keys, .object(let members)): return .array(members.map { .string($0.name) })
        case (.length, _), (.keys, _): return .null
        case (.first, .array(let elements)): return try Self.there(elements.first)
        case (.last, .array): return try JSONPathFunction.index(-1).value(of: node)
        case (.index(let index), .array(let elements)):
            // Flink: the first element has no number from the end.
            return try Self.there(
                -index == elements.count ? nil : elements[safe: index < 0 ? elements.count + index : index]
            )
        case (.first, _), (.last, _), (.index, _): return try Self.there(nil)
        default: return try aggregate(of: node)
        }
    }

    private static func there(_ node: JSONNode?) throws -> JSONNode {
        guard let node else { throw JSONPathError("a function of a JSON path found no such element") }
        return node
    }

    /// Of the numbers among the elements, as DOUBLE.
    private func aggregate(of node: JSONNode) throws -> JSONNode {
        guard case .array(let elements) = node else { return try Self.there(nil) }
        let numbers = elements.compactMap { element -> Double? in
            guard case .number(let text, _) = element else { return nil }
            return DoubleText.parse(text)
        }
        guard let first = numbers.first else { return try Self.there(nil) }
        let sum = numbers.reduce(0, +)
        let count = Double(numbers.count)
        let value =
            switch self {
            case .min: numbers.reduce(first) { Swift.min($0, $1) }
            case .max: numbers.reduce(first) { Swift.max($0, $1) }
            case .avg: sum / count
            case .stddev:
                (numbers.reduce(0) { $0 + $1 * $1 } / count - sum * sum / count / count).squareRoot()
            default: sum
            }
        let text = DoubleText.format(value)
        return value.isFinite ? .number(text, isInteger: false) : .string(text)
    }
}
