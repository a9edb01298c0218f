import Foundation
import Primitives
import Testing

/// Hub delivery by the running program to a real HTTP listener.
@Suite struct WebhookTests {
    @Test func eventsArriveAtAListener() async throws {
        try await WebhookListener.listen { callback, listener in try await deliver(to: callback + "/hook", listener) }
    }

    private func deliver(to callback: String, _ listener: WebhookListener) async throws {
        let data = Program.directory()
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        let hub = "/tmf-api/customerManagement/v4/hub"
        let closed = try await Program(data: data)
        let refused = try await closed.ask("POST", hub, #"{"callback":"\#(callback)"}"#)
        #expect(refused.status == 400, "a private address needs hub.allowPrivateCallbacks")
        closed.stop()

        let program = try await Program(data: data, arguments: ["--set", "hub.allowPrivateCallbacks=true"])
        defer { program.stop() }
        let made = try await program.ask("POST", hub, #"{"callback":"\#(callback)"}"#)
        #expect(made.status == 201)
        let customer = try await program.ask(
            "POST",
            "/tmf-api/customerManagement/v4/customer",
            #"{"name":"Ada","engagedParty":{"id":"1","@referredType":"Individual"}}"#
        )
        for _ in 0..<1_000 where listener.deliveries.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        let delivery = try #require(listener.deliveries.first)
        #expect(delivery.path == "/hook/listener/customerCreateEvent")
        #expect(delivery.signature?.hasPrefix("t=") == true)
        #expect(delivery.body["event"]?["customer"]?["id"] == customer.json["id"])
        // On a busy machine a first attempt may have timed out.
        var statuses: [Int64?] = []
        for _ in 0..<500 where !statuses.contains(204) {
            let attempts = try await program.ask("GET", "\(hub)/\(made.json["id"]?.string ?? "")/attempts").json
            statuses = (attempts.array ?? []).map { $0["status"]?.integer }
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(statuses.contains(204))
    }
}
