import EventLog
import Foundation
import KafkaLog
import Logging
import Primitives
import SegmentLog
import StreamRuntime
import StreamSQL
import TestBroker
import Testing

/// One of the project's jobs on the built-in engine, over a log in a folder of its own.
struct JobRun {
    /// The topics that the jobs write.
    static let outputs = ["bss.analytics.events", "bss.fraud.alerts"]
    /// How long a job may take, in waits of 10 ms.
    private static let waitsMax = 6_000

    private let name: String
    private let folder: String
    private let kind: LogKind
    private var log: any EventLog

    /// What the topics are in.
    enum LogKind {
        case segments
        case kafka
    }

    /// The job of this name (jobs/NAME.sql), with nothing to read yet.
    init(_ name: String, over kind: LogKind = .segments) async throws {
        self.name = name
        self.kind = kind
        folder = FileManager.default.temporaryDirectory.path + "/bss-jobs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/state", withIntermediateDirectories: true)
        log = try await Self.open(kind, folder)
        for topic in Self.outputs { try await log.createTopic(topic, .init(partitions: 2, retentionMilliseconds: nil)) }
    }

    private static func open(_ kind: LogKind, _ folder: String) async throws -> any EventLog {
        switch kind {
        case .segments:
            return try SegmentLog.open(
                directory: folder + "/log",
                configuration: SegmentLogConfiguration(gatherMilliseconds: 0),
                now: { Timestamp(milliseconds: 0) },
                logger: Logger(label: "test")
            )
        case .kafka:
            return try await KafkaLog.open(
                KafkaConfiguration(
                    brokers: try #require(TestBroker.shared).address,
                    namespace: "j\(folder.suffix(12)).",
                    instance: UUID().uuidString,
                    fetchPauseMilliseconds: TestBroker.fetchPauseMilliseconds
                ),
                now: { Timestamp(milliseconds: 1) },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
        }
    }

    /// As a process that is killed: the log is let go unclosed and opened again, and the newest checkpoints are lost.
    private mutating func crash(losing checkpoints: Int) async throws {
        log = try await Self.open(kind, folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/state").sorted()
        for name in names.suffix(checkpoints) { try FileManager.default.removeItem(atPath: folder + "/state/" + name) }
    }

    /// Ends it and removes what it wrote.
    func remove() async throws {
        try await log.close()
        try FileManager.default.removeItem(atPath: folder)
    }

    /// The inserts of jobs/NAME.sql.
    private func inserts() throws -> [Binder.BoundInsert] {
        let path = TopicInput.folder.appending(path: "../../jobs/\(name).sql").standardizedFileURL
        let source = try String(contentsOf: path, encoding: .utf8)
        var binder = ScriptBinder()
        var inserts: [Binder.BoundInsert] = []
        for statement in try Script(parsing: source).statements {
            if case .job(let bound) = try binder.bind(statement, source: source) { inserts += bound }
        }
        return inserts
    }

    /// What the job writes over an input, sorted: topic, timestamp, key and value with tabs between.
    ///
    /// - Parameters:
    ///   - pieces: in how many pieces the input comes; between them the job is stopped and begun again.
    ///   - roundRecords: how many records of a partition the job reads at once.
    ///   - lostCheckpoints: how many checkpoints a crash between two pieces loses; nil for no crash.
    mutating func rows(
        over input: TopicInput,
        pieces: Int = 1,
        roundRecords: Int = 500,
        lostCheckpoints: Int? = nil
    ) async throws -> [String] {
        let topics = input.topics.keys.sorted()
        for topic in topics {
            let partitions = input.records(of: topic).partitions
            try await log.createTopic(topic, .init(partitions: partitions, retentionMilliseconds: nil))
        }
        for piece in 0..<pieces {
            for topic in topics {
                let records = input.records(of: topic).records
                let range = records.count * piece / pieces..<records.count * (piece + 1) / pieces
                if !range.isEmpty { _ = try await log.append(Array(records[range]), to: topic) }
            }
            try await runToEnd(of: topics, roundRecords: roundRecords)
            if let lostCheckpoints { try await crash(losing: lostCheckpoints) }
        }
        return try await rows()
    }

    private func runToEnd(of topics: [String], roundRecords: Int) async throws {
        let job = try StreamingJob(
            name: name,
            inserts: inserts(),
            log: log,
            folder: folder + "/state",
            settings: .init(checkpointMilliseconds: 60_000, roundRecordsMax: roundRecords),
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
        )
        // why: a topic that nothing reads need not be waited for
        let inputs = topics.filter { topic in (try? inserts().contains { reads($0.plan, topic) }) ?? false }
        let run = Task { try await job.run() }
        var waits = 0
        while try await !hasRead(inputs) {
            waits += 1
            if waits > Self.waitsMax { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        run.cancel()
        try await run.value
        #expect(waits <= Self.waitsMax, "\(name) does not end")
    }

    private func reads(_ plan: LogicalPlan, _ topic: String) -> Bool {
        plan.explained().contains("table=[\(topic == "bss.order.events" ? "order_events" : "customer_events")]")
    }

    private func hasRead(_ topics: [String]) async throws -> Bool {
        let committed = try await log.committed(group: "job-\(name)")
        for topic in topics {
            for partition in try await log.describe(topic).partitions
            where (committed[TopicPartition(topic, partition.partition)] ?? 0) < partition.endOffset {
                return false
            }
        }
        return true
    }

    private func rows() async throws -> [String] {
        var rows: [String] = []
        for topic in Self.outputs {
            for partition in try await log.describe(topic).partitions {
                var offset = partition.earliestOffset
                while true {
                    let batch = try await log.read(TopicPartition(topic, partition.partition), from: offset)
                    if batch.events.isEmpty { break }
                    for event in batch.events {
                        let key = String(decoding: event.key ?? [], as: UTF8.self)
                        // Flink ends these customers' windows, an engine that waits for more does not.
                        if key.hasPrefix("closing-") { continue }
                        let value = String(decoding: event.value, as: UTF8.self)
                        rows.append("\(topic)\t\(event.timestamp.milliseconds)\t\(key)\t\(value)")
                    }
                    offset = batch.nextOffset
                }
            }
        }
        return rows.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
