import AsyncHTTPClient
import Foundation
import Hummingbird
import Logging
import NIOCore
import Primitives
import Synchronization
import Testing

/// A server that answers as a real one did: `Exchanges/NAME.jsonl` holds its answers, a line each.
///
/// What is asked again is answered with the next recording of it, and at last with the last one.
final class RecordedServer: Sendable {
    /// A request that came.
    struct Request: Sendable {
        let line: String
        let body: [UInt8]

        /// The body as JSON.
        var json: JSON? { try? JSON(parsing: body) }  // why: an upload is none
    }

    private struct Answer {
        let status: Int
        let body: String
    }

    private let answers: Mutex<[String: [Answer]]>
    private let received = Mutex<[Request]>([])

    /// What was asked so far.
    var requests: [Request] { received.withLock { $0 } }

    /// The server of a recording.
    init(_ name: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Exchanges/\(name).jsonl")
        var answers: [String: [Answer]] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let exchange = try JSON(parsing: Array(line.utf8))
            let method = try #require(exchange["method"]?.string)
            let path = try #require(exchange["path"]?.string)
            let status = try #require(exchange["status"]?.integer)
            let body = try #require(exchange["body"]?.string)
            answers["\(method) \(path)", default: []].append(Answer(status: Int(status), body: body))
        }
        self.answers = Mutex(answers)
    }

    /// Serves while `body` runs, which gets the address and a client.
    func serve(_ body: @escaping @Sendable (String, HTTPClient) async throws -> Void) async throws {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "recorded")
        logger.logLevel = .critical
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { [self] request, _ in
                let bytes = Array(try await request.body.collect(upTo: 1 << 20).readableBytesView)
                return answer(Request(line: "\(request.method.rawValue) \(request.uri)", body: bytes))
            },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { listening.yield($0.localAddress!.port!) },
            logger: logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            let port = try #require(await ports.first { _ in true })
            try await HTTPClient.withHTTPClient { http in try await body("http://127.0.0.1:\(port)", http) }
            group.cancelAll()
        }
    }

    private func answer(_ request: Request) -> Response {
        received.withLock { $0.append(request) }
        // The names of the metrics that are asked for are as long as the answer.
        let key = request.line.replacing(/\?get=.*/, with: "?get")
        let answer = answers.withLock { answers -> Answer? in
            guard let known = answers[key] else { return nil }
            if known.count > 1 { answers[key]?.removeFirst() }
            return known.first
        }
        return Response(
            status: .init(code: answer?.status ?? 404),
            headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: answer?.body ?? #"{"errors":["Not found: \#(key)"]}"#))
        )
    }
}
