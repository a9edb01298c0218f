import Synchronization

/// How many queries may run at once.
final class QuerySlots: Sendable {
    private let max: Int
    private let taken = Mutex(0)

    init(max: Int) { self.max = max }

    /// A place for a query, free again when nothing refers to it any more; nil if there is none.
    func take() -> Slot? {
        let isFree = taken.withLock { taken in
            guard taken < max else { return false }
            taken += 1
            return true
        }
        return isFree ? Slot(slots: self) : nil
    }

    private func giveBack() { taken.withLock { $0 -= 1 } }

    /// A place that is taken.
    final class Slot: Sendable {
        private let slots: QuerySlots

        fileprivate init(slots: QuerySlots) { self.slots = slots }

        deinit { slots.giveBack() }
    }
}
