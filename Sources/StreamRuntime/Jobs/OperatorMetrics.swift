/// What an operator of a job has done so far, in all workers together.
package struct OperatorMetrics: Sendable, Hashable {
    /// As EXPLAIN names it: `WindowAggregate[3]`.
    package let name: String
    /// Rows that came.
    package let rowsIn: Int64
    /// Rows that it handed on.
    package let rowsOut: Int64
    /// Bytes of records that it read or wrote; nil of operators that do neither.
    package let bytes: Int64?
    /// Nanoseconds at work, without the operators behind it.
    package let busyNanoseconds: UInt64
    /// The event time in ms that it has come to; nil before the first watermark.
    package let watermark: Int64?
    /// What it counts itself.
    package let counts: OperatorCounts

    /// Of the nodes of all workers at the same place.
    init(of nodes: [Node]) {
        name = nodes[0].name
        rowsIn = nodes.reduce(0) { $0 + $1.rowsIn }
        rowsOut = nodes.reduce(0) { $0 + $1.rowsOut }
        bytes = nodes.reduce(nil) { sum, node in node.bytes.map { (sum ?? 0) + $0 } ?? sum }
        busyNanoseconds = nodes.reduce(0) { $0 + $1.busyNanoseconds }
        let lowest = nodes.map(\.reportedWatermark).min() ?? Watermark.start
        watermark = lowest == Watermark.start ? nil : lowest
        var counts = OperatorCounts()
        for node in nodes {
            counts.lateRows += node.stepper.counts.lateRows
            counts.keys += node.stepper.counts.keys
            counts.stateBytes += node.stepper.counts.stateBytes
        }
        self.counts = counts
    }
}
