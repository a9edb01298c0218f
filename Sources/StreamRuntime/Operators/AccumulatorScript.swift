/// Memory for steps that an operator writes down before it takes them.
final class AccumulatorScript {
    /// How many steps there is room for.
    private(set) var capacity = 0
    /// The row of the batch that each step takes.
    private(set) var rows = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
    /// The group that each step is about.
    private(set) var groups = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
    /// What each step does to its group.
    private(set) var signs = UnsafeMutablePointer<Int8>.allocate(capacity: 1)
    /// Whether the group begins with the step.
    private(set) var starts = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)

    /// No steps.
    init() {}

    deinit { deallocate() }

    private func deallocate() {
        rows.deallocate()
        groups.deallocate()
        signs.deallocate()
        starts.deallocate()
    }

    /// Makes room; the steps so far are lost, and each step's row becomes the one with its own number.
    func reserve(_ needed: Int) {
        guard needed > capacity else { return }
        deallocate()
        capacity = needed
        rows = .allocate(capacity: needed)
        groups = .allocate(capacity: needed)
        signs = .allocate(capacity: needed)
        starts = .allocate(capacity: needed)
        for row in 0..<needed { (rows + row).initialize(to: UInt32(truncatingIfNeeded: row)) }
        groups.initialize(repeating: 0, count: needed)
        signs.initialize(repeating: 0, count: needed)
        starts.initialize(repeating: 0, count: needed)
    }

    /// The first steps.
    func steps(_ count: Int) -> AccumulatorSteps {
        precondition(count <= capacity, "more steps than there is room for")
        return AccumulatorSteps(count: count, rows: rows, groups: groups, signs: signs, starts: starts)
    }
}
