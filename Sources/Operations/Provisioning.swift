import Domain
import Primitives

/// What fulfilment asks the network for: to activate, change or end the services of one order item.
public struct ProvisioningRequest: Sendable, Hashable {
    /// The order.
    public let orderID: String
    /// The item of the order.
    public let itemID: String
    /// `add`, `modify` or `delete`.
    public let action: String
    /// The ids of the services concerned, in the service inventory.
    public let serviceIDs: [String]
    /// Which try it is, from 1. The same request may come twice after a crash: activation is idempotent by service id.
    public let attempt: Int
}

/// What the network answered.
public enum ProvisioningOutcome: Sendable, Hashable {
    /// It is done.
    case done
    /// It cannot be done now; the reason is shown in the fall-out queue.
    case failed(reason: String)
}

/// The port to whatever activates services. The built-in one needs no network; a real one calls it.
public struct ProvisioningPort: Sendable {
    /// Carries out a request.
    public let provision: @Sendable (ProvisioningRequest) async -> ProvisioningOutcome

    /// A port that carries out requests so.
    public init(_ provision: @escaping @Sendable (ProvisioningRequest) async -> ProvisioningOutcome) {
        self.provision = provision
    }

    /// The built-in network: always at hand, failing as often as `failurePercent` says. Which requests fail follows from
    /// order, item and attempt, so that a run can be repeated.
    public static func builtIn(failurePercent: Int) -> ProvisioningPort {
        ProvisioningPort { request in
            let name = Identifier(named: "\(request.orderID)/\(request.itemID)/\(request.attempt)")
            guard Int(name.low % 100) < failurePercent else { return .done }
            return .failed(reason: "the network element did not answer")
        }
    }
}
