/// Numbers one after the other in memory that grows: what an array is without its checks of uniqueness and exclusive
/// access, which cost more than the write in a loop over rows.
final class GrowingBuffer<Element: BitwiseCopyable> {
    private static var firstCapacity: Int { 256 }
    /// The elements. They move when one is added.
    private(set) var elements: UnsafeMutablePointer<Element>
    /// How many there are.
    private(set) var count = 0
    private var capacity: Int

    /// No elements.
    init() {
        capacity = Self.firstCapacity
        elements = .allocate(capacity: capacity)
    }

    deinit { elements.deallocate() }

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
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        larger.initialize(from: elements, count: count)
        elements.deallocate()
        elements = larger
        capacity *= 2
    }

    /// Forgets all elements and keeps the memory.
    func removeAll() { count = 0 }

    /// Forgets the elements behind the first ones.
    func removeAll(behind first: Int) {
        precondition(first <= count, "fewer elements")
        count = first
    }
}
