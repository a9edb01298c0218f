import Domain
import EventLog
import Logging
import Metrics
import Primitives
import Storage

/// Carries events from the outbox into the log: in the order of their transactions, each exactly once.
///
/// It carries settled rows only (`ReadTransaction.sequenceHorizon`): a row with a lower sequence that became visible later
/// would be dropped by the log, which keeps no more than the last sequence.
/// It resends what it does not know to be in the log, and the log drops what it has (by the outbox sequence), so a crash at any
/// point neither loses nor doubles an event.
public struct OutboxRelay: Sendable {
    /// Events carried at once.
    public static let batchMax = 2_000
    /// The longest it sleeps without being told of a write, in milliseconds.
    static let idleMilliseconds: Int64 = 1_000
    /// The same where servers share the store, since nothing tells of another server's writes: so long after the last event, twice
    /// as long each time that there is none, up to `sharedIdleMillisecondsMax`.
    static let sharedIdleMilliseconds: Int64 = 20
    /// The longest it sleeps on a shared store, in milliseconds.
    static let sharedIdleMillisecondsMax: Int64 = 80
    /// How long it waits after the store or the log failed, in milliseconds.
    static let retryMilliseconds = 500
    /// The producer that the log knows it as.
    public static let producer = Producer("outbox")

    let operations: Operations
    let log: any EventLog
    private let turnstile = Turnstile()
    private let relayed = Counter(label: "bss_outbox_relayed_total")
    private let waiting = Gauge(label: "bss_outbox_oldest_seconds")

    /// A relay from the operations' store into this log.
    public init(_ operations: Operations, log: any EventLog) {
        self.operations = operations
        self.log = log
    }

    /// Relays until the task is cancelled. A failing log or store is tried again: events wait in the outbox meanwhile.
    public func run() async throws {
        let (idleFirst, idleMax) =
            operations.storage.isShared
            ? (Self.sharedIdleMilliseconds, Self.sharedIdleMillisecondsMax)
            : (Self.idleMilliseconds, Self.idleMilliseconds)
        var idle = idleFirst
        while !Task.isCancelled {
            do {
                if try await relayOnce() == 0 {
                    await operations.outboxSignal.wait(milliseconds: idle)
                    idle = min(idle * 2, idleMax)
                } else {
                    idle = idleFirst
                }
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

    /// Carries the oldest events over, at most `batchMax`; says how many there were.
    @discardableResult
    public func relayOnce() async throws -> Int {
        try await turnstile.pass { try await carry() }
    }

    /// Runs `body` while nothing moves from the outbox into the log: for a backup that holds both in agreement.
    public func whileHeld<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        try await turnstile.pass(body)
    }

    private func carry() async throws -> Int {
        let rows = try await operations.storage.read { transaction in
            let settled = Condition.range("sequence", from: nil, to: .integer(try transaction.sequenceHorizon()))
            return try transaction.rows(
                Schema.outbox,
                Query(settled, order: [Ordering("sequence")], limit: Self.batchMax)
            )
        }
        guard let last = rows.last, let first = rows.first else {
            waiting.record(0)
            return 0
        }
        let age = operations.surroundings.now().milliseconds - first["event_time"].integer!
        waiting.record(Double(max(0, age)) / 1_000)
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
        let carried = last["sequence"]
        _ = try await operations.storage.write { transaction in
            try transaction.delete(
                Schema.outbox,
                where: .range("sequence", from: nil, to: carried, upToIncluding: true)
            )
        }
        relayed.increment(by: Int64(rows.count))
        return rows.count
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
