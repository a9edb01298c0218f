/// All that the generic machinery needs to know of a resource: one declaration drives routes, checks, paging, filtering,
/// merge-patch, events and storage.
public struct ResourceSchema: Sendable {
    /// What a resource belongs to, which decides its id and its shard.
    public enum Placement: Sendable, Hashable {
        /// To the operator: a reference table; the id is any text, given on creation or made.
        case `operator`
        /// To itself: the id is a uuid and the distribution key (parties and customers).
        case itself
        /// To a customer: the id is a `CustomerScopedID`, which names the shard.
        case customer
    }

    /// What callers may do to a resource besides reading it.
    public enum Operation: Sendable, Hashable {
        /// POST.
        case create
        /// PATCH.
        case patch
        /// DELETE.
        case delete
    }

    /// Which resource it is.
    public let kind: ResourceKind
    /// The API that offers it.
    public let api: OpenAPI
    /// The type in `api.types`, also the default of `@type`.
    public let typeName: String
    /// What it belongs to.
    public let placement: Placement
    /// The attribute whose `id` names the customer that it belongs to, or something of that customer.
    public let owner: String
    /// The topic its events go to; the same for all resources of an API.
    public let topic: String
    /// What callers may do besides reading.
    public let offers: Set<Operation>
    /// Attributes a creation must carry (conformance profile).
    public let mandatory: [String]
    /// Attributes that the server sets: ignored on creation, refused in a patch.
    public let assigned: [String]
    /// The attribute that holds the life-cycle state.
    public let stateAttribute: String
    /// The state of a new resource if the request names none.
    public let initialState: String?
    /// States and where each may lead; empty where any text may follow any other.
    public let transitions: [String: Set<String>]
    /// The attribute that holds the time of creation, if the resource has one.
    public let creationAttribute: String?
    /// The attribute that holds the time of the last change, if the resource has one.
    public let updateAttribute: String?

    /// The path of the collection.
    public let path: String

    init(
        _ kind: ResourceKind,
        _ api: OpenAPI,
        type: String,
        path: String? = nil,
        placement: Placement,
        owner: String = "relatedParty",
        topic: String,
        offers: Set<Operation> = [.create, .patch, .delete],
        mandatory: [String],
        assigned: [String] = [],
        state: (attribute: String, initial: String?),
        transitions: [String: Set<String>] = [:],
        created: String? = nil,
        updated: String? = nil
    ) {
        self.kind = kind
        self.api = api
        typeName = type
        self.placement = placement
        self.topic = topic
        self.owner = owner
        self.offers = offers
        self.path = path ?? "\(api.basePath)/\(kind.rawValue)"
        self.mandatory = mandatory
        self.assigned = ["id", "href"] + assigned
        stateAttribute = state.attribute
        initialState = state.initial
        self.transitions = transitions
        creationAttribute = created
        updateAttribute = updated
    }
}

/// The topics of the event log.
public enum Topic {
    /// Customers, parties and what customers own.
    public static let customer = "bss.customer.events"
    /// Product orders and their cancellations.
    public static let order = "bss.order.events"
    /// The catalogues.
    public static let catalog = "bss.catalog.events"
    /// Results of the analytics jobs.
    public static let analytics = "bss.analytics.events"
    /// Alerts of the fraud rules.
    public static let fraud = "bss.fraud.alerts"
    /// Risk assessments and fraud cases.
    public static let risk = "bss.risk.events"
    /// All of them.
    public static let all = [customer, order, catalog, analytics, fraud, risk]
}
