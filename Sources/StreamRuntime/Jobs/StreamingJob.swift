import EventLog
import Primitives
import StreamSQL

/// A job over topics that never ends: reads rounds, processes them, appends what they gave, takes checkpoints.
///
/// Exactly once from log to log: a round's output, its offsets and the round itself are one transaction of the log. After a
/// crash the state is the newest checkpoint's plus the journal's rounds since, processed again with their output dropped.
package actor StreamingJob {
    /// What the operator may set of a job.
    package struct Settings: Sendable, Hashable {
        /// Workers that share the keys.
        package var parallelism: Int
        /// Milliseconds from one checkpoint to the next.
        package var checkpointMilliseconds: Int64
        /// Milliseconds without records after which a partition no longer holds the watermark back; nil for never. Flink:
        /// `table.exec.source.idle-timeout`.
        package var idleMilliseconds: Int64?
        /// Records of one partition in a round.
        package var roundRecordsMax: Int
        /// Records of a round's output that are appended as one transaction; a round with more is appended in parts.
        package var transactionRecordsMax: Int
        /// Milliseconds from one round to the next, if all that the job writes waits for watermarks anyway, which are seconds
        /// behind: few large rounds cost less than many small ones.
        package var gatherMilliseconds: Int64
        /// Where records go that could not be read, in a header why; nil for nowhere.
        package var deadLetterTopic: String?
        /// Other topics for what goes into a topic.
        package var renamedOutputs: [String: String]

        /// Settings.
        package init(
            parallelism: Int = 1,
            checkpointMilliseconds: Int64 = 10_000,
            idleMilliseconds: Int64? = nil,
            roundRecordsMax: Int = 20_000,
            transactionRecordsMax: Int = 50_000,
            gatherMilliseconds: Int64 = 100,
            deadLetterTopic: String? = nil,
            renamedOutputs: [String: String] = [:]
        ) {
            self.parallelism = parallelism
            self.checkpointMilliseconds = checkpointMilliseconds
            self.idleMilliseconds = idleMilliseconds
            self.roundRecordsMax = roundRecordsMax
            self.transactionRecordsMax = transactionRecordsMax
            self.gatherMilliseconds = gatherMilliseconds
            self.deadLetterTopic = deadLetterTopic
            self.renamedOutputs = renamedOutputs
        }
    }

    /// Bytes that the journal keeps: the rounds of far more time than lies between checkpoints.
    private static let journalBytes: Int64 = 64 << 20
    /// Milliseconds that rounds without output wait for the journal, so that they are written down together; up to
    /// `TopicRounds.waitMilliseconds` longer if nothing comes.
    private static let unwrittenMilliseconds: Int64 = 100
    /// The most rounds that may wait for it.
    private static let unwrittenMax = 100

    /// The name of the job: of its journal, its consumer group and its folder.
    package nonisolated let name: String
    private nonisolated let executor: QueueExecutor
    /// The job's own thread.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let log: any EventLog
    private let store: CheckpointStore
    private let settings: Settings
    private let now: @Sendable () -> Timestamp
    private let graph: JobGraph
    private let identity: [String]
    /// Whether its state has timestamps of more than 3 digits.
    private let keepsNanoseconds: Bool
    /// Whether some of its output waits for no watermark.
    private let writesPromptly: Bool
    private let rounds: TopicRounds
    private let sinks: [TopicSink]
    private var round = Round(number: 0, time: Timestamp(milliseconds: 0), ranges: [], idle: [])
    /// Rounds without output that the journal does not have yet. They are in it before the next output, and before a
    /// checkpoint: until then a crash takes them back, and nobody has seen anything of them.
    private var unwritten: [Round] = []
    private var journalOffset: Int64 = 0
    private var lastCheckpoint: Timestamp
    /// For state that several checkpoints have.
    private var sharedNames: SharedState.Names?
    private var counted = JobMetrics()
    private var savepoints: [(folder: String, done: CheckedContinuation<Void, any Error>)] = []
    private var isRunning = false
    /// Whether the log has what the operators' state comes from; not while a round is under way, or after one failed.
    private var isWhole = true

    /// Why a job that waits goes on: something that was under way is done.
    private enum Wakeup {
        case records, time, checkpoint
    }

    /// The topic that a job's rounds are written to.
    package static func journal(of name: String) -> String { "job.\(name).journal" }

    /// The consumer group that a job's offsets are committed for.
    package static func group(of name: String) -> String { "job-\(name)" }

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
        self.settings = settings
        self.now = now
        executor = QueueExecutor(label: "job \(name)")
        store = CheckpointStore(folder: folder)
        let clock = RoundClock()
        let graph = JobGraph(
            parallelism: settings.parallelism,
            processingTime: { clock.milliseconds },
            open: { try TopicSource($0) }
        )
        var sinks: [TopicSink] = []
        for insert in inserts {
            // Constant rows have no offset that a checkpoint could keep: they would come again with each start.
            guard !insert.plan.hasConstantRows else { throw UnsupportedPlan("VALUES in a job over topics") }
            try graph.add(
                insert.plan,
                intoEach: { _ in
                    let sink = try TopicSink(insert.table, columns: insert.columns)
                    sinks.append(sink)
                    return sink
                },
                table: insert.table.name,
                intake: insert.intake
            )
        }
        self.graph = graph
        writesPromptly = graph.writesPromptly
        self.sinks = sinks
        identity = inserts.flatMap { $0.plan.statefulOperators }
        keepsNanoseconds = inserts.contains { $0.plan.keepsNanoseconds }
        rounds = TopicRounds(
            graph,
            clock: clock,
            log: log,
            recordsMax: settings.roundRecordsMax,
            idleMilliseconds: settings.idleMilliseconds,
            now: now
        )
        for reader in rounds.readers { reader.keepsDeadLetters = settings.deadLetterTopic != nil }
        lastCheckpoint = now()
    }

    /// Runs until the task is cancelled; takes a last checkpoint then.
    ///
    /// - Throws: what the log, a record or an operator throws. Nothing of a failed round is in the log.
    package func run() async throws {
        isRunning = true
        defer {
            isRunning = false
            for savepoint in savepoints { savepoint.done.resume(throwing: CancellationError()) }
            savepoints = []
        }
        try await restore()
        counted.isRestoring = false
        try await withThrowingTaskGroup(of: Wakeup.self) { group in
            var underWay: Set<Wakeup> = []
            do {
                while !Task.isCancelled {
                    if let (next, records) = try await rounds.next(after: round) {
                        try await process(next, records, isReplay: false)
                        try await gather()
                    } else {
                        try await waitForRecords(&group, &underWay)
                    }
                    try await writeSavepoints()
                    guard now() - lastCheckpoint >= settings.checkpointMilliseconds else { continue }
                    try await writeRounds()
                    while underWay.contains(.checkpoint), let done = try await group.next() { underWay.remove(done) }
                    let (checkpoint, stall, start) = try snapshot(names: sharedNames)
                    underWay.insert(.checkpoint)
                    group.addTask {
                        try await self.write(checkpoint, stall: stall, start: start)
                        return .checkpoint
                    }
                }
            } catch is CancellationError {
            } catch EventLogError.closed {}
            group.cancelAll()
            while let outcome = await group.nextResult() {
                do { _ = try outcome.get() } catch is CancellationError {
                } catch EventLogError.closed {}
            }
        }
        // why: of a log that is closed they are read again, by the job's next run
        do { try await writeRounds() } catch EventLogError.closed {}
        guard isWhole, unwritten.isEmpty else { return }
        let (checkpoint, stall, start) = try snapshot(names: sharedNames)
        try await write(checkpoint, stall: stall, start: start)
    }

    /// Writes its state into a folder of its own, durable on return, as soon as the round at work is done. It is a checkpoint
    /// as in the job's own folder, and the job may begin from it at another parallelism.
    ///
    /// - Throws: `SourceError`; `CancellationError` if the job ends before.
    package func savepoint(into folder: String) async throws {
        guard isRunning else { throw CancellationError() }
        try await withCheckedThrowingContinuation { savepoints.append((folder, $0)) }
    }

    private func writeSavepoints() async throws {
        while !savepoints.isEmpty {
            let savepoint = savepoints.removeFirst()
            try await writeRounds()
            let checkpoint = try snapshot(names: nil).0
            do {
                _ = try await CheckpointStore(folder: savepoint.folder).write(checkpoint)
                savepoint.done.resume()
            } catch {
                savepoint.done.resume(throwing: error)
            }
        }
    }

    /// What it has done.
    package func metrics() async throws -> JobMetrics {
        var metrics = counted
        metrics.operators = graph.counters
        metrics.skipped = graph.skipped
        metrics.parallelism = graph.parallelism
        let positions = round.positions
        for topic in rounds.topics {
            for partition in try await log.describe(topic).partitions {
                let position = positions[TopicPartition(topic, partition.partition)] ?? partition.earliestOffset
                metrics.recordsBehind += max(0, partition.endOffset - position)
            }
        }
        return metrics
    }

    /// Begins where the newest checkpoint and the journal end, or at the beginning.
    private func restore() async throws {
        let configuration = TopicConfiguration(
            partitions: 1,
            retentionMilliseconds: nil,
            retentionBytes: Self.journalBytes
        )
        _ = try await log.createTopicIfAbsent(Self.journal(of: name), configuration)
        if let topic = settings.deadLetterTopic { _ = try await log.createTopicIfAbsent(topic, .init(partitions: 1)) }
        // Another process that runs the job can append no more rounds once this one reads where they end.
        try await log.claim(group: Self.group(of: name))
        try await rounds.open()
        sharedNames = try await store.namesOfSharedState()
        if let checkpoint = try await store.newest() {
            guard checkpoint.identity == identity, checkpoint.nodes.map(\.name) == graph.operatorNames else {
                throw SourceError(
                    "job '\(name)': its statements changed so that its checkpoints do not fit them any more; start it"
                        + " under another name, or discard its state"
                )
            }
            guard checkpoint.hasNanoseconds || !keepsNanoseconds else {
                throw SourceError(
                    "job '\(name)': an older version, which kept timestamps of more than 3 digits in milliseconds, wrote its"
                        + " checkpoints; start the job under another name, or discard its state"
                )
            }
            try graph.restore(checkpoint.nodes)
            round = checkpoint.round
            journalOffset = checkpoint.journalOffset
        }
        try await replay()
        if round.ranges.isEmpty { try await begin() }
        rounds.resetIdleTimes()
        lastCheckpoint = now()
    }

    /// Processes the journal's rounds since the checkpoint; what they gave is in the log.
    private func replay() async throws {
        let journal = TopicPartition(Self.journal(of: name), 0)
        let earliest = try await log.describe(journal.topic).partitions.first?.earliestOffset ?? 0
        guard journalOffset >= earliest else {
            throw SourceError(
                "job '\(name)': its journal no longer reaches back to its newest checkpoint; discard its state"
            )
        }
        var part: RoundPart?
        while true {
            let batch = try await log.read(journal, from: journalOffset)
            if batch.events.isEmpty { break }
            for event in batch.events {
                journalOffset = event.offset + 1
                part = try RoundPart(event.value)
                if part != nil { continue }
                let next = try Round(event.value)
                if next.number == 0 {
                    round = next
                } else {
                    try await process(next, try await rounds.records(of: next), isReplay: true)
                }
            }
        }
        if let part { try await finish(part) }
    }

    /// Appends the rest of a round that ended half-way.
    private func finish(_ part: RoundPart) async throws {
        try await process(part.round, try await rounds.records(of: part.round), isReplay: false, after: part)
    }

    /// Writes down where the job starts.
    private func begin() async throws {
        round = try await rounds.start()
        try await append([], round)
    }

    /// Waits until there may be something to do. What waits for the log, and for time, goes on from one call to the next: a
    /// timer for each round would cost more than the round.
    private func waitForRecords(
        _ group: inout ThrowingTaskGroup<Wakeup, any Error>,
        _ underWay: inout Set<Wakeup>
    ) async throws {
        let started = MonotonicClock.nanoseconds
        defer { counted.idleNanoseconds += MonotonicClock.nanoseconds - started }
        if let oldest = unwritten.first, now() - oldest.time >= Self.unwrittenMilliseconds {
            return try await writeRounds()
        }
        if underWay.insert(.records).inserted {
            let (log, positions) = (log, round.positions)
            group.addTask {
                try await log.waitForRecords(at: positions)
                return .records
            }
        }
        if underWay.insert(.time).inserted {
            let wait = min(settings.checkpointMilliseconds, rounds.waitMilliseconds)
            group.addTask {
                try await Task.sleep(for: .milliseconds(wait))
                return .time
            }
        }
        if let done = try await group.next() { underWay.remove(done) }
    }

    /// Lets records come together for the next round, where nobody waits for what it gives.
    private func gather() async throws {
        if writesPromptly || rounds.leftRecords { return }
        let started = MonotonicClock.nanoseconds
        defer { counted.idleNanoseconds += MonotonicClock.nanoseconds - started }
        let left = settings.gatherMilliseconds - (now() - round.time)
        if left > 0 { try await Task.sleep(for: .milliseconds(min(left, settings.gatherMilliseconds))) }
    }

    /// Appends the rounds to the journal that are not in it.
    private func writeRounds() async throws {
        guard let last = unwritten.popLast() else { return }
        try await append([], last)
    }

    /// Processes a round and appends what it gave.
    ///
    /// - Parameters:
    ///   - isReplay: whether the log has all that it gives.
    ///   - part: what the log has of what it gives, if that is a part.
    private func process(
        _ next: Round,
        _ records: [RecordBlock],
        isReplay: Bool,
        after part: RoundPart? = nil
    ) async throws {
        isWhole = false
        let started = MonotonicClock.nanoseconds
        counted.recordsIn += try rounds.process(next, records)
        let renamed = settings.renamedOutputs
        var output = sinks.map { (topic: renamed[$0.topic] ?? $0.topic, records: $0.takeRecords()) }.filter {
            !$0.records.isEmpty
        }
        if let topic = settings.deadLetterTopic {
            let letters = rounds.readers.flatMap { $0.takeDeadLetters(job: name) }
            if !letters.isEmpty { output.append((topic, letters)) }
        }
        if let part { output = try await part.rest(of: output, in: log) }
        round = next
        counted.rounds += 1
        counted.busyNanoseconds += MonotonicClock.nanoseconds - started
        if !isReplay {
            let isLate = next.time - (unwritten.first ?? next).time >= Self.unwrittenMilliseconds
            if output.isEmpty, part == nil, !isLate, unwritten.count < Self.unwrittenMax {
                unwritten.append(next)
            } else {
                try await append(output, next, after: part)
            }
        }
        isWhole = true
    }

    private func append(
        _ output: [(topic: String, records: [EventRecord])],
        _ round: Round,
        after part: RoundPart? = nil
    ) async throws {
        let started = MonotonicClock.nanoseconds
        var part = part
        var transaction = LogTransaction()
        let earlier = unwritten.map { EventRecord(key: nil, value: $0.bytes, partition: 0) }
        if !earlier.isEmpty { transaction.append(earlier, to: Self.journal(of: name)) }
        var (count, bytes, total) = (0, 0, part?.appended ?? 0)
        for (topic, records) in output {
            var start = 0
            for index in records.indices {
                count += 1
                bytes += records[index].bytes
                guard count == settings.transactionRecordsMax || bytes >= RoundPart.bytesMax else { continue }
                transaction.append(Array(records[start...index]), to: topic)
                total += count
                let ends = if let part { part.ends } else { try await ends(of: output) }
                let begun = RoundPart(round: round, ends: ends, appended: total)
                part = begun
                let entry = EventRecord(key: nil, value: begun.bytes, partition: 0)
                transaction.append([entry], to: Self.journal(of: name))
                let positions = try await log.append(transaction)
                journalOffset = (positions.last?.offset ?? journalOffset) + 1
                (transaction, count, bytes, start) = (LogTransaction(), 0, 0, index + 1)
            }
            transaction.append(start == 0 ? records : Array(records[start...]), to: topic)
            counted.recordsOut += Int64(records.count)
        }
        let entry = EventRecord(key: nil, value: round.bytes, partition: 0)
        transaction.append([entry], to: Self.journal(of: name))
        transaction.commit(round.positions, group: Self.group(of: name))
        let positions = try await log.append(transaction)
        journalOffset = (positions.last?.offset ?? journalOffset) + 1
        unwritten = []
        counted.backPressuredNanoseconds += MonotonicClock.nanoseconds - started
    }

    /// Where the topics of an output end.
    private func ends(of output: [(topic: String, records: [EventRecord])]) async throws -> [TopicPartition: Int64] {
        var ends: [TopicPartition: Int64] = [:]
        for topic in Set(output.map(\.topic)) {
            for partition in try await log.describe(topic).partitions {
                ends[TopicPartition(topic, partition.partition)] = partition.lastStableOffset
            }
        }
        return ends
    }

    /// Copies all state.
    ///
    /// - Parameter names: for what it shares with earlier checkpoints of this run; nil if it has all state itself. They are
    ///   durable: one begins when the one before is written, and none follows one that failed.
    private func snapshot(names: SharedState.Names?) throws -> (Checkpoint, stall: UInt64, start: UInt64) {
        let start = MonotonicClock.nanoseconds
        let checkpoint = Checkpoint(
            round: round,
            journalOffset: journalOffset,
            identity: identity,
            nodes: try graph.snapshot(names: names)
        )
        lastCheckpoint = now()
        return (checkpoint, MonotonicClock.nanoseconds - start, start)
    }

    /// Makes a checkpoint durable, while the job goes on.
    private func write(_ checkpoint: Checkpoint, stall: UInt64, start: UInt64) async throws {
        let bytes = try await store.write(checkpoint)
        counted.checkpoints += 1
        counted.lastCheckpoint = .init(
            time: now(),
            round: checkpoint.round.number,
            bytes: bytes,
            stallNanoseconds: stall,
            nanoseconds: MonotonicClock.nanoseconds - start
        )
    }
}
