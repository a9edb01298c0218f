import CStreamKernels

/// Finds rows of a `RowStore` by their content: open addressing over slots of 8 bytes (32 bits of the hash, number + 1).
final class RowStoreIndex {
    private static let firstSlots = 256
    private var storage: LargeAllocation
    private var slots: UnsafeMutablePointer<UInt64>
    private var mask: Int
    /// How many rows it knows.
    private(set) var count = 0

    init() {
        storage = LargeAllocation(byteCount: Self.firstSlots * 8)
        slots = storage.start.assumingMemoryBound(to: UInt64.self)
        mask = Self.firstSlots - 1
    }

    deinit { storage.deallocate() }

    /// Asks for the memory in which a search will begin.
    @inline(__always)
    func prefetch(_ hash: UInt64) { bss_prefetch(slots + (Int(truncatingIfNeeded: hash >> 32) & mask)) }

    /// The row with this hash for which the function says that it is the one.
    @inline(__always)
    func find(_ hash: UInt64, _ isRow: (UInt32) -> Bool) -> UInt32? {
        var place = Int(truncatingIfNeeded: hash >> 32) & mask
        while slots[place] != 0 {
            let number = UInt32(truncatingIfNeeded: slots[place]) &- 1
            if slots[place] >> 32 == hash >> 32, isRow(number) { return number }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Adds a row that is not there.
    func insert(_ hash: UInt64, _ number: UInt32) {
        if (count + 1) * 2 > mask + 1 { grow() }
        count += 1
        place((hash >> 32) << 32 | UInt64(number &+ 1))
    }

    private func place(_ slot: UInt64) {
        var place = Int(slot >> 32) & mask
        while slots[place] != 0 { place = (place + 1) & mask }
        slots[place] = slot
    }

    private func grow() {
        let old = storage
        let oldSlots = slots
        let oldCount = mask + 1
        storage = LargeAllocation(byteCount: oldCount * 2 * 8)
        slots = storage.start.assumingMemoryBound(to: UInt64.self)
        mask = oldCount * 2 - 1
        for index in 0..<oldCount where oldSlots[index] != 0 { place(oldSlots[index]) }
        old.deallocate()
    }

    /// Forgets a row that is there.
    func remove(_ hash: UInt64, _ number: UInt32) {
        var gap = Int(truncatingIfNeeded: hash >> 32) & mask
        while UInt32(truncatingIfNeeded: slots[gap]) != number &+ 1 {
            precondition(slots[gap] != 0, "the row is not in the index")
            gap = (gap + 1) & mask
        }
        count -= 1
        // Later entries that would no longer be found move up.
        var next = gap
        while true {
            next = (next + 1) & mask
            let slot = slots[next]
            if slot == 0 { break }
            let home = Int(slot >> 32) & mask
            let isReachable = gap <= next ? gap < home && home <= next : gap < home || home <= next
            if isReachable { continue }
            slots[gap] = slot
            gap = next
        }
        slots[gap] = 0
    }
}
