/// Rows of columns in state records.
enum ColumnCodec {
    /// Adds a row of some columns.
    static func put(_ columns: [Column], _ row: Int, _ writer: StateWriter) {
        for column in columns {
            let isNull = column.isNull(row)
            writer.put(isNull)
            if isNull { continue }
            switch column.type {
            case .boolean: writer.put(column.booleans[row])
            case .int64, .double, .decimal64: writer.put(column.words[row])
            case .decimal128: writer.put(column.decimal128s[row])
            case .string: writer.put(column.strings[row])
            case .boxed: writer.put(column.boxed[row])
            }
        }
    }

    /// Appends a row that `put` wrote.
    static func append(_ record: inout StateRecord, to columns: [Column]) throws(StateError) {
        for column in columns {
            if try record.boolean() {
                column.appendNull()
                continue
            }
            let row = column.count
            column.reserve(row + 1)
            column.count = row + 1
            if let nulls = column.nulls { nulls[row] = 0 }
            switch column.type {
            case .boolean: column.booleans[row] = try record.number()
            case .int64, .double, .decimal64: column.words[row] = try record.number()
            case .decimal128: column.decimal128s[row] = try record.number()
            case .string: column.strings[row] = try record.string(column.arena)
            case .boxed: column.boxed[row] = try record.value()
            }
        }
    }

    /// The hashes by which the rows of some key columns find their worker.
    static func hashes(_ columns: [Column], count: Int) -> [UInt32] {
        var hashes: [UInt64] = Array(repeating: 0, count: count)
        RowHash.hash(columns, count: count, into: &hashes)
        return hashes.map { UInt32(truncatingIfNeeded: $0) }
    }
}

extension AggregateSlots {
    /// Adds a group's words; strings by their bytes.
    func put(_ group: UnsafeMutablePointer<UInt64>, _ writer: StateWriter) {
        for slot in slots {
            let words = group + slot.offset
            if slot.kind == .text || slot.kind == .list {
                Self.putList(words, writer)
            } else if slot.hasFlag, slot.type == .string {
                writer.put(words[2])
                if words[2] != 0 { writer.put(StringRef(head: words[0], tail: words[1])) }
            } else {
                for word in 0..<(slot.valueWords + (slot.hasFlag ? 1 : 0)) { writer.put(words[word]) }
            }
        }
    }

    /// Reads a group's words that `put` wrote.
    func read(
        _ record: inout StateRecord,
        into group: UnsafeMutablePointer<UInt64>,
        _ arena: StringArena
    ) throws(StateError) {
        for slot in slots {
            let words = group + slot.offset
            if slot.kind == .text || slot.kind == .list {
                try Self.readList(&record, into: words, arena)
            } else if slot.hasFlag, slot.type == .string {
                words[2] = try record.number()
                guard words[2] != 0 else { continue }
                let string = try record.string(arena)
                (words[0], words[1]) = (string.head, string.tail)
            } else {
                for word in 0..<(slot.valueWords + (slot.hasFlag ? 1 : 0)) { words[word] = try record.number() }
            }
        }
    }
}
