import EventLog
import Foundation
import Logging
import Primitives
import Synchronization

/// The event log in files of one directory, for one process:
///
/// ```
/// @lock                                   held while the log is open; names the process
/// @journal                                committed transactions and consumer offsets
/// TOPIC/topic.json                        partitions and retention
/// TOPIC/PARTITION/00000000000000000000.log     batches; the name is the first offset
/// TOPIC/PARTITION/00000000000000000000.index   every few kilobytes: offset, position, time, producers' sequences
/// ```
///
/// One thread writes. It gathers appends for a few milliseconds, writes them, syncs once, and only then shows them to
/// readers, so nobody reads what a crash could take back. Transactions are handed over whole, and are committed by a
/// mark in the journal once their records are durable (see `Journal`); thus open and aborted records are never
/// readable, and a read at either isolation returns the same. Offsets have no gaps.
///
/// A crash can tear only the end of a partition's last segment: opening cuts that off with a warning. Damage before
/// the end is refused, with the file and the byte named, when opening or reading comes upon it.
public final class SegmentLog: EventLog {
    private let published: PublishedLog
    private let inbox: WriterInbox
    private let now: @Sendable () -> Timestamp
    private let openSealed = Mutex<[Segment]>([])
    private let seats = GroupSeats()

    private init(published: PublishedLog, inbox: WriterInbox, now: @escaping @Sendable () -> Timestamp) {
        self.published = published
        self.inbox = inbox
        self.now = now
    }

    deinit { inbox.push(.close(nil)) }

    /// Opens the log in a directory, or begins one. `now` stamps the records that carry no time.
    ///
    /// - Throws: `EventLogError.locked` if a process has it open, `.corrupt` with the place, `.failed`.
    public static func open(
        directory: String,
        configuration: SegmentLogConfiguration = SegmentLogConfiguration(),
        now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) throws -> SegmentLog {
        guard configuration.gatherMilliseconds >= 0, configuration.groupBytes > 0,
            configuration.indexIntervalBytes > 0,
            (1...SegmentLogConfiguration.segmentBytesMax).contains(configuration.segmentBytes)
        else { throw EventLogError.invalidConfiguration("sizes and times must be positive, segments at most 1 GiB") }
        try DiskDirectory.createAll(directory)
        let lock = try DirectoryLock(directory: directory)
        let journal = try Journal(directory: directory, logger: logger)
        var writerTopics: [String: (configuration: TopicConfiguration, partitions: [WriterPartition])] = [:]
        var topics: [String: PublishedLog.Topic] = [:]
        for name in try DiskDirectory.names(in: directory) where !name.hasPrefix("@") {
            if name.hasSuffix(TopicFile.unfinished) {
                try DiskDirectory.removeAll(directory + "/" + name)
                continue
            }
            if EventLogLimits.refusal(ofTopicName: name) != nil { continue }
            let topicConfiguration = try TopicFile.read(directory + "/" + name)
            var topic = PublishedLog.Topic(configuration: topicConfiguration, partitions: [])
            var partitions: [WriterPartition] = []
            for number in 0..<topicConfiguration.partitions {
                let (published, partition) = try openPartition(
                    PartitionRecovery(
                        place: TopicPartition(name, number),
                        directory: "\(directory)/\(name)/\(number)",
                        committed: journal.committed,
                        configuration: configuration,
                        logger: logger
                    )
                )
                topic.partitions.append(published)
                partitions.append(partition)
            }
            topics[name] = topic
            writerTopics[name] = (topicConfiguration, partitions)
        }
        let published = PublishedLog()
        published.open(topics: topics, groups: journal.groups)
        let inbox = WriterInbox(groupBytes: configuration.groupBytes)
        let writer = LogWriter(
            directory: directory,
            configuration: configuration,
            inbox: inbox,
            published: published,
            topics: writerTopics,
            journal: journal,
            lock: lock,
            logger: logger
        )
        let thread = Thread { writer.run() }
        thread.name = "bss-log-writer"
        thread.start()
        return SegmentLog(published: published, inbox: inbox, now: now)
    }

    private static func openPartition(
        _ recovery: PartitionRecovery
    ) throws -> (PublishedLog.Partition, WriterPartition) {
        let (sealed, partition) = try recovery.open()
        var published = PublishedLog.Partition()
        published.segments = sealed
        if let segment = partition.segment { published.segments.append((segment, partition.bytes)) }
        published.earliest = published.segments.first?.segment.base ?? 0
        published.end = partition.next
        published.maxTimestamp = partition.maxTimestamp
        published.sequences = partition.sequences
        return (published, partition)
    }

    /// Makes the topic's directory aside and renames it, so that a crash leaves no half of it.
    public func createTopic(_ name: String, _ configuration: TopicConfiguration) async throws {
        if let reason = EventLogLimits.refusal(ofTopicName: name) {
            throw EventLogError.invalidTopicName(name, reason: reason)
        }
        guard (1...EventLogLimits.partitionsMax).contains(configuration.partitions) else {
            throw EventLogError.invalidConfiguration("partitions must be 1 to \(EventLogLimits.partitionsMax)")
        }
        guard configuration.retentionMilliseconds ?? 0 >= 0, configuration.retentionBytes ?? 0 >= 0 else {
            throw EventLogError.invalidConfiguration("retention cannot be negative")
        }
        try await withCheckedThrowingContinuation { inbox.push(.createTopic(name, configuration, $0)) }
    }

    /// The names of all topics, sorted.
    public func topics() async throws -> [String] { try published.topicNames() }

    /// A topic as it is now; nothing is unstable here, so the last stable offset is the end.
    public func describe(_ topic: String) async throws -> TopicDescription {
        let found = try published.topic(topic)
        return TopicDescription(
            name: topic,
            configuration: found.configuration,
            partitions: found.partitions.enumerated().map { number, partition in
                TopicDescription.Partition(
                    partition: number,
                    earliestOffset: partition.earliest,
                    endOffset: partition.end,
                    lastStableOffset: partition.end,
                    bytes: partition.segments.reduce(0) { $0 + Int64($1.bytes) },
                    segments: partition.segments.count
                )
            }
        )
    }

    /// Encodes on the caller's thread, then waits for the writer's next sync.
    public func append(
        _ records: [EventRecord],
        to topic: String,
        producer: Producer?
    ) async throws -> [EventPosition] {
        var append = WriteRequest.Append(producer: producer)
        try add(records, topic: topic, first: 0, to: &append)
        return try await write(append, records: records.count)
    }

    /// Writes the transaction's records, then marks it committed in the journal, each with a sync.
    public func append(_ transaction: LogTransaction) async throws -> [EventPosition] {
        var append = WriteRequest.Append(
            producer: transaction.producer,
            transactional: true,
            offsets: transaction.offsets
        )
        var count = 0
        for part in transaction.parts {
            try add(part.records, topic: part.topic, first: count, to: &append)
            count += part.records.count
        }
        for (group, offsets) in transaction.offsets { try check(offsets, group: group) }
        append.transactional = !append.drafts.isEmpty
        return try await write(append, records: count)
    }

    /// The last sequence of a producer by partition, also of records that retention has deleted.
    public func lastSequences(of producer: Producer, in topic: String) async throws -> [Int: Int64] {
        var sequences: [Int: Int64] = [:]
        for (number, partition) in try published.topic(topic).partitions.enumerated() {
            sequences[number] = partition.sequences[producer.name]
        }
        return sequences
    }

    private func add(
        _ records: [EventRecord],
        topic: String,
        first: Int,
        to append: inout WriteRequest.Append
    ) throws {
        if first + records.count > EventLogLimits.recordsPerAppendMax {
            throw EventLogError.appendTooLarge("it holds more than \(EventLogLimits.recordsPerAppendMax) records")
        }
        let (partitions, spread) = try published.spread(topic, records: records.count)
        let drafts = try PartitionDraft.drafts(
            of: records,
            topic: topic,
            partitions: partitions,
            producer: append.producer,
            first: first,
            now: now(),
            spread: spread
        )
        append.drafts.append(contentsOf: drafts)
        if append.bytes > EventLogLimits.appendBytesMax {
            throw EventLogError.appendTooLarge("it holds more than \(EventLogLimits.appendBytesMax) bytes")
        }
    }

    private func write(_ append: WriteRequest.Append, records: Int) async throws -> [EventPosition] {
        if append.drafts.isEmpty, append.offsets.isEmpty { return [] }
        let placements = try await withCheckedThrowingContinuation { continuation in
            inbox.push(.append(append, continuation), bytes: append.bytes)
        }
        var positions = [EventPosition](repeating: EventPosition(partition: 0, offset: nil), count: records)
        for (draft, places) in zip(append.drafts, placements) {
            var index = 0
            for (batch, place) in zip(draft.batches, places) {
                for number in 0..<batch.count {
                    let offset = number < place.dropped ? nil : place.base + Int64(number - place.dropped)
                    positions[draft.records[index]] = EventPosition(partition: draft.place.partition, offset: offset)
                    index += 1
                }
            }
        }
        return positions
    }

    /// Reads from one segment only, so a batch ends where a segment does.
    public func read(
        _ source: TopicPartition,
        from offset: Int64,
        _ options: ReadOptions
    ) async throws -> EventBatch {
        let (reader, end) = try reader(of: source, from: offset)
        let events = try reader?.events(from: offset, options) ?? []
        return EventBatch(
            source: source,
            events: events,
            nextOffset: events.last.map { $0.offset + 1 } ?? offset,
            endOffset: end
        )
    }

    /// As `read`; lends the newest records from memory, as they were written.
    public nonisolated(nonsending) func readBlock(
        _ source: TopicPartition,
        from offset: Int64,
        _ options: ReadOptions
    ) async throws -> RecordBlock {
        var draft = BlockDraft(from: offset, options)
        if let (groups, end) = published.recent(source, offset) {
            for group in groups where !draft.isFull { draft.add(group) }
            return draft.block(of: source, end: end)
        }
        let (reader, end) = try reader(of: source, from: offset)
        try reader?.read(into: &draft)
        return draft.block(of: source, end: end)
    }

    /// What reads the segment with an offset, nil at the partition's end, and where the partition ends.
    private func reader(of source: TopicPartition, from offset: Int64) throws -> (SegmentReader?, end: Int64) {
        let (found, end) = try published.locate(source, offset)
        guard let (segment, bytes) = found else { return (nil, end) }
        let place: (file: DiskFile, position: Int)
        do {
            place = try segment.place(ofOffset: offset, bytes: bytes) { keepOpen(segment) }
        } catch {
            // Retention may have deleted the file since it was located; then this throws that it is out of range.
            _ = try published.locate(source, offset)
            throw error
        }
        return (SegmentReader(source: source, file: place.file, start: place.position, end: bytes), end)
    }

    /// Returns when the writer has synced a record at or after one of these offsets.
    public func waitForRecords(at offsets: [TopicPartition: Int64]) async throws {
        try await published.wait(offsets)
    }

    /// Looks the time up in the indexes, then reads one interval of the segment found.
    public func firstOffset(in source: TopicPartition, at time: Timestamp) async throws -> Int64? {
        let partition = try published.partition(source)
        for (number, (segment, bytes)) in partition.segments.enumerated() {
            let last = number == partition.segments.count - 1
            do {
                let latest =
                    last ? partition.maxTimestamp : try segment.sealedMaxTimestamp(bytes: bytes) { keepOpen(segment) }
                if latest < time.milliseconds { continue }
                let place = try segment.place(ofTime: time.milliseconds, bytes: bytes) { keepOpen(segment) }
                let reader = SegmentReader(source: source, file: place.file, start: place.position, end: bytes)
                if let offset = try reader.firstOffset(at: time) { return offset }
            } catch {
                // Retention may have deleted the file meanwhile; then the answer is in a later one.
                guard try published.partition(source).earliest > segment.base else { throw error }
            }
        }
        return nil
    }

    /// Bounds how many sealed segments are open: the one opened longest ago is let go.
    private func keepOpen(_ segment: Segment) {
        let dropped: Segment? = openSealed.withLock { open in
            open.append(segment)
            return open.count > SegmentLogConfiguration.openSealedSegmentsMax ? open.removeFirst() : nil
        }
        dropped?.unload()
    }

    /// Only this process has the log open, so its first member has all partitions at once. A further one waits until that leaves.
    public func join(
        group: String,
        topics: [String],
        _ body: @escaping @Sendable (TopicPartition) async throws -> Void
    ) async throws {
        try checkName(group)
        var places: [TopicPartition] = []
        for topic in topics {
            places += try published.topic(topic).partitions.indices.map { TopicPartition(topic, $0) }
        }
        precondition(!places.isEmpty, "a member needs topics")
        do {
            try await withThrowingTaskGroup(of: Void.self) { members in
                for place in places {
                    members.addTask { [seats] in
                        try await seats.hold(GroupSeats.Seat(group: group, partition: place)) { try await body(place) }
                    }
                }
                // Not `waitForAll`, which would wait for the others when one has failed.
                while try await members.next() != nil {}
            }
        } catch {
            try Task.checkCancellation()
            throw error
        }
    }

    /// Stores offsets in the journal, with the writer's next sync.
    public func commit(_ offsets: [TopicPartition: Int64], group: String) async throws {
        try check(offsets, group: group)
        if offsets.isEmpty { return }
        _ = try await write(WriteRequest.Append(offsets: [group: offsets]), records: 0)
    }

    /// Where a consumer group is; empty if it never committed.
    public func committed(group: String) async throws -> [TopicPartition: Int64] {
        try published.groups()[group] ?? [:]
    }

    /// The names of all consumer groups, sorted.
    public func groups() async throws -> [String] { try published.groups().keys.sorted() }

    private func checkName(_ group: String) throws {
        guard (1...EventLogLimits.groupNameBytesMax).contains(group.utf8.count) else {
            throw EventLogError.invalidName("a group's name has 1 to \(EventLogLimits.groupNameBytesMax) bytes")
        }
    }

    private func check(_ offsets: [TopicPartition: Int64], group: String) throws {
        try checkName(group)
        for (place, offset) in offsets {
            let partition = try published.partition(place)
            guard offset >= 0 else {
                throw EventLogError.offsetOutOfRange(
                    place,
                    offset: offset,
                    earliest: partition.earliest,
                    end: partition.end
                )
            }
        }
        let groups = try published.groups()
        if groups[group] == nil, groups.count >= EventLogLimits.groupsMax {
            throw EventLogError.limitReached("\(EventLogLimits.groupsMax) consumer groups are there already")
        }
    }

    /// Deletes whole segments: those all of whose records are too old, then the oldest beyond the size.
    public func enforceRetention(now: Timestamp) async throws -> Int64 {
        try await withCheckedThrowingContinuation { inbox.push(.enforceRetention(now, $0)) }
    }

    /// Finishes what was accepted, points the indexes at the ends, and lets the directory go.
    public func close() async throws {
        seats.close()
        try await withCheckedThrowingContinuation { inbox.push(.close($0)) }
    }
}
