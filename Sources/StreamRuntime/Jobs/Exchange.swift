import CStreamKernels
import StreamSQL

/// Sends each row to the worker that has its key: the end of a stage of a job with several workers.
///
/// Workers proceed in stages (bulk synchronous): all finish a stage before any begins the next, so a sender's outboxes are
/// written by one thread and later read by others, never at the same time.
final class ExchangeSender: Operator {
    /// What waits for one receiver.
    final class Outbox {
        var batches: [Batch] = []
        /// Batches that may be used again.
        var spare: [Batch] = []
    }

    let outboxes: [Outbox]
    /// The sender's watermark.
    private(set) var watermark = Watermark.start
    /// What the receivers raise the rows' watermarks to at least: how far the workers before this one are within the round.
    var base = Watermark.start
    private let keys: [Int]
    private var hashes: [UInt64] = []
    private let selections: [Selection]

    /// - Parameters:
    ///   - keys: the columns whose values decide; none sends all rows to the same worker.
    ///   - workers: how many there are.
    init(keys: [Int], workers: Int) {
        self.keys = keys
        outboxes = (0..<workers).map { _ in Outbox() }
        selections = (0..<workers).map { _ in Selection() }
    }

    /// The worker that has a key, by the low half of its `RowHash`.
    static func worker(_ hash: UInt32, of workers: Int) -> Int { Int(UInt64(hash) * UInt64(workers) >> 32) }

    func process(_ batch: Batch, input: Int, to output: Output) throws {
        if hashes.count < batch.count { hashes = Array(repeating: 0, count: batch.count) }
        hashes.withUnsafeMutableBufferPointer { hashes in
            RowHash.hash(keys.map { batch.columns[$0] }, count: batch.count, into: hashes.baseAddress.unsafelyUnwrapped)
            select(hashes, count: batch.count)
        }
        for (target, selection) in selections.enumerated() where selection.count > 0 {
            put(batch, selection, into: target)
        }
    }

    /// Selects for each worker the rows whose hashes lead to it.
    private func select(_ hashes: UnsafeMutableBufferPointer<UInt64>, count: Int) {
        let workers = selections.count
        for selection in selections { selection.reserve(count) }
        withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<UInt32>.self, capacity: workers) { next in
            _ = next.initialize(fromContentsOf: selections.map(\.rows))
            for row in 0..<count {
                let target = Self.worker(UInt32(truncatingIfNeeded: hashes[row]), of: workers)
                next[target].pointee = UInt32(truncatingIfNeeded: row)
                next[target] += 1
            }
            for (target, selection) in selections.enumerated() { selection.count = next[target] - selection.rows }
        }
    }

    private func put(_ batch: Batch, _ selection: Selection, into target: Int) {
        var open: Batch?
        if let last = outboxes[target].batches.last, last.count + selection.count <= Batch.standardCapacity,
            (last.watermarks == nil) == (batch.watermarks == nil)
        {
            open = last
        }
        let target = open ?? add(for: batch, to: target)
        target.append(gathering: batch, selection)
    }

    private func add(for batch: Batch, to target: Int) -> Batch {
        let added = outboxes[target].spare.popLast() ?? Batch(batch.types)
        if batch.watermarks == nil {
            added.watermarks = nil
        } else if added.watermarks == nil {
            added.watermarks = Column(.int64)
        }
        outboxes[target].batches.append(added)
        return added
    }

    func advance(to watermark: Int64, output: Output) throws { self.watermark = watermark }

    /// The receiver has processed what was for it.
    func clear(_ target: Int) {
        for batch in outboxes[target].batches {
            batch.reset()
            outboxes[target].spare.append(batch)
        }
        outboxes[target].batches.removeAll(keepingCapacity: true)
    }
}

/// Takes what the workers' senders of an exchange have for one worker: the beginning of a stage.
final class ExchangeReceiver {
    /// Where the rows go on.
    let node: Node
    private let worker: Int
    private var watermark = Watermark.start

    init(_ node: Node, worker: Int) {
        self.node = node
        self.worker = worker
    }

    /// Hands on the rows, in the order of the workers, then the watermark that all of them have reached.
    func receive(from senders: [ExchangeSender]) throws {
        for sender in senders {
            for batch in sender.outboxes[worker].batches {
                raiseWatermarks(of: batch, to: sender.base)
                Self.prefetchStrings(of: batch)
                try node.receive(batch, input: 0)
            }
            sender.clear(worker)
        }
        let lowest = senders.map(\.watermark).min() ?? Watermark.start
        guard lowest > watermark else { return }
        watermark = lowest
        try node.receive(watermark: lowest, input: 0)
    }

    /// Asks for the bytes of long strings, which are in the cache of another core: all at once, where operators would wait for one
    /// after the other.
    private static func prefetchStrings(of batch: Batch) {
        for column in batch.columns where column.type == .string {
            let strings = column.strings
            for row in 0..<batch.count where !strings[row].isInline {
                bss_prefetch(strings[row].longBytes)
                bss_prefetch(strings[row].longBytes + (strings[row].count &- 1))
            }
        }
    }

    private func raiseWatermarks(of batch: Batch, to base: Int64) {
        guard base > Watermark.start, let watermarks = batch.watermarks else { return }
        let values = watermarks.int64s
        for row in 0..<batch.count { values[row] = max(values[row], base) }
    }
}

extension Batch {
    /// Appends selected rows of a batch of the same types, with their kinds and watermarks.
    fileprivate func append(gathering source: Batch, _ selection: Selection) {
        for (column, other) in zip(columns, source.columns) {
            column.append(gathering: other, rows: selection.rows, count: selection.count)
        }
        if let sourceKinds = source.kinds {
            if kinds == nil { _ = writableKinds() }
            kinds?.append(gathering: sourceKinds, rows: selection.rows, count: selection.count)
        } else if let kinds {
            let start = kinds.count
            kinds.reserve(start + selection.count)
            kinds.count = start + selection.count
            (kinds.booleans + start).update(repeating: RowKind.insert.rawValue, count: selection.count)
        }
        if let watermarks, let others = source.watermarks {
            watermarks.append(gathering: others, rows: selection.rows, count: selection.count)
        }
        let total = count + selection.count
        setCount(total)
    }
}
