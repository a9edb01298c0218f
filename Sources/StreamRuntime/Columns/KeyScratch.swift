/// The keys of one pass over a `KeyTable`: its rows in the form in which the table keeps them, and their hashes.
final class KeyScratch {
    /// What a pass works on.
    struct Pointers {
        /// The key rows, `width` words each.
        let rows: UnsafePointer<UInt64>
        /// The upper halves of the rows' hashes.
        let hashes: UnsafePointer<UInt32>
        /// One bit for each NULL of a row; `nil`: there is none.
        let masks: UnsafePointer<UInt64>?

        @inline(__always)
        func mask(_ row: Int) -> UInt64 {
            guard let masks else { return 0 }
            return masks[row]
        }
    }

    private let rows: UnsafeMutablePointer<UInt64>
    private let masks: UnsafeMutablePointer<UInt64>
    private let longHashes: UnsafeMutablePointer<UInt64>
    private let hashes: UnsafeMutablePointer<UInt32>
    /// The slot at which a row's search starts or has arrived, for the table's passes.
    let candidates: UnsafeMutablePointer<UInt32>

    init(rows count: Int, width: Int) {
        rows = .allocate(capacity: count * width)
        masks = .allocate(capacity: count)
        longHashes = .allocate(capacity: count)
        hashes = .allocate(capacity: count)
        candidates = .allocate(capacity: count)
    }

    deinit {
        rows.deallocate()
        masks.deallocate()
        longHashes.deallocate()
        hashes.deallocate()
        candidates.deallocate()
    }

    /// Reads the keys of some consecutive rows, column by column.
    func load(_ columns: [Column], _ first: Int, _ count: Int, _ table: KeyTable) -> Pointers {
        longHashes.update(repeating: RowHash.seed, count: count)
        let hasNulls = columns.contains { $0.nulls != nil }
        if hasNulls { masks.update(repeating: 0, count: count) }
        var packed = UnsafePointer(rows)
        if columns.count == 1, !hasNulls, columns[0].type != .boolean, columns[0].type != .string {
            // One column of whole words without NULLs lies in memory as the table's key rows do.
            packed = UnsafePointer(columns[0].words + first * table.width)
            hashSingle(columns[0], packed, count)
        } else {
            for (index, column) in columns.enumerated() {
                load(column, index, first, count, table)
            }
        }
        for row in 0..<count { hashes[row] = UInt32(truncatingIfNeeded: longHashes[row] >> 32) }
        return Pointers(rows: packed, hashes: UnsafePointer(hashes), masks: hasNulls ? UnsafePointer(masks) : nil)
    }

    private func hashSingle(_ column: Column, _ packed: UnsafePointer<UInt64>, _ count: Int) {
        let hashes = longHashes
        switch column.type {
        case .decimal128:
            for row in 0..<count {
                hashes[row] = RowHash.add(packed[2 * row], packed[2 * row + 1], to: hashes[row])
            }
        default:
            for row in 0..<count { hashes[row] = RowHash.add(packed[row], to: hashes[row]) }
        }
    }

    private func load(_ column: Column, _ index: Int, _ first: Int, _ count: Int, _ table: KeyTable) {
        let target = rows + table.offsets[index]
        let width = table.width
        switch column.type {
        case .boolean:
            let values = column.booleans + first
            each(column, index, first, count) { row, hash in
                target[row * width] = UInt64(values[row])
                return RowHash.add(UInt64(values[row]), to: hash)
            } null: {
                target[$0 * width] = 0
            }
        case .int64, .double, .decimal64:
            let values = column.words + first
            each(column, index, first, count) { row, hash in
                target[row * width] = values[row]
                return RowHash.add(values[row], to: hash)
            } null: {
                target[$0 * width] = 0
            }
        case .decimal128:
            let values = column.words + 2 * first
            each(column, index, first, count) { row, hash in
                target[row * width] = values[2 * row]
                target[row * width + 1] = values[2 * row + 1]
                return RowHash.add(values[2 * row], values[2 * row + 1], to: hash)
            } null: {
                target[$0 * width] = 0
                target[$0 * width + 1] = 0
            }
        case .string:
            let values = column.strings + first
            each(column, index, first, count) { row, hash in
                let string = KeyString(values[row])
                string.packed().store(target + row &* width)
                return RowHash.add(string, to: hash)
            } null: {
                KeyString(StringRef()).store(target + $0 &* width)
            }
        case .boxed:
            preconditionFailure("a nested value cannot be a key")
        }
    }

    /// Calls a function for each row, with its hash so far and for its next hash; or another one for each NULL.
    @inline(__always)
    private func each(
        _ column: Column,
        _ index: Int,
        _ first: Int,
        _ count: Int,
        value: (Int, UInt64) -> UInt64,
        null: (Int) -> Void
    ) {
        let hashes = longHashes
        guard let nulls = column.nulls.map({ $0 + first }) else {
            for row in 0..<count { hashes[row] = value(row, hashes[row]) }
            return
        }
        for row in 0..<count {
            if nulls[row] != 0 {
                null(row)
                masks[row] |= 1 << UInt64(index)
                hashes[row] = RowHash.addNull(to: hashes[row])
            } else {
                hashes[row] = value(row, hashes[row])
            }
        }
    }
}
