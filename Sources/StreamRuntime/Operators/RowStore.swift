/// Rows that an operator keeps: each in a slot of words of 8 bytes, under a number that is its own until it is freed.
///
/// A slot is: words of the operator's own (links, counters) | a bit a column for NULL, 64 to a word | the values, one or
/// two words each. Slots lie in slabs that never move once they are full-sized. Long strings are owned by their row and lie
/// in blocks of memory beside the slabs, nested values in an array.
final class RowStore {
    /// The number of no row; columns get NULL for it.
    static let absent = UInt32.max
    /// Bytes of a slab, about. The first slab begins small and doubles up to it.
    private static let slabBytes = 1 << 21
    private static let firstRows = 64

    /// The types of the columns.
    let types: [PhysicalType]
    /// Words of the operator's own at the start of each slot, 0 in a new row.
    let extraWords: Int
    /// The columns' places in a slot, in words.
    let offsets: [Int]
    /// Where the NULL bits begin.
    let nullOffset: Int
    /// Words of a slot.
    let width: Int
    /// How many rows there are.
    private(set) var count = 0
    /// Bytes of long strings.
    private var stringBytes = 0
    private let strings = BlockMemory()
    var boxes: [Value] = []
    var freeBoxes: [UInt32] = []
    private let stringColumns: [Int]
    private let boxedColumns: [Int]
    private let shift: UInt32
    private let mask: UInt32
    private var slabs: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>
    private var slabCapacity = 16
    private var allocations: [LargeAllocation] = []
    /// Numbers given out so far are below.
    private var limit: UInt32 = 0
    private var capacity: UInt32 = 0
    private var free: [UInt32] = []

    /// An empty store.
    init(_ types: [PhysicalType], extraWords: Int = 0) {
        self.types = types
        self.extraWords = extraWords
        nullOffset = extraWords
        var next = extraWords + (types.count + 63) / 64
        var offsets: [Int] = []
        for type in types {
            offsets.append(next)
            next += type.stride == 16 ? 2 : 1
        }
        self.offsets = offsets
        width = max(next, 1)
        stringColumns = types.indices.filter { types[$0] == .string }
        boxedColumns = types.indices.filter { types[$0] == .boxed }
        var shift: UInt32 = 6
        while (1 << (shift + 1)) * width * 8 <= Self.slabBytes { shift += 1 }
        self.shift = shift
        mask = (1 << shift) - 1
        slabs = .allocate(capacity: slabCapacity)
    }

    deinit {
        for allocation in allocations { allocation.deallocate() }
        slabs.deallocate()
    }

    /// Bytes in use, about.
    var byteCount: Int { count * width * 8 + stringBytes }

    /// The words of a row. They move when a row is added.
    @inline(__always)
    func slot(_ row: UInt32) -> UnsafeMutablePointer<UInt64> {
        slabs[Int(row >> shift)] + Int(row & mask) &* width
    }

    /// A value of an `int64` column.
    @inline(__always)
    func int64(_ row: UInt32, _ column: Int) -> Int64 { Int64(bitPattern: slot(row)[offsets[column]]) }

    /// Whether a value is NULL.
    @inline(__always)
    func isNull(_ row: UInt32, _ column: Int) -> Bool {
        slot(row)[nullOffset + column >> 6] >> UInt64(column & 63) & 1 != 0
    }

    /// A new row whose words are 0.
    func allocate() -> UInt32 {
        count += 1
        if let row = free.popLast() {
            slot(row).update(repeating: 0, count: width)
            return row
        }
        if limit == capacity { grow() }
        limit += 1
        return limit - 1
    }

    private func grow() {
        precondition(limit < Self.absent - (mask + 1), "too many rows")
        let slabRows = Int(mask) + 1
        let rows = allocations.isEmpty ? min(Self.firstRows, slabRows) : min(Int(capacity) * 2, slabRows)
        let allocation = LargeAllocation(byteCount: rows * width * 8)
        let words = allocation.start.bindMemory(to: UInt64.self, capacity: rows * width)
        if allocations.count == 1, Int(capacity) < slabRows {
            words.update(from: slabs[0], count: Int(limit) * width)
            allocations[0].deallocate()
            allocations[0] = allocation
            slabs[0] = words
            capacity = UInt32(rows)
            return
        }
        if allocations.count == slabCapacity {
            let larger = UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>.allocate(capacity: slabCapacity * 2)
            larger.initialize(from: slabs, count: slabCapacity)
            slabs.deallocate()
            slabs = larger
            slabCapacity *= 2
        }
        (slabs + allocations.count).initialize(to: words)
        allocations.append(allocation)
        capacity += UInt32(rows)
    }

    /// Forgets a row; its number will be given to another one.
    func free(_ row: UInt32) {
        let words = slot(row)
        freeStrings(words)
        for column in boxedColumns where words[nullOffset + column >> 6] >> UInt64(column & 63) & 1 == 0 {
            let box = UInt32(words[offsets[column]])
            boxes[Int(box)] = .null
            freeBoxes.append(box)
        }
        free.append(row)
        count -= 1
    }

    /// A string whose bytes, if it is long, belong to a row that is about to hold it.
    @inline(__always)
    func own(_ string: StringRef) -> StringRef { string.isInline ? string : copy(string) }

    private func copy(_ string: StringRef) -> StringRef {
        let bytes = strings.allocate(string.count)
        bytes.copyMemory(from: string.longBytes, byteCount: string.count)
        stringBytes += string.count
        return StringRef(bytes.assumingMemoryBound(to: UInt8.self), count: string.count)
    }

    private func freeStrings(_ words: UnsafeMutablePointer<UInt64>) {
        for column in stringColumns {
            let offset = offsets[column]
            let string = StringRef(head: words[offset], tail: words[offset + 1])
            guard !string.isInline else { continue }
            stringBytes -= string.count
            let block = UnsafeMutableRawPointer(mutating: string.longBytes)
            strings.deallocate(block, BlockMemory.sizeClass(string.count))
        }
    }

    /// A place for a nested value.
    func box(_ value: Value) -> UInt64 {
        if let index = freeBoxes.popLast() {
            boxes[Int(index)] = value
            return UInt64(index)
        }
        boxes.append(value)
        return UInt64(boxes.count - 1)
    }
}
