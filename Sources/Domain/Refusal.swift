import Primitives

/// Why a request is refused: the caller's fault or a business rule, never the system's failure.
public struct Refusal: Error, Hashable, Sendable {
    /// What kind of refusal it is. Each maps to one HTTP status.
    public enum Kind: String, Hashable, Sendable {
        /// The request is not what the API accepts: 400.
        case malformed
        /// No credentials, or unknown ones: 401.
        case unauthenticated
        /// The caller's role does not allow it: 403.
        case forbidden
        /// There is no such thing: 404.
        case notFound
        /// The resource does not offer this operation: 405.
        case notAllowed
        /// It contradicts the state of things: 409.
        case conflict
        /// `If-Match` names another version: 412.
        case preconditionFailed
        /// The body is larger than allowed: 413.
        case tooLarge
        /// The content type is not JSON: 415.
        case unsupportedMediaType
        /// An idempotency key was used with another request: 422.
        case keyReused
        /// Too many requests, or too much work waiting: 429.
        case tooMany
    }

    /// What kind of refusal it is.
    public let kind: Kind
    /// A stable word for programs, such as `missingAttribute`.
    public let code: String
    /// What is wrong, for people.
    public let reason: String
    /// Where and what to do, for people.
    public let message: String?

    /// A refusal.
    public init(_ kind: Kind, _ code: String, _ reason: String, message: String? = nil) {
        self.kind = kind
        self.code = code
        self.reason = reason
        self.message = message
    }

    /// 404 for a resource.
    public static func notFound(_ name: String, _ id: String) -> Refusal {
        Refusal(.notFound, "notFound", "there is no \(name) with id \(id.prefix(100))")
    }
}
