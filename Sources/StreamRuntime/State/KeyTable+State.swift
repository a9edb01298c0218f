/// Keys in state records, as `RowStore` writes rows: the NULL bits, then the values that are not NULL.
extension KeyTable {
    /// Writes the key of a number.
    ///
    /// - Parameter skipped: how many of the first columns are left out.
    func encode(_ id: UInt32, skipping skipped: Int = 0, to writer: StateWriter) {
        let mask = (nullMasks?[Int(id)] ?? 0) >> UInt64(skipped)
        writer.put(mask)
        let row = UnsafePointer(keys) + Int(id) * width
        for index in skipped..<types.count where mask >> UInt64(index - skipped) & 1 == 0 {
            let value = row + offsets[index]
            switch types[index] {
            case .boolean: writer.put(UInt8(truncatingIfNeeded: value[0]))
            case .int64, .double, .decimal64: writer.put(value[0])
            case .decimal128:
                writer.put(value[0])
                writer.put(value[1])
            case .string: KeyString(row: value).withBytes { writer.put(UnsafeRawBufferPointer($0)) }
            case .boxed: preconditionFailure("a nested value cannot be a key")
            }
        }
    }

    /// Reads a key that `encode` wrote, and gives its number; a new key gets a new one.
    ///
    /// - Parameter number: the value of a first column that was left out.
    func decode(_ record: inout StateRecord, behind number: Int64? = nil) throws(StateError) -> UInt32 {
        for column in decoded { column.reset() }
        var columns = decoded[...]
        if let number { columns.removeFirst().append(.int64(number)) }
        var mask: UInt64 = try record.number()
        for column in columns {
            if mask & 1 != 0 {
                column.appendNull()
            } else {
                try ColumnCodec.appendValue(&record, to: column)
            }
            mask >>= 1
        }
        var id: UInt32 = 0
        intern(decoded, count: 1, into: &id)
        return id
    }
}
