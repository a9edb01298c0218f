import EventLog
import Primitives
import StreamSQL

/// A job over topics that never ends: reads rounds, processes them, appends what they gave, takes checkpoints.
///
/// Exactly once from log to log: a round's output, its offsets and the round itself are one transaction of the log. After a
/// crash the state is the newest checkpoint's plus the journal's rounds since, processed again with their output dropped.
package final class StreamingJob {
    /// What the operator may set of a job.
    package struct Settings: Sendable, Hashable {
        /// Milliseconds from one checkpoint to the next.
        package var checkpointMilliseconds: Int64
        /// Milliseconds without records after which a partition no longer holds the watermark back; nil for never. Flink:
        /// `table.exec.source.idle-timeout`.
        package var idleMilliseconds: Int64?
        /// Records of one partition in a round.
        package var roundRecordsMax: Int

        /// Settings.
        package init(
            checkpointMilliseconds: Int64 = 10_000,
            idleMilliseconds: Int64? = nil,
            roundRecordsMax: Int = 20_000
        ) {
            self.checkpointMilliseconds = checkpointMilliseconds
            self.idleMilliseconds = idleMilliseconds
            self.roundRecordsMax = roundRecordsMax
        }
    }

    /// The name of the job: of its journal, its consumer group and its folder.
    package let name: String
    private let log: any EventLog
    private let folder: String
    private let settings: Settings
    private let now: @Sendable () -> Timestamp
    private let inputs: [JobBuilder.Input]
    private let nodes: [Node]
    private let sources: [String: [TopicSource]]
    private let sinks: [TopicSink]
    private let assigners: [(assigner: WatermarkAssigner, node: Node)]
    private var partitions: [TopicPartition] = []
    private var round = Round(number: 0, ranges: [], idle: [])
    private var journalOffset: Int64 = 0
    private var lastRecord: [TopicPartition: Timestamp] = [:]
    private var lastCheckpoint: Timestamp

    /// The topic that a job's rounds are written to.
    package var journal: String { "job.\(name).journal" }

    /// A job of inserts whose tables are topics.
    ///
    /// - Parameter folder: where its checkpoints are; it must exist.
    /// - Throws: `SourceError`, `UnsupportedPlan`, `UnsupportedAggregate`.
    package init(
        name: String,
        inserts: [Binder.BoundInsert],
        log: any EventLog,
        folder: String,
        settings: Settings,
        now: @escaping @Sendable () -> Timestamp
    ) throws {
        self.name = name
        self.log = log
        self.folder = folder
        self.settings = settings
        self.now = now
        let builder = JobBuilder { try TopicSource($0) }
        var sinks: [TopicSink] = []
        for insert in inserts {
            let sink = try TopicSink(insert.table, columns: insert.columns)
            sinks.append(sink)
            try builder.add(insert.plan, into: sink, table: insert.table.name, allowsChanges: false)
        }
        self.sinks = sinks
        inputs = builder.inputs
        nodes = builder.nodes
        sources = Dictionary(grouping: inputs.compactMap { $0.source as? TopicSource }, by: \.topic)
        assigners = nodes.compactMap { node in (node.stepper as? WatermarkAssigner).map { ($0, node) } }
        lastCheckpoint = now()
    }

    /// Runs until the task is cancelled; takes a last checkpoint then.
    ///
    /// - Throws: what the log, a record or an operator throws. Nothing of a failed round is in the log.
    package func run() async throws {
        try await restore()
        do {
            while !Task.isCancelled {
                if let next = try await nextRound() {
                    try await process(next, isReplay: false)
                } else {
                    try await waitForRecords()
                }
                if now() - lastCheckpoint >= settings.checkpointMilliseconds { try checkpoint() }
            }
        } catch is CancellationError {
        } catch EventLogError.closed {}
        try checkpoint()
    }

    /// Begins where the newest checkpoint and the journal end, or at the beginning.
    private func restore() async throws {
        _ = try await log.createTopicIfAbsent(journal, TopicConfiguration(partitions: 1))
        for topic in sources.keys.sorted() {
            for partition in try await log.describe(topic).partitions {
                partitions.append(TopicPartition(topic, partition.partition))
            }
        }
        for (topic, sources) in sources {
            let count = partitions.filter { $0.topic == topic }.count
            for source in sources { source.assigner?.setSplits(count) }
        }
        if let checkpoint = try Checkpoint.newest(in: folder) {
            guard checkpoint.nodes.map(\.name) == nodes.map(\.name) else {
                throw SourceError(
                    "job '\(name)': its statements changed, and its checkpoints do not fit them any more; give it another name"
                        + " or remove \(folder)"
                )
            }
            for (node, saved) in zip(nodes, checkpoint.nodes) {
                try StateRecord.each(in: saved.records) { try node.restore($0) }
            }
            round = checkpoint.round
            journalOffset = checkpoint.journalOffset
        }
        try await replay()
        if round.ranges.isEmpty { try await begin() }
        for source in partitions { lastRecord[source] = now() }
        lastCheckpoint = now()
    }

    /// Processes the journal's rounds since the checkpoint; what they gave is in the log.
    private func replay() async throws {
        while true {
            let batch = try await log.read(TopicPartition(journal, 0), from: journalOffset)
            if batch.events.isEmpty { return }
            for event in batch.events {
                let next = try Round(event.value)
                if next.number == 0 {
                    round = next
                } else {
                    try await process(next, isReplay: true)
                }
                journalOffset = event.offset + 1
            }
        }
    }

    /// Writes down where the job starts.
    private func begin() async throws {
        var ranges: [(TopicPartition, Int64, Int64)] = []
        for source in partitions {
            let isLatest = sources[source.topic]?.contains { $0.startsAtEnd } ?? false
            let described = try await log.describe(source.topic).partitions.first { $0.partition == source.partition }
            let offset = isLatest ? described?.endOffset ?? 0 : described?.earliestOffset ?? 0
            ranges.append((source, offset, offset))
        }
        round = Round(number: 0, ranges: ranges, idle: [])
        try await append([], round)
    }

    /// The next round, with records or with another set of idle partitions; nil if there is nothing new.
    private func nextRound() async throws -> Round? {
        let positions = round.positions
        var next = Round(number: round.number + 1, ranges: [], idle: [])
        var count = 0
        for source in partitions {
            let from = positions[source] ?? 0
            let options = ReadOptions(records: settings.roundRecordsMax, bytes: 16 << 20)
            let batch = try await log.read(source, from: from, options)
            count += batch.events.count
            if !batch.events.isEmpty { lastRecord[source] = now() }
            if let idle = settings.idleMilliseconds, now() - (lastRecord[source] ?? now()) >= idle {
                next.idle.insert(source)
            }
            next.ranges.append((source, from, batch.nextOffset))
            for reader in sources[source.topic] ?? [] { reader.take(batch.events) }
        }
        return count > 0 || next.idle != round.idle ? next : nil
    }

    private func waitForRecords() async throws {
        let positions = round.positions
        let log = log
        let wait = min(settings.checkpointMilliseconds, settings.idleMilliseconds ?? .max, 1_000)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await log.waitForRecords(at: positions) }
            group.addTask { try await Task.sleep(for: .milliseconds(wait)) }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Processes a round, whose records the sources have, or fetches them first, and appends what it gave.
    private func process(_ next: Round, isReplay: Bool) async throws {
        if isReplay {
            for range in next.ranges {
                var from = range.from
                while from < range.to {
                    let count = Int(range.to - from)
                    let batch = try await log.read(
                        range.source,
                        from: from,
                        ReadOptions(records: count, bytes: 16 << 20)
                    )
                    let events = batch.events.filter { $0.offset < range.to }
                    guard !events.isEmpty else { break }
                    for reader in sources[range.source.topic] ?? [] { reader.take(events) }
                    from = batch.nextOffset
                }
            }
        }
        for (topic, readers) in sources {
            for (index, source) in partitions.filter({ $0.topic == topic }).enumerated() {
                for reader in readers { reader.assigner?.setIdle(index, next.idle.contains(source)) }
            }
        }
        for input in inputs { _ = try input.source.poll { try input.node.receive($0, input: 0) } }
        for (assigner, node) in assigners {
            assigner.endRound()
            try node.forward(watermark: assigner.watermark)
        }
        let output = sinks.map { (topic: $0.topic, records: $0.takeRecords()) }.filter { !$0.records.isEmpty }
        round = next
        if !isReplay { try await append(output, next) }
    }

    private func append(_ output: [(topic: String, records: [EventRecord])], _ round: Round) async throws {
        var transaction = LogTransaction()
        for part in output { transaction.append(part.records, to: part.topic) }
        transaction.append([EventRecord(key: nil, value: round.bytes, partition: 0)], to: journal)
        transaction.commit(round.positions, group: "job-\(name)")
        let positions = try await log.append(transaction)
        journalOffset = (positions.last?.offset ?? journalOffset) + 1
    }

    /// Writes all state down.
    private func checkpoint() throws {
        let saved = nodes.map { (name: $0.name, records: $0.snapshot()) }
        try Checkpoint(round: round, journalOffset: journalOffset, nodes: saved).write(to: folder)
        lastCheckpoint = now()
    }
}
