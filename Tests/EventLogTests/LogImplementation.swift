import EventLog
import Foundation
import KafkaLog
import Logging
import Primitives
import SegmentLog
import TestBroker
import Testing

/// An event log under the conformance suite.
struct LogImplementation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Whether no offset is left out: marks of transactions take some in Kafka.
    let hasContiguousOffsets: Bool
    /// Whether a snapshot of the folder keeps the state of its moment.
    let isInFolder: Bool
    /// Whether a transaction becomes visible in all partitions at the same moment.
    let showsTransactionsAtOnce: Bool
    /// The earliest time that a record can have.
    let earliestTime: Timestamp
    let open:
        @Sendable (_ folder: TemporaryFolder, _ now: @escaping @Sendable () -> Timestamp) async throws
            -> any EventLog

    static let segments = LogImplementation(
        testDescription: "segment files",
        hasContiguousOffsets: true,
        isInFolder: true,
        showsTransactionsAtOnce: true,
        earliestTime: Timestamp(milliseconds: -5)
    ) { folder, now in
        try SegmentLog.open(
            directory: folder.path,
            configuration: SegmentLogConfiguration(gatherMilliseconds: 1),
            now: now,
            logger: quiet
        )
    }

    /// Each folder is a namespace of one broker; what is in the folder itself does not matter.
    static let kafka = LogImplementation(
        testDescription: "Kafka",
        hasContiguousOffsets: false,
        isInFolder: false,
        showsTransactionsAtOnce: false,
        earliestTime: Timestamp(milliseconds: 1)
    ) { folder, now in
        try await KafkaLog.open(
            KafkaConfiguration(
                brokers: try #require(TestBroker.shared).address,
                namespace: folder.name + ".",
                instance: UUID().uuidString,
                fetchPauseMilliseconds: TestBroker.fetchPauseMilliseconds
            ),
            now: now,
            logger: quiet
        )
    }

    static let all = TestBroker.program == nil ? [segments] : [segments, kafka]

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    static let noon = Timestamp(milliseconds: 1_800_000_000_000)

    /// Runs a test on a fresh log.
    func withLog(
        now: @escaping @Sendable () -> Timestamp = { noon },
        _ body: (any EventLog, TemporaryFolder) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let log = try await open(folder, now)
        try await body(log, folder)
        try await log.close()
    }
}

/// A record with a text key and a text value.
func record(_ key: String?, _ value: String, at time: Int64? = nil, sequence: Int64? = nil) -> EventRecord {
    EventRecord(
        key: key.map { Array($0.utf8) },
        value: Array(value.utf8),
        timestamp: time.map { Timestamp(milliseconds: $0) },
        sequence: sequence
    )
}

extension StoredEvent {
    var text: String { String(decoding: value, as: UTF8.self) }
}

extension EventLog {
    /// Every record of a partition from an offset on.
    func all(
        _ source: TopicPartition,
        from start: Int64 = 0,
        _ options: ReadOptions = ReadOptions()
    ) async throws
        -> [StoredEvent]
    {
        var events: [StoredEvent] = []
        var offset = start
        while true {
            let batch = try await read(source, from: offset, options)
            if batch.events.isEmpty { return events }
            events += batch.events
            offset = batch.nextOffset
        }
    }

    /// The values of all records of a topic, partition by partition.
    func texts(_ topic: String) async throws -> [[String]] {
        var texts: [[String]] = []
        for partition in try await describe(topic).partitions {
            texts.append(
                try await all(TopicPartition(topic, partition.partition), from: partition.earliestOffset).map(\.text)
            )
        }
        return texts
    }
}
