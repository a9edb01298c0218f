import StreamSQL

extension MatchLayout {
    /// The values of a batch for a source, computed if it is an expression.
    typealias Computed = [BoundExpression: Column]

    private func column(_ source: Source, _ batch: Batch, _ computed: Computed) -> Column {
        switch source {
        case .column(let index): return batch.columns[index]
        case .expression(let expression):
            guard let column = computed[expression] else { preconditionFailure("an expression without values") }
            return column
        }
    }

    /// How many bytes the rows of a batch take, long strings included.
    ///
    /// - Parameter selection: the rows of the batch, nil for the first `sizes.count`.
    func measure(
        _ batch: Batch,
        _ selection: UnsafePointer<UInt32>?,
        computed: Computed,
        into sizes: UnsafeMutableBufferPointer<Int>
    ) {
        sizes.update(repeating: stride)
        for (source, field) in fields where field.type == .string {
            let column = column(source, batch, computed)
            let strings = column.strings
            for index in sizes.indices {
                let row = selection.map { Int($0[index]) } ?? index
                let count = strings[row].count
                if count > StringRef.inlineCapacity, !column.isNull(row) { sizes[index] &+= count }
            }
        }
    }

    /// Writes the fields and conditions of some rows of a batch.
    ///
    /// - Parameters:
    ///   - selection: the rows of the batch, nil for all; one for each of `rows`.
    ///   - ends: room for a number for each row.
    ///   - computed: the values of the expressions for all rows of the batch.
    func write(
        _ batch: Batch,
        _ selection: UnsafePointer<UInt32>?,
        to rows: UnsafeBufferPointer<UnsafeMutableRawPointer>,
        ends: UnsafeMutableBufferPointer<Int>,
        computed: Computed,
        _ boxes: MatchBoxes
    ) {
        clearFlags(of: rows)
        ends.update(repeating: stride)
        for (source, field) in fields {
            write(column(source, batch, computed), field, selection, rows, ends, boxes)
        }
        for (expression, flag) in conditions {
            let column = column(.expression(expression), batch, computed)
            let values = column.booleans
            let nulls = column.nulls
            for index in rows.indices {
                let row = selection.map { Int($0[index]) } ?? index
                if values[row] != 0, nulls.map({ $0[row] == 0 }) ?? true { Self.set(rows[index], flag) }
            }
        }
    }

    private func write(
        _ column: Column,
        _ field: Field,
        _ selection: UnsafePointer<UInt32>?,
        _ rows: UnsafeBufferPointer<UnsafeMutableRawPointer>,
        _ ends: UnsafeMutableBufferPointer<Int>,
        _ boxes: MatchBoxes
    ) {
        let offset = field.offset
        switch field.type {
        case .boolean:
            let values = column.booleans
            each(column, field, selection, rows, boxes) { row, _, target in
                target.storeBytes(of: UInt64(values[row]), toByteOffset: offset, as: UInt64.self)
            }
        case .int64, .double, .decimal64:
            let values = column.words
            each(column, field, selection, rows, boxes) { row, _, target in
                target.storeBytes(of: values[row], toByteOffset: offset, as: UInt64.self)
            }
        case .decimal128:
            let values = column.words
            each(column, field, selection, rows, boxes) { row, _, target in
                target.storeBytes(of: values[2 * row], toByteOffset: offset, as: UInt64.self)
                target.storeBytes(of: values[2 * row + 1], toByteOffset: offset + 8, as: UInt64.self)
            }
        case .string:
            let values = column.strings
            each(column, field, selection, rows, boxes) { row, index, target in
                let string = Self.own(values[row], target, &ends[index])
                target.storeBytes(of: string, toByteOffset: offset, as: StringRef.self)
            }
        case .boxed:
            each(column, field, selection, rows, boxes) { row, _, target in
                target.storeBytes(of: boxes.insert(column.boxed[row]), toByteOffset: offset, as: Int.self)
            }
        }
    }

    @inline(__always)
    private func each(
        _ column: Column,
        _ field: Field,
        _ selection: UnsafePointer<UInt32>?,
        _ rows: UnsafeBufferPointer<UnsafeMutableRawPointer>,
        _ boxes: MatchBoxes,
        _ store: (Int, Int, UnsafeMutableRawPointer) -> Void
    ) {
        let nulls = column.nulls
        if nulls == nil, selection == nil {
            for index in 0..<rows.count { store(index, index, rows[index]) }
            return
        }
        for index in 0..<rows.count {
            let row = selection.map { Int($0[index]) } ?? index
            if let nulls, nulls[row] != 0 {
                setNull(field, of: rows[index], boxes)
            } else {
                store(row, index, rows[index])
            }
        }
    }

    /// A string that lives as long as a row: a long one's bytes are copied behind what the row has so far.
    @inline(__always)
    private static func own(_ string: StringRef, _ row: UnsafeMutableRawPointer, _ end: inout Int) -> StringRef {
        if string.isInline { return string }
        let bytes = row + end
        bytes.copyMemory(from: string.longBytes, byteCount: string.count)
        end &+= string.count
        return StringRef(bytes.assumingMemoryBound(to: UInt8.self), count: string.count)
    }

    /// As `own` for bytes, nil if the row's block has no room for them.
    private static func own(
        _ raw: UnsafeRawBufferPointer,
        _ row: UnsafeMutableRawPointer,
        _ end: inout Int,
        size: Int
    ) -> StringRef? {
        guard raw.count <= StringRef.inlineCapacity || end + raw.count <= size else { return nil }
        return raw.withMemoryRebound(to: UInt8.self) { bytes in
            bytes.baseAddress.map { own(StringRef($0, count: bytes.count), row, &end) } ?? StringRef()
        }
    }

    /// Appends a field of a row to a column of its type; no row gives NULL. A long string is copied.
    static func append(_ row: UnsafeMutableRawPointer?, _ field: Field, to column: Column, _ boxes: MatchBoxes) {
        guard let row, !isNull(row, field) else { return column.appendNull() }
        let target = column.count
        column.reserve(target + 1)
        column.count = target + 1
        if let nulls = column.nulls { nulls[target] = 0 }
        switch field.type {
        case .boolean: column.booleans[target] = row.load(fromByteOffset: field.offset, as: UInt8.self)
        case .int64, .double, .decimal64: column.words[target] = row.load(fromByteOffset: field.offset, as: UInt64.self)
        case .decimal128:
            column.words[2 * target] = row.load(fromByteOffset: field.offset, as: UInt64.self)
            column.words[2 * target + 1] = row.load(fromByteOffset: field.offset + 8, as: UInt64.self)
        case .string:
            column.strings[target] = column.arena.store(row.load(fromByteOffset: field.offset, as: StringRef.self))
        case .boxed: column.boxed[target] = boxes.values[row.load(fromByteOffset: field.offset, as: Int.self)]
        }
    }

    // MARK: State

    /// Writes a row into a checkpoint.
    func write(_ row: UnsafeMutableRawPointer, to writer: StateWriter, _ boxes: MatchBoxes) {
        writer.put(Self.time(row))
        writer.put(UInt32(bytesOfLongStrings(row)))
        // why: an element as a whole would be retained for each row.
        for index in fields.indices {
            let field = fields[index].field
            writer.put(Self.isNull(row, field))
            if Self.isNull(row, field) { continue }
            switch field.type {
            case .string: writer.put(row.load(fromByteOffset: field.offset, as: StringRef.self))
            case .boxed: writer.put(boxes.values[row.load(fromByteOffset: field.offset, as: Int.self)])
            case .decimal128:
                writer.put(row.load(fromByteOffset: field.offset, as: UInt64.self))
                writer.put(row.load(fromByteOffset: field.offset + 8, as: UInt64.self))
            case .boolean, .int64, .double, .decimal64:
                writer.put(row.load(fromByteOffset: field.offset, as: UInt64.self))
            }
        }
        for index in conditions.indices { writer.put(Self.isSet(row, conditions[index].flag)) }
    }

    private func bytesOfLongStrings(_ row: UnsafeMutableRawPointer) -> Int {
        var bytes = 0
        for index in fields.indices {
            let field = fields[index].field
            guard field.type == .string, !Self.isNull(row, field) else { continue }
            let string = row.load(fromByteOffset: field.offset, as: StringRef.self)
            if !string.isInline { bytes += string.count }
        }
        return bytes
    }

    /// Reads a row from a checkpoint.
    func read(
        _ record: inout StateRecord,
        key: UInt32,
        _ memory: BlockMemory,
        _ boxes: MatchBoxes
    ) throws(StateError) -> UnsafeMutableRawPointer {
        let time: Int64 = try record.number()
        let size = stride + Int(try record.number(UInt32.self))
        let row = begin(time: time, key: key, bytes: size, memory)
        withUnsafePointer(to: row) { clearFlags(of: UnsafeBufferPointer(start: $0, count: 1)) }
        var end = stride
        for (_, field) in fields {
            if try record.boolean() {
                setNull(field, of: row, boxes)
                continue
            }
            switch field.type {
            case .string:
                let string = try record.withBytes { Self.own($0, row, &end, size: size) }
                guard let string else { throw .truncated }
                row.storeBytes(of: string, toByteOffset: field.offset, as: StringRef.self)
            case .boxed:
                row.storeBytes(of: boxes.insert(try record.value()), toByteOffset: field.offset, as: Int.self)
            case .decimal128:
                row.storeBytes(of: try record.number(), toByteOffset: field.offset, as: UInt64.self)
                row.storeBytes(of: try record.number(), toByteOffset: field.offset + 8, as: UInt64.self)
            case .boolean, .int64, .double, .decimal64:
                row.storeBytes(of: try record.number(), toByteOffset: field.offset, as: UInt64.self)
            }
        }
        for (_, flag) in conditions where try record.boolean() { Self.set(row, flag) }
        return row
    }
}
