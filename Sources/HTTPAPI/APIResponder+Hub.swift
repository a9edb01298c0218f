import CoreMetrics
import Domain
import Hummingbird
import Logging
import Operations
import Primitives

extension APIResponder {
    /// Registers for events, or lists the registrations. The secret that signs deliveries (HMAC) is in the body of the
    /// 201 and is never shown again.
    func hub(_ api: OpenAPI, _ call: Call) async throws -> Response {
        if call.method == .get {
            return .json(.ok, .array(try await operations.subscriptions(api).map(Self.json)))
        }
        let body = try await call.object()
        guard let callback = body["callback"]?.string else {
            throw Refusal(.malformed, "missingAttribute", "callback is missing or not a string")
        }
        let query: String
        switch body["query"] {
        case nil, .null: query = ""
        case .string(let text): query = text
        case let other?: throw Refusal(.malformed, "wrongType", "query must be a string, not \(other.kind)")
        }
        let (subscription, secret) = try await operations.subscribe(
            api,
            callback: callback,
            query: query,
            try call.context()
        ).get()
        guard case .object(var answer) = Self.json(subscription) else { preconditionFailure("not an object") }
        answer["secret"] = .string(secret)
        return .json(
            .created,
            .object(answer),
            headers: [.location: "\(api.basePath)/hub/\(subscription.id)"]
        )
    }

    func subscription(_ api: OpenAPI, _ call: Call) async throws -> Response {
        if call.method == .get {
            return .json(.ok, Self.json(try await operations.subscription(api, call.parameter).get()))
        }
        try await operations.unsubscribe(api, call.parameter, try call.context()).get()
        return .empty(.noContent)
    }

    func pause(_ api: OpenAPI, _ call: Call) async throws -> Response {
        _ = try await operations.subscription(api, call.parameter).get()
        return .json(.ok, Self.json(try await operations.pauseSubscription(call.parameter, try call.context()).get()))
    }

    /// Goes on with deliveries; `?since=` a time sends again what happened from then on.
    func resume(_ api: OpenAPI, _ call: Call) async throws -> Response {
        let since = try call.parameters().time("since")
        _ = try await operations.subscription(api, call.parameter).get()
        let subscription = try await operations.resumeSubscription(
            call.parameter,
            since: since,
            try call.context()
        ).get()
        return .json(.ok, Self.json(subscription))
    }

    func attempts(_ api: OpenAPI, _ call: Call) async throws -> Response {
        let limit = try call.parameters().listLimit()
        _ = try await operations.subscription(api, call.parameter).get()
        let attempts = try await operations.attempts(of: call.parameter, limit: limit).get()
        return .json(
            .ok,
            .array(
                attempts.map { attempt in
                    [
                        "eventId": .string(attempt.eventID), "at": .string(attempt.at.description),
                        "status": attempt.status.map { .integer(Int64($0)) } ?? .null,
                        "failure": attempt.failure.map(JSON.string) ?? .null,
                        "milliseconds": .integer(attempt.milliseconds),
                    ]
                }
            )
        )
    }

    /// The client's side of TMF630: takes an event that another system delivers. It checks that the body is a JSON
    /// object, counts and logs the event's type and does nothing else with it.
    func listener(_ call: Call) async throws -> Response {
        _ = try await call.object()
        let isName = call.parameter.utf8.count <= 64 && call.parameter.allSatisfy { $0.isASCII && $0.isLetter }
        let event = isName ? call.parameter : "other"
        metrics.makeCounter(label: "bss_listener_events_total", dimensions: [("event", event)]).increment(by: 1)
        logger.info("event received", metadata: ["event": "\(event)", "request": "\(call.requestID)"])
        return .json(.created, ["id": .string(call.requestID), "callback": .string(call.path)])
    }

    private static func json(_ subscription: Subscription) -> JSON {
        [
            "id": .string(subscription.id), "callback": .string(subscription.callback),
            "query": .string(subscription.query), "state": .string(subscription.state.rawValue),
            "createdAt": .string(subscription.createdAt.description),
        ]
    }
}

extension QueryParameters {
    /// The time given for a name; nil without one.
    func time(_ name: String) throws(Refusal) -> Timestamp? {
        guard let text = try self[name] else { return nil }
        guard let time = Timestamp(text) else {
            throw Refusal(
                .malformed,
                "invalidParameter",
                "\(name) is not a date-time",
                message: "write it as RFC 3339 says, for example 2026-11-21T07:00:00.000Z"
            )
        }
        return time
    }

    /// `limit` of a list under /bss/v1.
    func listLimit() throws(Refusal) -> Int {
        Int(try integer("limit", in: 1...Int64(HTTPLimits.listMax)) ?? Int64(HTTPLimits.listDefault))
    }
}
