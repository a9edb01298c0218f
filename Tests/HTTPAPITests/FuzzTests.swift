import Domain
import EventLog
import Foundation
import HTTPAPI
import Logging
import Operations
import Primitives
import SegmentLog
import Storage
import Synchronization
import Testing

/// 100,000 mutated requests: none may crash, hang or end in a fault of the server, and what was stored must agree with itself.
@Suite struct FuzzTests {
    private static let requests = 100_000
    private static let clients = 4

    @Test(.timeLimit(.minutes(15))) func mutatedRequestsAreAnsweredAndLeaveTheStoreSound() async throws {
        let seed = ProcessInfo.processInfo.environment["BSS_FUZZ_SEED"].flatMap { UInt64($0) } ?? 20_261_121
        try await TestAPI.with { api in
            try await Self.prepare(api)
            let known = KnownPaths()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<Self.clients {
                    group.addTask {
                        var mutator = RequestMutator(seed: seed &+ UInt64(client))
                        for number in 0..<(Self.requests / Self.clients) {
                            let request = mutator.next(known.sample(&mutator.random))
                            let answer = try await api.send(request.method, request.path, request.body, request.headers)
                            let isSound = (200..<500).contains(answer.status)
                            #expect(
                                isSound,
                                "seed \(seed) client \(client) request \(number): \(request) \(answer.status)"
                            )
                            if answer.status >= 400, request.method != "HEAD" {
                                let explained =
                                    answer.json["code"]?.string != nil && answer.json["reason"]?.string != nil
                                #expect(explained, "seed \(seed) client \(client) request \(number): \(request)")
                            }
                            if answer.status == 201, let href = answer.json["href"]?.string { known.add(href) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await Self.audit(api, seed)
        }
    }

    private static func prepare(_ api: TestAPI) async throws {
        for request in RequestMutator.catalogue {
            #expect(try await api.send("POST", request.path, request.body, [:]).status == 201, "\(request)")
        }
    }

    private static func orderID(_ row: Row) -> String { "\(row["customer_id"].identifier!)-\(row["number"].integer!)" }

    /// Fulfils and relays everything, then compares rows, trails and events.
    private static func audit(_ api: TestAPI, _ seed: UInt64) async throws {
        let operations = api.operations
        let fulfilment = Fulfilment(operations, port: .builtIn(failurePercent: 20))
        for _ in 0..<200 where try await fulfilment.workOff() > 0 {}
        let directory = FileManager.default.temporaryDirectory.path + "/bss-fuzz-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }  // why: temporary
        let log = try SegmentLog.open(
            directory: directory,
            configuration: SegmentLogConfiguration(gatherMilliseconds: 0),
            now: { Timestamp(milliseconds: 0) },
            logger: Logger(label: "test")
        )
        for topic in Topic.all { try await log.createTopic(topic, .init(partitions: 2)) }
        let waiting = try await operations.overview().outboxWaiting
        let relay = OutboxRelay(operations, log: log)
        while try await relay.relayOnce() > 0 {}
        var events = 0
        for topic in Topic.all {
            for partition in try await log.describe(topic).partitions { events += Int(partition.endOffset) }
        }
        #expect(events == waiting && events > 1_000, "seed \(seed)")

        let (orders, items, customers) = try await api.storage.read { transaction in
            (
                try transaction.rows(Schema.orders, Query(limit: 1_000_000)),
                try transaction.rows(Schema.orderItems, Query(limit: 1_000_000)),
                try transaction.rows(Schema.table(of: .customer), Query(limit: 1_000_000))
            )
        }
        #expect(orders.count > 100 && customers.count > 100, "seed \(seed)")
        var states: [String: [OrderState]] = [:]
        for item in items { states[orderID(item), default: []].append(OrderState(rawValue: item["state"].text!)!) }
        for order in orders {
            let id = orderID(order)
            let state = try #require(OrderState(rawValue: order["state"].text ?? ""))
            let ofItems = try #require(states[id], "\(id) has no items")
            let derived = OrderState.derived(fromItems: ofItems)
            #expect(state.isFinal == (derived != nil), "seed \(seed) \(id): \(state) but items are \(ofItems)")
            if let derived, state != .rejected { #expect(state == derived, "seed \(seed) \(id): items are \(ofItems)") }
        }
        for customer in customers {
            let id = customer["customer_id"].identifier!.description
            var after: Int64 = 0
            while true {
                let page = try await operations.audit(customer: id, after: after, limit: 1_000).get()
                #expect(page.isIntact, "seed \(seed): audit trail of \(id)")
                guard let last = page.entries.last else { break }
                after = last.sequence
            }
            #expect(after > 0, "\(id) has no audit trail")
        }
        try await log.close()
    }
}

/// Paths of resources that were created, for later requests to meet.
private final class KnownPaths: Sendable {
    private let paths = Mutex<[String]>([])

    func add(_ path: String) { paths.withLock { $0.append(path) } }

    func sample(_ random: inout SeededRandom) -> String? {
        paths.withLock { $0.randomElement(using: &random) }
    }
}
