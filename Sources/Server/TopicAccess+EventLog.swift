import Domain
import EventLog
import HTTPAPI
import Primitives

extension TopicAccess {
    /// Access to this log.
    init(_ log: any EventLog, partitions: Int) {
        self.init(
            topics: {
                var topics: [Topic] = []
                for name in try await log.topics() { topics.append(Topic(try await log.describe(name))) }
                return topics
            },
            topic: { name in try await refusing { Topic(try await log.describe(name)) } },
            create: { topic in
                try await refusing {
                    let configuration = TopicConfiguration(
                        partitions: topic.partitions ?? partitions,
                        retentionMilliseconds: topic.retentionMilliseconds,
                        retentionBytes: topic.retentionBytes
                    )
                    try await log.createTopic(topic.name, configuration)
                    return Topic(try await log.describe(topic.name))
                }
            },
            append: { topic, records in
                try await refusing {
                    let records = records.map { record in
                        var made = EventRecord(
                            key: record.key,
                            value: record.value,
                            headers: record.headers.map { EventHeader($0.name, $0.value) }
                        )
                        made.isTombstone = record.isTombstone
                        return made
                    }
                    return try await log.append(records, to: topic).map {
                        Position(partition: $0.partition, offset: $0.offset ?? -1)
                    }
                }
            },
            read: { reading in
                try await refusing { try await LogReading(log, reading) }
            }
        )
    }
}

extension TopicAccess.Topic {
    fileprivate init(_ description: TopicDescription) {
        self.init(
            name: description.name,
            retentionMilliseconds: description.configuration.retentionMilliseconds,
            retentionBytes: description.configuration.retentionBytes,
            partitions: description.partitions.map {
                Partition(
                    partition: $0.partition,
                    earliestOffset: $0.earliestOffset,
                    endOffset: $0.endOffset,
                    bytes: $0.bytes
                )
            }
        )
    }
}

/// Turns what the log refuses into a refusal of the request; what breaks in the log stays an error.
private func refusing<Success>(_ body: () async throws -> Success) async throws -> Result<Success, Refusal> {
    do {
        return .success(try await body())
    } catch let error as EventLogError {
        let kind: Refusal.Kind
        switch error {
        case .unknownTopic, .unknownPartition: kind = .notFound
        case .topicExists, .limitReached: kind = .conflict
        case .invalidTopicName, .invalidConfiguration, .invalidRecord, .recordTooLarge, .appendTooLarge,
            .sequenceNotRising, .invalidName, .offsetOutOfRange:
            kind = .malformed
        case .overloaded: kind = .tooMany
        case .corrupt, .locked, .failed, .closed: throw error
        }
        return .failure(Refusal(kind, "eventLog", error.description))
    }
}

/// Records of a topic from a start on, batch by batch.
private struct LogReading: AsyncSequence, Sendable {
    typealias Element = [TopicAccess.StoredRecord]

    private let log: any EventLog
    private let reading: TopicAccess.Reading
    private let positions: [TopicPartition: Int64]

    init(_ log: any EventLog, _ reading: TopicAccess.Reading) async throws {
        let partitions = try await log.describe(reading.topic).partitions
        if let wanted = reading.partition, !partitions.contains(where: { $0.partition == wanted }) {
            throw EventLogError.unknownPartition(TopicPartition(reading.topic, wanted))
        }
        let committed = try await reading.group.asyncMap { try await log.committed(group: $0) } ?? [:]
        var positions: [TopicPartition: Int64] = [:]
        for partition in partitions where reading.partition == nil || reading.partition == partition.partition {
            let source = TopicPartition(reading.topic, partition.partition)
            switch reading.start {
            case _ where committed[source] != nil:
                positions[source] = Swift.max(committed[source]!, partition.earliestOffset)
            case .beginning: positions[source] = partition.earliestOffset
            case .end: positions[source] = partition.endOffset
            case .offset(let offset):
                guard offset >= partition.earliestOffset, offset <= partition.endOffset else {
                    throw EventLogError.offsetOutOfRange(
                        source,
                        offset: offset,
                        earliest: partition.earliestOffset,
                        end: partition.endOffset
                    )
                }
                positions[source] = offset
            case .time(let time):
                positions[source] = try await log.firstOffset(in: source, at: time) ?? partition.endOffset
            }
        }
        self.log = log
        self.reading = reading
        self.positions = positions
    }

    func makeAsyncIterator() -> Iterator { Iterator(log: log, reading: reading, positions: positions) }

    struct Iterator: AsyncIteratorProtocol {
        let log: any EventLog
        let reading: TopicAccess.Reading
        var positions: [TopicPartition: Int64]
        var sent = 0
        var toCommit: [TopicPartition: Int64] = [:]
        var hasWaited = false
        var turn = 0

        mutating func next() async throws -> [TopicAccess.StoredRecord]? {
            // What was handed out before is done with once more is asked for.
            if let group = reading.group, !toCommit.isEmpty {
                try await log.commit(toCommit, group: group)
                toCommit = [:]
            }
            guard sent < reading.max else { return nil }
            while true {
                if let batch = try await read() { return batch }
                if !reading.follows {
                    guard reading.waitMilliseconds > 0, !hasWaited, sent == 0 else { return nil }
                    hasWaited = true
                    guard try await grew(within: reading.waitMilliseconds) else { return nil }
                } else {
                    try await log.waitForRecords(at: positions)
                }
            }
        }

        private mutating func read() async throws -> [TopicAccess.StoredRecord]? {
            let sources = positions.keys.sorted()
            for step in sources.indices {
                let source = sources[(turn + step) % sources.count]
                let options = ReadOptions(records: Swift.min(500, reading.max - sent))
                let batch = try await log.read(source, from: positions[source]!, options)
                positions[source] = batch.nextOffset
                guard !batch.events.isEmpty else { continue }
                turn = (turn + step + 1) % sources.count
                toCommit[source] = batch.nextOffset
                sent += batch.events.count
                return batch.events.map { event in
                    TopicAccess.StoredRecord(
                        topic: event.topic,
                        partition: event.partition,
                        offset: event.offset,
                        timestamp: event.timestamp,
                        key: event.key,
                        headers: event.headers.map { .init(name: $0.name, value: $0.value) },
                        value: event.value,
                        isTombstone: event.isTombstone
                    )
                }
            }
            return nil
        }

        private func grew(within milliseconds: Int64) async throws -> Bool {
            let (log, positions) = (log, positions)
            return try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await log.waitForRecords(at: positions)
                    return true
                }
                group.addTask {
                    try await Task.sleep(for: .milliseconds(milliseconds))
                    return false
                }
                defer { group.cancelAll() }
                return try await group.next() ?? false
            }
        }
    }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ body: (Wrapped) async throws -> Result) async rethrows -> Result? {
        if let self { try await body(self) } else { nil }
    }
}
