import Domain
import EventLog
import Logging
import Metrics
import Primitives

/// Turns the alerts of the fraud rules into risk assessments and cases: each once, in order per customer, whatever is
/// replayed. What is no alert is counted, logged and passed over.
public struct AlertIntake: Sendable {
    /// The consumer group that remembers how far it got.
    public static let group = "fraud-cases"
    /// Customers whose alerts are taken in side by side.
    static let customersAtOnceMax = 64

    let operations: Operations
    let log: any EventLog
    private let taken = Counter(label: "bss_fraud_alerts_taken_total")
    private let replayed = Counter(label: "bss_fraud_alerts_replayed_total")
    private let refused = Counter(label: "bss_fraud_alerts_refused_total")

    /// An intake from this log into the operations' store.
    public init(_ operations: Operations, log: any EventLog) {
        self.operations = operations
        self.log = log
    }

    /// Takes in the alerts of this server's share of the partitions until the task is cancelled. While the store or the log
    /// fails, alerts wait.
    public func run() async throws {
        let share = PartitionShare(of: [Topic.fraud], group: Self.group, log: log, logger: operations.logger)
        await share.run { source in
            let position = try await log.position(of: Self.group, in: source)
            for try await batch in log.follow(source, from: position) { try await take(batch) }
        }
    }

    /// Takes in what the group has not seen, at most one read of each partition, whose share it may be; says how many records
    /// there were.
    @discardableResult
    public func takeOnce() async throws -> Int {
        var count = 0
        for partition in try await log.describe(Topic.fraud).partitions {
            let source = TopicPartition(Topic.fraud, partition.partition)
            let batch = try await log.read(source, from: try await log.position(of: Self.group, in: source))
            try await take(batch)
            count += batch.events.count
        }
        return count
    }

    /// Customers side by side, so that their writes share commits; the alerts of one customer one after the other.
    private func take(_ batch: EventBatch) async throws {
        var alerts: [Identifier: [FraudAlert]] = [:]
        var order: [Identifier] = []
        for event in batch.events {
            do throws(Refusal) {
                let alert = try FraudAlert(event.value, timestamp: event.timestamp)
                if alerts[alert.customer] == nil { order.append(alert.customer) }
                alerts[alert.customer, default: []].append(alert)
            } catch {
                refuse(error, "\(event.topic)/\(event.partition)/\(event.offset)")
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, customer) in order.enumerated() {
                if index >= Self.customersAtOnceMax { try await group.next() }
                let own = alerts[customer]!
                group.addTask { for alert in own { try await take(alert) } }
            }
            try await group.waitForAll()
        }
        try await log.commit([batch.source: batch.nextOffset], group: Self.group)
    }

    private func take(_ alert: FraudAlert) async throws {
        switch try await operations.take(alert) {
        case .success(true): taken.increment()
        case .success(false): replayed.increment()
        case .failure(let refusal) where refusal.kind == .tooMany: throw refusal
        case .failure(let refusal): refuse(refusal, alert.id)
        }
    }

    private func refuse(_ refusal: Refusal, _ what: String) {
        refused.increment()
        operations.logger.warning(
            "a fraud alert is passed over",
            metadata: ["alert": "\(what)", "reason": "\(refusal.reason)"]
        )
    }
}
