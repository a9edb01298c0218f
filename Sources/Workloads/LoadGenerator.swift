import AsyncHTTPClient
import Logging
import NIOCore
import Primitives

/// Sends orders and reads to a BSS server at a fixed rate, whatever the server makes of it, and notes every write in a
/// journal. One task paces; everything else happens in callbacks on one event loop, since the generator mostly shares
/// its cores with the server it measures.
public struct LoadGenerator: Sendable {
    /// What it is to do.
    public let configuration: LoadConfiguration
    private let journal: WriteJournal
    private let logger: Logger
    private let surroundings: Surroundings
    /// Nanoseconds between two reports of progress.
    private static let reportInterval: Int64 = 200_000_000

    /// A load generator; `run` starts it.
    ///
    /// - Parameters:
    ///   - configuration: what to do.
    ///   - journal: where every write is noted, for an `Auditor`.
    ///   - logger: for what went wrong.
    ///   - surroundings: the clock and randomness for keys; the machine's own if nil.
    /// - Throws: `WorkloadError` for a setting out of range.
    public init(
        _ configuration: LoadConfiguration,
        journal: WriteJournal,
        logger: Logger,
        surroundings: Surroundings? = nil
    ) throws {
        try configuration.validate()
        self.configuration = configuration
        self.journal = journal
        self.logger = logger
        self.surroundings = surroundings ?? WorkloadSurroundings.system
    }

    /// Creates catalogue and customers, keeps up the load, waits for the last answers.
    ///
    /// - Parameter progress: called about five times a second and at the end of each phase.
    /// - Throws: `WorkloadError` if the preparation is refused or the journal cannot be written; what the connection
    ///   failed with during preparation; `CancellationError`. Failures under load are counted, not thrown.
    public func run(progress: @Sendable (LoadProgress) -> Void = { _ in }) async throws -> LoadResult {
        try await ServerConnection.with(
            configuration.url,
            apiKey: configuration.apiKey,
            connections: configuration.connections,
            timeoutSeconds: configuration.timeoutSeconds
        ) { connection in
            if configuration.seedsCatalogue {
                _ = try await TelecomCatalogue.standard.seed(into: connection, surroundings)
            }
            let tag = WorkloadSurroundings.runTag(surroundings)
            let customers = try await signUp(tag, connection, progress)
            return try await load(customers, tag, connection, progress)
        }
    }

    private func signUp(
        _ tag: String,
        _ connection: ServerConnection,
        _ progress: @Sendable (LoadProgress) -> Void
    ) async throws -> [String] {
        let total = configuration.customers
        return try await withThrowingTaskGroup(of: String.self) { group in
            var ids: [String] = []
            for number in 0..<total {
                if number >= LoadLimits.signUpsMax, let id = try await group.next() {
                    ids.append(id)
                    if ids.count.isMultiple(of: 50) {
                        progress(LoadProgress(phase: .preparing, done: ids.count, total: total, counts: LoadCounts()))
                    }
                }
                group.addTask { try await signUp("Load-\(tag)-\(number)", connection) }
            }
            while let id = try await group.next() { ids.append(id) }
            progress(LoadProgress(phase: .preparing, done: total, total: total, counts: LoadCounts()))
            return ids
        }
    }

    private func signUp(_ name: String, _ connection: ServerConnection) async throws -> String {
        let key = surroundings.identifier()
        let ticket = try journal.willSend(JournalEntry(kind: .customer, key: key, reference: name, itemCount: 0))
        let body: JSON = [
            "name": .string(name), "status": "Approved",
            "engagedParty": [
                "id": .string(surroundings.identifier().description), "name": .string(name),
                "@referredType": "Individual",
            ],
            "contactMedium": [
                [
                    "mediumType": "email",
                    "characteristic": ["emailAddress": .string("\(name.lowercased())@example.com")],
                ]
            ],
        ]
        let answer = try await Patience.seeding.retrying {
            try await connection.ask("POST", APIPath.customer, body: body, idempotencyKey: key)
        }
        guard answer.meaning == .acknowledged, let id = answer.createdID else {
            if answer.meaning == .refused { journal.answered(ticket, .refused(status: answer.status)) }
            throw WorkloadError(
                "the server answered \(answer.status) to a sign-up: "
                    + String(decoding: answer.body.prefix(300), as: UTF8.self)
            )
        }
        journal.answered(ticket, .acknowledged(id: id))
        return id
    }

    private func load(
        _ customers: [String],
        _ tag: String,
        _ connection: ServerConnection,
        _ progress: @Sendable (LoadProgress) -> Void
    ) async throws -> LoadResult {
        let schedule = LoadSchedule(rate: configuration.rate, seconds: configuration.seconds)
        let sender = try LoadSender(configuration, customers, tag, connection, journal, surroundings)
        let tally = sender.tally
        var random = SeededRandom(seed: configuration.seed)
        var next = 0
        var reported: Int64 = 0
        var failure: (any Error)?
        while next < schedule.count {
            let now = sender.elapsed
            let due = schedule.dueCount(at: now)
            do {
                while next < due {
                    try sender.send(next, dueAt: schedule.due(next), &random)
                    next += 1
                }
                if now - reported > Self.reportInterval {
                    reported = now
                    progress(
                        LoadProgress(phase: .running, done: next, total: schedule.count, counts: tally.counts)
                    )
                }
                guard next < schedule.count else { break }
                try await Task.sleep(for: .nanoseconds(max(100_000, schedule.due(next) - sender.elapsed)))
            } catch {
                failure = error
                break
            }
        }
        // Every request has a deadline, so this ends; the client must not be shut down under what is in flight.
        while tally.inFlight > 0 {
            if sender.elapsed - reported > Self.reportInterval {
                reported = sender.elapsed
                progress(LoadProgress(phase: .draining, done: next, total: schedule.count, counts: tally.counts))
            }
            await Self.pause(.milliseconds(10))
        }
        if let failure { throw failure }
        progress(LoadProgress(phase: .draining, done: next, total: schedule.count, counts: tally.counts))
        logger.debug("load ended", metadata: ["counts": "\(tally.counts)"])
        let end = Int64(Double(schedule.count) * 1e9 / schedule.rate)
        return tally.result(scheduled: schedule.count, scheduledEnd: end)
    }

    /// Sleeps also in a cancelled task, whose own sleep would return at once and spin.
    private static func pause(_ duration: Duration) async {
        await Task.detached {
            // why: nobody cancels this task
            try? await Task.sleep(for: duration)
        }.value
    }
}
