import StreamSQL

/// Follows the event time of a table, for each of its splits (partitions) by itself, and tells each row's watermark to the
/// operators behind it. Flink: WatermarkAssigner with `pipeline.auto-watermark-interval` 0, and per-partition watermarks.
///
/// With one split the watermark rises with each batch. With several it rises between rounds only: within a round the other
/// splits count as far as they were when it began, so that the order in which splits are read does not matter.
package final class WatermarkAssigner: Operator {
    private struct Split {
        var watermark = Watermark.start
        var atRoundStart = Watermark.start
        var isIdle = false
    }

    /// Rows of a batch that come from one split.
    struct Run {
        /// The split's number.
        let split: Int
        /// Where they end in the batch; they begin where the run before them ends.
        let end: Int
    }

    private let expression: Evaluator
    private let timeColumn: Int
    private let column = Column(.int64)
    private var splits = [Split()]
    private var runs: [Run] = []
    /// Whether several workers read the splits or parts of one split: then the watermark rises between rounds only.
    var isShared = false
    /// The watermark of the table.
    package private(set) var watermark = Watermark.start

    /// An operator for the watermark of a table, an expression over its rows.
    package init(_ expression: BoundExpression, timeColumn: Int) throws {
        self.expression = try Evaluator(expression)
        self.timeColumn = timeColumn
    }

    /// Says how many splits there are. More may come, never fewer.
    package func setSplits(_ count: Int) {
        while splits.count < count { splits.append(Split()) }
    }

    /// Whether the watermark rises with each batch, and not between rounds only.
    var raisesWithinRounds: Bool { splits.count == 1 && !isShared }

    /// How far a split is.
    func watermark(of split: Int) -> Int64 { splits[split].watermark }

    /// How many splits there are.
    var splitCount: Int { splits.count }

    /// Another worker read a split, or a part of it.
    func raise(_ split: Int, to watermark: Int64) { splits[split].watermark = max(splits[split].watermark, watermark) }

    /// Says from which splits the rows of the next batch come; without that they come from the first one.
    func select(_ runs: [Run]) {
        self.runs = runs
        for run in runs {
            precondition(run.split < splits.count, "no such split")
            splits[run.split].isIdle = false
        }
    }

    /// Says whether a split counts. Flink: an idle partition holds no watermark back.
    package func setIdle(_ split: Int, _ isIdle: Bool) { splits[split].isIdle = isIdle }

    /// Whether none of the splits counts: then the table holds nobody back.
    var isIdle: Bool { splits.allSatisfy(\.isIdle) }

    /// See `Operator.process`.
    package func process(_ batch: Batch, input: Int, to output: Output) throws {
        if let nulls = batch.columns[timeColumn].nulls, (0..<batch.count).contains(where: { nulls[$0] != 0 }) {
            throw RowFault("the event-time column of a row is NULL; Flink fails on it too: filter such rows out")
        }
        let proposed = try expression.evaluate(batch, selection: nil)
        column.reset()
        column.reserve(batch.count)
        column.count = batch.count
        if runs.isEmpty { runs.append(Run(split: 0, end: batch.count)) }
        precondition(runs[runs.count - 1].end == batch.count, "rows of no split")
        var start = 0
        for run in runs {
            propose(proposed, start..<run.end, of: run.split)
            start = run.end
        }
        runs.removeAll(keepingCapacity: true)
        if raisesWithinRounds { watermark = max(watermark, splits[0].watermark) }
        batch.watermarks = column
        try output.emit(batch)
        batch.watermarks = nil
    }

    /// Notes each row's watermark before it, and how far the split is behind them.
    private func propose(_ proposed: Column, _ rows: Range<Int>, of split: Int) {
        var others = Watermark.end
        for (index, other) in splits.enumerated() where index != split && !other.isIdle {
            others = min(others, other.atRoundStart)
        }
        let values = proposed.int64s
        let nulls = proposed.nulls
        let before = column.int64s
        let watermark = watermark
        var own = splits[split].watermark
        for row in rows {
            before[row] = max(watermark, min(own, others))
            if let nulls, nulls[row] != 0 { continue }
            own = max(own, values[row])
        }
        splits[split].watermark = own
    }

    /// Ends a round: the table's watermark is that of its slowest split that is not idle.
    package func endRound() {
        var lowest = Watermark.end
        for index in splits.indices {
            splits[index].atRoundStart = splits[index].watermark
            if !splits[index].isIdle { lowest = min(lowest, splits[index].watermark) }
        }
        // All idle: nothing says that time goes on.
        if lowest != Watermark.end { watermark = max(watermark, lowest) }
    }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        writer.record(table: 0, keyHash: nil) { writer in
            writer.put(watermark)
            writer.put(UInt32(splits.count))
            for split in splits {
                writer.put(split.watermark)
                writer.put(split.atRoundStart)
                writer.put(split.isIdle)
            }
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        var record = record
        watermark = try record.number()
        let count = Int(try record.number(UInt32.self))
        setSplits(count)
        for index in 0..<count {
            splits[index].watermark = try record.number()
            splits[index].atRoundStart = try record.number()
            splits[index].isIdle = try record.boolean()
        }
    }
}
