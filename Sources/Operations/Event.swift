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
            case .stateChange: resource == .serviceSpecification ? "ChangeEvent" : "StateChangeEvent"
            case .delete: "DeleteEvent"
            case .informationRequired: "InformationRequiredEvent"
            }
        return resource.schema.typeName + suffix
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
