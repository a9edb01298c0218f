import Foundation
import Hummingbird
import Logging
import NIOCore
import Primitives
import Synchronization
import Testing

/// Hub delivery by the running program to a real HTTP listener.
@Suite struct WebhookTests {
    private typealias Received = (path: String, signature: String?, body: JSON)

    @Test func eventsArriveAtAListener() async throws {
        let received = Mutex<[Received]>([])
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "listener")
        logger.logLevel = .critical
        let listener = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in
                let body = try await request.body.collect(upTo: 1 << 20)
                let json = try JSON(parsing: Array(body.readableBytesView))
                let signature = request.headers[.init("X-BSS-Signature")!]
                received.withLock { $0.append((request.uri.path, signature, json)) }
                return Response(status: .noContent)
            },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { listening.yield($0.localAddress!.port!) },
            logger: logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            let port = try #require(await ports.first { _ in true })
            try await deliver(to: "http://localhost:\(port)/hook", received)
            group.cancelAll()
        }
    }

    private func deliver(to callback: String, _ received: borrowing Mutex<[Received]>) async throws {
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
        for _ in 0..<1_000 where received.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(20)) }
        let delivery = try #require(received.withLock { $0.first })
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
