import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Primitives

/// Named limits of the client side of a workload.
public enum ServerConnectionLimits {
    /// Bytes of one answer.
    public static let answerBytesMax = 8 << 20
    /// Connections to the server that are open at once.
    public static let connectionsMax = 4_096
    /// Seconds after which an unused connection is closed: well below the server's own, so that a request never meets
    /// a connection that the server is closing.
    static let idleSeconds: Int64 = 15
    /// Seconds to wait for a connection to be accepted.
    static let connectSeconds: Int64 = 5
}

/// Speaks HTTP/1.1 to one BSS server, on one event loop: a workload shares its cores with the server that it drives.
public struct ServerConnection: Sendable {
    /// The server's address without a slash at its end, `http://127.0.0.1:8080`.
    public let url: String
    private let headers: HTTPHeaders
    private let client: HTTPClient
    private let eventLoop: any EventLoop
    private let timeout: TimeAmount

    /// Opens connections to the server at `url` for the length of `body`.
    ///
    /// - Parameters:
    ///   - url: the server's address, `http://host:port`.
    ///   - apiKey: sent as a bearer token if given.
    ///   - connections: how many connections may be open at once.
    ///   - timeoutSeconds: after how long an unanswered request has failed.
    /// - Throws: `WorkloadError` for a malformed address; what `body` throws.
    public static func with<Result: Sendable>(
        _ url: String,
        apiKey: String? = nil,
        connections: Int = 16,
        timeoutSeconds: Int = 10,
        _ body: (ServerConnection) async throws -> Result
    ) async throws -> Result {
        let connection = try ServerConnection(url, apiKey, connections, timeoutSeconds)
        let result: Result
        do {
            result = try await body(connection)
        } catch {
            // why: the error of the work says more than one of closing down after it
            try? await connection.client.shutdown()
            throw error
        }
        try await connection.client.shutdown()
        return result
    }

    private init(_ url: String, _ apiKey: String?, _ connections: Int, _ timeoutSeconds: Int) throws {
        precondition((1...ServerConnectionLimits.connectionsMax).contains(connections) && timeoutSeconds > 0)
        let trimmed = url.hasSuffix("/") ? String(url.dropLast()) : url
        do {
            _ = try HTTPClient.Request(url: trimmed)
        } catch {
            throw WorkloadError("\(url) is not the address of a server; give it as http://host:port")
        }
        self.url = trimmed
        var headers: HTTPHeaders = ["accept": "application/json"]
        if let apiKey, !apiKey.isEmpty { headers.add(name: "authorization", value: "Bearer \(apiKey)") }
        self.headers = headers
        timeout = .seconds(Int64(timeoutSeconds))
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(ServerConnectionLimits.connectSeconds)),
            decompression: .disabled
        )
        configuration.connectionPool.idleTimeout = .seconds(ServerConnectionLimits.idleSeconds)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        // A server that is away is a fact to be counted, not one to be waited out.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        eventLoop = HTTPClient.defaultEventLoopGroup.any()
        client = HTTPClient(eventLoopGroup: eventLoop, configuration: configuration)
    }

    /// A POST to a path, whose body is given each time it is sent: its address is parsed once.
    func post(_ path: String) throws -> HTTPClient.Request {
        var headers = headers
        headers.add(name: "content-type", value: "application/json")
        return try HTTPClient.Request(url: url + path, method: .POST, headers: headers)
    }

    /// A GET of a path with its query.
    func get(_ path: String) throws -> HTTPClient.Request {
        try HTTPClient.Request(url: url + path, method: .GET, headers: headers)
    }

    /// Sends a prepared request; the future is completed on the event loop, at the latest after the timeout.
    func start(
        _ prepared: HTTPClient.Request,
        body: ByteBuffer? = nil,
        idempotencyKey: Identifier? = nil,
        keepsBody: Bool = false
    ) -> HTTPClient.Task<ServerAnswer> {
        var request = prepared
        if let idempotencyKey { request.headers.add(name: "idempotency-key", value: idempotencyKey.description) }
        if let body { request.body = .byteBuffer(body) }
        return client.execute(
            request: request,
            delegate: AnswerCollector(keepsBody: keepsBody),
            eventLoop: .delegateAndChannel(on: eventLoop),
            deadline: .now() + timeout
        )
    }

    /// Asks and waits for the answer, whatever its status; its body is kept.
    ///
    /// - Parameters:
    ///   - method: `GET`, `POST` or `PATCH`; a PATCH is a JSON merge-patch (RFC 7386).
    ///   - path: the path with its query, escaped.
    ///   - body: the document to send.
    ///   - idempotencyKey: the key of a write; required for POST and PATCH.
    /// - Throws: what the connection failed with; `CancellationError`.
    public func ask(
        _ method: String,
        _ path: String,
        body: JSON? = nil,
        idempotencyKey: Identifier? = nil
    ) async throws -> ServerAnswer {
        precondition(method == "GET" || idempotencyKey != nil, "every write carries a key")
        var headers = headers
        if body != nil {
            headers.add(
                name: "content-type",
                value: method == "PATCH" ? "application/merge-patch+json" : "application/json"
            )
        }
        let request = try HTTPClient.Request(url: url + path, method: .RAW(value: method), headers: headers)
        let buffer = body.map { ByteBuffer(bytes: $0.utf8) }
        try Task.checkCancellation()
        let task = start(request, body: buffer, idempotencyKey: idempotencyKey, keepsBody: true)
        return try await withTaskCancellationHandler {
            try await task.futureResult.get()
        } onCancel: {
            task.fail(reason: CancellationError())
        }
    }

    /// A value of a query, with everything escaped but RFC 3986's unreserved characters.
    static func escaped(_ value: String) -> String {
        var result = ""
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
