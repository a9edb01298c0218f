import EventLog
import Foundation
import Logging
import Primitives
import SegmentLog
import Server
import StreamRuntime

/// The jobs that come with the program, over live topics at a steady rate: which part of a core they take together.
public struct JobsBenchmark: Sendable {
    /// A directory for the logs; created.
    let directory: String
    /// Events a second.
    let rate = 50_000
    /// Seconds before what is measured: until watermarks follow, which stay behind by the lateness that the jobs allow and wait
    /// for a topic without records until it counts as idle.
    let secondsBefore = 12
    /// Seconds that are measured.
    let seconds = 60
    /// Where five minutes of event time end, in seconds of what is measured: windows of customers and of statuses end then.
    let secondsToEnd = 30

    /// A benchmark with its logs in a directory.
    public init(directory: String) { self.directory = directory }

    private static let topics = ["bss.customer.events", "bss.order.events", "bss.analytics.events", "bss.fraud.alerts"]
    private static let appendsPerSecond = 100
    private static let customers: UInt64 = 100_000
    private static let partitions = 6
    /// Bytes of a partition that are kept, so that the kernel writes events into the same memory again. Memory that a virtual
    /// machine uses for the first time costs its kernel up to 2.7 s of CPU for a gigabyte: more than the jobs.
    private static let partitionBytes: Int64 = 128 << 20
    /// Types and states in turn: two changes of state follow each new order.
    private static let types = [
        ("ProductOrderCreateEvent", "acknowledged"), ("ProductOrderStateChangeEvent", "inProgress"),
        ("ProductOrderStateChangeEvent", "completed"),
    ]

    /// Appends the same events without the jobs, with them, and without them again; the difference is what the jobs take. Cores
    /// are CPU time by the time that the events are about, whatever the clock says: a busy machine is behind, and takes the same
    /// for each event. A machine whose speed changes is on average the same before and after.
    ///
    /// - Throws: what the log or the engine throws.
    public func run() async throws -> [BenchmarkRow] {
        let before = try await cores(jobs: [:]).cores
        let with = try await cores(jobs: JobDefinition.builtIn)
        let without = (before + (try await cores(jobs: [:]).cores)) / 2
        let used = with.cores - without
        guard with.analytics > 0 else { throw BenchmarkFailure("the jobs wrote nothing") }
        return [
            .below("the three jobs at \(rate) events/s of 1.6 kB", used, "cores", most: 0.25),
            BenchmarkRow(name: "the same, appending these events", measured: without, unit: "cores"),
            BenchmarkRow(name: "the same, rows of analytics", measured: Double(with.analytics), unit: "rows"),
            BenchmarkRow(name: "the same, alerts", measured: Double(with.alerts), unit: "rows"),
        ]
    }

    private func cores(jobs: [String: String]) async throws -> (cores: Double, alerts: Int64, analytics: Int64) {
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
        let cores = try await withThrowingTaskGroup(of: Void.self) { group in
            for job in running { group.addTask { try await job.run() } }
            let shift = (Self.now.milliseconds + Int64(secondsBefore + secondsToEnd) * 1_000) % 300_000
            try await append(to: log, seconds: secondsBefore, shift: shift)
            try await wait(for: running)
            let started = CPUTime.seconds
            try await append(to: log, seconds: seconds, shift: shift)
            try await wait(for: running)
            let cores = (CPUTime.seconds - started) / Double(seconds)
            group.cancelAll()
            // why: a job that is told to end throws that it was
            while let ended = await group.nextResult() { if case .failure(let error) = ended { try Self.check(error) } }
            return cores
        }
        let (alerts, analytics) = (
            try await Self.count("bss.fraud.alerts", log), try await Self.count("bss.analytics.events", log)
        )
        try await log.close()
        return (cores, alerts, analytics)
    }

    /// Waits until jobs have read all there is.
    private func wait(for jobs: [StreamingJob]) async throws {
        for job in jobs {
            while try await job.metrics().recordsBehind > 0 { try await Task.sleep(for: .milliseconds(50)) }
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

    /// Appends events at the rate; they happened `shift` milliseconds ago.
    private func append(to log: SegmentLog, seconds: Int, shift: Int64) async throws {
        var random = SeededRandom(seed: UInt64(seconds))
        let clock = ContinuousClock()
        let begun = clock.now
        let size = rate / Self.appendsPerSecond
        for number in 0..<(Self.appendsPerSecond * seconds) {
            try await clock.sleep(until: begun + .microseconds(number * 1_000_000 / Self.appendsPerSecond))
            let time = Timestamp(milliseconds: Self.now.milliseconds - shift)
            let records = (0..<size).map { record(number * size + $0, time, &random) }
            _ = try await log.append(records, to: "bss.order.events")
            if number % Self.appendsPerSecond == 0 { _ = try await log.enforceRetention(now: Self.now) }
        }
    }

    /// An event as the program writes it (docs/events.md): its attributes, then the whole order.
    private func record(_ number: Int, _ time: Timestamp, _ random: inout SeededRandom) -> EventRecord {
        let digits = String(1_000_000_000_000 + Int(random.next() % Self.customers))
        let customer = "75d3a309-7017-538e-b12e-\(digits.suffix(12))"
        let (type, status) = Self.types[number % Self.types.count]
        let amount = "\(1 + random.next() % 900).\(10 + random.next() % 90)"
        let unique = String(time.milliseconds % (1 << 24) << 24 | Int64(number), radix: 16)
        let zeros = String(repeating: "0", count: 12 - unique.count)
        let id = "01a1fec2-363a-7290-\(random.next() % 9_000 + 1_000)-\(zeros)\(unique)"
        let value = """
            {"eventId":"\(id)","type":"\(type)","customerId":"\(customer)","eventTime":"\(time)","orderId":"\(customer)-\(number)",\
            "amount":\(amount),"currency":"EUR","customerSince":"2026-01-21T15:38:21.356Z","resourceId":"\(customer)-\(number)",\
            "version":1,"region":"local","correlationId":"\(id)","status":"\(status)","event":\(Self.order)}
            """
        return EventRecord(key: Array(customer.utf8), value: Array(value.utf8))
    }

    /// The document of an order for a watch, as the program writes it.
    private static let order = """
        {"productOrder":{"id":"75d3a309-7017-538e-b12e-81c5c4388837-1","href":"/tmf-api/productOrderingManagement/v4/product\
        Order/75d3a309-7017-538e-b12e-81c5c4388837-1","externalId":"bvzt4-2","category":"b2c","description":"Watch LTE",\
        "channel":[{"id":"store","name":"Store","role":"sales"}],"relatedParty":[{"id":"75d3a309-7017-538e-b12e-81c5c4388837",\
        "name":"Emil Mbeki","role":"customer","@referredType":"Customer"}],"productOrderItem":[{"id":"1","action":"add",\
        "quantity":1,"productOffering":{"id":"device-watch-lte","name":"Watch LTE","href":"/tmf-api/productCatalogManagement/v4\
        /productOffering/device-watch-lte","version":"1.0"},"product":{"productCharacteristic":[{"name":"colour","value":\
        "silver"}]},"itemPrice":[{"name":"Watch LTE","priceType":"oneTime","productOfferingPrice":{"id":"price-device-watch-lte\
        -once","href":"/tmf-api/productCatalogManagement/v4/productOfferingPrice/price-device-watch-lte-once","name":"Watch LTE"\
        ,"@referredType":"ProductOfferingPrice"},"price":{"dutyFreeAmount":{"unit":"EUR","value":329.00}}}],"state":\
        "acknowledged"}],"orderTotalPrice":[{"priceType":"oneTime","price":{"dutyFreeAmount":{"unit":"EUR","value":329.00}}}],\
        "state":"acknowledged","orderDate":"2026-11-21T15:38:23.162Z","@type":"ProductOrder"}}
        """
}
