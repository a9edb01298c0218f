import Primitives

extension Check {
    static let edge: [Check] = [
        Check(.edge, "method", "a method that a path does not have: 405 with Allow") { scene in
            let answer = try await scene.api.send("PUT", Scene.customers, body: Array("{}".utf8))
            try require(answer.status == 405 && answer.headers["allow"] != nil, answer.summary)
            return "Allow: \(answer.headers["allow"] ?? "")"
        },
        Check(.edge, "unknown-path", "a path that there is not: 404 with TM Forum's error") { scene in
            let answer = try await scene.api.get("/tmf-api/nothing/v4/here")
            try require(answer.status == 404 && answer.json["@type"] == "Error", answer.summary)
            return answer.json["reason"]?.string ?? ""
        },
        Check(.edge, "large-body", "a body over the limit: 413, and the server goes on") { scene in
            let body = Array(repeating: UInt8(ascii: " "), count: 1_000_000)
            let answer = try await scene.api.send("POST", Scene.customers, body: body)
            try require(answer.status == 413, answer.summary)
            try require(try await scene.api.get("/healthz").status == 200, "it does not answer any more")
            return "413"
        },
        Check(.edge, "deep-json", "JSON nested 100,000 deep is refused, and the server goes on") { scene in
            let body = Array(repeating: UInt8(ascii: "["), count: 100_000)
            let answer = try await scene.api.send("POST", Scene.customers, body: body)
            try require((400...413).contains(answer.status), answer.summary)
            try require(try await scene.api.get("/healthz").status == 200, "it does not answer any more")
            return "\(answer.status) \(answer.json["reason"]?.string ?? "")"
        },
        Check(.edge, "request-id", "a request id is given, or that of the caller is kept") { scene in
            let own = try await scene.api.get("/healthz").headers["x-request-id"] ?? ""
            let given = try await scene.api.get("/healthz", headers: ["x-request-id": "verify-1"])
            try require(!own.isEmpty && given.headers["x-request-id"] == "verify-1", "\(given.headers)")
            return own
        },
        Check(.edge, "console", "the console forbids foreign scripts, frames and sniffing") { scene in
            let answer = try await scene.api.get("/")
            let policy = answer.headers["content-security-policy"] ?? ""
            try require(
                answer.status == 200 && policy.contains("default-src 'none'")
                    && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline")
                    && answer.headers["x-content-type-options"] == "nosniff",
                policy
            )
            return "\(answer.body.count) bytes"
        },
        Check(.edge, "keys", "where the server listens beyond this machine, callers need a key") { scene in
            let url = scene.api.url
            guard !["127.0.0.1", "localhost", "[::1]"].contains(where: { url.hasPrefix("http://\($0)") }) else {
                throw NotApplicable("the server listens on this machine alone")
            }
            let answer = try await API(url: url).get(Scene.customers)
            try require(answer.status == 401, answer.summary)
            return "401"
        },
        Check(.edge, "envoy-health", "the edge answers") { scene in
            let answer = try await scene.envoy().get("/edge/healthz")
            try require(answer.status == 200, answer.summary)
            return answer.text.filter { $0 != "\n" }
        },
        Check(.edge, "envoy-upstreams", "the edge takes every server for healthy") { scene in
            let admin = API(url: try scene.address(\.envoyAdmin, "Envoy"))
            let text = try await admin.get("/clusters").text
            let flags = text.split(separator: "\n").filter { $0.hasPrefix("bss::") && $0.contains("::health_flags::") }
            let healthy = flags.filter { $0.hasSuffix("::healthy") }
            let expected = scene.target.isShared ? scene.target.servers.count : 1
            try require(healthy.count == expected, flags.joined(separator: "; "))
            return "\(healthy.count) of \(expected)"
        },
        Check(.edge, "envoy-read", "through the edge comes what the server says") { scene in
            let customer = try await scene.customer()
            let answer = try await scene.envoy().get(customer.path)
            try require(answer.text == customer.document.text, answer.summary)
            return "\(answer.body.count) bytes, attempts \(answer.headers["x-envoy-attempt-count"] ?? "1")"
        },
        Check(.edge, "envoy-write", "what is written through the edge is written once") { scene in
            let body = try await scene.orderBody(try await scene.newCustomer().id)
            let key = ["idempotency-key": scene.surroundings.identifier().description]
            let first = try await scene.envoy().post(Scene.orders, body, headers: key)
            let again = try await scene.envoy().post(Scene.orders, body, headers: key)
            try require(first.status == 201 && first.json["id"] == again.json["id"], again.summary)
            return first.json["id"]?.string ?? ""
        },
        Check(.edge, "envoy-large-body", "the edge refuses a body over the limit itself: 413") { scene in
            let body = Array(repeating: UInt8(ascii: " "), count: 400_000)
            let answer = try await scene.envoy().send("POST", Scene.customers, body: body)
            try require(answer.status == 413, answer.summary)
            return "413"
        },
        Check(.edge, "envoy-large-headers", "the edge refuses 40 kB of headers: 431") { scene in
            let answer = try await scene.envoy().get(
                "/healthz",
                headers: ["x-large": String(repeating: "x", count: 40_000)]
            )
            try require(answer.status == 431, answer.summary)
            return "431"
        },
        Check(.edge, "envoy-escaped-slash", "the edge refuses an escaped slash in a path: 400") { scene in
            let answer = try await scene.envoy().get("/bss/v1%2foverview")
            try require(answer.status == 400, answer.summary)
            return "400"
        },
        Check(.edge, "envoy-limit", "the edge says how many requests are left in this second") { scene in
            let answer = try await scene.envoy().get("/healthz")
            let limit = answer.headers["x-ratelimit-limit"] ?? ""
            try require(!limit.isEmpty, "no x-ratelimit-limit")
            return limit
        },
    ]
}

extension Scene {
    /// The API through the edge.
    nonisolated func envoy() throws -> API {
        API(url: try address(\.envoy, "Envoy"), key: target.key, isReadOnly: target.isReadOnly)
    }
}
