import Domain
import EventLog
import Operations
import PostgresStorage
import Primitives
import Storage
import Testing

@Suite("the relay", .everyStoreAndCluster)
struct OutboxRelayTests {
    private static func waiting(_ shop: Operator) async throws -> Int {
        try await shop.storage.read { try $0.count(Schema.outbox, .all([])) }
    }

    /// The ids of all events in the log.
    private static func identifiers(_ shop: Operator) async throws -> [String] {
        var identifiers: [String] = []
        for topic in Topic.all { identifiers += try await shop.logged(topic).compactMap { $0["eventId"]?.string } }
        return identifiers
    }

    /// Carries until so many are in the log: other databases' transactions may keep rows of a server from being settled.
    private static func carry(_ relay: OutboxRelay, _ shop: Operator, _ count: Int) async throws {
        for _ in 0..<3_000 where try await identifiers(shop).count < count {
            try await relay.relayOnce()
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await identifiers(shop).count >= count)
    }

    /// Carries until the outbox is empty.
    private static func empty(_ relay: OutboxRelay, _ shop: Operator) async throws {
        for _ in 0..<3_000 where try await waiting(shop) > 0 {
            try await relay.relayOnce()
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await waiting(shop) == 0)
    }

    @Test func whatIsCarriedStaysForAMomentAndIsThenRemoved() async throws {
        let shop = try await Operator()
        let customer = try await shop.prepared()
        let before = try await Self.waiting(shop)
        #expect(before > 0)
        let relay = OutboxRelay(shop.operations, log: shop.log)
        try await Self.carry(relay, shop, before)
        // Events that come before the first are removed do not go twice, nor are they removed without being carried.
        _ = try await shop.order(customer)
        let both = try await Self.waiting(shop)
        try await Self.carry(relay, shop, both)
        try await Self.empty(relay, shop)
        let identifiers = try await Self.identifiers(shop)
        #expect(Set(identifiers).count == identifiers.count && identifiers.count >= both)
    }

    @Test func theNextRelayDoesNotDoubleWhatTheLastOneDidNotRemove() async throws {
        let shop = try await Operator()
        let customer = try await shop.prepared()
        try await Self.carry(OutboxRelay(shop.operations, log: shop.log), shop, try await Self.waiting(shop))
        _ = try await shop.order(customer)
        let count = try await Self.waiting(shop)
        let next = OutboxRelay(shop.operations, log: shop.log)
        try await Self.empty(next, shop)
        let identifiers = try await Self.identifiers(shop)
        #expect(Set(identifiers).count == identifiers.count && identifiers.count >= count)
    }

    @Test func aRunningRelayCarriesAtOnceAndRemovesByItself() async throws {
        let shop = try await Operator()
        let relay = OutboxRelay(shop.operations, log: shop.log)
        let running = Task { try await relay.run() }
        _ = try await shop.prepared()
        for _ in 0..<1_500 where try await Self.waiting(shop) > 0 { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try await Self.waiting(shop) == 0)
        let identifiers = try await Self.identifiers(shop)
        #expect(!identifiers.isEmpty && Set(identifiers).count == identifiers.count)
        running.cancel()
        _ = await running.result
    }
}
