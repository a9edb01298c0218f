/// Partial matches in one block of memory, `stride` words each, in the order of java.util.PriorityQueue by where they begin.
///
/// Flink keeps partial and complete matches in such queues, and which of several matches that begin at the same row it emits
/// depends on where the queue's steps leave equal elements: so they are the same steps here.
///
/// A partial match is: the number of its first row and its state (the row's number in the upper 48 bits) | how many of its rows
/// belong to the variables before each variable, and how many there are in all, as UInt32 | words of aggregates.
struct MatchPartials {
    /// Bits of the state, below those of the row's number.
    static let stateBits: UInt64 = 16
    static let stateMask: UInt64 = 1 << stateBits - 1
    /// The row's number of the partial match that has no row yet: behind all others (Flink: no start event is Long.MAX_VALUE).
    static let unstarted: UInt64 = 1 << 47 - 1

    /// The first element.
    var base: UnsafeMutablePointer<UInt64>
    /// How many elements there are.
    var count: Int
    /// Words of an element.
    let stride: Int

    /// The first row's number of an element.
    @inline(__always)
    func first(_ index: Int) -> UInt64 { base[index &* stride] >> Self.stateBits }

    @inline(__always)
    private func move(_ source: Int, to target: Int) {
        (base + target &* stride).update(from: base + source &* stride, count: stride)
    }

    /// Appends the element that lies behind the last one. Java: siftUp.
    @inline(__always)
    mutating func insertLast() {
        let added = count
        count &+= 1
        guard added > 0, first(added) < first((added &- 1) >> 1) else { return }
        siftUp(added)
    }

    @inline(never)
    private func siftUp(_ added: Int) {
        withElement(added) { element in
            var place = added
            while place > 0 {
                let parent = (place - 1) >> 1
                if element[0] >> Self.stateBits >= first(parent) { break }
                move(parent, to: place)
                place = parent
            }
            return place
        }
    }

    /// Takes an element out, calls a function that finds its place, and puts it there.
    private func withElement(_ index: Int, _ body: (UnsafeMutablePointer<UInt64>) -> Int) {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: stride) { buffer in
            let element = buffer.baseAddress.unsafelyUnwrapped
            element.update(from: base + index * stride, count: stride)
            (base + body(element) * stride).update(from: element, count: stride)
        }
    }

    private func siftDown(_ index: Int, count: Int) {
        guard 2 * index + 1 < count else { return }
        withElement(index) { element in
            var place = index
            while place < count >> 1 {
                var child = 2 * place + 1
                if child + 1 < count, first(child) > first(child + 1) { child += 1 }
                if element[0] >> Self.stateBits <= first(child) { break }
                move(child, to: place)
                place = child
            }
            return place
        }
    }

    /// Removes the first element. Java: poll.
    mutating func removeFirst() {
        count -= 1
        guard count > 0 else { return }
        move(count, to: 0)
        siftDown(0, count: count)
    }

    /// Removes the elements whose first row comes before a row; the one without rows stays. Java: bulkRemove, heapify.
    mutating func removeAll(before row: UInt64) {
        var kept = 0
        for index in 0..<count where first(index) >= row {
            if kept != index { move(index, to: kept) }
            kept += 1
        }
        guard kept < count else { return }
        count = kept
        guard count > 1 else { return }
        for index in Swift.stride(from: count >> 1 - 1, through: 0, by: -1) { siftDown(index, count: count) }
    }
}
