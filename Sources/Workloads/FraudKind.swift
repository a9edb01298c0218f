/// A pattern of fraud that the demo plays now and then, so that a detector has something true to find.
public enum FraudKind: String, Sendable, Hashable, CaseIterable {
    /// One customer places many orders within a minute.
    case velocity
    /// One customer tries ever dearer orders.
    case risingAmounts
    /// A customer orders the dearest devices right after signing up.
    case newCustomerHighValue
    /// A customer's contacts change, and a dear order follows.
    case accountTakeover
    /// Many new customers share one telephone number.
    case sharedPhone

    /// The label that goes with every request of the burst, `fraud:velocity`.
    public var label: String { "fraud:\(rawValue)" }
}
