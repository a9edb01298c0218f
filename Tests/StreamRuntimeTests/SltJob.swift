import EventLog
import Primitives
import StreamSQL

@testable import StreamRuntime

/// A job over topics in memory, driven round by round as `StreamingJob` drives one over a log.
struct SltJob {
    /// What one round takes.
    struct Round {
        /// Records of one partition each, in the order in which they came.
        var records: [[StoredEvent]] = []
        var idle: Set<TopicPartition> = []
        /// The processing time in ms since the beginning.
        var time: Int64 = 0
        var isLast = false
    }

    /// What takes the job's rows.
    final class Changes {
        /// A change: what it does to a row, and the row as text.
        struct Change: Hashable {
            let kind: RowKind
            let row: String

            var text: String {
                let names: [RowKind: String] = [.insert: "+I", .updateBefore: "-U", .updateAfter: "+U", .delete: "-D"]
                return "\(names[kind]!) \(row)"
            }
        }

        var changes: [Change] = []

        func take() -> [Change] {
            defer { changes = [] }
            return changes
        }
    }

    let parallelism: Int
    /// When processing time begins: 2026-01-01.
    private static let beginning: Int64 = 1_767_225_600_000
    private let clock = RoundClock()
    private let graph: JobGraph
    private let sources: [String: [[TopicSource]]]
    private let partitions: [String: Int]
    private let output = Changes()

    /// - Parameters:
    ///   - plan: the query.
    ///   - partitions: how many each topic has.
    init(_ plan: LogicalPlan, parallelism: Int, partitions: [String: Int]) throws {
        self.parallelism = parallelism
        self.partitions = partitions
        let clock = clock
        let time: @Sendable () -> Int64 = { clock.milliseconds }
        graph = JobGraph(parallelism: parallelism, processingTime: time) { try TopicSource($0) }
        let types = plan.schema.types
        let sink = CallbackSink { [output] batch in
            for row in 0..<batch.count {
                output.changes.append(
                    Changes.Change(kind: batch.kind(row), row: SltText.row(batch.row(row), types))
                )
            }
        }
        try graph.add(plan, into: sink, table: "result", intake: Binder.Intake(.all))
        var sources: [String: [[TopicSource]]] = [:]
        for (index, worker) in graph.workers.enumerated() {
            for source in worker.inputs.compactMap({ $0.source as? TopicSource }) {
                source.assigner?.setSplits(partitions[source.topic] ?? 1)
                sources[source.topic, default: Array(repeating: [], count: parallelism)][index].append(source)
            }
        }
        self.sources = sources
        // Within a round time stands still at any parallelism, so that it does not matter which topic is read first.
        for (assigner, _) in graph.assigners.joined() { assigner.isShared = true }
    }

    /// Processes a round; answers what it gave.
    ///
    /// - Parameter batchRows: the most rows of a batch that a source hands on.
    func process(_ round: Round, batchRows: Int) throws -> [Changes.Change] {
        clock.turn(to: Timestamp(milliseconds: Self.beginning + round.time))
        for events in round.records {
            let worker = events[0].partition * parallelism / (partitions[events[0].topic] ?? 1)
            for start in stride(from: 0, to: events.count, by: batchRows) {
                let part = Array(events[start..<min(events.count, start + batchRows)])
                for source in sources[part[0].topic]?[worker] ?? [] { source.take(part) }
            }
        }
        for (topic, count) in partitions {
            for partition in 0..<count {
                for reader in (sources[topic] ?? []).joined() {
                    reader.assigner?.setIdle(partition, round.idle.contains(TopicPartition(topic, partition)))
                }
            }
        }
        try graph.passIdleness()
        try graph.forEachWorker { _, worker in
            for input in worker.inputs { _ = try input.source.poll { try input.node.receive($0, input: 0) } }
        }
        try graph.finishRound(endedInputs: round.isLast ? Set(graph.workers[0].inputs.indices) : [])
        return output.take()
    }

    /// Rows that came too late since the job began.
    var lateRows: Int64 { graph.counters.reduce(0) { $0 + $1.counts.lateRows } }

    /// All state.
    func snapshot() throws -> [Checkpoint.NodeState] { try graph.snapshot() }

    /// Puts state back.
    func restore(_ saved: [Checkpoint.NodeState]) throws {
        guard saved.map(\.name) == graph.operatorNames else {
            throw SltScript.Fault(description: "state of \(saved.map(\.name)) for \(graph.operatorNames)")
        }
        try graph.restore(saved)
    }
}
