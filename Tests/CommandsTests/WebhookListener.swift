import Hummingbird
import Logging
import NIOCore
import Primitives
import Synchronization
import Testing

/// Takes what the hub sends, over HTTP on a port of its own.
final class WebhookListener: Sendable {
    /// A request that came.
    struct Delivery: Sendable {
        let path: String
        let signature: String?
        let body: JSON
    }

    private let state = Mutex<[Delivery]>([])

    /// What came until now.
    var deliveries: [Delivery] { state.withLock { $0 } }

    /// Runs `body` with the address of a listener, `http://localhost:PORT`, for as long as it listens.
    static func listen(_ body: (String, WebhookListener) async throws -> Void) async throws {
        let listener = WebhookListener()
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "listener")
        logger.logLevel = .critical
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in
                let body = try await request.body.collect(upTo: 1 << 20)
                let delivery = Delivery(
                    path: request.uri.path,
                    signature: request.headers[.init("X-BSS-Signature")!],
                    body: try JSON(parsing: Array(body.readableBytesView))
                )
                listener.state.withLock { $0.append(delivery) }
                return Response(status: .noContent)
            },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { listening.yield($0.localAddress!.port!) },
            logger: logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            let port = try #require(await ports.first { _ in true })
            try await body("http://localhost:\(port)", listener)
            group.cancelAll()
        }
    }
}
