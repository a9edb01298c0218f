import CStreamKernels
import StreamSQL

extension MatchRecognition {
    /// Keys that are looked ahead at: what is kept of them lies anywhere in memory.
    private static let stretch = 16
    /// Rows between asking for a line of memory and using it.
    private static let ahead = 10
    /// How often all keys are looked through, within the time of WITHIN, for matches that are too long.
    private static let sweeps = 4.0
    private static let smallestSweep = 64

    /// See `Operator.advance`.
    package func advance(to watermark: Int64, output: Output) throws {
        guard watermark > self.watermark else { return }
        self.watermark = watermark
        try rows.drain(through: watermark) { entries in
            guard let ties else { return try take(entries, output) }
            let (single, several) = separate(entries)
            try take(single, output)
            ties.sort(several)
            try take(several, output)
        }
        schedule()
        try expiries.drain(through: watermark) { entries in
            for entry in entries {
                let id = UInt32(truncatingIfNeeded: entry.payload)
                scheduled.remove(id)
                try lookAgain(id)
            }
            if measures.count >= MatchMeasures.batchSize { try measures.flush(keys, to: output) }
        }
        schedule()
        try sweep(output)
        try measures.flush(keys, to: output)
        forgetIdle()
    }

    /// Parts the rows whose key has no other row waiting, which need no place among those of their time, from those of keys with
    /// several, each in their order: looking into rows to sort them costs far more than the rest.
    private func separate(
        _ entries: UnsafeMutableBufferPointer<MatchTimeline.Entry>
    ) -> (
        single: UnsafeMutableBufferPointer<MatchTimeline.Entry>,
        several: UnsafeMutableBufferPointer<MatchTimeline.Entry>
    ) {
        let buffered = buffered
        let ahead = Self.ahead
        var several: [MatchTimeline.Entry] = []
        var count = 0
        for index in 0..<entries.count {
            if index + 2 * ahead < entries.count {
                bss_prefetch(Self.row(entries[index + 2 * ahead].payload))
                bss_prefetch(buffered + Int(MatchLayout.key(Self.row(entries[index + ahead].payload))))
            }
            if buffered[Int(MatchLayout.key(Self.row(entries[index].payload)))] > 1 {
                several.append(entries[index])
            } else {
                entries[count] = entries[index]
                count += 1
            }
        }
        for (index, entry) in several.enumerated() { entries[count + index] = entry }
        return (
            UnsafeMutableBufferPointer(rebasing: entries[..<count]),
            UnsafeMutableBufferPointer(rebasing: entries[count...])
        )
    }

    /// Takes rows in order. What is kept of their keys lies anywhere in memory: it is asked for a few rows ahead, each address
    /// when the line that it stands in has come.
    private func take(_ entries: UnsafeMutableBufferPointer<MatchTimeline.Entry>, _ output: Output) throws {
        let machine = machine
        let slots = slots
        let buffered = buffered
        let ahead = Self.ahead
        for index in 0..<min(3 * ahead, entries.count) { bss_prefetch(Self.row(entries[index].payload)) }
        for index in 0..<min(2 * ahead, entries.count) { prefetchSlot(of: Self.row(entries[index].payload)) }
        for index in 0..<min(ahead, entries.count) { prefetchBlock(of: Self.row(entries[index].payload)) }
        for index in 0..<entries.count {
            if index + 3 * ahead < entries.count {
                bss_prefetch(Self.row(entries[index + 3 * ahead].payload))
                prefetchSlot(of: Self.row(entries[index + 2 * ahead].payload))
                prefetchBlock(of: Self.row(entries[index + ahead].payload))
            }
            let row = Self.row(entries[index].payload)
            let id = MatchLayout.key(row)
            let slot = slots + Int(id)
            try machine.take(row, id, slot)
            buffered[Int(id)] &-= 1
            if slot.pointee.block == nil, buffered[Int(id)] == 0 { idle.append(id) }
        }
        if measures.count >= MatchMeasures.batchSize { try measures.flush(keys, to: output) }
    }

    @inline(__always)
    private func prefetchSlot(of row: UnsafeMutableRawPointer) {
        let id = Int(MatchLayout.key(row))
        bss_prefetch_write(slots + id)
        bss_prefetch_write(buffered + id)
    }

    @inline(__always)
    private func prefetchBlock(of row: UnsafeMutableRawPointer) { prefetch(slots + Int(MatchLayout.key(row))) }

    @inline(__always)
    private func prefetch(_ slot: UnsafeMutablePointer<MatchKey.Slot>) {
        guard let block = slot.pointee.block else { return }
        bss_prefetch_write(block)
        bss_prefetch_write(block + 64)
        bss_prefetch_write(block + 128)
    }

    /// Has the keys with complete matches that wait looked at when their earliest partial match is too long. Flink:
    /// registerTimer.
    func schedule() {
        for id in machine.waiting where slots[Int(id)].block != nil && !scheduled.contains(id) {
            let expiry = slots[Int(id)].expiry
            guard expiry != MatchKey.never else { continue }
            scheduled.insert(id)
            expiries.add(expiry, UInt(id))
        }
        machine.waiting.removeAll(keepingCapacity: true)
    }

    /// Drops a key's partial matches that are too long at the watermark.
    private func lookAgain(_ id: UInt32) throws {
        let slot = slots + Int(id)
        guard let block = slot.pointee.block, slot.pointee.expiry <= watermark else { return }
        let key = MatchKey(block, machine.shape)
        let earliest = key.partials.first(0)
        try machine.dropExpired(key, id, slot.pointee.expiry, at: watermark)
        machine.settle(key, id, slot, after: earliest)
        if slot.pointee.block == nil, buffered[Int(id)] == 0 { idle.append(id) }
    }

    /// Looks through some of the keys, so that those for which no row comes any more are forgotten.
    private func sweep(_ output: Output) throws {
        let limit = keys?.idLimit ?? 1
        guard machine.within > 0, limit > 0, slotCount >= limit else { return }
        if sweptTime == Watermark.start, watermark != Watermark.end {
            sweptTime = watermark
            return
        }
        var due = limit
        if watermark != Watermark.end {
            let passed = Double(watermark) - Double(sweptTime)
            let share = passed * Self.sweeps / Double(machine.within) * Double(limit)
            due = share < Double(limit) ? Int(share) : limit
            if due < min(limit, Self.smallestSweep) { return }
        }
        sweptTime = watermark
        var found: [UInt32] = []
        for _ in 0..<due {
            if sweptKey >= limit { sweptKey = 0 }
            if slots[sweptKey].expiry <= watermark {
                found.append(UInt32(truncatingIfNeeded: sweptKey))
                prefetch(slots + sweptKey)
            }
            if found.count == Self.stretch { try look(&found, output) }
            sweptKey += 1
        }
        try look(&found, output)
    }

    private func look(_ ids: inout [UInt32], _ output: Output) throws {
        for id in ids { try lookAgain(id) }
        ids.removeAll(keepingCapacity: true)
        if measures.count >= MatchMeasures.batchSize { try measures.flush(keys, to: output) }
    }

    private func forgetIdle() {
        for id in idle { keys?.remove(id) }
        idle.removeAll(keepingCapacity: true)
    }
}
