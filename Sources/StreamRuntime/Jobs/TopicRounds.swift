import EventLog
import Primitives

/// Reads topics in rounds and lets a graph process them: what a job and a query over topics have in common.
///
/// Confined to the actor that has it.
final class TopicRounds {
    /// Bytes of one partition in a round.
    private static let bytesMax = 16 << 20
    /// The longest that it waits for records before the time is looked at again, in ms.
    private static let waitMillisecondsMax: Int64 = 1_000

    private let graph: JobGraph
    private let clock: RoundClock
    private let log: any EventLog
    private let recordsMax: Int
    private let idleMilliseconds: Int64?
    private let now: @Sendable () -> Timestamp
    /// By topic, then by worker.
    private let sources: [String: [[TopicSource]]]
    /// The inputs that have nothing more after the first round: VALUES.
    private let finiteInputs: Set<Int>
    private var partitions: [TopicPartition] = []
    private var partitionCounts: [String: Int] = [:]
    private var lastRecord: [TopicPartition: Timestamp] = [:]
    /// Whether the last round that `next` read left records behind that were there already.
    private(set) var leftRecords = false

    /// Rounds for a graph whose sources are topics.
    ///
    /// - Parameters:
    ///   - clock: what the graph takes as processing time; it is turned with each round.
    ///   - recordsMax: records of one partition in a round.
    ///   - idleMilliseconds: milliseconds without records after which a partition no longer holds the watermark back; nil for
    ///     never.
    init(
        _ graph: JobGraph,
        clock: RoundClock,
        log: any EventLog,
        recordsMax: Int,
        idleMilliseconds: Int64?,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.graph = graph
        self.clock = clock
        self.log = log
        self.recordsMax = recordsMax
        self.idleMilliseconds = idleMilliseconds
        self.now = now
        var sources: [String: [[TopicSource]]] = [:]
        for (index, worker) in graph.workers.enumerated() {
            for source in worker.inputs.compactMap({ $0.source as? TopicSource }) {
                sources[source.topic, default: Array(repeating: [], count: graph.parallelism)][index].append(source)
            }
        }
        self.sources = sources
        let inputs = graph.workers[0].inputs
        finiteInputs = Set(inputs.indices.filter { !(inputs[$0].source is TopicSource) })
    }

    /// The topics that are read, sorted.
    var topics: [String] { sources.keys.sorted() }
    /// What reads them, of all workers.
    var readers: [TopicSource] { sources.values.joined().flatMap { $0 } }

    /// Finds out the topics' partitions. To be called before all that follows.
    ///
    /// - Throws: `EventLogError.unknownTopic`.
    nonisolated(nonsending) func open() async throws {
        for topic in topics {
            let described = try await log.describe(topic).partitions
            partitionCounts[topic] = described.count
            partitions += described.map { TopicPartition(topic, $0.partition) }
            for source in (sources[topic] ?? []).joined() { source.assigner?.setSplits(described.count) }
        }
        // Within a round time stands still at any parallelism, so that it does not matter which topic is read first.
        for (assigner, _) in graph.assigners.joined() { assigner.isShared = true }
    }

    /// Counts every partition's time without records from now on.
    func resetIdleTimes() { for source in partitions { lastRecord[source] = now() } }

    /// The round before the first: each partition's beginning, or its end where its tables start there.
    ///
    /// - Parameter since: begins at the first record of this time or later, whatever the tables say.
    nonisolated(nonsending) func start(since: Timestamp? = nil) async throws -> Round {
        var ranges: [(TopicPartition, Int64, Int64)] = []
        for source in partitions {
            let described = try await log.describe(source.topic).partitions.first { $0.partition == source.partition }
            let isLatest = sources[source.topic]?.joined().contains { $0.startsAtEnd } ?? false
            var offset = isLatest ? described?.endOffset ?? 0 : described?.earliestOffset ?? 0
            if let since {
                offset = try await log.firstOffset(in: source, at: since) ?? described?.endOffset ?? 0
            }
            ranges.append((source, offset, offset))
        }
        return Round(number: 0, time: now(), ranges: ranges, idle: [])
    }

    /// Where each partition ends now for who reads committed records.
    nonisolated(nonsending) func ends() async throws -> [TopicPartition: Int64] {
        var ends: [TopicPartition: Int64] = [:]
        for topic in topics {
            for partition in try await log.describe(topic).partitions {
                ends[TopicPartition(topic, partition.partition)] = partition.lastStableOffset
            }
        }
        return ends
    }

    /// The round behind another, with records or with another set of idle partitions; nil if there is nothing new.
    nonisolated(nonsending) func next(after round: Round) async throws -> (Round, [RecordBlock])? {
        let positions = round.positions
        var next = Round(number: round.number + 1, time: now(), ranges: [], idle: [])
        var records: [RecordBlock] = []
        leftRecords = false
        for source in partitions {
            let from = positions[source] ?? 0
            let block = try await read(source, from: from, atMost: recordsMax)
            if block.nextOffset < block.endOffset { leftRecords = true }
            if !block.records.isEmpty {
                records.append(block)
                lastRecord[source] = now()
            }
            if let idleMilliseconds, now() - (lastRecord[source] ?? now()) >= idleMilliseconds {
                next.idle.insert(source)
            }
            next.ranges.append((source, from, block.nextOffset))
        }
        return !records.isEmpty || next.idle != round.idle ? (next, records) : nil
    }

    /// The round behind another, of records before these ends; nil if there are none. A partition that has ended counts as
    /// idle: nothing of it can be late any more.
    nonisolated(nonsending) func next(
        after round: Round,
        until ends: [TopicPartition: Int64]
    ) async throws -> (Round, [RecordBlock])? {
        let positions = round.positions
        var next = Round(number: round.number + 1, time: now(), ranges: [], idle: [])
        var records: [RecordBlock] = []
        for source in partitions {
            let (from, end) = (positions[source] ?? 0, ends[source] ?? 0)
            guard from < end else {
                next.idle.insert(source)
                next.ranges.append((source, from, from))
                continue
            }
            var block = try await read(source, from: from, atMost: Int(min(Int64(recordsMax), end - from)))
            block.cut(at: end)
            if !block.records.isEmpty { records.append(block) }
            // why: offsets may have gaps, and where nothing comes before the end, nothing will
            next.ranges.append((source, from, block.nextOffset == from ? end : block.nextOffset))
        }
        return next.idle.count < partitions.count ? (next, records) : nil
    }

    /// The records of a round that was read before.
    nonisolated(nonsending) func records(of round: Round) async throws -> [RecordBlock] {
        var records: [RecordBlock] = []
        for range in round.ranges {
            var from = range.from
            while from < range.to {
                var block = try await read(range.source, from: from, atMost: Int(range.to - from))
                block.cut(at: range.to)
                guard !block.records.isEmpty else { break }
                from = block.nextOffset
                records.append(block)
            }
        }
        return records
    }

    private nonisolated(nonsending) func read(
        _ source: TopicPartition,
        from offset: Int64,
        atMost records: Int
    ) async throws -> RecordBlock {
        try await log.readBlock(source, from: offset, ReadOptions(records: records, bytes: Self.bytesMax))
    }

    /// How long to wait for records at most before `next` is asked again, in ms: a partition may have become idle.
    var waitMilliseconds: Int64 { min(idleMilliseconds ?? .max, Self.waitMillisecondsMax) }

    /// Waits until there are records behind a round, but no longer than `waitMilliseconds`.
    nonisolated(nonsending) func wait(after round: Round) async throws {
        let positions = round.positions
        let (log, longest) = (log, waitMilliseconds)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await log.waitForRecords(at: positions) }
            group.addTask { try await Task.sleep(for: .milliseconds(longest)) }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Lets the graph process a round. Answers how many records it has.
    ///
    /// - Throws: what a record or an operator throws.
    func process(_ round: Round, _ records: [RecordBlock]) throws -> Int64 {
        clock.turn(to: round.time)
        var count: Int64 = 0
        for block in records {
            let topic = block.source.topic
            let worker = block.source.partition * graph.parallelism / max(1, partitionCounts[topic] ?? 1)
            for source in sources[topic]?[worker] ?? [] { source.take(block) }
            count += Int64(block.records.count)
        }
        for source in partitions {
            for reader in (sources[source.topic] ?? []).joined() {
                reader.assigner?.setIdle(source.partition, round.idle.contains(source))
            }
        }
        try graph.passIdleness()
        try graph.forEachWorker { _, worker in
            for input in worker.inputs { _ = try input.source.poll { try input.node.receive($0, input: 0) } }
        }
        try graph.finishRound(endedInputs: finiteInputs)
        return count
    }

    /// Tells the graph that nothing more comes: all windows fire.
    func finish() throws { try graph.finishRound(endedInputs: Set(graph.workers[0].inputs.indices)) }
}
