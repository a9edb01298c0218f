import EventLog
import Logging
import Primitives

/// The one thread that writes: it takes what callers left, writes a group, syncs the touched files, shows the records
/// to readers and resumes the callers, in that order.
// @unchecked: everything but `inbox` and `published`, which are Sendable, is confined to the writer thread once it runs.
final class LogWriter: @unchecked Sendable {
    private let directory: String
    private let configuration: SegmentLogConfiguration
    private let inbox: WriterInbox
    private let published: PublishedLog
    private let logger: Logger
    private var topics: [String: (configuration: TopicConfiguration, partitions: [WriterPartition])]
    private var journal: Journal
    private var lock: DirectoryLock?
    /// Why nothing can be written any more: after a failed sync the kernel does not say what is on disk.
    private var broken: EventLogError?
    /// Emptied buffers of earlier groups: fresh ones would cost a page fault for every 4 KiB.
    private var spareBuffers: [RecordBytes] = []

    init(
        directory: String,
        configuration: SegmentLogConfiguration,
        inbox: WriterInbox,
        published: PublishedLog,
        topics: [String: (configuration: TopicConfiguration, partitions: [WriterPartition])],
        journal: Journal,
        lock: DirectoryLock,
        logger: Logger
    ) {
        self.directory = directory
        self.configuration = configuration
        self.inbox = inbox
        self.published = published
        self.topics = topics
        self.journal = journal
        self.lock = lock
        self.logger = logger
    }

    /// Works until it is told to close.
    func run() {
        let gather = Int64(configuration.gatherMilliseconds) * 1_000_000
        var begun: Int64 = 0
        while true {
            // Gathering counts from the last group's begin, so an append that comes after a pause is not held up.
            let group = inbox.take(gatheringUntil: begun + gather)
            begun = WriterInbox.now()
            var appends: [(WriteRequest.Append, CheckedContinuation<[[WriteRequest.Placement]], any Error>)] = []
            for request in group {
                if case .append(let append, let continuation) = request {
                    appends.append((append, continuation))
                    continue
                }
                write(appends)
                appends = []
                switch request {
                case .append: break
                case .createTopic(let name, let configuration, let continuation):
                    continuation.resume(with: Result { try createTopic(name, configuration) })
                case .enforceRetention(let now, let continuation):
                    continuation.resume(with: Result { try enforceRetention(now: now) })
                case .close(let continuation):
                    let result = Result { try finish() }
                    continuation?.resume(with: result)
                    return
                }
            }
            write(appends)
        }
    }

    private func write(_ group: [(WriteRequest.Append, CheckedContinuation<[[WriteRequest.Placement]], any Error>)]) {
        if group.isEmpty { return }
        if let broken {
            for (_, continuation) in group { continuation.resume(throwing: broken) }
            return
        }
        var touched: [WriterPartition] = []
        var results: [Result<[[WriteRequest.Placement]], EventLogError>] = []
        var offsets: [String: [TopicPartition: Int64]] = [:]
        var transaction: Int64 = 0
        do {
            for (append, _) in group {
                if append.transactional { transaction = journal.committed + 1 }
                do throws(EventLogError) {
                    results.append(
                        .success(try stage(append, transaction: append.transactional ? transaction : 0, &touched))
                    )
                    for (group, places) in append.offsets {
                        offsets[group, default: [:]].merge(places) { _, new in new }
                    }
                } catch .limitReached(let reason) {
                    results.append(.failure(.limitReached(reason)))
                }
            }
            try makeDurable(touched, transaction: transaction, offsets: offsets)
        } catch {
            abandon(touched, error)
            for (_, continuation) in group { continuation.resume(throwing: error) }
            return
        }
        publish(touched, offsets: offsets)
        for (index, (_, continuation)) in group.enumerated() {
            continuation.resume(with: results[index].mapError { $0 as any Error })
        }
    }

    /// Gives an append's records their offsets and adds them to what the group writes.
    private func stage(
        _ append: WriteRequest.Append,
        transaction: Int64,
        _ touched: inout [WriterPartition]
    ) throws(EventLogError) -> [[WriteRequest.Placement]] {
        let producer = append.producer?.name ?? ""
        if !producer.isEmpty {
            for draft in append.drafts {
                let known = partition(draft.place).sequences
                if known[producer] == nil, known.count >= EventLogLimits.producersPerPartitionMax {
                    throw .limitReached("\(draft.place) remembers \(known.count) producers already")
                }
            }
        }
        var placements: [[WriteRequest.Placement]] = []
        for draft in append.drafts {
            let partition = partition(draft.place)
            if partition.staged == nil {
                if partition.segment == nil || partition.bytes >= configuration.segmentBytes { try partition.roll() }
                partition.staged = WriterPartition.Staged(
                    bytes: spareBuffers.popLast() ?? RecordBytes(),
                    next: partition.next
                )
                touched.append(partition)
            }
            var places: [WriteRequest.Placement] = []
            for batch in draft.batches {
                places.append(Self.stage(batch, producer: producer, transaction: transaction, in: partition))
            }
            placements.append(places)
        }
        return placements
    }

    private static func stage(
        _ batch: BatchDraft,
        producer: String,
        transaction: Int64,
        in partition: WriterPartition
    ) -> WriteRequest.Placement {
        let base = partition.staged!.next
        var dropped = 0
        if !producer.isEmpty, let last = partition.staged!.sequences[producer] ?? partition.sequences[producer] {
            dropped = batch.sequences.firstIndex { $0 > last } ?? batch.count
        }
        if dropped == batch.count { return WriteRequest.Placement(base: base, dropped: dropped) }
        var header = BatchHeader(
            baseOffset: base,
            count: batch.count - dropped,
            groupStart: partition.bytes,
            baseTimestamp: batch.baseTimestamp,
            maxTimestamp: batch.maxTimestamp,
            transaction: transaction,
            lastSequence: batch.sequences.last ?? 0,
            producer: producer
        )
        let position = partition.bytes + partition.staged!.bytes.count
        let from = dropped == 0 ? 0 : batch.ends[dropped - 1]
        header.append(records: batch.bytes[from...], to: partition.staged!.bytes)
        let first = partition.staged!.bytes.count - batch.bytes.count
        partition.staged!.starts.append(first + from)
        for end in batch.ends[dropped...].dropLast() { partition.staged!.starts.append(first + end) }
        partition.staged!.batches.append((header, position))
        partition.staged!.next = header.nextOffset
        if !producer.isEmpty { partition.staged!.sequences[producer] = header.lastSequence }
        return WriteRequest.Placement(base: base, dropped: dropped)
    }

    /// Segments first, then the journal: a transaction's mark must not be durable before its records.
    private func makeDurable(
        _ touched: [WriterPartition],
        transaction: Int64,
        offsets: [String: [TopicPartition: Int64]]
    ) throws(EventLogError) {
        let grown = touched.filter { $0.staged!.bytes.count > 0 }
        for partition in grown { try partition.writeStaged() }
        if grown.count > 1 {
            for partition in grown {
                partition.file?.startWriting(from: partition.bytes, count: partition.staged!.bytes.count)
            }
        }
        do throws(EventLogError) {
            for partition in grown { try partition.file?.sync() }
            if transaction > 0 || !offsets.isEmpty { try journal.append(transaction: transaction, offsets: offsets) }
        } catch {
            broken = error
            throw error
        }
    }

    private func publish(_ touched: [WriterPartition], offsets: [String: [TopicPartition: Int64]]) {
        var changes: [PublishedLog.Change] = []
        var indexed: [(WriterPartition, [SegmentIndex.Entry])] = []
        for partition in touched {
            let sequences = partition.staged!.sequences
            let bytes = partition.staged!.bytes
            let starts = partition.staged!.starts
            let recent = bytes.count == 0 ? nil : RecentGroup(base: partition.next, bytes: bytes, starts: starts)
            let entries = partition.adopt(interval: configuration.indexIntervalBytes)
            partition.segment!.grow(entries)
            if !entries.isEmpty { indexed.append((partition, entries)) }
            changes.append(change(of: partition, sequences: sequences, recent: recent))
        }
        var forgotten = published.publish(changes, offsets: offsets)
        while let group = forgotten.popLast() { keep(group) }
        for (partition, entries) in indexed {
            do throws(EventLogError) {
                try partition.writeIndex(entries)
            } catch {
                broken = error
                logger.error("cannot write an index; the log takes no more appends", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Keeps a group's memory for another one, unless it is large or a reader has it.
    private func keep(_ group: consuming RecentGroup) {
        var buffer = group.bytes
        _ = consume group
        guard spareBuffers.count < SegmentLogConfiguration.spareBuffersMax,
            buffer.capacity <= SegmentLogConfiguration.spareBufferBytesMax, isKnownUniquelyReferenced(&buffer)
        else { return }
        buffer.removeAll()
        spareBuffers.append(buffer)
    }

    private func change(
        of partition: WriterPartition,
        sequences: [String: Int64] = [:],
        recent: RecentGroup? = nil
    ) -> PublishedLog.Change {
        PublishedLog.Change(
            place: partition.place,
            segments: [(partition.segment!, partition.bytes)],
            end: partition.next,
            maxTimestamp: partition.maxTimestamp,
            sequences: sequences,
            recent: recent
        )
    }

    /// Takes a group back that could not be written. If even that fails, the log is broken until it is opened anew.
    private func abandon(_ touched: [WriterPartition], _ error: any Error) {
        logger.error("a group could not be written", metadata: ["error": "\(error)", "directory": "\(directory)"])
        for partition in touched {
            partition.staged = nil
            do throws(EventLogError) {
                partition.preallocated = 0
                try partition.file?.truncate(to: partition.bytes)
            } catch {
                broken = error
            }
        }
    }

    private func partition(_ place: TopicPartition) -> WriterPartition {
        guard let topic = topics[place.topic] else { preconditionFailure("drafts are made for known topics only") }
        return topic.partitions[place.partition]
    }

    private func createTopic(_ name: String, _ configuration: TopicConfiguration) throws {
        if let broken { throw broken }
        if topics[name] != nil { throw EventLogError.topicExists(name) }
        if topics.count >= EventLogLimits.topicsMax {
            throw EventLogError.limitReached("\(EventLogLimits.topicsMax) topics are there already")
        }
        try TopicFile.create(name, configuration, in: directory)
        topics[name] = (
            configuration,
            (0..<configuration.partitions).map {
                WriterPartition(place: TopicPartition(name, $0), directory: "\(directory)/\(name)/\($0)")
            }
        )
        published.add(
            name,
            PublishedLog.Topic(
                configuration: configuration,
                partitions: Array(repeating: PublishedLog.Partition(), count: configuration.partitions)
            )
        )
    }

    private func enforceRetention(now: Timestamp) throws -> Int64 {
        if let broken { throw broken }
        var freed: Int64 = 0
        for topic in topics.values {
            for partition in topic.partitions where partition.segment != nil {
                freed += try enforceRetention(of: partition, topic.configuration, now: now)
            }
        }
        return freed
    }

    private func enforceRetention(
        of partition: WriterPartition,
        _ configuration: TopicConfiguration,
        now: Timestamp
    ) throws -> Int64 {
        let oldest = configuration.retentionMilliseconds.map { now.milliseconds - $0 }
        if let oldest, partition.bytes > 0, partition.maxTimestamp < oldest {
            // As Kafka does: a segment that is all expired is closed, so that it can go.
            try partition.roll()
            published.publish([change(of: partition)], offsets: [:])
        }
        let segments = try published.partition(partition.place).segments
        var total = segments.reduce(Int64(0)) { $0 + Int64($1.bytes) }
        var expired: [(segment: Segment, bytes: Int)] = []
        for (segment, bytes) in segments.dropLast() {
            let tooOld = try oldest.map { try segment.sealedMaxTimestamp(bytes: bytes, opened: {}) < $0 } ?? false
            let tooMuch = configuration.retentionBytes.map { total - Int64(bytes) >= $0 } ?? false
            guard tooOld || tooMuch else { break }
            total -= Int64(bytes)
            expired.append((segment, bytes))
        }
        if expired.isEmpty { return 0 }
        published.drop(expired.count, of: partition.place)
        for (segment, _) in expired {
            // The oldest first, so that a crash leaves no hole.
            segment.unload()
            try DiskDirectory.remove(file: segment.path)
            try DiskDirectory.remove(file: segment.indexPath)
        }
        try DiskDirectory.sync(partition.directory)
        return expired.reduce(0) { $0 + Int64($1.bytes) }
    }

    private func finish() throws {
        published.close()
        defer { lock = nil }
        if let broken { throw broken }
        for topic in topics.values {
            for partition in topic.partitions {
                try partition.finishIndex()
                try partition.file?.truncate(to: partition.bytes)
            }
        }
    }
}
