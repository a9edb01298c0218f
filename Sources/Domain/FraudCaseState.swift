/// The states of a fraud case, from the alert that opened it to its end. A decision is a label: it says of every alert in
/// the case whether it was right.
public enum FraudCaseState: String, CaseIterable, Sendable, Hashable {
    /// An alert opened it; nobody sees to it yet.
    case new
    /// Somebody is to see to it.
    case assigned
    /// It is being looked into.
    case inReview
    /// Decided: it is fraud.
    case confirmed
    /// Decided: it is not.
    case falsePositive
    /// Decided: it cannot be told.
    case inconclusive
    /// All is done; final.
    case closed

    /// The states that may follow.
    public var successors: Set<FraudCaseState> {
        switch self {
        case .new: [.assigned]
        case .assigned: [.inReview]
        case .inReview: [.confirmed, .falsePositive, .inconclusive]
        case .confirmed, .falsePositive, .inconclusive: [.closed]
        case .closed: []
        }
    }

    /// Whether it awaits a decision. Such a case takes further alerts; what comes after the decision is a case of its own.
    public var isOpen: Bool {
        switch self {
        case .new, .assigned, .inReview: true
        case .confirmed, .falsePositive, .inconclusive, .closed: false
        }
    }

    /// Whether it says what the case was.
    public var isDecision: Bool {
        switch self {
        case .confirmed, .falsePositive, .inconclusive: true
        case .new, .assigned, .inReview, .closed: false
        }
    }
}
