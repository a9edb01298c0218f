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
///
/// Of several servers on one log each delivers the partitions that it has; see `PartitionShare`.
public struct HubDelivery: Sendable {
    /// Attempts for one event before its subscription is paused.
    public static let attemptsMax = 12
    /// The pause after the first failure, in milliseconds; it doubles up to `retryMillisecondsMax`.
    static let retryMilliseconds: Int64 = 500
    /// The longest pause, in milliseconds.
    static let retryMillisecondsMax: Int64 = 300_000
    /// How often registrations are looked at without being told of a change, in milliseconds.
    static let refreshMilliseconds = 500

    /// The group by which servers divide the partitions.
    public static let group = "hub"

    let operations: Operations
    let log: any EventLog
    let sharing: PartitionSharing
    let post: @Sendable (Delivery) async -> Result<Int, DeliveryFailure>
    private let delivered = Counter(label: "bss_hub_delivered_total")
    private let failed = Counter(label: "bss_hub_failed_total")

    /// Deliveries of this log's events; `post` answers the listener's status.
    public init(
        _ operations: Operations,
        log: any EventLog,
        sharing: PartitionSharing = .group,
        post: @escaping @Sendable (Delivery) async -> Result<Int, DeliveryFailure>
    ) {
        self.operations = operations
        self.log = log
        self.sharing = sharing
        self.post = post
    }

    /// Delivers the events of this server's share of the partitions until the task is cancelled.
    public func run() async throws {
        let roster = SubscriptionRoster(operations)
        let topics = Set(ResourceKind.allCases.map(\.schema.topic)).sorted()
        let share = PartitionShare(of: topics, group: Self.group, sharing, log: log, logger: operations.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while true {
                    try await roster.look()
                    try await Task.sleep(for: .milliseconds(Self.refreshMilliseconds))
                }
            }
            group.addTask { await share.run { source in await deliverAll(of: source, roster) } }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// What there is to do in a partition for one registration.
    private struct Registration: Equatable {
        let id: String
        let callback: String
        let query: String
        let secret: String
        /// The time of the first event wanted, until delivery has gone there.
        let start: Int64?

        init(_ row: Row, _ partition: Int) {
            id = row["id"].text!
            callback = row["callback"].text!
            query = row["query"].text!
            secret = row["secret"].text!
            start = HubDelivery.started(row).contains(partition) ? nil : row["start_at"].integer
        }
    }

    /// What changes the work in a partition.
    private enum Note {
        case registrations([Row])
        case ended(String)
    }

    /// Delivers a partition to every registration, side by side, until the task is cancelled.
    private func deliverAll(of source: TopicPartition, _ roster: SubscriptionRoster) async {
        let (notes, inbox) = AsyncStream.makeStream(of: Note.self)
        let reader = operations.surroundings.identifier()
        roster.add(reader) { inbox.yield(.registrations($0)) }
        defer { roster.remove(reader) }
        await withDiscardingTaskGroup { group in
            var wanted: [String: Row] = [:]
            var serving: [String: (registration: Registration, stop: AsyncStream<Void>.Continuation)] = [:]
            for await note in notes {
                switch note {
                case .registrations(let rows):
                    let mine = rows.filter { Self.topic(of: OpenAPI(rawValue: $0["api"].text!)!) == source.topic }
                    wanted = Dictionary(uniqueKeysWithValues: mine.map { ($0["id"].text!, $0) })
                case .ended(let id): serving[id] = nil
                }
                for (id, served) in serving
                where wanted[id].map({ Registration($0, source.partition) }) != served.registration {
                    served.stop.finish()
                }
                for (id, row) in wanted where serving[id] == nil {
                    let (stops, stop) = AsyncStream.makeStream(of: Void.self)
                    let registration = Registration(row, source.partition)
                    serving[id] = (registration, stop)
                    group.addTask {
                        await serve(row, registration, source, roster, until: stops)
                        inbox.yield(.ended(id))
                    }
                }
            }
            group.cancelAll()
        }
    }

    private static func topic(of api: OpenAPI) -> String {
        ResourceKind.allCases.first { $0.schema.api == api }!.schema.topic
    }

    /// Works for one listener until there is nothing more to do, its registration changes, or the task is cancelled.
    private func serve(
        _ row: Row,
        _ registration: Registration,
        _ source: TopicPartition,
        _ roster: SubscriptionRoster,
        until stops: AsyncStream<Void>
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    if let start = registration.start {
                        try await begin(registration.id, at: start, source)
                    } else {
                        try await deliver(Subscription(row: row), secret: registration.secret, source)
                    }
                    // What was just written is to be known before the next is begun.
                    try await roster.look()
                } catch is CancellationError {} catch EventLogError.closed {} catch {
                    operations.logger.error(
                        "hub delivery interrupted",
                        metadata: ["subscription": "\(registration.id)", "error": "\(error)"]
                    )
                    // why: cancelled is as good as over
                    try? await Task.sleep(for: .milliseconds(Self.refreshMilliseconds))
                }
            }
            group.addTask { for await _ in stops {} }
            await group.next()
            group.cancelAll()
        }
    }

    /// The group that remembers where the delivery to a listener is.
    private static func group(of id: String) -> String { "hub-\(id)" }

    /// Goes to the first event of the wanted time, and notes that in the registration. Only who has the partition does this,
    /// and only while it delivers nothing of it: so no later commit of an earlier delivery can undo it.
    private func begin(_ id: String, at start: Int64, _ source: TopicPartition) async throws {
        // The registration may have been looked at before the partition came here: its last owner may have done this.
        let newest = try await operations.storage.read { try $0.row(Schema.subscriptions, key: [.text(id)]) }
        guard let newest, newest["start_at"].integer == start, !Self.started(newest).contains(source.partition)
        else { return }
        // Before the time is looked for: what comes meanwhile is wanted.
        let partitions = try await log.describe(source.topic).partitions
        let found = try await log.firstOffset(in: source, at: Timestamp(milliseconds: start))
        let offset = found ?? partitions[source.partition].endOffset
        try await log.commit([source: offset], group: Self.group(of: id))
        _ = try await operations.storage.write { transaction in
            guard let row = try transaction.row(Schema.subscriptions, key: [.text(id)]),
                row["start_at"].integer == start
            else { return }
            let started = Self.started(row).union([source.partition])
            let isEverywhere = partitions.allSatisfy { started.contains($0.partition) }
            let before = row["started_partitions"]
            // If another server noted its own meanwhile, the row is looked at again.
            _ = try transaction.update(
                Schema.subscriptions,
                key: [.text(id)],
                set: [
                    ("start_at", isEverywhere ? .null : row["start_at"]),
                    (
                        "started_partitions",
                        isEverywhere ? .null : .text(started.sorted().map(String.init).joined(separator: ","))
                    ),
                ],
                where: .all([
                    .equals("start_at", row["start_at"]),
                    before == .null ? .isNull("started_partitions") : .equals("started_partitions", before),
                ])
            )
        }
    }

    /// The partitions in which delivery has gone to the time that is wanted.
    private static func started(_ row: Row) -> Set<Int> {
        Set((row["started_partitions"].text ?? "").split(separator: ",").compactMap { Int($0) })
    }

    /// Follows a partition from where the subscription's group stands, and posts what its query asks for, until it is paused.
    private func deliver(_ subscription: Subscription, secret: String, _ source: TopicPartition) async throws {
        let query: HubQuery
        switch Result(catching: { () throws(Refusal) in try HubQuery(subscription.query) }) {
        case .success(let parsed): query = parsed
        case .failure(let refusal): throw refusal
        }
        let group = Self.group(of: subscription.id)
        let position = try await log.position(of: group, in: source)
        var (reached, committed) = (position, position)
        do {
            for try await batch in log.follow(source, from: position, ReadOptions(records: 50)) {
                for event in batch.events {
                    if let envelope = Self.envelope(of: event, api: subscription.api), query.matches(envelope.json),
                        !(try await deliver(envelope, to: subscription, secret: secret))
                    {
                        if reached > committed { try await log.commit([source: reached], group: group) }
                        return
                    }
                    reached = event.offset + 1
                }
                reached = batch.nextOffset
                try await log.commit([source: reached], group: group)
                committed = reached
            }
        } catch {
            // Who goes on from here does not send again what the listener has.
            if reached > committed { try await log.commit([source: reached], group: group) }
            throw error
        }
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
