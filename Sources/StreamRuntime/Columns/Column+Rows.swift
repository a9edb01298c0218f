extension Column {
    /// A row as a value. Slow.
    package subscript(row: Int) -> Value {
        precondition(row >= 0 && row < count, "no such row")
        if isNull(row) { return .null }
        switch type {
        case .boolean: return .boolean(booleans[row] != 0)
        case .int64: return .int64(int64s[row])
        case .double: return .double(doubles[row])
        case .decimal64: return .decimal(Int128(int64s[row]))
        case .decimal128: return .decimal(decimal128s[row])
        case .string: return .string(strings[row].description)
        case .boxed: return boxed[row]
        }
    }

    /// All rows as values. Slow.
    package var values: [Value] { (0..<count).map { self[$0] } }

    /// Appends a value, which must be of the column's type or `null`. Slow.
    package func append(_ value: Value) {
        let row = count
        reserve(row + 1)
        count = row + 1
        set(row, to: value)
    }

    /// Sets a row to a value, which must be of the column's type or `null`. Slow.
    package func set(_ row: Int, to value: Value) {
        precondition(row >= 0 && row < count, "no such row")
        if value == .null { return setNull(row) }
        if let nulls { nulls[row] = 0 }
        switch (type, value) {
        case (.boolean, .boolean(let value)): booleans[row] = value ? 1 : 0
        case (.int64, .int64(let value)): int64s[row] = value
        case (.double, .double(let value)): doubles[row] = value
        case (.decimal64, .decimal(let value)): int64s[row] = Int64(value)
        case (.decimal128, .decimal(let value)): decimal128s[row] = value
        case (.string, .string(let value)): strings[row] = arena.store(value)
        case (.boxed, _): boxed[row] = value
        default: preconditionFailure("a value of another type")
        }
    }

    /// Appends one NULL.
    package func appendNull() {
        reserve(count + 1)
        count += 1
        setNull(count - 1)
    }

    /// Appends one row of a column of the same type. A long string is copied, so that the other column's memory need
    /// not stay: the way for rows that live on, one at a time.
    package func appendRow(from source: Column, at row: Int) {
        precondition(source.type == type && row >= 0 && row < source.count, "no such row of this type")
        if source.isNull(row) { return appendNull() }
        let target = count
        reserve(target + 1)
        count = target + 1
        if let nulls { nulls[target] = 0 }
        switch type {
        case .boolean: booleans[target] = source.booleans[row]
        case .int64, .double, .decimal64: words[target] = source.words[row]
        case .decimal128: decimal128s[target] = source.decimal128s[row]
        case .string: strings[target] = source.strings[row].isInline ? source.strings[row] : store(source.strings[row])
        case .boxed: boxed[target] = source.boxed[row]
        }
    }

    private func store(_ string: StringRef) -> StringRef { arena.store(string) }

    /// Appends some rows of a column of the same type, in the order given. Strings are shared: the arenas that they
    /// point into stay alive with this column.
    package func append(gathering source: Column, rows: UnsafePointer<UInt32>, count added: Int) {
        precondition(source.type == type && added >= 0, "a column of another type")
        let start = count
        reserve(start + added)
        count = start + added
        switch type {
        case .boolean: Self.gather(source.booleans, rows, added, booleans + start)
        case .int64, .double, .decimal64: Self.gather(source.words, rows, added, words + start)
        case .decimal128: Self.gather(source.decimal128s, rows, added, decimal128s + start)
        case .string:
            Self.gather(source.strings, rows, added, strings + start)
            retainArenas(of: source)
        case .boxed:
            for index in 0..<added { boxed[start + index] = source.boxed[Int(rows[index])] }
        }
        if let nulls = source.nulls {
            Self.gather(nulls, rows, added, writableNulls() + start)
        } else if let nulls {
            (nulls + start).update(repeating: 0, count: added)
        }
    }

    @inline(__always)
    private static func gather<T: BitwiseCopyable>(
        _ source: UnsafeMutablePointer<T>,
        _ rows: UnsafePointer<UInt32>,
        _ count: Int,
        _ target: UnsafeMutablePointer<T>
    ) {
        for index in 0..<count { target[index] = source[Int(rows[index])] }
    }

    /// Appends consecutive rows of a column of the same type. Strings are shared, as in `append(gathering:)`.
    package func append(_ source: Column, rows: Range<Int>) {
        precondition(source.type == type, "a column of another type")
        precondition(rows.lowerBound >= 0 && rows.upperBound <= source.count, "no such rows")
        let start = count
        reserve(start + rows.count)
        count = start + rows.count
        if type == .boxed {
            boxed.replaceSubrange(start..<count, with: source.boxed[rows])
        } else {
            (bytes + start * type.stride).copyMemory(
                from: source.bytes + rows.lowerBound * type.stride,
                byteCount: rows.count * type.stride
            )
            retainArenas(of: source)
        }
        if let nulls = source.nulls {
            (writableNulls() + start).update(from: nulls + rows.lowerBound, count: rows.count)
        } else if let nulls {
            (nulls + start).update(repeating: 0, count: rows.count)
        }
    }

    /// A new column of the selected rows.
    package func gather(_ selection: Selection) -> Column {
        let result = Column(type, capacity: max(selection.count, 1))
        result.append(gathering: self, rows: selection.rows, count: selection.count)
        return result
    }

    /// A new column of some consecutive rows.
    package func slice(_ rows: Range<Int>) -> Column {
        let result = Column(type, capacity: max(rows.count, 1))
        result.append(self, rows: rows)
        return result
    }

    /// Copies the long strings of others into the own arena and lets the others' memory go: before rows are kept for
    /// long, so that a few rows do not hold whole input chunks.
    package func ownStrings() {
        guard type == .string, !retained.isEmpty else { return }
        let strings = strings
        let arena = arena
        for row in 0..<count { strings[row] = arena.store(strings[row]) }
        releaseRetained()
    }
}
