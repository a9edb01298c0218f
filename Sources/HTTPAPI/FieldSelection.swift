import Domain
import Primitives

/// The attributes that `fields=` asks for (TMF630: attribute selection), first-level and dotted. `id`, `href` and
/// `@type` of the resource are always kept; `fields=none` thus leaves just these.
struct FieldSelection: Sendable, Hashable {
    private indirect enum Node: Sendable, Hashable {
        case whole
        case parts([String: Node])
    }

    private var root: [String: Node] = ["id": .whole, "href": .whole, "@type": .whole]

    /// The selection of a request; nil if it asks for whole resources.
    init?(_ parameters: QueryParameters) throws(Refusal) {
        var count = 0
        for parameter in parameters.parameters where parameter.name == "fields" {
            let text = try QueryParameters.decoded(parameter.rawValue, plusIsBlank: true)
            for part in text.split(separator: ",") {
                count += 1
                guard count <= HTTPLimits.fieldsMax else {
                    throw Refusal(.malformed, "tooManyFields", "at most \(HTTPLimits.fieldsMax) attributes in fields")
                }
                Self.add(try ListingRequest.path(part)[...], to: &root)
            }
        }
        if count == 0 { return nil }
    }

    private static func add(_ path: ArraySlice<String>, to nodes: inout [String: Node]) {
        guard let first = path.first else { return }
        let rest = path.dropFirst()
        switch nodes[first] {
        case .whole: return
        case .parts(var parts) where !rest.isEmpty:
            add(rest, to: &parts)
            nodes[first] = .parts(parts)
        case nil where !rest.isEmpty:
            var parts: [String: Node] = [:]
            add(rest, to: &parts)
            nodes[first] = .parts(parts)
        case .parts, nil: nodes[first] = .whole
        }
    }

    /// The document with only the selected attributes, in their order.
    func applied(to document: JSONObject) -> JSONObject { Self.select(root, from: document) }

    private static func select(_ nodes: [String: Node], from document: JSONObject) -> JSONObject {
        var result: [(String, JSON)] = []
        for member in document.members {
            switch nodes[member.key] {
            case .whole: result.append((member.key, member.value))
            case .parts(let parts): result.append((member.key, select(parts, from: member.value)))
            case nil: continue
            }
        }
        return JSONObject(result)
    }

    private static func select(_ nodes: [String: Node], from value: JSON) -> JSON {
        switch value {
        case .object(let object): .object(select(nodes, from: object))
        case .array(let elements): .array(elements.map { select(nodes, from: $0) })
        default: value
        }
    }
}
