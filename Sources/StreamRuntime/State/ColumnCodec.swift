/// Rows of columns in state records.
enum ColumnCodec {
    /// Columns to write row after row, as addresses: an array of columns would be retained and released for each row.
    struct Rows {
        private let columns: [(type: PhysicalType, values: UnsafeRawPointer, nulls: UnsafePointer<UInt8>?)]
        private let owners: [Column]

        /// Some columns, which may not change meanwhile.
        init(_ columns: [Column]) {
            owners = columns
            self.columns = columns.map { ($0.type, UnsafeRawPointer($0.bytes), $0.nulls.map { UnsafePointer($0) }) }
        }

        /// Adds a row.
        func put(_ row: Int, _ writer: StateWriter) {
            for index in columns.indices {
                let column = columns[index]
                let isNull = column.nulls.map { $0[row] != 0 } ?? false
                writer.put(isNull)
                if isNull { continue }
                let value = column.values + row * column.type.stride
                switch column.type {
                case .boolean: writer.put(value.load(as: UInt8.self))
                case .int64, .double, .decimal64: writer.put(value.load(as: UInt64.self))
                case .decimal128:
                    writer.put(value.load(as: UInt64.self))
                    writer.put(value.load(fromByteOffset: 8, as: UInt64.self))
                case .string: writer.put(value.load(as: StringRef.self))
                case .boxed: writer.put(owners[index].boxed[row])
                }
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
            try appendValue(&record, to: column)
        }
    }

    /// Appends a value that is not NULL.
    static func appendValue(_ record: inout StateRecord, to column: Column) throws(StateError) {
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
