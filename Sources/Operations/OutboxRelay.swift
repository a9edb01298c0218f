import Domain
import EventLog
import Logging
import Metrics
import Primitives
import Storage
import Synchronization

/// Carries events from the outbox into the log: in the order of their transactions, each exactly once.
///
/// It carries settled rows only (`Storage.sequenceHorizon`): a row with a lower sequence that became visible later
/// would be dropped by the log, which keeps no more than the last sequence.
/// It resends what it does not know to be in the log, and the log drops what it has (by the outbox sequence), so a crash at any
/// point neither loses nor doubles an event.
///
/// What was carried stays in the outbox for a moment and is removed in larger parts, since on a cluster that is a transaction
/// over all shards, for which new events would have to wait each time.
public final class OutboxRelay: Sendable {
    /// Events carried at once; also after how many they are removed from the outbox.
    public static let batchMax = 2_000
    /// After how long events that were carried are removed from the outbox, in milliseconds.
    static let sweepMilliseconds: Int64 = 1_000
    /// The longest it sleeps without being told of a write, in milliseconds.
    static let idleMilliseconds: Int64 = 1_000
    /// The same where servers share the store, since nothing tells of another server's writes.
    static let sharedIdleMilliseconds: Int64 = 20
    /// How often it looks for events that have not settled, in milliseconds.
    static let lookMilliseconds: Int64 = 1_000
    /// How long it waits after the store or the log failed, in milliseconds.
    static let retryMilliseconds = 500
    /// The producer that the log knows it as.
    public static let producer = Producer("outbox")

    private struct Progress {
        /// Every event with a lower sequence is in the log.
        var settled: Int64 = 0
        /// Events below `settled` that may still be in the outbox, and since when.
        var carried = 0
        var since = ContinuousClock.now
        /// When it was last looked for events that have not settled.
        var looked = ContinuousClock.now
    }

    private let operations: Operations
    private let log: any EventLog
    private let turnstile = Turnstile()
    // Changed inside the turnstile only.
    private let progress = Mutex(Progress())
    private let relayed = Counter(label: "bss_outbox_relayed_total")
    private let waiting = Gauge(label: "bss_outbox_oldest_seconds")

    /// A relay from the operations' store into this log.
    public init(_ operations: Operations, log: any EventLog) {
        self.operations = operations
        self.log = log
    }

    /// Relays until the task is cancelled. A failing log or store is tried again: events wait in the outbox meanwhile.
    public func run() async throws {
        let idle = operations.storage.isShared ? Self.sharedIdleMilliseconds : Self.idleMilliseconds
        while !Task.isCancelled {
            do {
                let carried = try await turnstile.pass {
                    let carried = try await self.carry()
                    if self.isSweepDue { try await self.sweep() }
                    return carried
                }
                if carried == 0 { await operations.outboxSignal.wait(milliseconds: idle) }
            } catch EventLogError.closed, StorageError.closed {
                return
            } catch is CancellationError {
                return
            } catch {
                operations.logger.error("events wait in the outbox", metadata: ["error": "\(error)"])
                try await Task.sleep(for: .milliseconds(Self.retryMilliseconds))
            }
        }
    }

    /// Carries the oldest events over, at most `batchMax`, and says how many there were. If there were none, the outbox is empty
    /// afterwards but for events that have not settled.
    @discardableResult
    public func relayOnce() async throws -> Int {
        try await turnstile.pass {
            let carried = try await self.carry()
            if carried == 0 || self.isSweepDue { try await self.sweep() }
            return carried
        }
    }

    /// Runs `body` while nothing moves from the outbox into the log: for a backup that holds both in agreement.
    public func whileHeld<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        try await turnstile.pass(body)
    }

    private func carry() async throws -> Int {
        let settled = progress.withLock { $0.settled }
        let horizon = try await operations.storage.sequenceHorizon(of: Schema.outbox, after: settled)
        let rows = horizon > settled ? try await events(from: settled, to: horizon, limit: Self.batchMax) : []
        if rows.isEmpty {
            try await lookBehind(horizon, settled)
        } else {
            measure(rows.first)
            try await append(rows)
        }
        progress.withLock { progress in
            if rows.count == Self.batchMax || horizon == .max {
                if let last = rows.last { progress.settled = last["sequence"].integer! + 1 }
            } else {
                progress.settled = max(settled, horizon)
            }
            if progress.carried == 0 { progress.since = .now }
            progress.carried += rows.count
        }
        relayed.increment(by: Int64(rows.count))
        return rows.count
    }

    private func events(from first: Int64, to horizon: Int64?, limit: Int) async throws -> [Row] {
        let range = Condition.range("sequence", from: .integer(first), to: horizon.map(Value.integer))
        return try await operations.storage.read { transaction in
            try transaction.rows(Schema.outbox, Query(range, order: [Ordering("sequence")], limit: limit))
        }
    }

    /// Measures how long the oldest event waits that has not settled: a transaction that does not end holds all later ones back.
    private func lookBehind(_ horizon: Int64, _ settled: Int64) async throws {
        if horizon == .max { return measure(nil) }
        let isDue = progress.withLock { progress in
            let isDue = .now - progress.looked >= .milliseconds(Self.lookMilliseconds)
            if isDue { progress.looked = .now }
            return isDue
        }
        if isDue { measure(try await events(from: max(settled, horizon), to: nil, limit: 1).first) }
    }

    private func measure(_ oldest: Row?) {
        let age = oldest.map { operations.surroundings.now().milliseconds - $0["event_time"].integer! }
        waiting.record(Double(max(0, age ?? 0)) / 1_000)
    }

    private func append(_ rows: [Row]) async throws {
        var topics: [(topic: String, records: [EventRecord])] = []
        for row in rows {
            let topic = row["topic"].text!
            if let index = topics.firstIndex(where: { $0.topic == topic }) {
                topics[index].records.append(Self.record(row))
            } else {
                topics.append((topic, [Self.record(row)]))
            }
        }
        for (topic, records) in topics {
            _ = try await log.append(records, to: topic, producer: Self.producer)
        }
    }

    private var isSweepDue: Bool {
        progress.withLock { progress in
            progress.carried >= Self.batchMax
                || progress.carried > 0 && .now - progress.since >= .milliseconds(Self.sweepMilliseconds)
        }
    }

    /// Removes what was carried from the outbox.
    private func sweep() async throws {
        let (settled, carried) = progress.withLock { ($0.settled, $0.carried) }
        if carried == 0 { return }
        _ = try await operations.storage.write { transaction in
            try transaction.delete(Schema.outbox, where: .range("sequence", from: nil, to: .integer(settled)))
        }
        progress.withLock { $0.carried = 0 }
    }

    /// The record of an event, with the attributes of CloudEvents 1.0 as headers (Kafka binding, binary content mode).
    private static func record(_ row: Row) -> EventRecord {
        let time = Timestamp(milliseconds: row["event_time"].integer!)
        return EventRecord(
            key: Array(row["event_key"].text!.utf8),
            value: Array(row["body"].text!.utf8),
            headers: [
                EventHeader("ce_specversion", text: "1.0"),
                EventHeader("ce_id", text: row["event_id"].identifier!.description),
                EventHeader("ce_type", text: row["event_type"].text!), EventHeader("ce_source", text: "/bss"),
                EventHeader("ce_time", text: time.description),
                EventHeader("content-type", text: "application/json"),
            ],
            timestamp: time,
            sequence: row["sequence"].integer!
        )
    }
}
