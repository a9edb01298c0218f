import EventLog
import Foundation
import Logging
import Primitives
import SegmentLog
import StreamRuntime
import StreamSQL

/// Jobs from segment log to segment log, exactly once and with checkpoints: what an event costs, how long an alert takes, and
/// what a checkpoint of a million keys costs.
struct StreamingLogBenchmark {
    /// A directory for the logs; created.
    let directory: String
    /// Order events of each case.
    var events = 1_000_000
    /// Events a second while latency is measured.
    var steadyRate = 50_000
    /// Seconds of that.
    var steadySeconds = 20

    private static let recordsPerAppend = 500
    private static let steadyAppends = 100
    /// How often the job is begun again from its checkpoint; the least time counts.
    private static let restores = 3
    private static let source = """
        CREATE TABLE orders (
          eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12, 2), currency STRING,
          eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
        ) WITH ('connector' = 'kafka', 'topic' = 'orders', 'format' = 'json');

        """
    private static let sink = "('connector' = 'kafka', 'topic' = 'results', 'format' = 'json')"

    /// Runs all cases.
    ///
    /// - Throws: what the log or the engine throws.
    func run() async throws -> [BenchmarkRow] {
        try await throughput() + checkpoint() + latency()
    }

    private func openLog(_ name: String) async throws -> SegmentLog {
        let log = try SegmentLog.open(
            directory: "\(directory)/\(name)",
            now: { Self.now },
            logger: Logger(label: "bss.benchmark")
        )
        for topic in ["orders", "results"] {
            _ = try await log.createTopicIfAbsent(topic, TopicConfiguration(partitions: 1, retentionMilliseconds: nil))
        }
        return log
    }

    private static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }

    private func job(
        _ script: [UInt8],
        _ name: String,
        _ log: SegmentLog,
        checkpointMilliseconds: Int64 = 10_000
    ) throws -> StreamingJob {
        let text =
            Self.source
            + String(decoding: script, as: UTF8.self).replacingOccurrences(of: "${SINK}", with: Self.sink)
        var binder = ScriptBinder()
        let folder = "\(directory)/\(name)-checkpoints"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for statement in try Script(parsing: text).statements {
            guard case .job(let inserts) = try binder.bind(statement, source: text) else { continue }
            return try StreamingJob(
                name: name,
                inserts: inserts,
                log: log,
                folder: folder,
                settings: StreamingJob.Settings(checkpointMilliseconds: checkpointMilliseconds),
                now: { Self.now }
            )
        }
        throw BenchmarkFailure("no INSERT in the script of \(name)")
    }

    private func append(_ orders: OrderEvents, to log: SegmentLog) async throws {
        var records: [EventRecord] = []
        var batches: [[EventRecord]] = []
        orders.each { line in
            records.append(EventRecord(key: nil, value: Array(line.dropLast())))
            if records.count == Self.recordsPerAppend {
                batches.append(records)
                records = []
            }
        }
        batches.append(records)
        for batch in batches where !batch.isEmpty { _ = try await log.append(batch, to: "orders") }
    }

    /// Runs a job until it has read all there is; answers what it used until then, and afterwards to its end, in seconds of
    /// CPU.
    private func runToEnd(_ job: StreamingJob) async throws -> (reading: Double, ending: Double, wall: Double) {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (started, begun) = (CPUTime.seconds, ContinuousClock.now)
            group.addTask { try await job.run() }
            while true {
                try await Task.sleep(for: .milliseconds(20))
                let metrics = try await job.metrics()
                if metrics.recordsBehind == 0, !metrics.isRestoring { break }
            }
            let wall = (ContinuousClock.now - begun) / .seconds(1)
            let read = CPUTime.seconds
            group.cancelAll()
            try await group.waitForAll()
            return (read - started, CPUTime.seconds - read, wall)
        }
    }

    /// Job a over events at 2,500 a second of event time, so that windows are emitted while it runs.
    func throughput() async throws -> [BenchmarkRow] {
        let log = try await openLog("throughput")
        try await append(OrderEvents(count: events, rate: 2_500), to: log)
        let job = try job(PackageResources.a_sql, "a", log)
        let used = try await runToEnd(job)
        let metrics = try await job.metrics()
        try await log.close()
        guard metrics.recordsIn == Int64(events), metrics.recordsOut > 0 else {
            throw BenchmarkFailure("job a read \(metrics.recordsIn) records and wrote \(metrics.recordsOut)")
        }
        let speed = Double(events) / used.reading
        return [
            BenchmarkRow(
                name: "job a from log to log, exactly once, events per CPU-second",
                measured: speed,
                unit: "events/s",
                target: "at least 1000000",
                met: speed >= 1_000_000
            )
        ]
    }

    /// Job a with a key in each event.
    func checkpoint() async throws -> [BenchmarkRow] {
        let log = try await openLog("checkpoint")
        try await append(OrderEvents(count: events, rate: 50_000, customers: nil), to: log)
        // As in a job that has run for a while, checkpoints came before the one that is measured: the last.
        let first = try job(PackageResources.a_sql, "keys", log, checkpointMilliseconds: 200)
        let used = try await runToEnd(first)
        guard let checkpoint = try await first.metrics().lastCheckpoint else { throw BenchmarkFailure("no checkpoint") }
        // What the kernel takes to find memory differs from run to run.
        var restored = Double.infinity
        for _ in 0..<Self.restores {
            restored = min(restored, try await runToEnd(try job(PackageResources.a_sql, "keys", log)).wall)
        }
        try await log.close()
        let what = "checkpoint of \(events) keys"
        return [
            .below("\(what), CPU", used.ending, "s", most: 0.3),
            .below("\(what), stall", Double(checkpoint.stallNanoseconds) / 1e6, "ms", most: 100),
            BenchmarkRow(name: "\(what), size", measured: Double(checkpoint.bytes) / 1e6, unit: "MB"),
            .below("\(what), restored", restored, "s", most: 1),
        ]
    }

    /// Milliseconds from when an order was due to be appended to the alert of job c1 in a follower's hands, open loop.
    func latency() async throws -> [BenchmarkRow] {
        let log = try await openLog("latency")
        let job = try job(PackageResources.c1_sql, "alerts", log)
        var lines: [[UInt8]] = []
        OrderEvents(count: steadyRate * steadySeconds, rate: steadyRate).each { lines.append(Array($0.dropLast())) }
        let size = steadyRate / Self.steadyAppends
        let rate = steadyRate
        let (latencies, cores) = try await withThrowingTaskGroup(of: [Double].self) { group in
            let (clock, started) = (ContinuousClock(), CPUTime.seconds)
            let begun = clock.now
            group.addTask {
                try await job.run()
                return []
            }
            group.addTask { try await Self.follow(log, since: begun) { $0 / size * size * 1_000_000 / rate } }
            for start in stride(from: 0, to: lines.count, by: size) {
                try await clock.sleep(until: begun + .microseconds(start * 1_000_000 / rate))
                let records = lines[start..<min(start + size, lines.count)].map { EventRecord(key: nil, value: $0) }
                group.addTask {
                    _ = try await log.append(records, to: "orders")
                    return []
                }
            }
            let cores = (CPUTime.seconds - started) / ((clock.now - begun) / .seconds(1))
            try await Task.sleep(for: .seconds(1))
            group.cancelAll()
            var all: [Double] = []
            for try await part in group { all += part }
            return (all.sorted(), cores)
        }
        try await log.close()
        guard latencies.count > lines.count / 1_000 else { throw BenchmarkFailure("\(latencies.count) alerts only") }
        let what = "append to alert at \(steadyRate)/s"
        return [
            .below("\(what), p50", latencies[latencies.count / 2], "ms", most: 10),
            .below("\(what), p99", latencies[latencies.count * 99 / 100], "ms", most: 100),
            BenchmarkRow(name: "\(what), producer, log, job and follower", measured: cores, unit: "cores"),
        ]
    }

    /// Reads alerts until its task is cancelled; answers how many milliseconds after its due time each was there.
    ///
    /// - Parameter due: microseconds since the start at which an order is due, by its number.
    private static func follow(
        _ log: SegmentLog,
        since begun: ContinuousClock.Instant,
        due: @Sendable (Int) -> Int
    ) async throws -> [Double] {
        var latencies: [Double] = []
        let prefix = "{\"eventId\":\"evt-".utf8.count
        do {
            for try await batch in log.follow("results") {
                let now = (ContinuousClock.now - begun) / .milliseconds(1)
                for event in batch.events {
                    let digits = event.value[prefix..<(prefix + 10)]
                    let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
                    latencies.append(now - Double(due(number)) / 1_000)
                }
            }
        } catch is CancellationError {}
        return latencies
    }
}
