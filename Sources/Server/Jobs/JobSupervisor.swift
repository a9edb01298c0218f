import Domain
import EventLog
import Logging
import Primitives
import StreamRuntime

/// Runs the stream jobs: begins them, begins failed ones again after a while, stops them when the operator says so.
actor JobSupervisor {
    /// Milliseconds before a job that failed begins again; doubled with each failure in a row.
    static let retryMilliseconds: Int64 = 1_000
    /// The longest such pause.
    static let retryMillisecondsMax: Int64 = 60_000
    /// Jobs at once.
    static let jobsMax = 100

    /// How a job is.
    enum State: String, Sendable {
        case starting
        case running
        case failed
        case stopped
    }

    /// A job and what became of it so far.
    struct Entry {
        var definition: JobDefinition
        var state = State.stopped
        var failure: String?
        var failures = 0
        var since: Timestamp
        var job: StreamingJob?
        /// Finished to end the run.
        var stop: AsyncStream<Void>.Continuation?
        /// Ends when the run has ended.
        var ended: AsyncStream<Void>?
    }

    private var entries: [String: Entry] = [:]
    let folder: JobFolder
    let log: any EventLog
    let settings: ServerSettings
    let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let starts: AsyncStream<String>
    private let start: AsyncStream<String>.Continuation

    /// A supervisor of the jobs that come with the program and those in the data folder.
    init(
        log: any EventLog,
        directory: String,
        settings: ServerSettings,
        now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) throws {
        self.log = log
        self.settings = settings
        self.now = now
        self.logger = logger
        folder = JobFolder(path: directory + "/jobs")
        (starts, start) = AsyncStream.makeStream(of: String.self)
        for name in JobDefinition.builtIn.keys {
            entries[name] = Entry(definition: JobDefinition(name: name), since: now())
        }
        for definition in try folder.definitions() {
            entries[definition.name] = Entry(definition: definition, since: now())
        }
    }

    /// Runs the jobs until the task is cancelled; each takes a last checkpoint then.
    func run() async throws {
        for (name, entry) in entries where !entry.definition.isStopped { start.yield(name) }
        await withDiscardingTaskGroup { group in
            for await name in starts { group.addTask { await self.supervise(name) } }
        }
    }

    /// Begins a job, and again when it fails, until it is stopped.
    private func supervise(_ name: String) async {
        guard entries[name] != nil, entries[name]?.stop == nil else { return }
        let (stops, stop) = AsyncStream.makeStream(of: Void.self)
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        entries[name]?.stop = stop
        entries[name]?.ended = ended
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.runAgainAndAgain(name) }
            group.addTask { for await _ in stops {} }
            await group.next()
            group.cancelAll()
        }
        update(name, .stopped)
        entries[name]?.stop = nil
        entries[name]?.job = nil
        end.finish()
    }

    private func runAgainAndAgain(_ name: String) async {
        while !Task.isCancelled, let definition = entries[name]?.definition {
            do {
                update(name, .starting)
                let job = try makeJob(definition)
                entries[name]?.job = job
                update(name, .running)
                try await job.run()
                return
            } catch {
                let failures = (entries[name]?.failures ?? 0) + 1
                entries[name]?.failures = failures
                entries[name]?.failure = "\(error)"
                update(name, .failed)
                logger.error("a job failed", metadata: ["job": "\(name)", "error": "\(error)"])
                let pause = Self.retryMilliseconds << Int64(min(failures - 1, 10))
                // why: cancelled, the loop ends
                try? await Task.sleep(for: .milliseconds(min(pause, Self.retryMillisecondsMax)))
            }
        }
    }

    private func makeJob(_ definition: JobDefinition) throws -> StreamingJob {
        let text = definition.script ?? JobDefinition.builtIn[definition.name] ?? ""
        let script = try JobScript(text, name: definition.name)
        let standard = Int64(settings.number("jobs.checkpointMilliseconds"))
        // Nought is never, as Flink has it.
        let idle = try script.milliseconds("table.exec.source.idle-timeout") ?? 0
        // What a rehearsal cannot read, the job could not read before.
        let letters = definition.rehearsal == nil ? settings.text("jobs.deadLetterTopic") : ""
        let outputs = definition.rehearsal == nil ? [] : Array(try JobTopics(script).outputs.keys)
        return try StreamingJob(
            name: definition.runName,
            inserts: script.inserts,
            log: log,
            folder: try folder.folder(definition.name, "checkpoints"),
            settings: .init(
                parallelism: try parallelism(definition, script),
                checkpointMilliseconds: try script.milliseconds("execution.checkpointing.interval") ?? standard,
                idleMilliseconds: idle > 0 ? idle : nil,
                deadLetterTopic: letters.isEmpty ? nil : letters,
                renamedOutputs: Rehearsal.renamed(outputs, definition.rehearsal ?? 0)
            ),
            now: now
        )
    }

    private func parallelism(_ definition: JobDefinition, _ script: JobScript) throws -> Int {
        if let parallelism = definition.parallelism { return parallelism }
        guard let text = script.settings["parallelism.default"] else { return settings.number("jobs.parallelism") }
        guard let number = Int(text), 1...JobGraph.parallelismMax ~= number else {
            throw ScriptFault("SET 'parallelism.default' = '\(text)': write 1 to \(JobGraph.parallelismMax)")
        }
        return number
    }

    private func update(_ name: String, _ state: State) {
        entries[name]?.state = state
        entries[name]?.since = now()
    }

    /// All jobs, by name.
    func all() -> [Entry] { entries.values.sorted { $0.definition.name < $1.definition.name } }

    /// A job.
    ///
    /// - Throws: `Refusal` (notFound).
    func entry(_ name: String) throws(Refusal) -> Entry {
        guard let entry = entries[name] else { throw Refusal(.notFound, "unknownJob", "there is no job '\(name)'") }
        return entry
    }

    /// Adds a job, or gives one another script, and begins it.
    func submit(_ name: String, script: String, parallelism: Int?) async throws {
        guard JobDefinition.isName(name) else {
            throw Refusal(.malformed, "invalidName", "a job's name is of a-z, 0-9 and -, at most 80 of them")
        }
        guard script.utf8.count <= JobDefinition.scriptBytesMax else {
            throw Refusal(.malformed, "tooLarge", "a script is at most \(JobDefinition.scriptBytesMax) bytes")
        }
        try Self.check(parallelism)
        var definition = entries[name]?.definition ?? JobDefinition(name: name)
        guard entries[name] != nil || entries.count < Self.jobsMax else {
            throw Refusal(.conflict, "tooManyJobs", "there are \(Self.jobsMax) jobs already; remove one")
        }
        definition.script = script
        definition.parallelism = parallelism ?? definition.parallelism
        definition.isStopped = false
        do {
            let parsed = try JobScript(script, name: name)
            _ = try StreamingJob(name: name, inserts: parsed.inserts, log: log, folder: "", settings: .init(), now: now)
        } catch {
            throw Refusal(.malformed, "invalidScript", "the script of '\(name)' is not right", message: "\(error)")
        }
        await end(name)
        try folder.write(definition)
        entries[name] = Entry(definition: definition, since: now())
        start.yield(name)
    }

    private static func check(_ parallelism: Int?) throws(Refusal) {
        guard let parallelism, !(1...JobGraph.parallelismMax ~= parallelism) else { return }
        throw Refusal(.malformed, "invalidParallelism", "parallelism is 1 to \(JobGraph.parallelismMax)")
    }

    /// Ends a job's run, with a last checkpoint.
    private func end(_ name: String) async {
        guard let entry = entries[name], let ended = entry.ended, entry.stop != nil else { return }
        entry.stop?.finish()
        for await _ in ended {}
    }

    /// Stops a job until it is restarted, also over restarts of the program.
    ///
    /// - Parameter movedTo: where it goes on instead, so that it is not restarted here by mistake.
    func stop(_ name: String, movedTo: String?) async throws {
        _ = try entry(name)
        await end(name)
        entries[name]?.definition.isStopped = true
        if let movedTo { entries[name]?.definition.movedTo = movedTo }
        if let definition = entries[name]?.definition { try folder.write(definition) }
    }

    /// Writes a job's state down under a name, which is answered.
    func savepoint(_ name: String) async throws -> String {
        let entry = try entry(name)
        let savepoint = "\(now())".filter { $0.isNumber }
        if let job = entry.job, entry.state == .running {
            try await job.savepoint(into: try folder.folder(name, "savepoints/\(savepoint)"))
        } else {
            try folder.copyCheckpoints(of: name, as: savepoint)
        }
        return savepoint
    }

    /// Begins a job again.
    ///
    /// - Parameters:
    ///   - savepoint: where to begin; nil where it ended.
    ///   - discardsState: begins without state, where the script says that a new job begins.
    ///   - rehearsal: the rehearsal that it runs for, or nil in it to write into its topics; nil for what it was before.
    func restart(
        _ name: String,
        parallelism: Int?,
        savepoint: String?,
        discardsState: Bool,
        rehearsal: Int64??
    ) async throws {
        if let place = try entry(name).definition.movedTo, rehearsal == nil {
            throw Refusal(
                .conflict,
                "movedAway",
                "job '\(name)' runs on \(place)",
                message: "bring it back with: bss job move \(name) --to builtin"
            )
        }
        try Self.check(parallelism)
        if let savepoint, !folder.savepoints(of: name).contains(savepoint) {
            let known = folder.savepoints(of: name).joined(separator: ", ")
            throw Refusal(
                .notFound,
                "unknownSavepoint",
                "job '\(name)' has no savepoint '\(savepoint)'",
                message: known.isEmpty ? "it has none" : "it has \(known)"
            )
        }
        await end(name)
        guard var definition = entries[name]?.definition else { return }
        definition.isStopped = false
        if let rehearsal {
            definition.rehearsal = rehearsal
            definition.movedTo = rehearsal == nil ? nil : definition.movedTo
        }
        if let parallelism { definition.parallelism = parallelism }
        if let savepoint { try folder.begin(name, at: savepoint) }
        if discardsState {
            try folder.discardCheckpoints(of: definition)
            definition.generation += 1
        }
        try folder.write(definition)
        entries[name] = Entry(definition: definition, since: now())
        start.yield(name)
    }

    /// Remembers the rehearsal that was prepared, durable on return.
    func setOpenRehearsal(_ number: Int64?, of name: String) throws {
        var definition = try entry(name).definition
        definition.openRehearsal = number
        try folder.write(definition)
        entries[name]?.definition = definition
    }

    /// Forgets a job that does not come with the program, with its state.
    func remove(_ name: String) async throws {
        _ = try entry(name)
        guard JobDefinition.builtIn[name] == nil else {
            throw Refusal(.conflict, "builtInJob", "job '\(name)' comes with the program; stop it instead")
        }
        await end(name)
        entries[name] = nil
        try folder.remove(name)
    }
}
