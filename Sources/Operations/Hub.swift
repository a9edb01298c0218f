import Domain
import Primitives

/// A registration for events (TMF630: hub).
public struct Subscription: Sendable, Hashable {
    /// Whether events are delivered.
    public enum State: String, Sendable, Hashable {
        /// They are.
        case active
        /// They wait in the log until it is resumed.
        case paused
    }

    /// Its id.
    public let id: String
    /// The API whose events it is for.
    public let api: OpenAPI
    /// Where events are posted to: `{callback}/listener/{eventName}`.
    public let callback: String
    /// Which events: `eventType=ProductOrderStateChangeEvent&event.productOrder.state=completed`; empty for all of the API.
    public let query: String
    /// Whether events are delivered.
    public let state: State
    /// When it was registered.
    public let createdAt: Timestamp
}

/// One try to deliver an event.
public struct DeliveryAttempt: Sendable, Hashable {
    /// Whose.
    public let subscriptionID: String
    /// Which event.
    public let eventID: String
    /// When.
    public let at: Timestamp
    /// The listener's HTTP status; nil if none came.
    public let status: Int?
    /// What went wrong, nil if nothing did.
    public let failure: String?
    /// How long the listener took, in milliseconds.
    public let milliseconds: Int64
}
