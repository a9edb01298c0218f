/// What an OVER aggregation knows of its keys, by their numbers: what an array is without its checks, which cost more than what is
/// looked up.
final class OverKeys {
    private static let firstCapacity = 64
    private var elements: UnsafeMutablePointer<OverKey>
    private var storage = LargeAllocation(byteCount: 0)
    /// How many there are.
    private(set) var count = 0
    private var capacity = 0

    /// No keys.
    init() { elements = storage.start.bindMemory(to: OverKey.self, capacity: 0) }

    deinit {
        elements.deinitialize(count: count)
        storage.deallocate()
    }

    /// Where that lies which is known of a key. Keys move when there is room made for others.
    @inline(__always)
    subscript(_ key: Int) -> UnsafeMutablePointer<OverKey> { elements + key }

    /// Makes all numbers below a limit numbers of keys, the new ones of keys of which nothing is known.
    func reserve(_ limit: Int) {
        guard limit > count else { return }
        if limit > capacity {
            let needed = max(limit, capacity * 2, Self.firstCapacity)
            let larger = LargeAllocation(byteCount: needed * MemoryLayout<OverKey>.stride)
            capacity = larger.byteCount / MemoryLayout<OverKey>.stride
            let moved = larger.start.bindMemory(to: OverKey.self, capacity: capacity)
            moved.moveInitialize(from: elements, count: count)
            storage.deallocate()
            storage = larger
            elements = moved
        }
        (elements + count).initialize(repeating: OverKey(), count: limit - count)
        count = limit
    }
}
