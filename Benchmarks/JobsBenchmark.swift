import EventLog
import Foundation
import Logging
import Primitives
import SegmentLog
import Server
import StreamRuntime

/// The jobs that come with the program, over live topics at a steady rate: which part of a core they take together, once they
/// have all the state that they will have.
public struct JobsBenchmark: Sendable {
    /// A directory for the logs; created.
    let directory: String
    /// Events a second.
    let rate = 50_000
    /// Seconds of events that the jobs read beforehand, as fast as they can: more than the windows of ten minutes and the eleven
    /// minutes within which amounts rise.
    let secondsOfHistory = 690
    /// Seconds at the rate before what is measured. Ten of them pass until the topic without records counts as idle.
    let secondsBefore = 15
    /// Seconds that are measured.
    let seconds = 60
    /// Where five minutes of event time end, in seconds of what is measured: windows of customers and of statuses end then.
    let secondsToEnd = 30

    /// A benchmark with its logs in a directory.
    public init(directory: String) { self.directory = directory }

    private static let topics = ["bss.customer.events", "bss.order.events", "bss.analytics.events", "bss.fraud.alerts"]
    private static let appendsPerSecond = 100
    private static let partitions = 6
    /// Bytes of a partition that are kept, so that the kernel writes events into the same memory again. Memory that a virtual
    /// machine uses for the first time costs its kernel up to 2.7 s of CPU for a gigabyte: more than the jobs.
    private static let partitionBytes: Int64 = 128 << 20

    /// What was done while it was measured.
    private struct Measured {
        var cores = 0.0
        var analytics: Int64 = 0
        var alerts: Int64 = 0
        var checkpoints: [JobMetrics.CheckpointMetrics] = []
    }

    /// Appends the same events without the jobs, with them, and without them again; the difference is what the jobs take. Cores
    /// are CPU time by the time that the events are about, whatever the clock says: a busy machine is behind, and takes the same
    /// for each event. A machine whose speed changes is on average the same before and after.
    ///
    /// - Throws: what the log or the engine throws.
    public func run() async throws -> [BenchmarkRow] {
        let before = try await measure(jobs: [:]).cores
        let with = try await measure(jobs: JobDefinition.builtIn)
        let without = (before + (try await measure(jobs: [:]).cores)) / 2
        guard with.analytics > 0 else { throw BenchmarkFailure("the jobs wrote nothing") }
        let bytes = with.checkpoints.reduce(0) { $0 + $1.bytes }
        let stall = with.checkpoints.map(\.stallNanoseconds).max() ?? 0
        return [
            .below("the three jobs at \(rate) events/s of 1.6 kB", with.cores - without, "cores", most: 0.25),
            BenchmarkRow(name: "the same, appending these events", measured: without, unit: "cores"),
            BenchmarkRow(name: "the same, rows of analytics", measured: Double(with.analytics), unit: "rows"),
            BenchmarkRow(name: "the same, alerts", measured: Double(with.alerts), unit: "rows"),
            BenchmarkRow(name: "the same, last checkpoints", measured: Double(bytes) / 1e6, unit: "MB"),
            BenchmarkRow(name: "the same, longest stall for these", measured: Double(stall) / 1e6, unit: "ms"),
        ]
    }

    private func measure(jobs: [String: String]) async throws -> Measured {
        let folder = "\(directory)/jobs-\(jobs.count)"
        // why: a left-over directory spoils no figure
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let log = try SegmentLog.open(
            directory: folder,
            now: { Self.now },
            logger: Logger(label: "bss.benchmark")
        )
        let configuration = TopicConfiguration(
            partitions: Self.partitions,
            retentionMilliseconds: nil,
            retentionBytes: Self.partitionBytes
        )
        for topic in Self.topics { _ = try await log.createTopicIfAbsent(topic, configuration) }
        let running = try jobs.map { name, text in try job(name, text, log) }
        let measured = try await withThrowingTaskGroup(of: Void.self) { group in
            for job in running { group.addTask { try await job.run() } }
            let measured = try await measure(running, log)
            group.cancelAll()
            // why: a job that is told to end throws that it was
            while let ended = await group.nextResult() { if case .failure(let error) = ended { try Self.check(error) } }
            return measured
        }
        try await log.close()
        return measured
    }

    /// Lets running jobs read history and events at the rate. What happens at the rate begins so long before a whole five minutes
    /// that these end where they should.
    private func measure(_ jobs: [StreamingJob], _ log: SegmentLog) async throws -> Measured {
        var events = OrderChanges()
        let window: Int64 = 300_000
        let end = Self.now.milliseconds / window * window - Int64(secondsBefore + secondsToEnd) * 1_000
        if !jobs.isEmpty { try await appendHistory(&events, to: log, until: end, jobs) }
        let shift = Self.now.milliseconds - end
        try await append(&events, to: log, seconds: secondsBefore, shift: shift)
        try await wait(for: jobs)
        let before = (try await Self.count("bss.analytics.events", log), try await Self.count("bss.fraud.alerts", log))
        let started = CPUTime.seconds
        try await append(&events, to: log, seconds: seconds, shift: shift)
        try await wait(for: jobs)
        var measured = Measured(cores: (CPUTime.seconds - started) / Double(seconds))
        measured.analytics = try await Self.count("bss.analytics.events", log) - before.0
        measured.alerts = try await Self.count("bss.fraud.alerts", log) - before.1
        for job in jobs { if let last = try await job.metrics().lastCheckpoint { measured.checkpoints.append(last) } }
        return measured
    }

    /// Waits until jobs have read all there is.
    private func wait(for jobs: [StreamingJob]) async throws {
        for job in jobs {
            while try await job.metrics().recordsBehind > 0 { try await Task.sleep(for: .milliseconds(10)) }
        }
    }

    private static func check(_ error: any Error) throws {
        if !(error is CancellationError) { throw error }
    }

    private static func count(_ topic: String, _ log: SegmentLog) async throws -> Int64 {
        try await log.describe(topic).partitions.reduce(0) { $0 + $1.endOffset }
    }

    private static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }

    private func job(_ name: String, _ text: String, _ log: SegmentLog) throws -> StreamingJob {
        let script = try JobScript(text, name: name)
        let folder = "\(directory)/\(name)-checkpoints"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return try StreamingJob(
            name: name,
            inserts: script.inserts,
            log: log,
            folder: folder,
            settings: StreamingJob.Settings(
                idleMilliseconds: try script.milliseconds("table.exec.source.idle-timeout")
            ),
            now: { Self.now }
        )
    }

    /// Appends events that happened before a time, each second's when the jobs have read those of the second before: the log
    /// keeps few.
    private func appendHistory(
        _ events: inout OrderChanges,
        to log: SegmentLog,
        until end: Int64,
        _ jobs: [StreamingJob]
    ) async throws {
        for second in 0..<secondsOfHistory {
            let start = end - Int64(secondsOfHistory - second) * 1_000
            for part in 0..<10 {
                let time = Timestamp(milliseconds: start + Int64(part) * 100)
                _ = try await log.append(events.next(rate / 10, at: time), to: "bss.order.events")
            }
            try await wait(for: jobs)
            _ = try await log.enforceRetention(now: Self.now)
        }
    }

    /// Appends events at the rate; they happened `shift` milliseconds ago.
    private func append(
        _ events: inout OrderChanges,
        to log: SegmentLog,
        seconds: Int,
        shift: Int64
    ) async throws {
        let clock = ContinuousClock()
        let begun = clock.now
        for number in 0..<(Self.appendsPerSecond * seconds) {
            try await clock.sleep(until: begun + .microseconds(number * 1_000_000 / Self.appendsPerSecond))
            let time = Timestamp(milliseconds: Self.now.milliseconds - shift)
            _ = try await log.append(events.next(rate / Self.appendsPerSecond, at: time), to: "bss.order.events")
            if number % Self.appendsPerSecond == 0 { _ = try await log.enforceRetention(now: Self.now) }
        }
    }
}
