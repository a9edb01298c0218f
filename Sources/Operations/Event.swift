import Domain
import Primitives

/// What happened to a resource.
enum EventKind: Sendable, Hashable {
    case create
    case attributeChange
    case stateChange
    case delete
    case informationRequired
}

/// An event as it goes into the log: flat attributes for streams, and the whole resource as TM Forum's envelope has it.
struct Event {
    let id: Identifier
    let kind: EventKind
    let resource: Resource
    /// The resource's life-cycle state.
    let state: String?
    let customer: Identifier
    let time: Timestamp
    /// In minor units of `currency`.
    let amount: Int64?
    let currency: String?
    /// When the customer of an order was created.
    let customerSince: Timestamp?
    /// A party's phone number: digits, with a plus before them if it has one.
    let phone: String?
    /// The first-level attributes that a patch changed.
    let changed: [String]
    let region: String
    let requestID: String

    /// TM Forum's name of the event: `ProductOrderStateChangeEvent`.
    var type: String { Self.type(kind, of: resource.kind) }

    static func type(_ kind: EventKind, of resource: ResourceKind) -> String {
        let suffix =
            switch kind {
            case .create: "CreateEvent"
            // TMF633 v4 knows only ...ChangeEvent.
            case .attributeChange: resource == .serviceSpecification ? "ChangeEvent" : "AttributeValueChangeEvent"
            case .stateChange:
                switch resource {
                case .serviceSpecification: "ChangeEvent"
                // TMF696 v4 calls the state status.
                case .productOrderRiskAssessment, .partyRoleRiskAssessment: "StatusChangeEvent"
                default: "StateChangeEvent"
                }
            case .delete: "DeleteEvent"
            case .informationRequired: "InformationRequiredEvent"
            }
        return resource.schema.typeName + suffix
    }

    /// The first phone number among a party's contact media: its ASCII digits, and a plus if it begins with one.
    static func phone(of document: JSONObject) -> String? {
        for medium in document["contactMedium"]?.array ?? [] {
            guard let text = medium["characteristic"]?["phoneNumber"]?.string else { continue }
            let digits = text.filter { $0.isASCII && $0.isNumber }
            if !digits.isEmpty { return text.first { $0 != " " } == "+" ? "+" + digits : digits }
        }
        return nil
    }

    /// The names of the first-level attributes in which two documents differ, those that the server sets left out.
    static func changes(from before: JSONObject, to after: JSONObject, _ schema: ResourceSchema) -> [String] {
        var names = after.members.filter { before[$0.key] != $0.value }.map(\.key)
        names += before.members.map(\.key).filter { after[$0] == nil }
        return names.filter { !schema.assigned.contains($0) }.sorted()
    }

    /// The record's key: the customer, or the resource's own id where it has none.
    var key: String { customer == .zero ? resource.id : customer.description }

    /// The record's value (docs/events.md).
    var value: String {
        var members: [(String, JSON)] = [
            ("eventId", .string(id.description)), ("type", .string(type)), ("customerId", .string(key)),
            ("eventTime", .string(time.description)),
        ]
        if resource.kind == .productOrder { members.append(("orderId", .string(resource.id))) }
        if let amount, let currency, let money = Money(minorUnits: amount, currency: currency) {
            members.append(("amount", .number(JSONNumber(validated: money.decimal.description))))
            members.append(("currency", .string(currency)))
        }
        if let customerSince { members.append(("customerSince", .string(customerSince.description))) }
        if let phone { members.append(("phone", .string(phone))) }
        if !changed.isEmpty { members.append(("changed", .string(changed.joined(separator: ",")))) }
        members += [
            ("resourceId", .string(resource.id)), ("version", .integer(resource.version)), ("region", .string(region)),
            ("correlationId", .string(requestID)),
        ]
        let head = JSON.object(JSONObject(members)).text.dropLast()
        let status = (state.map(JSON.string) ?? .null).text
        // The document is spliced in as it is stored: parsing and writing it again would change nothing.
        return "\(head),\"status\":\(status),\"event\":{\"\(resource.kind.rawValue)\":\(resource.text)}}"
    }
}
