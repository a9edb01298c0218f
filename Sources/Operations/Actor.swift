/// What a caller may do.
public enum Role: String, CaseIterable, Sendable, Hashable {
    /// Everything.
    case admin
    /// Customers, orders and inventory: read and write; the catalogue: read.
    case agent
    /// Reads everything, decides on fraud cases.
    case analyst
    /// Reads everything.
    case readOnly = "read-only"
    /// What an agent may, by a program; also the catalogue and event subscriptions.
    case machine
}

/// Who makes a request.
public struct Actor: Sendable, Hashable {
    /// The name that the audit trail shows: a key's name, or `local` where keys are switched off.
    public let name: String
    /// What the caller may do.
    public let role: Role

    /// A caller.
    public init(name: String, role: Role) {
        self.name = name
        self.role = role
    }

    /// The program itself: fulfilment, relay.
    public static let system = Actor(name: "system", role: .admin)
}

/// What comes with a request besides its body.
public struct RequestContext: Sendable, Hashable {
    /// Who makes it.
    public let actor: Actor
    /// The id in logs and in the audit trail.
    public let requestID: String
    /// The `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header), at most
    /// `OperationLimits.idempotencyKeyBytesMax` bytes.
    public let idempotencyKey: String?
    /// The version that `If-Match` names, nil without the header or with `*`.
    public let expectedVersion: Int64?

    /// A context.
    public init(actor: Actor, requestID: String, idempotencyKey: String? = nil, expectedVersion: Int64? = nil) {
        self.actor = actor
        self.requestID = requestID
        self.idempotencyKey = idempotencyKey
        self.expectedVersion = expectedVersion
    }
}

/// Named limits of the operations.
public enum OperationLimits {
    /// Bytes of an idempotency key.
    public static let idempotencyKeyBytesMax = 255
    /// How long an idempotency key is remembered, in milliseconds.
    public static let idempotencyRetentionMilliseconds: Int64 = 7 * 86_400_000
    /// Items of one order.
    public static let orderItemsMax = 200
    /// The quantity of one order item.
    public static let itemQuantityMax: Int64 = 10_000
    /// Bytes of an id that a caller chooses.
    public static let idBytesMax = 128
    /// Bytes of a reason or a note.
    public static let noteBytesMax = 1_000
    /// Conditions in one listing.
    public static let filtersMax = 20
    /// Values that one condition may offer.
    public static let filterValuesMax = 100
    /// Resources in one page.
    public static let pageMax = 1_000
    /// Resources in a page that names no limit.
    public static let pageDefault = 100
    /// Bytes of an event, the whole resource included: what a record of the log may hold, less its headers.
    public static let eventBytesMax = 900_000
    /// Subscriptions to events.
    public static let subscriptionsMax = 1_000
    /// Delivery attempts kept per subscription.
    public static let attemptsKeptMax = 1_000
}
