import StreamSQL

extension MatchMachine {
    /// Takes the next row of a key. The row belongs to the machine from now on.
    ///
    /// - Throws: `RowFault` for a match that Flink cannot skip behind, and over the limits; what a condition throws.
    @inline(__always)
    func take(_ row: UnsafeMutableRawPointer, _ id: UInt32, _ slot: UnsafeMutablePointer<MatchKey.Slot>) throws {
        let time = MatchLayout.time(row)
        var holding = definitions.always
        for index in 0..<flags.count where MatchLayout.isSet(row, flags[index].flag) {
            holding |= flags[index].variable
        }
        guard let block = slot.pointee.block else { return try takeFirst(row, id, time, holding, slot) }
        var key = MatchKey(block, shape)
        let earliest = key.partials.first(0)
        if time >= slot.pointee.expiry { try dropExpired(key, id, slot.pointee.expiry, at: time) }
        if key.rowCount == key.ringSize { key = try withMoreRows(key) }
        try step(row, id, time, &key, holding)
        settle(key, id, slot, after: earliest)
    }

    private func takeFirst(
        _ row: UnsafeMutableRawPointer,
        _ id: UInt32,
        _ time: Int64,
        _ holding: UInt64,
        _ slot: UnsafeMutablePointer<MatchKey.Slot>
    ) throws {
        guard try begins(row, holding) else { return release(row, MatchLayout.sizeClass(row)) }
        var key = MatchKey(shape, start: start, memory)
        try step(row, id, time, &key, holding)
        settle(key, id, slot, after: MatchPartials.unstarted)
    }

    @inline(__always)
    private func release(_ row: UnsafeMutableRawPointer, _ sizeClass: BlockMemory.SizeClass) {
        if hasBoxed { layout.releaseBoxes(row, boxes) }
        memory.deallocate(row, sizeClass)
    }

    @inline(never)
    private func withMoreRows(_ key: MatchKey) throws -> MatchKey {
        guard key.rowCount < limits.rowsPerKey else {
            throw RowFault(
                "a key of MATCH_RECOGNIZE keeps \(key.rowCount) rows for matches that have begun and do not end: "
                    + "use WITHIN, or a narrower condition"
            )
        }
        return key.resized(partials: key.partialsSize, rows: key.ringSize * 2, memory)
    }

    /// Whether a match begins with a row.
    private func begins(_ row: UnsafeMutableRawPointer, _ holding: UInt64) throws -> Bool {
        var known = definitions.rowOnly
        var holding = holding
        counts.update(repeating: 0, count: variableCount + 1)
        let view = MatchProgram.View(
            ring: zeros,
            ringMask: 0,
            entryWords: 0,
            start: 0,
            counts: counts,
            accumulators: zeros,
            current: row
        )
        for index in Int(edgeStarts[start])..<Int(edgeStarts[start + 1]) {
            if try passes(edges + index, &known, &holding, view) { return true }
        }
        return false
    }

    /// Whether a row can go along an edge. `known` are the variables that were tested, `holding` those of them that hold.
    @inline(__always)
    private func passes(
        _ edge: UnsafeMutablePointer<Edge>,
        _ known: inout UInt64,
        _ holding: inout UInt64,
        _ view: MatchProgram.View
    ) throws -> Bool {
        let decided = known & ((edge.pointee.needed & ~holding) | (edge.pointee.refused & holding))
        if decided != 0 { return false }
        return try passes(edge.pointee.tests, &known, &holding, view)
    }

    @inline(__always)
    private func passes(
        _ range: (start: Int32, end: Int32),
        _ known: inout UInt64,
        _ holding: inout UInt64,
        _ view: MatchProgram.View
    ) throws -> Bool {
        var index = Int(range.start)
        while index < Int(range.end) {
            let test = tests[index]
            let variable = Int(test & ~Self.negated)
            let bit = UInt64(1) &<< UInt64(variable)
            if known & bit == 0 {
                let holds = try programs[variable]?._withUnsafeGuaranteedRef { try $0.isTrue(view) } ?? true
                if holds { holding |= bit }
                known |= bit
            }
            if (holding & bit == 0) != (test & Self.negated != 0) { return false }
            index &+= 1
        }
        return true
    }

    /// Flink: NFA.doProcess. There is room for the row.
    @inline(__always)
    private func step(
        _ row: UnsafeMutableRawPointer,
        _ id: UInt32,
        _ time: Int64,
        _ key: inout MatchKey,
        _ rowHolding: UInt64
    ) throws {
        reserve(key)
        var next = MatchPartials(base: scratch.pointee.partials, count: 0, stride: shape.partial)
        var complete = MatchPartials(base: scratch.pointee.complete, count: 0, stride: shape.complete)
        let partials = key.partials
        let number = key.next
        var view = MatchProgram.View(
            ring: key.ring,
            ringMask: key.ringSize &- 1,
            entryWords: shape.entry,
            start: 0,
            counts: counts,
            accumulators: zeros,
            current: row
        )
        for index in 0..<partials.count {
            let partial = partials.base + index &* shape.partial
            let first = partial[0] >> MatchPartials.stateBits
            let isStart = first == MatchPartials.unstarted
            let begin = isStart ? number : Int(truncatingIfNeeded: first)
            unpack(partial, rows: number &- begin)
            view.start = begin
            view.accumulators = UnsafePointer(partial + 1 + countWords)
            var known = definitions.rowOnly
            var holding = rowHolding
            let state = Int(truncatingIfNeeded: partial[0] & MatchPartials.stateMask)
            for index in Int(edgeStarts[state])..<Int(edgeStarts[state &+ 1]) {
                let edge = edges + index
                guard try passes(edge, &known, &holding, view) else { continue }
                if Int(edge.pointee.target) != MatchAutomaton.final {
                    extend(partial, begin, edge, row, in: &next)
                } else {
                    extend(begin, edge, in: &complete)
                }
                let completion = edge.pointee.completion
                if completion.end >= completion.start, try passes(completion, &known, &holding, view) {
                    extend(begin, edge, in: &complete)
                }
            }
            if isStart {
                (next.base + next.count &* shape.partial).update(from: partial, count: shape.partial)
                next.insertLast()
            }
        }
        key.append(row)
        if complete.count &+ key.complete.count > 0 { try finish(key, id, &next, complete, time) }
        if next.count > key.partialsSize { key = try withMorePartials(key, next.count) }
        key.set(next)
    }

    /// Unpacks the counts of a partial match with so many rows.
    @inline(__always)
    private func unpack(_ match: UnsafeMutablePointer<UInt64>, rows: Int) {
        let packed = UnsafeMutableRawPointer(match + 1).assumingMemoryBound(to: UInt32.self)
        counts[0] = 0
        for variable in 1..<variableCount { counts[variable] = packed[variable &- 1] }
        counts[variableCount] = UInt32(truncatingIfNeeded: rows)
    }

    /// Packs the counts, with one row more that is of a variable.
    @inline(__always)
    private func pack(_ variable: Int, to match: UnsafeMutablePointer<UInt64>) {
        let packed = UnsafeMutableRawPointer(match + 1).assumingMemoryBound(to: UInt32.self)
        let rows = counts[variableCount] &+ 1
        var later = 1
        while later <= 2 &* countWords {
            packed[later &- 1] = later > variable ? rows : counts[later]
            later &+= 1
        }
    }

    /// Adds the partial match that another one becomes with a row; its counts are unpacked.
    @inline(__always)
    private func extend(
        _ partial: UnsafeMutablePointer<UInt64>,
        _ begin: Int,
        _ edge: UnsafeMutablePointer<Edge>,
        _ row: UnsafeMutableRawPointer,
        in queue: inout MatchPartials
    ) {
        let target = queue.base + queue.count &* shape.partial
        let variable = Int(edge.pointee.variable)
        target[0] = UInt64(begin) << MatchPartials.stateBits | UInt64(truncatingIfNeeded: edge.pointee.target)
        pack(variable, to: target)
        if aggregateWords > 0 {
            let words = target + 1 + countWords
            words.update(from: partial + 1 + countWords, count: aggregateWords)
            definitions.accumulators.add(row, as: variable, to: words)
        }
        queue.insertLast()
    }

    /// Adds the complete match that a partial one becomes with a row; its counts are unpacked.
    @inline(__always)
    private func extend(_ begin: Int, _ edge: UnsafeMutablePointer<Edge>, in queue: inout MatchPartials) {
        let target = queue.base + queue.count &* shape.complete
        target[0] = UInt64(begin) << MatchPartials.stateBits
        pack(Int(edge.pointee.variable), to: target)
        target[1 &+ countWords] = UInt64(counts[variableCount] &+ 1)
        queue.insertLast()
    }

    @inline(never)
    private func withMorePartials(_ key: MatchKey, _ count: Int) throws -> MatchKey {
        guard count <= limits.partialMatchesPerKey else {
            throw RowFault(
                "a key of MATCH_RECOGNIZE has \(count) matches that have begun and do not end: "
                    + "use WITHIN, or a narrower condition"
            )
        }
        return key.resized(partials: min(count * 2, limits.partialMatchesPerKey), rows: key.ringSize, memory)
    }

    /// Forgets the rows that no match holds any more, and the key with the last of its matches.
    ///
    /// - Parameter before: the first row of the earliest partial match before.
    @inline(__always)
    func settle(_ key: MatchKey, _ id: UInt32, _ slot: UnsafeMutablePointer<MatchKey.Slot>, after before: UInt64) {
        let earliest = key.partials.first(0)
        let waiting = key.complete
        var kept = earliest == MatchPartials.unstarted ? key.next : Int(truncatingIfNeeded: earliest)
        if waiting.count > 0 { kept = min(kept, Int(truncatingIfNeeded: waiting.first(0))) }
        var number = key.next &- key.rowCount
        key.rowCount = key.next &- kept
        while number < kept {
            release(key.row(number), key.rowClass(number))
            number &+= 1
        }
        if key.partialCount == 1, waiting.count == 0 {
            key.release(memory)
            slot.pointee.block = nil
            slot.pointee.expiry = MatchKey.never
            return
        }
        if earliest != before { slot.pointee.expiry = expiry(key, earliest) }
        if waiting.count > 0, within > 0 { self.waiting.append(id) }
        slot.pointee.block = key.isTooLarge ? key.narrowed(memory).block : key.block
    }

    /// When the partial match with a first row is too long.
    func expiry(_ key: MatchKey, _ first: UInt64) -> Int64 {
        guard within > 0, first != MatchPartials.unstarted else { return MatchKey.never }
        // why: the newest row's time is at hand, the others' rows have to be fetched.
        let time = Int(first) == key.next - 1 ? key.newestTime : MatchLayout.time(key.row(Int(first)))
        let (expiry, overflows) = time.addingReportingOverflow(within)
        return overflows ? MatchKey.never : expiry
    }
}
