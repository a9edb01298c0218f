import Hummingbird
import Primitives

extension APIResponder {
    /// The live feed as server-sent events (WHATWG HTML §9.2): `order`, `snapshot`, and `lost` with the number of items
    /// that this subscriber was too slow for.
    func liveFeed(_ call: Call) -> Response {
        guard let (id, items) = feed.watch() else {
            return .error(
                .tooManyRequests,
                code: "tooManyWatchers",
                reason: "\(HTTPLimits.feedSubscribersMax) watch the live feed already",
                message: nil,
                headers: [.retryAfter: "10"]
            )
        }
        if call.request.method == .head { feed.leave(id) }
        let body = call.request.body
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream;charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody { [feed, streams] writer in
                defer { feed.leave(id) }
                try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
                try await streams.forward(items, until: body) { item in
                    var text = item.text
                    let lost = feed.takeLost(id)
                    if lost > 0 { text = "event: lost\ndata: {\"count\":\(lost)}\n\n" + text }
                    try await writer.write(ByteBuffer(string: text))
                    return true
                }
                try await writer.finish(nil)
            }
        )
    }

    func metricsText() -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text()))
        )
    }

    /// Each component's health; 503 if one cannot do its work.
    func readyz() async -> Response {
        let components = await readiness()
        let isReady = components.allSatisfy(\.isReady)
        return .json(
            isReady ? .ok : .serviceUnavailable,
            [
                "status": isReady ? "ready" : "notReady",
                "components": .array(
                    components.map { component in
                        [
                            "name": .string(component.name), "ready": .bool(component.isReady),
                            "detail": .string(component.detail),
                        ]
                    }
                ),
            ],
            headers: [.cacheControl: "no-store"]
        )
    }
}
