/// Elements one after the other in memory that grows: what an array is without its checks of uniqueness and exclusive
/// access, which cost more than the write in a loop over rows.
final class GrowingBuffer<Element> {
    private static var firstCapacity: Int { 256 }
    /// The elements. They move when one is added.
    private(set) var elements: UnsafeMutablePointer<Element>
    private var storage: LargeAllocation
    /// How many there are.
    private(set) var count = 0
    private var capacity: Int

    /// No elements.
    init() {
        storage = LargeAllocation(byteCount: Self.firstCapacity * MemoryLayout<Element>.stride)
        capacity = storage.byteCount / MemoryLayout<Element>.stride
        elements = storage.start.bindMemory(to: Element.self, capacity: capacity)
    }

    deinit {
        removeAll()
        storage.deallocate()
    }

    @inline(__always)
    subscript(_ index: Int) -> Element {
        get { elements[index] }
        set { elements[index] = newValue }
    }

    /// Adds an element.
    @inline(__always)
    func append(_ element: Element) {
        if count == capacity { grow() }
        (elements + count).initialize(to: element)
        count += 1
    }

    @inline(never)
    private func grow() {
        let larger = LargeAllocation(byteCount: capacity * 2 * MemoryLayout<Element>.stride)
        capacity = larger.byteCount / MemoryLayout<Element>.stride
        let moved = larger.start.bindMemory(to: Element.self, capacity: capacity)
        moved.moveInitialize(from: elements, count: count)
        storage.deallocate()
        storage = larger
        elements = moved
    }

    /// Forgets all elements and keeps the memory.
    func removeAll() { removeAll(behind: 0) }

    /// Forgets the elements behind the first ones.
    func removeAll(behind first: Int) {
        precondition(first <= count, "fewer elements")
        (elements + first).deinitialize(count: count - first)
        count = first
    }
}
