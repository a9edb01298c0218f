import Domain
import Hummingbird
import Primitives

extension Refusal.Kind {
    /// The HTTP status of a refusal.
    var status: HTTPResponse.Status {
        switch self {
        case .malformed: .badRequest
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .notAllowed: .methodNotAllowed
        case .conflict: .conflict
        case .preconditionFailed: .preconditionFailed
        case .tooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .keyReused: .unprocessableContent
        case .tooMany: .tooManyRequests
        }
    }
}

extension Refusal {
    /// TMF630's error body.
    var response: Response {
        Response.error(kind.status, code: code, reason: reason, message: message, headers: headers)
    }

    private var headers: HTTPFields {
        switch kind {
        // RFC 9110 §11.6.1: a 401 names the scheme.
        case .unauthenticated: [.wwwAuthenticate: "Bearer realm=\"bss\""]
        case .tooMany: [.retryAfter: "1"]
        default: [:]
        }
    }
}

extension Response {
    /// An answer in JSON.
    static func json(_ status: HTTPResponse.Status, _ body: JSON, headers: HTTPFields = [:]) -> Response {
        json(status, bytes: ByteBuffer(bytes: body.utf8), headers: headers)
    }

    /// An answer in JSON that is written already.
    static func json(_ status: HTTPResponse.Status, bytes: ByteBuffer, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json;charset=utf-8"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }

    /// TMF630's error body.
    static func error(
        _ status: HTTPResponse.Status,
        code: String,
        reason: String,
        message: String?,
        headers: HTTPFields = [:]
    ) -> Response {
        var members: [(String, JSON)] = [("code", .string(code)), ("reason", .string(reason))]
        if let message { members.append(("message", .string(message))) }
        members += [("status", .string(String(status.code))), ("@type", "Error")]
        return json(status, .object(JSONObject(members)), headers: headers)
    }

    /// An answer without a body.
    static func empty(_ status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Response {
        Response(status: status, headers: headers)
    }
}
