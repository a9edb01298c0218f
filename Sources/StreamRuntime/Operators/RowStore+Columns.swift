import CStreamKernels

extension RowStore {
    /// Adds a row of a batch.
    func insert(_ columns: [Column], _ row: Int) -> UInt32 {
        var source = UInt32(truncatingIfNeeded: row)
        var result = allocate()
        for index in columns.indices { fill(index, columns[index], &source, &result, 1) }
        return result
    }

    /// Adds some rows of a batch and gives their numbers.
    func insert(
        _ columns: [Column],
        rows: UnsafePointer<UInt32>,
        count: Int,
        into numbers: UnsafeMutablePointer<UInt32>
    ) {
        for index in 0..<count { numbers[index] = allocate() }
        for index in columns.indices { fill(index, columns[index], rows, numbers, count) }
    }

    private func fill(
        _ index: Int,
        _ column: Column,
        _ rows: UnsafePointer<UInt32>,
        _ numbers: UnsafePointer<UInt32>,
        _ count: Int
    ) {
        precondition(column.type == types[index], "a column of another type")
        switch column.type {
        case .boolean:
            let values = column.booleans
            each(index, column, rows, numbers, count) { $0[0] = UInt64(values[$1]) }
        case .int64, .double, .decimal64:
            let values = column.words
            each(index, column, rows, numbers, count) { $0[0] = values[$1] }
        case .decimal128:
            let values = column.words
            each(index, column, rows, numbers, count) { ($0[0], $0[1]) = (values[2 * $1], values[2 * $1 + 1]) }
        case .string:
            let values = column.strings
            each(index, column, rows, numbers, count) { words, row in
                let string = own(values[row])
                (words[0], words[1]) = (string.head, string.tail)
            }
        case .boxed:
            each(index, column, rows, numbers, count) { $0[0] = box(column.boxed[$1]) }
        }
    }

    /// Calls a function with the words of each value that is not NULL, and notes the others.
    @inline(__always)
    private func each(
        _ index: Int,
        _ column: Column,
        _ rows: UnsafePointer<UInt32>,
        _ numbers: UnsafePointer<UInt32>,
        _ count: Int,
        _ body: (UnsafeMutablePointer<UInt64>, Int) -> Void
    ) {
        let offset = offsets[index]
        guard let nulls = column.nulls else {
            for step in 0..<count { body(slot(numbers[step]) + offset, Int(rows[step])) }
            return
        }
        let nullWord = nullOffset + index >> 6
        let bit: UInt64 = 1 << UInt64(index & 63)
        for step in 0..<count {
            let words = slot(numbers[step])
            if nulls[Int(rows[step])] != 0 {
                words[nullWord] |= bit
            } else {
                body(words + offset, Int(rows[step]))
            }
        }
    }

    /// Appends some rows to columns of the same types, NULL for `absent`. Long strings are copied.
    func append(_ numbers: UnsafePointer<UInt32>, count: Int, to columns: ArraySlice<Column>) {
        precondition(columns.count == types.count, "rows of another width")
        for (index, column) in columns.enumerated() { append(index, numbers, count, to: column) }
    }

    /// Appends the values that some rows have in a column, NULL for `absent`. Long strings are copied.
    func append(_ index: Int, _ numbers: UnsafePointer<UInt32>, _ count: Int, to column: Column) {
        let start = column.count
        column.reserve(start + count)
        column.count = start + count
        let hasNulls = appendNulls(index, numbers, count, column, start)
        switch types[index] {
        case .boolean:
            let target = column.booleans + start
            read(index, numbers, count, hasNulls) { target[$0] = UInt8(truncatingIfNeeded: $1[0]) }
        case .int64, .double, .decimal64:
            let target = column.words + start
            read(index, numbers, count, hasNulls) { target[$0] = $1[0] }
        case .decimal128:
            let target = column.words + 2 * start
            read(index, numbers, count, hasNulls) { (target[2 * $0], target[2 * $0 + 1]) = ($1[0], $1[1]) }
        case .string:
            let target = column.strings + start
            let offset = offsets[index]
            read(index, numbers, count, hasNulls) { step, words in
                prefetchString(numbers, step + Self.ahead, count, offset)
                let string = StringRef(head: words[0], tail: words[1])
                target[step] = string.isInline ? string : column.arena.store(string)
            }
        case .boxed:
            read(index, numbers, count, hasNulls) { column.boxed[start + $0] = boxes[Int($1[0])] }
        }
    }

    /// Rows between asking for the bytes of a long string and copying them.
    private static let ahead = 8

    /// Asks for the bytes of a string, if it is long.
    @inline(__always)
    private func prefetchString(_ numbers: UnsafePointer<UInt32>, _ step: Int, _ count: Int, _ offset: Int) {
        guard step < count, numbers[step] != Self.absent else { return }
        let words = slot(numbers[step]) + offset
        let string = StringRef(head: words[0], tail: words[1])
        if !string.isInline { bss_prefetch(string.longBytes) }
    }

    private func appendNulls(
        _ index: Int,
        _ numbers: UnsafePointer<UInt32>,
        _ count: Int,
        _ column: Column,
        _ start: Int
    ) -> Bool {
        var found = false
        for step in 0..<count where numbers[step] == Self.absent || isNull(numbers[step], index) {
            // Clears the value too, which another row may have left there.
            column.setNull(start + step)
            found = true
        }
        guard let nulls = column.nulls else { return false }
        if !found {
            (nulls + start).update(repeating: 0, count: count)
            return false
        }
        for step in 0..<count {
            nulls[start + step] = numbers[step] == Self.absent || isNull(numbers[step], index) ? 1 : 0
        }
        return true
    }

    @inline(__always)
    private func read(
        _ index: Int,
        _ numbers: UnsafePointer<UInt32>,
        _ count: Int,
        _ hasNulls: Bool,
        _ body: (Int, UnsafeMutablePointer<UInt64>) -> Void
    ) {
        let offset = offsets[index]
        for step in 0..<count {
            if hasNulls, numbers[step] == Self.absent || isNull(numbers[step], index) { continue }
            body(step, slot(numbers[step]) + offset)
        }
    }
}
