import CStreamKernels

/// A table from keys of one or more columns to dense numbers, by which operators keep state in arrays: open addressing
/// over slots of 8 bytes (hash and number), the keys row by row in one slab beside it, long strings in an arena of its
/// own. A batch is looked up in passes with prefetch, so that the cache misses of many rows overlap.
///
/// NULL is a key of its own and equal to itself (SQL: GROUP BY). Floating point keys are compared by their bits (Flink:
/// BinaryRowData), so 0.0 and -0.0 differ. Numbers of removed keys are given out again.
package final class KeyTable {
    /// What `find` answers for a key that is not there.
    package static let absent = UInt32.max
    /// The most key columns: the NULLs of a key are bits of one word.
    package static let columnLimit = 64
    /// Rows that are looked up together: their slots and keys stay in the first-level cache between passes.
    static let passRows = 256
    private static let firstSlotCount = 1024
    /// Slots of a table that begins small, because there may be many of them.
    private static let fewSlots = 64
    /// Bytes of removed long strings before the arena is written anew.
    private static let compactionThreshold = 1 << 20

    /// The types of the key columns.
    package let types: [PhysicalType]
    /// The number of keys.
    package private(set) var count = 0
    /// All numbers given out so far are below: the size of a state array.
    package private(set) var idLimit = 0
    /// The numbers that the last `intern` gave to keys that were not there before, in the order of the rows.
    package private(set) var created: [UInt32] = []

    /// The key columns' places in a key row, in words of 8 bytes.
    let offsets: [Int]
    /// The words of a key row.
    let width: Int
    /// The places of the strings in a key row.
    let stringOffsets: [Int]
    /// The words of a key row that belong to no string.
    let plainWords: [Int]
    /// Hash (32 bits) and number + 1, or 0 for a free slot.
    private(set) var slots: UnsafeMutablePointer<UInt64>
    private var slotStorage: LargeAllocation
    private(set) var slotMask: Int
    private(set) var keys: UnsafeMutablePointer<UInt64>
    private var keyStorage: LargeAllocation
    private(set) var idCapacity: Int
    /// A bit a column for each number, made with the first NULL.
    private(set) var nullMasks: UnsafeMutablePointer<UInt64>?
    private(set) var freeIDs: [UInt32] = []
    private(set) var arena: StringArena
    private var deadBytes = 0
    let scratch: KeyScratch
    /// For a key that is read from a state record.
    lazy var decoded = types.map { Column($0, capacity: 1) }

    /// An empty table; one that begins small costs a few kilobytes.
    package init(_ types: [PhysicalType], expectedKeys: Int = 0, beginsSmall: Bool = false) {
        precondition(!types.isEmpty && types.count <= Self.columnLimit, "a key has 1 to 64 columns")
        precondition(!types.contains(.boxed), "a nested value cannot be a key")
        self.types = types
        var offsets: [Int] = []
        var width = 0
        for type in types {
            offsets.append(width)
            width += type == .string ? KeyString.width : type.stride <= 8 ? 1 : 2
        }
        self.offsets = offsets
        self.width = width
        let strings = zip(types, offsets).filter { $0.0 == .string }.map(\.1)
        stringOffsets = strings
        plainWords = (0..<width).filter { word in !strings.contains { ($0..<$0 + KeyString.width).contains(word) } }
        var slotCount = beginsSmall ? Self.fewSlots : Self.firstSlotCount
        while slotCount < expectedKeys * 2 { slotCount *= 2 }
        slotStorage = LargeAllocation(byteCount: slotCount * 8)
        slots = slotStorage.start.bindMemory(to: UInt64.self, capacity: slotCount)
        slotMask = slotCount - 1
        keyStorage = LargeAllocation(byteCount: max(slotCount / 2, expectedKeys) * width * 8)
        idCapacity = keyStorage.byteCount / (width * 8)
        keys = keyStorage.start.bindMemory(to: UInt64.self, capacity: idCapacity * width)
        arena = StringArena(grows: !beginsSmall)
        scratch = KeyScratch(rows: Self.passRows, width: width)
    }

    deinit {
        slotStorage.deallocate()
        keyStorage.deallocate()
        nullMasks?.deallocate()
    }

    /// Gives each row the number of its key; new keys get new numbers (see `created`).
    package func intern(_ columns: [Column], count rows: Int, into ids: UnsafeMutablePointer<UInt32>) {
        check(columns, rows)
        created.removeAll(keepingCapacity: true)
        var first = 0
        while first < rows {
            let pass = min(Self.passRows, rows - first)
            // why: a pass holds pointers into the tables, which must not grow before it ends.
            reserve(pass)
            let pointers = scratch.load(columns, first, pass, self)
            probe(pointers, pass, ids + first, inserting: true)
            first += pass
        }
    }

    /// Gives each row the number of its key, or `absent`.
    package func find(_ columns: [Column], count rows: Int, into ids: UnsafeMutablePointer<UInt32>) {
        check(columns, rows)
        var first = 0
        while first < rows {
            let pass = min(Self.passRows, rows - first)
            let pointers = scratch.load(columns, first, pass, self)
            probe(pointers, pass, ids + first, inserting: false)
            first += pass
        }
    }

    private func check(_ columns: [Column], _ rows: Int) {
        precondition(columns.elementsEqual(types) { $0.type == $1 }, "key columns of other types")
        precondition(columns.allSatisfy { $0.count >= rows }, "a key column has fewer rows")
    }

    /// Gives a key a number and stores it, long strings in the table's arena. There is room.
    func insert(
        _ row: UnsafePointer<UInt64>,
        _ mask: UInt64,
        _ hash: UInt32,
        at slot: Int,
        _ arena: StringArena
    ) -> UInt32 {
        let id: UInt32
        if let free = freeIDs.popLast() {
            id = free
        } else {
            id = UInt32(idLimit)
            idLimit += 1
        }
        let key = keys + Int(id) * width
        key.update(from: row, count: width)
        for index in 0..<stringOffsets.count {
            let place = key + stringOffsets[index]
            KeyString(row: place).stored(in: arena).store(place)
        }
        if mask != 0 { makeNullMasks() }
        nullMasks?[Int(id)] = mask
        slots[slot] = UInt64(hash) << 32 | UInt64(id + 1)
        count += 1
        created.append(id)
        return id
    }

    private func makeNullMasks() {
        guard nullMasks == nil else { return }
        let masks = UnsafeMutablePointer<UInt64>.allocate(capacity: idCapacity)
        masks.initialize(repeating: 0, count: idCapacity)
        nullMasks = masks
    }

    /// Makes room for some more keys.
    private func reserve(_ more: Int) {
        while (count + more) * 2 > slotMask + 1 { growSlots() }
        if idLimit + more > idCapacity { growKeys(idLimit + more) }
    }

    private func growSlots() {
        let slotCount = (slotMask + 1) * 2
        let storage = LargeAllocation(byteCount: slotCount * 8)
        let larger = storage.start.bindMemory(to: UInt64.self, capacity: slotCount)
        let mask = slotCount - 1
        for index in 0...slotMask where slots[index] != 0 {
            var target = Int(slots[index] >> 32) & mask
            while larger[target] != 0 { target = (target + 1) & mask }
            larger[target] = slots[index]
        }
        slotStorage.deallocate()
        slotStorage = storage
        slots = larger
        slotMask = mask
    }

    private func growKeys(_ needed: Int) {
        precondition(needed < Int(Self.absent) - 1, "too many keys")
        let storage = LargeAllocation(byteCount: max(needed, idCapacity * 2) * width * 8)
        let capacity = storage.byteCount / (width * 8)
        let larger = storage.start.bindMemory(to: UInt64.self, capacity: capacity * width)
        larger.update(from: keys, count: idLimit * width)
        keyStorage.deallocate()
        keyStorage = storage
        keys = larger
        if let old = nullMasks {
            let masks = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity)
            masks.initialize(repeating: 0, count: capacity)
            masks.update(from: old, count: idLimit)
            old.deallocate()
            nullMasks = masks
        }
        idCapacity = capacity
    }

    /// Forgets a key; its number will be given to another one. The number must be in use.
    package func remove(_ id: UInt32) {
        let key = keys + Int(id) * width
        var slot = Int(hash(id) >> 32) & slotMask
        while UInt32(truncatingIfNeeded: slots[slot]) != id + 1 {
            precondition(slots[slot] != 0, "the number belongs to no key")
            slot = (slot + 1) & slotMask
        }
        closeGap(slot)
        count -= 1
        freeIDs.append(id)
        for offset in stringOffsets {
            let string = KeyString(row: key + offset)
            if !string.isInline { deadBytes += string.count }
            KeyString(StringRef()).store(key + offset)
        }
        if deadBytes > Self.compactionThreshold, deadBytes > arena.byteCount / 2 { compactArena() }
    }

    /// Frees a slot of a linear probe sequence: later entries that would no longer be found move up.
    private func closeGap(_ freed: Int) {
        var gap = freed
        var next = freed
        while true {
            next = (next + 1) & slotMask
            let slot = slots[next]
            if slot == 0 { break }
            let home = Int(slot >> 32) & slotMask
            let isReachable = gap <= next ? gap < home && home <= next : gap < home || home <= next
            if isReachable { continue }
            slots[gap] = slot
            gap = next
        }
        slots[gap] = 0
    }

    private func compactArena() {
        let fresh = StringArena(grows: arena.grows)
        // The key rows of free numbers hold empty strings.
        for id in 0..<idLimit {
            let key = keys + id * width
            for offset in stringOffsets {
                KeyString(row: key + offset).stored(in: fresh).store(key + offset)
            }
        }
        arena = fresh
        deadBytes = 0
    }

    /// Forgets all keys and keeps the memory of the tables.
    package func removeAll() {
        slots.update(repeating: 0, count: slotMask + 1)
        nullMasks?.update(repeating: 0, count: idCapacity)
        freeIDs.removeAll()
        created.removeAll()
        arena = StringArena(grows: arena.grows)
        deadBytes = 0
        count = 0
        idLimit = 0
    }

    /// Puts keys back under the numbers that they had. The table is empty.
    func restore(_ ids: [UInt32], idLimit limit: Int, free: [UInt32], from columns: [Column]) {
        precondition(count == 0 && idLimit == 0, "the table is not empty")
        while (ids.count + 1) * 2 > slotMask + 1 { growSlots() }
        if limit > idCapacity { growKeys(limit) }
        idLimit = limit
        var first = 0
        while first < ids.count {
            let pass = min(Self.passRows, ids.count - first)
            let pointers = scratch.load(columns, first, pass, self)
            for row in 0..<pass {
                var slot = Int(pointers.hashes[row]) & slotMask
                while slots[slot] != 0 { slot = (slot + 1) & slotMask }
                freeIDs.append(ids[first + row])
                _ = insert(pointers.rows + row * width, pointers.mask(row), pointers.hashes[row], at: slot, arena)
            }
            first += pass
        }
        freeIDs = free
        created.removeAll()
    }
}
