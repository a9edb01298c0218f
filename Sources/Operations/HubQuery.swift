import Domain
import Primitives

/// Which events a subscription is for: `eventType=A,B&event.productOrder.state=completed`, all parts ANDed (TMF630).
struct HubQuery: Sendable, Hashable {
    /// Conditions in one query.
    static let conditionsMax = 20
    /// Bytes of one query.
    static let bytesMax = 2_000

    private let conditions: [Filter]

    init(_ text: String) throws(Refusal) {
        guard text.utf8.count <= Self.bytesMax else {
            throw Refusal(.malformed, "invalidValue", "query is longer than \(Self.bytesMax) bytes")
        }
        var conditions: [Filter] = []
        for part in text.split(separator: "&") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
                throw Refusal(
                    .malformed,
                    "invalidValue",
                    "query: \"\(part.prefix(100))\" is no condition",
                    message: "write attribute=value, joined by '&': eventType=ProductOrderCreateEvent"
                )
            }
            conditions.append(
                Filter(
                    path: sides[0].split(separator: ".").map(String.init),
                    values: sides[1].split(separator: ",").map(String.init)
                )
            )
        }
        guard conditions.count <= Self.conditionsMax else {
            throw Refusal(.malformed, "invalidValue", "query has more than \(Self.conditionsMax) conditions")
        }
        self.conditions = conditions
    }

    /// Whether an event's envelope meets all conditions.
    func matches(_ envelope: JSON) -> Bool {
        conditions.allSatisfy { condition in
            Self.values(in: envelope, at: condition.path[...]).contains { condition.values.contains($0) }
        }
    }

    private static func values(in value: JSON, at path: ArraySlice<String>) -> [String] {
        if case .array(let elements) = value { return elements.flatMap { values(in: $0, at: path) } }
        guard let step = path.first else {
            switch value {
            case .string(let text): return [text]
            case .number(let number): return [number.text]
            case .bool(let bool): return [bool ? "true" : "false"]
            default: return []
            }
        }
        guard let next = value[step] else { return [] }
        return values(in: next, at: path.dropFirst())
    }
}
