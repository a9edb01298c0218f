import Foundation

/// What streaming SQL costs, beside Flink, DuckDB and C++ over the same bytes in the same run. Sinks are `blackhole`, and the
/// time is that of the processor, not of the clock: a busy machine changes it little.
public struct StreamingBenchmark: Sendable {
    /// The program whose `sql run` is measured.
    public let executable: String
    /// A directory for the input; created, and removed at the end.
    public let directory: String
    /// Order events of the jobs a, b and c1, at 50,000 a second of event time.
    public var events: Int
    /// Order events of the job c2, at 5,000 a second of event time.
    public var matchEvents: Int
    /// Whether Flink is left out; it takes most of the time.
    public var skipsFlink: Bool

    private static let rounds = 3
    /// Turns of one worker and two.
    private static let turns = 7
    private static let warmUpEvents = 300_000

    /// A benchmark of this program.
    public init(
        executable: String,
        directory: String,
        events: Int = 5_000_000,
        matchEvents: Int = 2_000_000,
        skipsFlink: Bool = false
    ) {
        self.executable = executable
        self.directory = directory
        self.events = events
        self.matchEvents = matchEvents
        self.skipsFlink = skipsFlink
    }

    private struct Job {
        let name: String
        let script: [UInt8]
        let isMatch: Bool
        /// How many times Flink's events per second of CPU are asked for.
        let least: Double
    }

    private static let jobs = [
        Job(name: "a", script: PackageResources.a_sql, isMatch: false, least: 20),
        Job(name: "b", script: PackageResources.b_sql, isMatch: false, least: 60),
        Job(name: "c1", script: PackageResources.c1_sql, isMatch: false, least: 15),
        Job(name: "c2", script: PackageResources.c2_sql, isMatch: true, least: 40),
    ]

    /// Runs everything. `progress` is told what comes next.
    ///
    /// - Throws: `BenchmarkFailure`, an error of the disk, or what the engine throws.
    public func run(progress: (String) -> Void) async throws -> [BenchmarkRow] {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }  // why: a left-over directory spoils no figure
        var rows = try KernelBenchmark().run()
        progress("writing order events")
        try OrderEvents(count: events, rate: 50_000).write(to: directory + "/orders.json")
        try OrderEvents(count: matchEvents, rate: 5_000).write(to: directory + "/orders-slow.json")
        try OrderEvents(count: Self.warmUpEvents, rate: 5_000).write(to: directory + "/orders-few.json")
        var flink: FlinkYardstick?
        if skipsFlink {
            rows.append(Self.skipped("Flink", "--skip-flink"))
        } else {
            do { flink = try FlinkYardstick(directory: directory) } catch {
                rows.append(Self.skipped("Flink", "\(error)"))
            }
        }
        for job in Self.jobs {
            progress("job \(job.name)")
            rows += try compare(job, with: flink)
        }
        progress("job a in C++ and DuckDB")
        rows += try compareWithOthers()
        progress("from log to log")
        rows += try await StreamingLogBenchmark(directory: directory + "/logs").run()
        return rows
    }

    private static func skipped(_ what: String, _ why: String) -> BenchmarkRow {
        BenchmarkRow(name: "\(what): skipped, \(why)", measured: 0, unit: "runs")
    }

    private func input(_ job: Job) -> String { directory + (job.isMatch ? "/orders-slow.json" : "/orders.json") }

    /// The script of a job over an input, as a file that both engines read.
    private func script(_ job: Job, over input: String) throws -> String {
        let text = String(decoding: PackageResources.orders_sql + job.script, as: UTF8.self)
            .replacingOccurrences(of: "${DATA}", with: input)
            .replacingOccurrences(of: "${SINK}", with: "('connector' = 'blackhole')")
        let path = directory + "/job-\(UUID().uuidString).sql"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// The least seconds of CPU of our whole process, from its start to its end, and its peak memory; with as many workers each
    /// time as asked for, in turns, as the machine's speed changes.
    private func run(_ job: Job, parallelism: [Int], rounds: Int) throws -> [(cpuSeconds: Double, peakBytes: Double)] {
        let script = try script(job, over: input(job))
        let count = job.isMatch ? matchEvents : events
        var least = parallelism.map { _ in (cpuSeconds: Double.infinity, peakBytes: 0.0) }
        for _ in 0..<rounds {
            for (index, workers) in parallelism.enumerated() {
                let program = [executable, "sql", "run", script, "--counters", "--parallelism", "\(workers)"]
                let process = try MeasuredProcess(program, directory: directory)
                guard process.output.contains("\(count)") else {
                    throw BenchmarkFailure("job \(job.name) did not read \(count) events: \(process.output)")
                }
                least[index].cpuSeconds = min(least[index].cpuSeconds, process.cpuSeconds)
                least[index].peakBytes = max(least[index].peakBytes, process.peakBytes)
            }
        }
        return least
    }

    private func compare(_ job: Job, with flink: FlinkYardstick?) throws -> [BenchmarkRow] {
        let count = Double(job.isMatch ? matchEvents : events)
        let ours = try run(job, parallelism: [1], rounds: Self.rounds)[0]
        let speed = "job \(job.name), events per CPU-second"
        let memory = "job \(job.name), peak memory"
        guard let flink else {
            return [
                BenchmarkRow(name: speed, measured: count / ours.cpuSeconds, unit: "events/s"),
                BenchmarkRow(name: memory, measured: ours.peakBytes / 1e6, unit: "MB"),
            ]
        }
        let warmUp = try script(job, over: directory + "/orders-few.json")
        let theirs = try flink.run(warmUp: warmUp, try script(job, over: input(job)))
        return [
            .ratio(
                speed,
                count / ours.cpuSeconds,
                "events/s",
                of: count / theirs.cpuSeconds,
                "Flink 2.3, warm",
                atLeast: job.least
            ),
            .ratio(memory, ours.peakBytes / 1e6, "MB", of: theirs.peakBytes / 1e6, "Flink 2.3", atMost: 0.1),
        ]
    }

    private func compareWithOthers() throws -> [BenchmarkRow] {
        let job = Self.jobs[0]
        let count = Double(events)
        let runs = try run(job, parallelism: [1, 2], rounds: Self.turns)
        let (ours, two) = (runs[0], runs[1])
        let others = TumblingYardsticks(directory: directory, rounds: Self.rounds)
        var rows: [BenchmarkRow] = [
            .ratio(
                "job a, CPU at parallelism 2",
                two.cpuSeconds / count * 1e9,
                "ns/event",
                of: ours.cpuSeconds / count * 1e9,
                "parallelism 1",
                atMost: 1.2
            )
        ]
        do {
            rows.append(
                .ratio(
                    "job a, CPU",
                    ours.cpuSeconds / count * 1e9,
                    "ns/event",
                    of: try others.native(input(job), events: events) / count * 1e9,
                    "plain loop in C++",
                    atMost: 2
                )
            )
        } catch { rows.append(Self.skipped("C++", "\(error)")) }
        do {
            rows.append(
                .ratio(
                    "job a, events per CPU-second",
                    count / ours.cpuSeconds,
                    "events/s",
                    of: count / (try others.duckDB(input(job), events: events)),
                    "DuckDB, one thread, a batch",
                    atLeast: 2.5
                )
            )
        } catch { rows.append(Self.skipped("DuckDB", "\(error)")) }
        return rows
    }
}
