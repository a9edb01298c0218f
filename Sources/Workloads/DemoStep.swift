/// What a customer of the demo does next.
public enum DemoAction: Sendable, Hashable {
    /// A new customer.
    case signUp(CustomerProfile, label: String?)
    /// An order: new products, a change, or an end.
    case order(DemoOrder)
    /// A change of mind about an order just placed.
    case cancel(orderID: String, reason: String)
    /// New contacts.
    case changeContact(customerID: String, CustomerProfile, label: String?)
    /// A look at what the customer owns: the planner learns which products there are to change.
    case findProducts(customerID: String)
}

/// An action and when it is due.
public struct DemoStep: Sendable, Hashable {
    /// Counts the steps of a planner from 0; an outcome names its step by it.
    public let number: Int
    /// Milliseconds of the demo's time after its start; never less than that of an earlier step.
    public let due: Int64
    /// What is done.
    public let action: DemoAction
}

/// What came of a step.
public enum DemoOutcome: Sendable, Hashable {
    /// Created, with this id; or done, for what creates nothing (the id is empty).
    case done(id: String)
    /// The customer's products that are active.
    case products([DemoProduct])
    /// The server said no (4xx).
    case refused
    /// Nothing is known: the server failed or is away.
    case failed
}

/// A product that a customer of the demo owns.
public struct DemoProduct: Sendable, Hashable {
    /// Its id in the product inventory.
    public let id: String
    /// The id of its offering.
    public let offeringID: String

    /// A product.
    public init(id: String, offeringID: String) {
        self.id = id
        self.offeringID = offeringID
    }
}
