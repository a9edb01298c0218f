import CStreamKernels

extension KeyTable {
    /// Finds the numbers of the keys of one pass, or gives them numbers. There is room for all of them.
    func probe(
        _ keys: KeyScratch.Pointers,
        _ count: Int,
        _ ids: UnsafeMutablePointer<UInt32>,
        inserting: Bool
    ) {
        prefetchCandidates(keys, count)
        switch width {
        case 1: resolve(keys, count, ids, inserting) { $0[0] == $1[0] }
        case 2: resolve(keys, count, ids, inserting) { $0[0] == $1[0] && $0[1] == $1[1] }
        case KeyString.width where types.count == 1:
            resolve(keys, count, ids, inserting) { KeyString(row: $0) == KeyString(row: $1) }
        default:
            let width = width
            resolve(keys, count, ids, inserting) {
                for word in 0..<width where $0[word] != $1[word] { return self.isDeeplyEqual($0, $1) }
                return true
            }
        }
    }

    /// Long strings of fewer bytes are mostly in the second-level cache.
    private static let cachedBytes = 256 << 10

    /// The first pass asks for the slots, the second one reads them and asks for the keys that they name, a third one for the
    /// bytes of keys that begin with a long string.
    private func prefetchCandidates(_ keys: KeyScratch.Pointers, _ count: Int) {
        let slots = slots
        let slotMask = slotMask
        let stored = self.keys
        let width = width
        let hashes = keys.hashes
        let candidates = scratch.candidates
        for row in 0..<count { bss_prefetch(slots + (Int(hashes[row]) & slotMask)) }
        for row in 0..<count {
            let slot = slots[Int(hashes[row]) & slotMask]
            let isCandidate = slot >> 32 == UInt64(hashes[row]) && slot != 0
            let id = UInt32(truncatingIfNeeded: slot) &- 1
            candidates[row] = isCandidate ? id : Self.absent
            bss_prefetch(stored + (isCandidate ? Int(id) : 0) * width)
        }
        guard arena.byteCount > Self.cachedBytes, let offset = stringOffsets.first else { return }
        for row in 0..<count where candidates[row] != Self.absent {
            let string = KeyString(row: UnsafePointer(stored) + Int(candidates[row]) * width + offset)
            guard !string.isInline else { continue }
            bss_prefetch(string.longBytes)
            bss_prefetch(string.longBytes + (string.count &- 1))
            bss_prefetch(KeyString(row: keys.rows + row * width + offset).longBytes)
        }
    }

    @inline(__always)
    private func resolve(
        _ keys: KeyScratch.Pointers,
        _ count: Int,
        _ ids: UnsafeMutablePointer<UInt32>,
        _ inserting: Bool,
        _ isEqual: (UnsafePointer<UInt64>, UnsafePointer<UInt64>) -> Bool
    ) {
        let slots = slots
        let slotMask = slotMask
        let stored = UnsafePointer(self.keys)
        let width = width
        let hashes = keys.hashes
        let candidates = scratch.candidates
        let comparesNulls = keys.masks != nil || nullMasks != nil
        // why: taken from the table for each key, it would be retained and released for each.
        let arena = arena
        for row in 0..<count {
            let key = keys.rows + row * width
            let candidate = candidates[row]
            if candidate != Self.absent, !comparesNulls, isEqual(stored + Int(candidate) * width, key) {
                ids[row] = candidate
                continue
            }
            let hash = hashes[row]
            let mask = keys.mask(row)
            var slot = Int(hash) & slotMask
            while true {
                let entry = slots[slot]
                if entry == 0 {
                    ids[row] = inserting ? insert(key, mask, hash, at: slot, arena) : Self.absent
                    break
                }
                let id = UInt32(truncatingIfNeeded: entry) &- 1
                if entry >> 32 == UInt64(hash), !comparesNulls && mask == 0 || nullMask(id) == mask,
                    isEqual(stored + Int(id) * width, key)
                {
                    ids[row] = id
                    break
                }
                slot = (slot + 1) & slotMask
            }
        }
    }

    @inline(__always)
    private func nullMask(_ id: UInt32) -> UInt64 {
        guard let nullMasks else { return 0 }
        return nullMasks[Int(id)]
    }

    /// Whether two key rows are equal that differ in some word: they may hold the same long string at two addresses.
    @inline(never)
    private func isDeeplyEqual(_ left: UnsafePointer<UInt64>, _ right: UnsafePointer<UInt64>) -> Bool {
        for index in 0..<plainWords.count where left[plainWords[index]] != right[plainWords[index]] { return false }
        for index in 0..<stringOffsets.count {
            let offset = stringOffsets[index]
            if !(KeyString(row: left + offset) == KeyString(row: right + offset)) { return false }
        }
        return true
    }

    /// The hash of the key of a number: that of `RowHash` over its columns.
    package func hash(_ id: UInt32) -> UInt64 { hashOfRow(keys + Int(id) * width, nullMasks?[Int(id)] ?? 0) }

    private func hashOfRow(_ row: UnsafePointer<UInt64>, _ mask: UInt64) -> UInt64 {
        var hash = RowHash.seed
        for index in types.indices {
            let offset = offsets[index]
            if mask >> UInt64(index) & 1 != 0 {
                hash = RowHash.addNull(to: hash)
                continue
            }
            switch types[index] {
            case .string: hash = KeyString(row: row + offset).withUnpacked { RowHash.add($0, to: hash) }
            case .decimal128: hash = RowHash.add(row[offset], row[offset + 1], to: hash)
            default: hash = RowHash.add(row[offset], to: hash)
            }
        }
        return hash
    }

    /// Appends the keys of some numbers to columns of the key's types. Strings above 20 bytes that
    /// are no UUIDs stay in the table's arena, which the columns keep alive.
    package func append(
        _ ids: UnsafePointer<UInt32>,
        count: Int,
        to columns: [Column]
    ) {
        precondition(columns.map(\.type) == types, "key columns of other types")
        for (index, column) in columns.enumerated() {
            let start = column.count
            column.reserve(start + count)
            column.count = start + count
            appendValues(index, ids, count, column, start)
            if let nullMasks {
                var found: UInt64 = 0
                for row in 0..<count { found |= nullMasks[Int(ids[row])] }
                if found >> UInt64(index) & 1 != 0 {
                    let nulls = column.writableNulls() + start
                    for row in 0..<count {
                        nulls[row] = UInt8(truncatingIfNeeded: nullMasks[Int(ids[row])] >> UInt64(index) & 1)
                    }
                    continue
                }
            }
            if let nulls = column.nulls { (nulls + start).update(repeating: 0, count: count) }
        }
    }

    private func appendValues(
        _ index: Int,
        _ ids: UnsafePointer<UInt32>,
        _ count: Int,
        _ column: Column,
        _ start: Int
    ) {
        let source = keys + offsets[index]
        let width = width
        switch types[index] {
        case .boolean:
            let target = column.booleans + start
            for row in 0..<count { target[row] = UInt8(truncatingIfNeeded: source[Int(ids[row]) * width]) }
        case .int64, .double, .decimal64:
            let target = column.words + start
            for row in 0..<count { target[row] = source[Int(ids[row]) * width] }
        case .decimal128:
            let target = column.words + 2 * start
            for row in 0..<count {
                target[2 * row] = source[Int(ids[row]) * width]
                target[2 * row + 1] = source[Int(ids[row]) * width + 1]
            }
        case .string:
            let target = column.strings + start
            let strings = column.arena
            for row in 0..<count { target[row] = KeyString(row: source + Int(ids[row]) * width).string(strings) }
            column.retain(arena)
        case .boxed:
            preconditionFailure("a nested value cannot be a key")
        }
    }
}
