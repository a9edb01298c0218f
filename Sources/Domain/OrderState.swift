/// The states of a product order and of its items (TMF622 v4, life-cycle diagrams).
public enum OrderState: String, CaseIterable, Sendable, Hashable {
    /// Accepted and checked, work has not begun.
    case acknowledged
    /// Refused when it was checked; final.
    case rejected
    /// Waits for information; in the fall-out queue.
    case pending
    /// Blocked by a fault; in the fall-out queue.
    case held
    /// Being fulfilled.
    case inProgress
    /// Stopped before it was done; final.
    case cancelled
    /// All done; final.
    case completed
    /// Nothing could be done; final.
    case failed
    /// Some items done, some not; final. Of orders only.
    case partial
    /// Whether it can still be cancelled is being found out.
    case assessingCancellation
    /// It will be cancelled; what was begun is being undone.
    case pendingCancellation

    /// The states that may follow.
    public var successors: Set<OrderState> {
        switch self {
        case .acknowledged: [.inProgress, .pending]
        case .inProgress: [.pending, .held, .assessingCancellation, .completed, .failed, .partial]
        case .pending: [.inProgress, .assessingCancellation, .cancelled]
        case .held: [.inProgress, .assessingCancellation, .cancelled]
        case .assessingCancellation: [.inProgress, .pending, .held, .pendingCancellation]
        case .pendingCancellation: [.cancelled]
        case .rejected, .cancelled, .completed, .failed, .partial: []
        }
    }

    /// Whether nothing follows.
    public var isFinal: Bool { successors.isEmpty }

    /// Whether people must see to it.
    public var isFallout: Bool { self == .held || self == .pending }

    /// The state of an order whose items ended so, or nil while one of them has not. An order of items that were all
    /// cancelled is cancelled; otherwise only completed items make it completed, only failed ones failed, and a mixture partial.
    public static func derived(fromItems items: [OrderState]) -> OrderState? {
        guard !items.isEmpty, items.allSatisfy(\.isFinal) else { return nil }
        let kinds = Set(items)
        if kinds == [.completed] { return .completed }
        if kinds == [.cancelled] { return .cancelled }
        if kinds.isDisjoint(with: [.completed]) { return .failed }
        return .partial
    }
}
