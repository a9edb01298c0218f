import Dispatch
import Domain
import EventLog
import Foundation
import Logging
import Operations
import PostgresStorage
import Primitives
import SQLiteStorage
import ScratchPostgres
import SegmentLog
import Storage
import Synchronization
import Testing

/// An operator to test with: a fresh store and log in a directory of its own, and a clock that only the test moves.
final class Operator: Sendable {
    let directory: String
    let storage: any Storage
    let log: any EventLog
    let operations: Operations
    private let clock: Clock
    private let database: PostgresAddress?
    private let kind: StoreKind

    final class Clock: Sendable {
        private let state = Mutex((now: Timestamp(milliseconds: 1_795_244_400_000), random: SeededRandom(seed: 1)))
        func now() -> Timestamp { state.withLock { $0.now } }
        func advance(_ milliseconds: Int64) { state.withLock { $0.now = $0.now + milliseconds } }
        func random() -> UInt64 { state.withLock { $0.random.next() } }
    }

    init(_ settings: OperationSettings = OperationSettings()) async throws {
        directory = FileManager.default.temporaryDirectory.path + "/bss-operator-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let clock = Clock()
        switch StoreKind.current {
        case .sqlite:
            database = nil
            storage = try SQLiteStorage(path: directory + "/bss.sqlite", readers: 2, logger: logger)
        case .postgres:
            let address = try await ScratchPostgres.aside { try ScratchPostgres.shared().borrowDatabase() }
            database = address
            storage = PostgresStorage(address, writers: 2, readers: 2, logger: logger)
        case .citus:
            let address = try await ScratchCitus.shared().borrowSchema()
            database = address
            storage = PostgresStorage(
                address,
                writers: 2,
                readers: 2,
                placement: .citus(shards: 6),
                routeReads: true,
                logger: logger
            )
        }
        kind = StoreKind.current
        try await storage.migrate(Schema.migrations)
        log = try SegmentLog.open(
            directory: directory + "/log",
            configuration: SegmentLogConfiguration(gatherMilliseconds: 0),
            now: { clock.now() },
            logger: logger
        )
        for topic in Topic.all { try await log.createTopic(topic, .init(partitions: 3)) }
        operations = Operations(
            storage: storage,
            surroundings: Surroundings(now: { clock.now() }, random: { clock.random() }),
            settings: settings,
            logger: logger
        )
        self.clock = clock
    }

    deinit {
        // why: what is left over fails no test.
        try? FileManager.default.removeItem(atPath: directory)
        // why: likewise.
        guard let database else { return }
        switch kind {
        case .sqlite: break
        case .postgres: try? ScratchPostgres.shared().giveBack(database)  // why: as above
        case .citus: try? ScratchCitus.giveBack(database)  // why: as above
        }
    }

    var now: Timestamp { clock.now() }
    func advance(_ milliseconds: Int64) { clock.advance(milliseconds) }

    func context(key: String? = nil, version: Int64? = nil) -> RequestContext {
        RequestContext(
            actor: Actor(name: "ann", role: .agent),
            requestID: "r1",
            idempotencyKey: key,
            expectedVersion: version
        )
    }

    func create(_ kind: ResourceKind, _ text: String, key: String? = nil) async throws -> Resource {
        try await operations.create(kind, JSON(parsing: text), context(key: key)).get().resource
    }

    func refusal(_ kind: ResourceKind, _ text: String, key: String? = nil) async throws -> Refusal? {
        guard case .failure(let refusal) = try await operations.create(kind, JSON(parsing: text), context(key: key))
        else {
            return nil
        }
        return refusal
    }

    /// A customer, and an offering "mobile" for 19.90 EUR a month that is realised by two services.
    func prepared() async throws -> Resource {
        _ = try await create(.serviceSpecification, #"{"id":"voice","name":"Voice"}"#)
        _ = try await create(.serviceSpecification, #"{"id":"data","name":"Data"}"#)
        _ = try await create(
            .productSpecification,
            #"{"id":"mobile-spec","name":"Mobile","serviceSpecification":[{"id":"voice"},{"id":"data"}]}"#
        )
        _ = try await create(
            .productOfferingPrice,
            #"{"id":"mobile-price","name":"Monthly","priceType":"recurring","price":{"unit":"EUR","value":19.90}}"#
        )
        _ = try await create(
            .productOffering,
            #"""
            {"id":"mobile","name":"Mobile","version":"1.2","lifecycleStatus":"Launched",
             "productSpecification":{"id":"mobile-spec"},"productOfferingPrice":[{"id":"mobile-price"}]}
            """#
        )
        return try await create(
            .customer,
            #"""
            {"name":"Ada Lovelace","engagedParty":{"id":"p1","@referredType":"Individual"},
             "contactMedium":[{"mediumType":"email","characteristic":{"emailAddress":"ada@example.com"}},
                              {"mediumType":"phone","characteristic":{"phoneNumber":"+44 20 7946 0958"}}]}
            """#
        )
    }

    func orderText(
        _ customer: Resource,
        items: String = #"[{"id":"1","action":"add","productOffering":{"id":"mobile"}}]"#
    )
        -> String
    {
        #"""
        {"externalId":"x-1","relatedParty":[{"id":"\#(customer.id)","role":"customer","@referredType":"Customer"}],
         "productOrderItem":\#(items)}
        """#
    }

    func order(_ customer: Resource, items: String? = nil) async throws -> Resource {
        try await create(.productOrder, items.map { orderText(customer, items: $0) } ?? orderText(customer))
    }

    /// Lets fulfilment work, time passing, until nothing is due within an hour.
    func fulfil(_ port: ProvisioningPort = .builtIn(failurePercent: 0)) async throws {
        let fulfilment = Fulfilment(operations, port: port)
        for _ in 0..<60 {
            while try await fulfilment.workOff() > 0 {}
            advance(60_000)
        }
    }

    func read(_ resource: Resource) async throws -> JSONObject {
        try await operations.read(resource.kind, id: resource.id).get().document
    }

    func list(_ kind: ResourceKind, _ query: ResourceQuery = ResourceQuery()) async throws -> [JSONObject] {
        try await operations.list(kind, query).get().items.map(\.document)
    }

    /// Relays everything and answers the events of a topic as JSON, in the order of the outbox.
    func events(_ topic: String) async throws -> [JSON] {
        let relay = OutboxRelay(operations, log: log)
        // On a server, other databases' transactions may keep rows from being settled for a while.
        while try await storage.read({ try $0.count(Schema.outbox, .all([])) }) > 0 { try await relay.relayOnce() }
        return try await logged(topic)
    }

    /// The events of a topic as JSON.
    func logged(_ topic: String) async throws -> [JSON] {
        var events: [JSON] = []
        for partition in 0..<3 {
            var offset: Int64 = 0
            while true {
                let batch = try await log.read(.init(topic, partition), from: offset)
                if batch.events.isEmpty { break }
                for event in batch.events { events.append(try JSON(parsing: event.value)) }
                offset = batch.nextOffset
            }
        }
        return events
    }
}
