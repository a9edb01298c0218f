import Crypto
import Domain
import EventLog
import Logging
import Metrics
import Primitives
import Storage

/// A delivery to make over HTTP.
public struct Delivery: Sendable, Hashable {
    /// Where to: `{callback}/listener/{eventName}`.
    public let url: String
    /// Header names and values, the signature among them.
    public let headers: [(name: String, value: String)]
    /// The event's envelope as JSON.
    public let body: String

    /// Whether two deliveries are the same.
    public static func == (left: Delivery, right: Delivery) -> Bool {
        left.url == right.url && left.body == right.body && left.headers.elementsEqual(right.headers, by: ==)
    }

    /// Hashes the address and the body.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(url)
        hasher.combine(body)
    }
}

/// Posts events to the listeners that registered for them: at least once, in order per customer, signed, retried with a
/// growing pause, every attempt logged. One listener's trouble delays no other.
public struct HubDelivery: Sendable {
    /// Attempts for one event before its subscription is paused.
    public static let attemptsMax = 12
    /// The pause after the first failure, in milliseconds; it doubles up to `retryMillisecondsMax`.
    static let retryMilliseconds: Int64 = 500
    /// The longest pause, in milliseconds.
    static let retryMillisecondsMax: Int64 = 300_000
    /// How often registrations are looked at without being told of a change, in milliseconds.
    static let refreshMilliseconds = 500

    let operations: Operations
    let log: any EventLog
    let post: @Sendable (Delivery) async -> Result<Int, DeliveryFailure>
    private let delivered = Counter(label: "bss_hub_delivered_total")
    private let failed = Counter(label: "bss_hub_failed_total")

    /// Deliveries of this log's events; `post` answers the listener's status.
    public init(
        _ operations: Operations,
        log: any EventLog,
        post: @escaping @Sendable (Delivery) async -> Result<Int, DeliveryFailure>
    ) {
        self.operations = operations
        self.log = log
        self.post = post
    }

    /// Delivers until the task is cancelled.
    public func run() async throws {
        enum Ended: Sendable {
            case subscription(String)
            case pause
        }
        var serving: Set<String> = []
        try await withThrowingTaskGroup(of: Ended.self) { group in
            group.addTask { .pause }
            while let ended = try await group.next(), !Task.isCancelled {
                if case .subscription(let id) = ended {
                    serving.remove(id)
                    continue
                }
                for row in try await activeSubscriptionsIfKnown() where serving.insert(row["id"].text!).inserted {
                    group.addTask {
                        await serve(row)
                        return .subscription(row["id"].text!)
                    }
                }
                group.addTask {
                    // why: cancellation ends the loop
                    try? await Task.sleep(for: .milliseconds(Self.refreshMilliseconds))
                    return .pause
                }
            }
            group.cancelAll()
        }
    }

    // Without the store, whom to serve is learnt at the next look; those known are served on.
    private func activeSubscriptionsIfKnown() async throws -> [Row] {
        do {
            return try await activeSubscriptions()
        } catch let StorageError.failed(reason) {
            operations.logger.error("the hub cannot read its subscriptions", metadata: ["error": "\(reason)"])
            return []
        }
    }

    private func activeSubscriptions() async throws -> [Row] {
        try await operations.storage.read { transaction in
            try transaction.rows(
                Schema.subscriptions,
                Query(
                    .equals("state", .text(Subscription.State.active.rawValue)),
                    limit: OperationLimits.subscriptionsMax
                )
            )
        }
    }

    /// Delivers to one listener until its registration changes or the task is cancelled.
    private func serve(_ row: Row) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do { try await deliverAll(row) } catch is CancellationError {} catch EventLogError.closed {} catch {
                    operations.logger.error(
                        "hub delivery interrupted",
                        metadata: ["subscription": "\(row["id"].text!)", "error": "\(error)"]
                    )
                }
            }
            group.addTask {
                while true {
                    do {
                        try await Task.sleep(for: .milliseconds(Self.refreshMilliseconds))
                        let now = try await operations.storage.read {
                            try $0.row(Schema.subscriptions, key: [row["id"]])
                        }
                        if now != row { return }
                    } catch { return }
                }
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// Follows the topic of the subscription's API from where its group stands, and posts what its query asks for.
    private func deliverAll(_ row: Row) async throws {
        let subscription = Subscription(row: row)
        let query: HubQuery
        switch Result(catching: { () throws(Refusal) in try HubQuery(subscription.query) }) {
        case .success(let parsed): query = parsed
        case .failure(let refusal): throw refusal
        }
        let topic = ResourceKind.allCases.first { $0.schema.api == subscription.api }!.schema.topic
        let group = "hub-\(subscription.id)"
        let positions = try await start(topic, group, row)
        for try await batch in log.follow(topic, from: positions, ReadOptions(records: 50)) {
            for event in batch.events {
                guard let envelope = Self.envelope(of: event, api: subscription.api), query.matches(envelope.json)
                else {
                    continue
                }
                guard try await deliver(envelope, to: subscription, secret: row["secret"].text!) else { return }
            }
            try await log.commit([batch.source: batch.nextOffset], group: group)
        }
    }

    /// Where to begin: where the group stands, or at the first event of the wanted time.
    private func start(_ topic: String, _ group: String, _ row: Row) async throws -> [Int: Int64] {
        var positions: [Int: Int64] = [:]
        let committed = try await log.committed(group: group)
        let wanted = row["start_at"].integer
        for partition in try await log.describe(topic).partitions {
            let source = TopicPartition(topic, partition.partition)
            if let wanted {
                let time = Timestamp(milliseconds: wanted)
                positions[partition.partition] = try await log.firstOffset(in: source, at: time) ?? partition.endOffset
            } else {
                positions[partition.partition] = max(committed[source] ?? 0, partition.earliestOffset)
            }
        }
        guard wanted != nil else { return positions }
        let offsets = Dictionary(uniqueKeysWithValues: positions.map { (TopicPartition(topic, $0.key), $0.value) })
        try await log.commit(offsets, group: group)
        _ = try await operations.storage.write { transaction in
            try transaction.update(
                Schema.subscriptions,
                key: [row["id"]],
                set: [("start_at", .null)],
                where: .equals("start_at", row["start_at"])
            )
        }
        return positions
    }

    /// Posts one event until the listener takes it; false if its subscription was paused for good reason.
    private func deliver(_ envelope: Envelope, to subscription: Subscription, secret: String) async throws -> Bool {
        var pause = Self.retryMilliseconds
        for attempt in 1...Self.attemptsMax {
            let began = operations.surroundings.now()
            let answer = await post(envelope.delivery(to: subscription, secret: secret, at: began))
            let took = operations.surroundings.now() - began
            var status: Int?
            var failure: String?
            switch answer {
            case .success(let code):
                status = code
                if !(200..<300).contains(code) { failure = "the listener answered \(code)" }
            case .failure(let reason): failure = reason.reason
            }
            try await operations.log(
                DeliveryAttempt(
                    subscriptionID: subscription.id,
                    eventID: envelope.id,
                    at: began,
                    status: status,
                    failure: failure,
                    milliseconds: took
                )
            )
            guard failure != nil else {
                delivered.increment()
                return true
            }
            failed.increment()
            guard attempt < Self.attemptsMax else { break }
            try await Task.sleep(for: .milliseconds(pause))
            pause = min(pause * 2, Self.retryMillisecondsMax)
        }
        operations.logger.warning("subscription paused", metadata: ["subscription": "\(subscription.id)"])
        _ = try await operations.pauseSubscription(
            subscription.id,
            RequestContext(actor: .system, requestID: "hub")
        )
        return false
    }

    /// An event as TM Forum's listeners get it.
    private struct Envelope {
        let id: String
        let type: String
        let json: JSON

        func delivery(to subscription: Subscription, secret: String, at time: Timestamp) -> Delivery {
            let body = json.text
            let name = type.prefix(1).lowercased() + type.dropFirst()
            let code = HMAC<SHA256>.authenticationCode(
                for: Array("\(time.milliseconds).\(body)".utf8),
                using: SymmetricKey(data: Array(secret.utf8))
            )
            var callback = subscription.callback
            while callback.last == "/" { callback.removeLast() }
            return Delivery(
                url: "\(callback)/listener/\(name)",
                headers: [
                    ("content-type", "application/json"), ("x-bss-event-id", id),
                    ("x-bss-signature", "t=\(time.milliseconds),v1=\(hexadecimal(code))"),
                ],
                body: body
            )
        }
    }

    private static func envelope(of event: StoredEvent, api: OpenAPI) -> Envelope? {
        // why: a record that somebody else put into the topic and that is no event of ours is not for listeners
        guard let value = try? JSON(parsing: event.value), let id = value["eventId"]?.string,
            let type = value["type"]?.string, let content = value["event"]?.object,
            let kind = content.members.first.flatMap({ ResourceKind(rawValue: $0.key) }), kind.schema.api == api
        else { return nil }
        let time = value["eventTime"] ?? .string(event.timestamp.description)
        let envelope: [(String, JSON)] = [
            ("eventId", .string(id)), ("eventTime", time), ("eventType", .string(type)),
            ("correlationId", value["correlationId"] ?? .null), ("domain", .string(api.rawValue)),
            ("title", .string(type)), ("description", .string("\(kind.rawValue) \(value["resourceId"]?.string ?? "")")),
            ("priority", "normal"), ("timeOcurred", time), ("event", .object(content)),
        ]
        return Envelope(id: id, type: type, json: .object(JSONObject(envelope)))
    }
}

/// Why no answer came from a listener.
public struct DeliveryFailure: Error, Sendable, Hashable {
    /// The reason, for the attempt log.
    public let reason: String

    /// A failure.
    public init(_ reason: String) { self.reason = reason }
}
