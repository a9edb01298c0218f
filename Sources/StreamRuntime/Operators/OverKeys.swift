/// What an OVER aggregation knows of its keys, by their numbers: what an array is without its checks, which cost more than what is
/// looked up.
final class OverKeys {
    private static let firstCapacity = 64
    private var elements: UnsafeMutablePointer<OverKey>
    /// How many there are.
    private(set) var count = 0
    private var capacity: Int

    /// No keys.
    init() {
        capacity = Self.firstCapacity
        elements = .allocate(capacity: capacity)
    }

    deinit {
        elements.deinitialize(count: count)
        elements.deallocate()
    }

    /// Where that lies which is known of a key. Keys move when there is room made for others.
    @inline(__always)
    subscript(_ key: Int) -> UnsafeMutablePointer<OverKey> { elements + key }

    /// Makes all numbers below a limit numbers of keys, the new ones of keys of which nothing is known.
    func reserve(_ limit: Int) {
        guard limit > count else { return }
        if limit > capacity {
            capacity = max(limit, capacity * 2)
            let larger = UnsafeMutablePointer<OverKey>.allocate(capacity: capacity)
            larger.moveInitialize(from: elements, count: count)
            elements.deallocate()
            elements = larger
        }
        (elements + count).initialize(repeating: OverKey(), count: limit - count)
        count = limit
    }
}
