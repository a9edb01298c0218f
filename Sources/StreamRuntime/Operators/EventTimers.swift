/// Numbers that wait for times: the earliest first, equal times in the order in which they were added.
///
/// A timer may be set for a time that the watermark has passed. It goes off with the next watermark, before timers of later
/// times that go off with that one, and behind those that went off before it was set: so `due` comes first in the order.
struct EventTimers {
    /// A number and the time that it waits for.
    struct Timer {
        /// The first watermark with which it may go off.
        let due: Int64
        let time: Int64
        let order: UInt64
        let id: UInt32

        @inline(__always)
        static func isBefore(_ left: Timer, _ right: Timer) -> Bool {
            if left.due != right.due { return left.due < right.due }
            return left.time != right.time ? left.time < right.time : left.order < right.order
        }
    }

    private var heap: [Timer] = []
    private var nextOrder: UInt64 = 0

    /// How many wait.
    var count: Int { heap.count }

    /// Adds a number; `due` is the first watermark with which it may go off, if that is not the time.
    mutating func add(_ time: Int64, due: Int64? = nil, _ id: UInt32) {
        let timer = Timer(due: due ?? time, time: time, order: nextOrder, id: id)
        nextOrder += 1
        var place = heap.count
        heap.append(timer)
        while place > 0 {
            let parent = (place - 1) / 2
            guard Timer.isBefore(timer, heap[parent]) else { break }
            heap[place] = heap[parent]
            place = parent
        }
        heap[place] = timer
    }

    /// Takes the earliest one that goes off with a watermark.
    mutating func popFirst(until watermark: Int64) -> Timer? {
        guard let first = heap.first, first.due <= watermark, let last = heap.popLast() else { return nil }
        if heap.isEmpty { return first }
        var place = 0
        while true {
            var child = 2 * place + 1
            if child >= heap.count { break }
            if child + 1 < heap.count, Timer.isBefore(heap[child + 1], heap[child]) { child += 1 }
            guard Timer.isBefore(heap[child], last) else { break }
            heap[place] = heap[child]
            place = child
        }
        heap[place] = last
        return first
    }
}
