import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Primitives

/// A Flink cluster, through the REST API of its JobManager.
public struct FlinkCluster: Sendable {
    /// The largest answer that is read, in bytes.
    static let answerBytesMax = 64 << 20
    /// How long Flink may take for one answer, in seconds: it plans a script before it answers.
    static let answerSeconds: Int64 = 300
    /// Between two looks at something that is under way, in milliseconds.
    static let pollMilliseconds = 200
    /// How often it is looked whether a vertex has metrics.
    static let metricLooksMax = 10
    /// How long a savepoint may take, in seconds.
    static let savepointSeconds = 600

    enum Method: String {
        case get = "GET"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// The JobManager's address, without a slash at its end.
    public let url: String
    let http: HTTPClient

    /// The cluster whose JobManager is at an address such as `http://127.0.0.1:8081`.
    public init(url: String, http: HTTPClient) {
        var url = url
        while url.last == "/" { url.removeLast() }
        self.url = url
        self.http = http
    }

    /// Asks, and answers the JSON that Flink sends.
    ///
    /// - Throws: `FlinkFailure`.
    func json(_ method: Method, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        try await json(method, path, body: body.map { Array($0.utf8) }, contentType: "application/json")
    }

    func json(_ method: Method, _ path: String, body: [UInt8]?, contentType: String) async throws -> JSON {
        var request = HTTPClientRequest(url: url + path)
        request.method = HTTPMethod(rawValue: method.rawValue)
        if let body {
            request.headers.add(name: "content-type", value: contentType)
            request.body = .bytes(body)
        }
        let asked = "\(method.rawValue) \(path.prefix { $0 != "?" })"
        let status: HTTPResponseStatus
        let bytes: ByteBuffer
        do {
            let response = try await http.execute(request, deadline: .now() + .seconds(Self.answerSeconds))
            status = response.status
            bytes = try await response.body.collect(upTo: Self.answerBytesMax)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw FlinkFailure.unreachable(url: url, reason: "\(error)")
        }
        // why: what is no JSON is told from what is
        let answer = bytes.readableBytes == 0 ? JSON.null : try? JSON(parsing: bytes.readableBytesView)
        guard status.code < 400 else {
            let errors = answer?["errors"]?.array?.compactMap(\.string).filter { !$0.isEmpty } ?? []
            // Flink puts a word of its own before the trace of some errors.
            let trace = errors.last ?? String(buffer: bytes)
            throw FlinkFailure.refused(
                request: asked,
                status: Int(status.code),
                cause: FlinkFailure.rootCause(trace)
            )
        }
        guard let answer else { throw FlinkFailure.unexpectedAnswer(request: asked) }
        return answer
    }

    /// Looks again and again until `look` finds something.
    ///
    /// - Throws: `FlinkFailure.timedOut` with `what` after `seconds`; what `look` throws.
    static func poll<Found>(
        _ what: String,
        seconds: Int,
        _ look: () async throws -> Found?
    ) async throws -> Found {
        let start = ContinuousClock.now
        while true {
            if let found = try await look() { return found }
            guard ContinuousClock.now - start < .seconds(seconds) else { throw FlinkFailure.timedOut(what) }
            try await Task.sleep(for: .milliseconds(pollMilliseconds))
        }
    }
}
