/// What the demo has done so far.
public struct DemoTally: Sendable, Hashable {
    /// Customers that signed up.
    public var signUps = 0
    /// Orders that were acknowledged, changes and ends among them.
    public var orders = 0
    /// Cancellations that were accepted for assessment.
    public var cancellations = 0
    /// Contacts that were changed.
    public var contactChanges = 0
    /// Steps of fraud bursts that were acknowledged.
    public var fraudSteps = 0
    /// Steps that the server refused.
    public var refused = 0
    /// Steps that failed with the server or the connection.
    public var failed = 0

    /// Nothing yet.
    public init() {}

    mutating func count(_ action: DemoAction, _ outcome: DemoOutcome) {
        switch outcome {
        case .refused: refused += 1
        case .failed: failed += 1
        case .products: break
        case .done:
            var label: String?
            switch action {
            case .signUp(_, let mark):
                signUps += 1
                label = mark
            case .order(let order):
                orders += 1
                label = order.label
            case .cancel: cancellations += 1
            case .changeContact(_, _, let mark):
                contactChanges += 1
                label = mark
            case .findProducts: break
            }
            if label != nil { fraudSteps += 1 }
        }
    }
}
