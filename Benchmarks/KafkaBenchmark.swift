import EventLog
import Foundation
import KafkaLog
import Logging
import Operations
import Primitives
import SQLiteStorage
import Storage
import TestBroker

/// How fast events go to Kafka and back, beside librdkafka's C API, on a broker of its own; and how soon an event is in a
/// consumer's hands after its commit.
public struct KafkaBenchmark: Sendable {
    /// The folder of the scratch store, which is removed afterwards.
    public let folder: String
    /// Records of each case. The test broker keeps all in memory and rewrites it: more than some hundred thousand measure that.
    public let records: Int
    /// Commits a second while the latency is measured.
    public let steadyRate: Int
    /// Seconds of that.
    public let steadySeconds: Int

    private static let partitions = 6
    private static let valueBytes = 200
    private static let rounds = 3
    private static let readRecords = 2_000
    private static let rowsPerCommit = 1_000

    /// A benchmark of this extent.
    public init(folder: String, records: Int = 200_000, steadyRate: Int = 2_000, steadySeconds: Int = 8) {
        self.folder = folder
        self.records = records
        self.steadyRate = steadyRate
        self.steadySeconds = steadySeconds
    }

    /// Runs everything; takes about a minute.
    ///
    /// - Throws: `TestBrokerError` if the broker is not installed, or what the log or the store throws.
    public func run() async throws -> [BenchmarkRow] {
        guard TestBroker.program != nil else {
            return [
                BenchmarkRow(
                    name: "Kafka: left out, no broker is installed (scripts/install test)",
                    measured: 0,
                    unit: ""
                )
            ]
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var rows: [BenchmarkRow] = []
        for part in [throughput, relay, latency] {
            // A broker of its own for each, since its own snapshots grow with what it holds.
            let broker = try TestBroker()
            do {
                rows += try await part(broker.address)
            } catch {
                try broker.stop()
                throw error
            }
            try broker.stop()
        }
        return rows
    }

    private static func open(_ brokers: String, namespace: String = "") async throws -> KafkaLog {
        try await KafkaLog.open(
            KafkaConfiguration(brokers: brokers, namespace: namespace, instance: "benchmark", compression: .none),
            now: Surroundings.system.now,
            logger: Logger(label: "bss.benchmark")
        )
    }

    private func throughput(_ brokers: String) async throws -> [BenchmarkRow] {
        let value = (0..<Self.valueBytes).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let log = try await Self.open(brokers)
        var samples: [(ours: Double, raw: Double)] = []
        var reads: [(ours: Double, raw: Double)] = []
        for round in 0..<Self.rounds {
            for topic in ["ours\(round)", "raw\(round)"] {
                try await log.createTopic(topic, TopicConfiguration(partitions: Self.partitions))
            }
            let begun = ContinuousClock.now
            try await append(value, to: log, "ours\(round)")
            let ours = (ContinuousClock.now - begun) / .seconds(1)
            let raw = RawKafka(brokers: brokers, topic: "raw\(round)", partitions: Self.partitions)
            samples.append(
                (
                    Double(records) / ours,
                    Double(records) / (try raw.produce(records, value: value, compression: "none"))
                )
            )
            let started = ContinuousClock.now
            try await readAll(log, "ours\(round)")
            let read = (ContinuousClock.now - started) / .seconds(1)
            reads.append((Double(records) / read, Double(records) / (try raw.consume(records))))
        }
        try await log.close()
        func middle(_ samples: [(ours: Double, raw: Double)]) -> (ours: Double, raw: Double) {
            samples.sorted { $0.ours / $0.raw < $1.ours / $1.raw }[samples.count / 2]
        }
        let (produced, consumed) = (middle(samples), middle(reads))
        return [
            .ratio(
                "Kafka append, \(Self.valueBytes)-byte records, acks=all",
                produced.ours,
                "records/s",
                of: produced.raw,
                "librdkafka's C API",
                atLeast: 0.5
            ),
            .ratio(
                "Kafka read, records as values in hand",
                consumed.ours,
                "records/s",
                of: consumed.raw,
                "librdkafka's C API, records dropped",
                atLeast: 0.5
            ),
        ]
    }

    private func append(_ value: [UInt8], to log: KafkaLog, _ topic: String) async throws {
        let batch = 10_000
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<4 {
                group.addTask {
                    for start in stride(from: caller * batch, to: records, by: 4 * batch) {
                        let part = (start..<min(start + batch, records)).map { number in
                            EventRecord(key: Array("customer-\(number % 10_000)".utf8), value: value)
                        }
                        _ = try await log.append(part, to: topic)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func readAll(_ log: KafkaLog, _ topic: String) async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for partition in 0..<Self.partitions {
                group.addTask {
                    let source = TopicPartition(topic, partition)
                    var (offset, seen): (Int64, Int) = (0, 0)
                    while true {
                        let batch = try await log.read(source, from: offset, ReadOptions(records: Self.readRecords))
                        if batch.events.isEmpty { return seen }
                        seen += batch.events.count
                        offset = batch.nextOffset
                    }
                }
            }
            let seen = try await group.reduce(0, +)
            guard seen == records else { throw BenchmarkFailure("\(seen) of \(records) records were read") }
        }
    }

    /// A store with the outbox, a log with its topic, and the relay between them.
    private func outbox(_ brokers: String) async throws -> (SQLiteStorage, KafkaLog, OutboxRelay) {
        let path = folder + "/kafka-\(UUID().uuidString).sqlite"
        let logger = Logger(label: "bss.benchmark")
        let storage = try SQLiteStorage(path: path, readers: 2, logger: logger)
        try await storage.migrate(Schema.migrations)
        let log = try await Self.open(brokers)
        try await log.createTopic(Self.topic, TopicConfiguration(partitions: Self.partitions))
        let operations = Operations(
            storage: storage,
            surroundings: .system,
            settings: OperationSettings(),
            logger: logger
        )
        return (storage, log, OutboxRelay(operations, log: log))
    }

    private static let topic = "bss.order.events"
    private static let body =
        #"{"eventId":"0199a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b","type":"ProductOrderCreateEvent","customerId":"c","orderId":"o","#
        + #""eventTime":"2026-11-21T12:00:00.000Z","amount":19.99,"currency":"EUR","status":"acknowledged","version":1}"#

    private static func row(_ number: Int, at time: Int64) -> Row {
        let customer = Surroundings.system.identifier()
        return Row(
            Schema.outbox,
            [
                .null, .identifier(customer), .text(topic), .text("customer-\(number % 10_000)"),
                .identifier(Surroundings.system.identifier()), .text("ProductOrderCreateEvent"), .integer(time),
                .text(body),
            ]
        )
    }

    private func relay(_ brokers: String) async throws -> [BenchmarkRow] {
        let (storage, log, relay) = try await outbox(brokers)
        let now = Surroundings.system.now().milliseconds
        for start in stride(from: 0, to: records, by: Self.rowsPerCommit) {
            _ = try await storage.write { transaction in
                for number in start..<start + Self.rowsPerCommit {
                    _ = try transaction.insert(Self.row(number, at: now))
                }
            }
        }
        let begun = ContinuousClock.now
        var carried = 0
        while true {
            let count = try await relay.relayOnce()
            if count == 0 { break }
            carried += count
        }
        let seconds = (ContinuousClock.now - begun) / .seconds(1)
        let arrived = try await log.describe(Self.topic).records
        try await log.close()
        try await storage.close()
        guard carried == records, arrived >= Int64(records) else {
            throw BenchmarkFailure("\(arrived) of \(records) events are in Kafka")
        }
        let rate = Double(carried) / seconds
        return [
            BenchmarkRow(
                name: "outbox to Kafka, exactly once, \(OutboxRelay.batchMax) events a transaction",
                measured: rate,
                unit: "events/s",
                target: "at least 100,000 events/s",
                met: rate >= 100_000
            )
        ]
    }

    /// Milliseconds from the end of the commit of an event to the event in a follower's hands, at a steady rate.
    private func latency(_ brokers: String) async throws -> [BenchmarkRow] {
        let (storage, log, relay) = try await outbox(brokers)
        let total = steadyRate * steadySeconds
        let committed = CommitTimes()
        let (latencies, carrier) = try await withThrowingTaskGroup(of: [Double].self) { group in
            group.addTask {
                var seen: [(id: String, at: ContinuousClock.Instant)] = []
                for try await batch in log.follow(Self.topic) {
                    let now = ContinuousClock.now
                    for event in batch.events {
                        seen.append((String(decoding: event.header("ce_id") ?? [], as: UTF8.self), now))
                    }
                    if seen.count >= total { break }
                }
                return await committed.milliseconds(to: seen)
            }
            let carrier = Task {
                while !Task.isCancelled {
                    // As the relay's own loop, which a write wakes.
                    if try await relay.relayOnce() == 0 { try await Task.sleep(for: .milliseconds(1)) }
                }
            }
            let clock = ContinuousClock()
            let begun = clock.now
            for number in 0..<total {
                try await clock.sleep(until: begun + .microseconds(number * 1_000_000 / steadyRate))
                group.addTask {
                    let row = Self.row(number, at: Surroundings.system.now().milliseconds)
                    _ = try await storage.write { transaction in _ = try transaction.insert(row) }
                    await committed.note(row["event_id"].identifier!.description, clock.now)
                    return []
                }
            }
            var all: [Double] = []
            for try await part in group { all += part }
            return (all.sorted(), carrier)
        }
        carrier.cancel()
        _ = await carrier.result
        try await log.close()
        try await storage.close()
        guard latencies.count == total else { throw BenchmarkFailure("\(latencies.count) of \(total) events arrived") }
        let name = "commit to Kafka's consumer at \(steadyRate)/s"
        return [
            BenchmarkRow(name: "\(name), p50", measured: latencies[latencies.count / 2], unit: "ms"),
            .below("\(name), p99", latencies[latencies.count * 99 / 100], "ms", most: 100),
            BenchmarkRow(name: "\(name), max", measured: latencies[latencies.count - 1], unit: "ms"),
        ]
    }
}

/// When each event was committed.
private actor CommitTimes {
    private var times: [String: ContinuousClock.Instant] = [:]

    func note(_ id: String, _ time: ContinuousClock.Instant) { times[id] = time }

    /// How long after its commit each event was seen; 0 where the consumer had it before the caller heard of the commit.
    func milliseconds(to seen: [(id: String, at: ContinuousClock.Instant)]) -> [Double] {
        seen.map { event in times[event.id].map { max(0, (event.at - $0) / .milliseconds(1)) } ?? 0 }
    }
}
