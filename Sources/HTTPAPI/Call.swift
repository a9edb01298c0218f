import Domain
import Hummingbird
import Operations
import Primitives

/// A request that was admitted, with what its handler needs.
struct Call: Sendable {
    let request: Request
    /// The method, GET for HEAD.
    let method: HTTPRequest.Method
    let endpoint: Endpoint
    /// The segment in the path's parameter.
    let parameter: String
    /// The path as sent.
    let path: String
    /// The text behind the `?`.
    let queryText: String
    let requestID: String
    let actor: Actor
    let bodyBytesMax: Int

    /// The query's parameters.
    func parameters() throws(Refusal) -> QueryParameters { try QueryParameters(queryText) }

    /// The caller with the headers that steer a write.
    func context() throws(Refusal) -> CallerContext {
        let headers = request.headers
        let key = headers[.idempotencyKey]
        if let key {
            guard (1...OperationLimits.idempotencyKeyBytesMax).contains(key.utf8.count),
                key.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
            else {
                throw Refusal(
                    .malformed,
                    "invalidIdempotencyKey",
                    "Idempotency-Key must have 1 to \(OperationLimits.idempotencyKeyBytesMax) printable ASCII characters"
                )
            }
        }
        return CallerContext(
            actor: actor,
            requestID: requestID,
            idempotencyKey: key,
            expectedVersion: try EntityTag.expectedVersion(ifMatch: headers[.ifMatch])
        )
    }

    /// The whole body.
    ///
    /// - Throws: `Refusal` (`tooLarge`), `BrokenRequest` when it does not arrive.
    func body() async throws -> ByteBuffer {
        let tooLarge = Refusal(
            .tooLarge,
            "bodyTooLarge",
            "the body has more than \(bodyBytesMax) bytes",
            message: "split it into several requests"
        )
        if let length = request.headers[.contentLength].flatMap(Int.init), length > bodyBytesMax { throw tooLarge }
        var body = ByteBuffer()
        var iterator = request.body.makeAsyncIterator()
        while true {
            let part: ByteBuffer?
            do { part = try await iterator.next() } catch { throw BrokenRequest(underlying: error) }
            guard var part else { return body }
            guard body.readableBytes + part.readableBytes <= bodyBytesMax else { throw tooLarge }
            if body.readableBytes == 0 { body = part } else { body.writeBuffer(&part) }
        }
    }

    /// The body as JSON of an accepted content type.
    ///
    /// - Throws: as `body()`, and `Refusal` (`unsupportedMediaType`, `malformed`).
    func json() async throws -> JSON {
        try checkContentType()
        let body = try await body()
        guard body.readableBytes > 0 else {
            throw Refusal(.malformed, "missingBody", "the request has no body", message: "send a JSON object")
        }
        do throws(JSONError) {
            return try JSON(parsing: body.readableBytesView)
        } catch {
            throw Refusal(.malformed, "invalidJSON", "the body is not JSON that is accepted: \(error)")
        }
    }

    /// The body as a JSON object.
    func object() async throws -> JSONObject {
        let json = try await json()
        guard let object = json.object else {
            throw Refusal(.malformed, "wrongType", "the body must be an object, not \(json.kind)")
        }
        return object
    }

    private func checkContentType() throws(Refusal) {
        guard let header = request.headers[.contentType] else { return }
        let type = header.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        if type == "application/json" { return }
        if method == .patch {
            if type == "application/merge-patch+json" { return }
            throw Refusal(
                .unsupportedMediaType,
                "unsupportedMediaType",
                "a patch cannot be \(type.prefix(100))",
                message: "send application/merge-patch+json (RFC 7386)"
            )
        }
        if type.hasPrefix("application/"), type.hasSuffix("+json") { return }
        throw Refusal(
            .unsupportedMediaType,
            "unsupportedMediaType",
            "the body cannot be \(type.prefix(100))",
            message: "send application/json"
        )
    }
}

/// A request whose body does not arrive: the connection is broken or its bytes are not HTTP.
struct BrokenRequest: Error {
    let underlying: any Error
}

typealias HTTPField = HTTPFields.Element

extension HTTPFields.Element.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed")!
    static let requestID = HTTPField.Name("X-Request-Id")!
    static let totalCount = HTTPField.Name("X-Total-Count")!
    static let resultCount = HTTPField.Name("X-Result-Count")!
    static let link = HTTPField.Name("Link")!
    static let xContentTypeOptions = HTTPField.Name("X-Content-Type-Options")!
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
}
