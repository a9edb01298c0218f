/// The columns of a table by name.
struct FieldNames {
    private let arena = StringArena()
    private var slots: [(name: StringRef, index: Int)]

    init(_ fields: [Field]) {
        var size = 8
        while size < fields.count * 2 { size *= 2 }
        slots = Array(repeating: (StringRef(), -1), count: size)
        for (index, field) in fields.enumerated() {
            let name = arena.store(field.name)
            var slot = Self.slot(name, size)
            // Of columns of the same name the last one counts.
            while slots[slot].index >= 0, slots[slot].name != name { slot = (slot + 1) & (size - 1) }
            slots[slot] = (name, index)
        }
    }

    private static func slot(_ name: StringRef, _ size: Int) -> Int {
        Int(truncatingIfNeeded: RowHash.add(name, to: RowHash.seed)) & (size - 1)
    }

    /// The column of a name.
    func index(_ bytes: UnsafePointer<UInt8>, count: Int) -> Int? {
        let name = StringRef(bytes, count: count)
        var slot = Self.slot(name, slots.count)
        while slots[slot].index >= 0 {
            if slots[slot].name == name { return slots[slot].index }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }
}
