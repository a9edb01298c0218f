import EventLog
import Foundation
import Glibc
import Logging
import Primitives
import SegmentLog

/// How fast the segment log takes records, compared with the disk it writes to, and how soon a follower sees them.
public struct LogBenchmark: Sendable {
    /// Bytes of records that each round appends.
    public var roundBytes: Int
    /// How many rounds; log and disk take turns, and the middle ratio counts.
    public var rounds: Int
    /// Appends a second while the follower's latency is measured.
    public var steadyRate: Int
    /// Seconds of that.
    public var steadySeconds: Int

    private static let recordBytes = 200
    private static let recordsPerAppend = 500
    private static let callers = 256
    private static let gatherSeconds = 0.005
    private static let groupBytes = 16 << 20

    /// A benchmark of this extent.
    public init(roundBytes: Int = 400 << 20, rounds: Int = 5, steadyRate: Int = 1_000, steadySeconds: Int = 8) {
        self.roundBytes = roundBytes
        self.rounds = rounds
        self.steadyRate = steadyRate
        self.steadySeconds = steadySeconds
    }

    /// Runs everything in a fresh folder below `directory`, on the disk that is to be measured, and removes it.
    ///
    /// - Throws: `EventLogError` of the log, or an error of the disk.
    public func run(directory: String) async throws -> [BenchmarkRow] {
        let folder = directory + "/log-benchmark-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        do {
            var rows = try await throughput(folder)
            rows.append(contentsOf: try await latency(folder + "/latency"))
            try FileManager.default.removeItem(atPath: folder)
            return rows
        } catch {
            // why: the benchmark's own failure is what the caller has to hear of.
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }

    private func throughput(_ folder: String) async throws -> [BenchmarkRow] {
        var samples: [(log: Double, disk: Double)] = []
        var opening = 0.0
        var records = 0.0
        for round in 0..<rounds {
            let directory = folder + "/log\(round)"
            let appended = try await appendAll(directory)
            let begun = Self.seconds()
            let log = try Self.openLog(directory)
            opening = max(opening, (Self.seconds() - begun) * 1_000)
            try await log.close()
            try FileManager.default.removeItem(atPath: directory)
            let disk = try writeAll(folder + "/raw\(round)", bytes: appended.bytes)
            samples.append((Double(appended.bytes) / 1e6 / appended.seconds, disk))
            records = max(records, Double(appended.records) / appended.seconds)
        }
        let middle = samples.sorted { $0.log / $0.disk < $1.log / $1.disk }[samples.count / 2]
        return [
            .ratio(
                "log append, \(Self.recordBytes)-byte records, 5 ms group sync",
                middle.log,
                "MB/s",
                of: middle.disk,
                "sequential write, synced as often",
                atLeast: 0.5
            ),
            BenchmarkRow(name: "log append, records, best round", measured: records, unit: "records/s"),
            .below("log open, \(roundBytes >> 20) MB in 6 partitions", opening, "ms", most: 100),
        ]
    }

    private func appendAll(_ directory: String) async throws -> (seconds: Double, bytes: Int, records: Int) {
        let log = try Self.openLog(directory)
        try await log.createTopic("bench", TopicConfiguration())
        let appends = roundBytes / (Self.recordBytes * Self.recordsPerAppend)
        let batches = (0..<Self.callers).map { caller in
            (0..<Self.recordsPerAppend).map { number in
                EventRecord(
                    key: Array("customer-\((caller * 7_919 + number * 31) % 10_000)".utf8),
                    value: [UInt8](repeating: UInt8(number & 0x7F), count: Self.recordBytes - 16),
                    timestamp: Timestamp(milliseconds: 1_800_000_000_000 + Int64(number))
                )
            }
        }
        let begun = Self.seconds()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<Self.callers {
                group.addTask {
                    for _ in 0..<appends / Self.callers { _ = try await log.append(batches[caller], to: "bench") }
                }
            }
            try await group.waitForAll()
        }
        let seconds = Self.seconds() - begun
        let topic = try await log.describe("bench")
        try await log.close()
        return (seconds, Int(topic.partitions.reduce(0) { $0 + $1.bytes }), Int(topic.records))
    }

    /// MB/s of plain writes to one preallocated file, synced by the log's rule: every 5 ms or 16 MiB.
    private func writeAll(_ path: String, bytes: Int) throws -> Double {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw EventLogError.failed("cannot create \(path)") }
        defer {
            close(descriptor)
            unlink(path)
        }
        posix_fallocate(descriptor, 0, off_t(bytes))
        let chunk = [UInt8](repeating: 0x5A, count: 1 << 20)
        let begun = Self.seconds()
        var synced = begun
        var unsynced = 0
        var done = 0
        while done < bytes {
            let count = pwrite(descriptor, chunk, min(chunk.count, bytes - done), off_t(done))
            guard count > 0 else { throw EventLogError.failed("cannot write \(path)") }
            done += count
            unsynced += count
            if unsynced >= Self.groupBytes || Self.seconds() - synced >= Self.gatherSeconds || done == bytes {
                guard fdatasync(descriptor) == 0 else { throw EventLogError.failed("cannot sync \(path)") }
                synced = Self.seconds()
                unsynced = 0
            }
        }
        return Double(bytes) / 1e6 / (Self.seconds() - begun)
    }

    /// Milliseconds from the call of `append` to the record in a follower's hands, at a steady rate, open loop.
    private func latency(_ directory: String) async throws -> [BenchmarkRow] {
        let log = try Self.openLog(directory)
        try await log.createTopic("bench", TopicConfiguration())
        let total = steadyRate * steadySeconds
        let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
            group.addTask {
                var latencies: [Double] = []
                for try await batch in log.follow("bench") {
                    let now = Self.seconds()
                    for event in batch.events {
                        latencies.append((now - Double(event.timestamp.milliseconds) / 1e6) * 1_000)
                    }
                    if latencies.count >= total { break }
                }
                return latencies
            }
            let clock = ContinuousClock()
            let begun = clock.now
            for number in 0..<total {
                try await clock.sleep(until: begun + .microseconds(number * 1_000_000 / steadyRate))
                // The timestamp carries microseconds of the monotonic clock, for this measurement only.
                let record = EventRecord(
                    key: Array("customer-\(number % 10_000)".utf8),
                    value: [UInt8](repeating: 1, count: Self.recordBytes),
                    timestamp: Timestamp(milliseconds: Int64(Self.seconds() * 1e6))
                )
                group.addTask {
                    _ = try await log.append([record], to: "bench")
                    return []
                }
            }
            var all: [Double] = []
            for try await part in group { all += part }
            return all.sorted()
        }
        try await log.close()
        let name = "append to follower at \(steadyRate)/s"
        return [
            BenchmarkRow(name: "\(name), p50", measured: latencies[latencies.count / 2], unit: "ms"),
            .below("\(name), p99", latencies[latencies.count * 99 / 100], "ms", most: 10),
            BenchmarkRow(name: "\(name), max", measured: latencies[latencies.count - 1], unit: "ms"),
        ]
    }

    private static func openLog(_ directory: String) throws -> SegmentLog {
        try SegmentLog.open(
            directory: directory,
            now: { Timestamp(milliseconds: Int64(seconds() * 1_000)) },
            logger: Logger(label: "bss.benchmark")
        )
    }

    /// Seconds of a clock that only goes forward.
    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
