import StreamSQL

extension MatchMachine {
    /// Drops the partial matches that are too long at a time, as the earliest one is, and emits what waited for them. Flink:
    /// NFA.advanceTime.
    ///
    /// - Parameter expiry: when the earliest one is too long.
    @inline(never)
    func dropExpired(_ key: MatchKey, _ id: UInt32, _ expiry: Int64, at time: Int64) throws {
        // Java: the difference of far times wraps.
        if time &- (expiry &- within) < within { return }
        reserve(key)
        let partials = key.partials
        var next = MatchPartials(base: scratch.pointee.partials, count: 0, stride: shape.partial)
        let earliest = partials.first(0)
        let areAllOver = time &- key.newestTime >= within
        for index in 0..<partials.count {
            let first = partials.first(index)
            if first == earliest || first != MatchPartials.unstarted && (areAllOver || isOver(first, key, time)) {
                continue
            }
            (next.base + next.count * shape.partial).update(
                from: partials.base + index * shape.partial,
                count: shape.partial
            )
            next.insertLast()
        }
        if key.complete.count > 0 {
            let none = MatchPartials(base: scratch.pointee.complete, count: 0, stride: shape.complete)
            try finish(key, id, &next, none, time)
        }
        key.set(next)
    }

    /// Flink: a match of exactly the length of WITHIN is too long.
    private func isOver(_ first: UInt64, _ key: MatchKey, _ time: Int64) -> Bool {
        time &- MatchLayout.time(key.row(Int(truncatingIfNeeded: first))) >= within
    }

    /// Emits the complete matches for which no earlier match is left; the others wait. Flink:
    /// processMatchesAccordingToSkipStrategy.
    ///
    /// - Parameter found: those of the last row, in the scratch memory, which has room for those that wait too.
    @inline(never)
    func finish(
        _ key: MatchKey,
        _ id: UInt32,
        _ next: inout MatchPartials,
        _ found: MatchPartials,
        _ time: Int64
    ) throws {
        let waiting = key.complete
        guard waiting.count > 0 else {
            var complete = found
            try emit(&complete, &next, key, id, time)
            if complete.count > 0 { key.setComplete(complete, memory) }
            return
        }
        // The new ones are added to those that wait, one after the other in the order in which they lie in their queue.
        let stride = shape.complete
        var complete = MatchPartials(base: found.base + found.count * stride, count: waiting.count, stride: stride)
        complete.base.update(from: waiting.base, count: waiting.count * stride)
        for index in 0..<found.count {
            (complete.base + complete.count * stride).update(from: found.base + index * stride, count: stride)
            complete.insertLast()
        }
        try emit(&complete, &next, key, id, time)
        key.setComplete(complete, memory)
    }

    private func emit(
        _ complete: inout MatchPartials,
        _ next: inout MatchPartials,
        _ key: MatchKey,
        _ id: UInt32,
        _ time: Int64
    ) throws {
        while complete.count > 0, complete.first(0) <= next.first(0) {
            let begin = Int(truncatingIfNeeded: complete.first(0))
            unpack(complete.base)
            complete.removeFirst()
            let limit = UInt64(begin + (try skip()))
            next.removeAll(before: limit)
            complete.removeAll(before: limit)
            let view = MatchProgram.View(
                ring: key.ring,
                ringMask: key.ringSize - 1,
                entryWords: shape.entry,
                start: begin,
                counts: counts,
                accumulators: zeros,
                current: UnsafeMutableRawPointer(zeros)
            )
            try measures.add(view, key: id, time: time)
        }
    }

    /// Unpacks the counts of a complete match.
    private func unpack(_ match: UnsafeMutablePointer<UInt64>) {
        let packed = UnsafeMutableRawPointer(match + 1).assumingMemoryBound(to: UInt32.self)
        counts[0] = 0
        for variable in 1..<variableCount { counts[variable] = packed[variable - 1] }
        counts[variableCount] = UInt32(truncatingIfNeeded: match[1 + countWords])
    }

    /// The row of the match, from 0, at which the search goes on.
    private func skip() throws -> Int {
        switch plan.skip {
        case .pastLastRow: return Int(counts[variableCount])
        case .toNextRow: return 1
        case .toFirst(let variable): return try skip(to: Int(counts[variable]), variable)
        case .toLast(let variable): return try skip(to: Int(counts[variable + 1]) - 1, variable)
        }
    }

    private func skip(to row: Int, _ variable: Int) throws -> Int {
        if counts[variable] == counts[variable + 1] {
            throw RowFault("Could not skip to \(plan.variables[variable]). No such element in the found match")
        }
        if row == 0 { throw RowFault("Could not skip to first element of a match.") }
        return row
    }

    // MARK: State

    /// Words of a partial match without its aggregates.
    var partialWords: Int { 1 + countWords }

    /// A partial match with its aggregates computed of its rows, the last of which is the newest one.
    ///
    /// - Parameter firstNumber: the number of the first of `rows`.
    func withAggregates(_ words: [UInt64], _ rows: [UnsafeMutableRawPointer], _ firstNumber: Int) -> [UInt64] {
        var match = words + Array(repeating: 0, count: aggregateWords)
        let first = words[0] >> MatchPartials.stateBits
        guard aggregateWords > 0, first != MatchPartials.unstarted else { return match }
        let begin = Int(first) - firstNumber
        match.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            let packed = UnsafeMutableRawPointer(start + 1).assumingMemoryBound(to: UInt32.self)
            var row = begin
            for variable in 0..<variableCount {
                let end = variable + 1 < variableCount ? begin + Int(packed[variable]) : rows.count
                while row < end {
                    definitions.accumulators.add(rows[row], as: variable, to: start + partialWords)
                    row += 1
                }
            }
        }
        return match
    }

    /// A key with rows, the last of which has the number before `next`, and matches.
    func key(next: Int, rows: [UnsafeMutableRawPointer], partials: [[UInt64]], complete: [[UInt64]]) -> MatchKey {
        let key = MatchKey(shape, start: start, memory).resized(partials: partials.count, rows: rows.count, memory)
        key.next = next - rows.count
        for row in rows { key.append(row) }
        var words = partials.flatMap { $0 }
        words.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            key.set(MatchPartials(base: base, count: partials.count, stride: shape.partial))
        }
        var waiting = complete.flatMap { $0 }
        waiting.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            key.setComplete(MatchPartials(base: base, count: complete.count, stride: shape.complete), memory)
        }
        return key
    }
}
