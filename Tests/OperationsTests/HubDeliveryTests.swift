import Crypto
import Domain
import EventLog
import Foundation
import Operations
import Primitives
import Synchronization
import Testing

/// Hub delivery over a real store and log, to listeners that the test plays.
@Suite(.everyStore) struct HubDeliveryTests {
    /// A listener that answers as it is told and remembers what it got.
    private final class Listener: Sendable {
        private let state = Mutex((deliveries: [Delivery](), failures: 0))

        init(failures: Int = 0) { state.withLock { $0.failures = failures } }

        func post(_ delivery: Delivery) -> Result<Int, DeliveryFailure> {
            state.withLock { state in
                state.deliveries.append(delivery)
                guard state.failures > 0 else { return .success(204) }
                state.failures -= 1
                return state.failures % 2 == 0 ? .success(503) : .failure(DeliveryFailure("connection refused"))
            }
        }

        var deliveries: [Delivery] { state.withLock { $0.deliveries } }

        func wait(for count: Int) async throws -> [Delivery] {
            for _ in 0..<1_500 where deliveries.count < count { try await Task.sleep(for: .milliseconds(20)) }
            return deliveries
        }
    }

    private func whileDelivering(
        _ shop: Operator,
        to listener: Listener,
        _ body: () async throws -> Void
    ) async throws {
        let hub = HubDelivery(shop.operations, log: shop.log) { listener.post($0) }
        let relay = OutboxRelay(shop.operations, log: shop.log)
        let work = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await hub.run() }  // why: it ends by being cancelled
                group.addTask { try? await relay.run() }  // why: it ends by being cancelled
            }
        }
        defer { work.cancel() }
        try await body()
    }

    private func subscribe(
        _ shop: Operator,
        _ query: String = "",
        to api: OpenAPI = .productOrdering
    ) async throws -> (id: String, secret: String) {
        let made = try await shop.operations.subscribe(
            api,
            callback: "https://listener.example/hook/",
            query: query,
            shop.context()
        ).get()
        return (made.0.id, made.secret)
    }

    @Test func eventsArriveSignedOnceAndAreLogged() async throws {
        let shop = try await Operator()
        let customer = try await shop.prepared()
        let (id, secret) = try await subscribe(shop, "eventType=ProductOrderCreateEvent")
        let listener = Listener()
        try await whileDelivering(shop, to: listener) {
            let orders = [try await shop.order(customer), try await shop.order(customer)]
            let deliveries = try await listener.wait(for: 2)
            #expect(
                deliveries.map(\.url)
                    == Array(
                        repeating: "https://listener.example/hook/listener/productOrderCreateEvent",
                        count: 2
                    )
            )
            let bodies = try deliveries.map { try JSON(parsing: $0.body) }
            #expect(bodies.map { $0["event"]?["productOrder"]?["id"]?.string } == orders.map(\.id))
            #expect(bodies.allSatisfy { $0["eventType"] == "ProductOrderCreateEvent" })
            // A delivery is logged after the listener has it.
            while try await shop.operations.attempts(of: id, limit: 10).get().count < deliveries.count {
                try await Task.sleep(for: .milliseconds(5))
            }
            for delivery in deliveries {
                let headers = Dictionary(uniqueKeysWithValues: delivery.headers.map { ($0.name, $0.value) })
                let parts = try #require(headers["x-bss-signature"]).split(separator: ",").map {
                    $0.split(separator: "=")[1]
                }
                let code = HMAC<SHA256>.authenticationCode(
                    for: Array("\(parts[0]).\(delivery.body)".utf8),
                    using: SymmetricKey(data: Array(secret.utf8))
                )
                #expect(String(parts[1]) == hexadecimal(code))
            }
        }
        let attempts = try await shop.operations.attempts(of: id, limit: 10).get()
        #expect(attempts.count == 2 && attempts.allSatisfy { $0.status == 204 && $0.failure == nil })
    }

    @Test func riskAssessmentsAreDeliveredUnderTheirOwnNames() async throws {
        let shop = try await Operator()
        let query = "eventType=PartyRoleRiskAssessmentCreateEvent,PartyRoleRiskAssessmentDeleteEvent"
        _ = try await subscribe(shop, query, to: .riskManagement)
        let listener = Listener()
        try await whileDelivering(shop, to: listener) {
            try await shop.alert("a1", customer: "c1")
            _ = try await shop.takeAlerts()
            let assessment = try await shop.operations.list(.partyRoleRiskAssessment, .init()).get().items[0]
            let analyst = shop.context(analyst: "eve")
            try await shop.operations.delete(.partyRoleRiskAssessment, id: assessment.id, analyst).get()
            let deliveries = try await listener.wait(for: 2)
            #expect(
                deliveries.map { $0.url.split(separator: "/").last } == [
                    "partyRoleRiskAssessmentCreateEvent", "partyRoleRiskAssessmentDeleteEvent",
                ]
            )
            for delivery in deliveries {
                let event = try JSON(parsing: delivery.body)["event"]
                #expect(event?["partyRoleRiskAssessment"]?["id"]?.string == assessment.id)
            }
        }
    }

    @Test func oneOfTwoServersDeliversAndTheOtherGoesOn() async throws {
        let shop = try await Operator()
        let customer = try await shop.prepared()
        _ = try await subscribe(shop, "eventType=ProductOrderCreateEvent")
        let listener = Listener()
        let other = HubDelivery(shop.operations, log: shop.log) { listener.post($0) }
        let first = Task { try await other.run() }
        defer { first.cancel() }
        try await whileDelivering(shop, to: listener) {
            var orders: [String] = []
            for _ in 0..<4 { orders.append(try await shop.order(customer).id) }
            _ = try await listener.wait(for: 4)
            first.cancel()
            _ = await first.result
            for _ in 0..<4 { orders.append(try await shop.order(customer).id) }
            let bodies = try await listener.wait(for: 8).map { try JSON(parsing: $0.body) }
            #expect(bodies.map { $0["event"]?["productOrder"]?["id"]?.string } == orders, "each once, in order")
        }
    }

    @Test func aFailingListenerIsTriedAgainInOrder() async throws {
        let shop = try await Operator()
        let customer = try await shop.prepared()
        let (id, _) = try await subscribe(shop, "eventType=ProductOrderCreateEvent")
        let listener = Listener(failures: 2)
        try await whileDelivering(shop, to: listener) {
            _ = try await shop.order(customer)
            _ = try await shop.order(customer)
            let ids = try await listener.wait(for: 4).map { try JSON(parsing: $0.body)["eventId"]?.string ?? "" }
            #expect(ids.count == 4 && Set(ids[0...2]).count == 1 && ids[3] != ids[0])
        }
        let attempts = try await shop.operations.attempts(of: id, limit: 10).get()
        #expect(Set(attempts.map(\.failure)) == ["connection refused", "the listener answered 503", nil])
    }

    @Test func whatWaitedWhilePausedComesOnResumeAndSinceResends() async throws {
        let shop = try await Operator()
        let customer = try await shop.prepared()
        let (id, _) = try await subscribe(shop, "eventType=ProductOrderCreateEvent")
        let listener = Listener()
        try await whileDelivering(shop, to: listener) {
            let first = try await shop.order(customer)
            #expect(try await listener.wait(for: 1).count == 1)
            _ = try await shop.operations.pauseSubscription(id, shop.context()).get()
            try await Task.sleep(for: .milliseconds(1_200))
            let second = try await shop.order(customer)
            try await Task.sleep(for: .milliseconds(300))
            #expect(listener.deliveries.count == 1, "a paused subscription gets nothing")
            _ = try await shop.operations.resumeSubscription(id, since: nil, shop.context()).get()
            let resumed = try await listener.wait(for: 2)
            #expect(resumed.count == 2 && resumed[1].body.contains(second.id))
            _ = try await shop.operations.resumeSubscription(id, since: Timestamp(milliseconds: 0), shop.context())
                .get()
            let resent = try await listener.wait(for: 4)
            #expect(Set(resent[2...].map(\.body)) == Set(resent[..<2].map(\.body)), "since sends all of it again")
            #expect(resent.contains { $0.body.contains(first.id) })
        }
    }
}
