import Domain
import Primitives

/// Requests that are nearly right: valid ones with bytes, tokens, paths, queries, methods and headers changed.
struct RequestMutator {
    struct Request: CustomStringConvertible {
        var method: String
        var path: String
        var body: [UInt8]?
        var headers: [String: String] = [:]

        var description: String {
            "\(method) \(path) \(headers) \(body.map { String(decoding: $0.prefix(600), as: UTF8.self) } ?? "-")"
        }
    }

    var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    private static func post(_ kind: ResourceKind, _ text: String) -> Request {
        Request(method: "POST", path: kind.schema.path, body: Array(text.utf8))
    }

    static let catalogue = [
        post(.serviceSpecification, #"{"id":"voice","name":"Voice"}"#),
        post(.productSpecification, #"{"id":"spec","name":"Mobile","serviceSpecification":[{"id":"voice"}]}"#),
        post(
            .productOfferingPrice,
            #"{"id":"price","name":"Monthly","priceType":"recurring","price":{"unit":"EUR","value":19.90}}"#
        ),
        post(
            .productOffering,
            #"""
            {"id":"mobile","name":"Mobile","version":"1.2","lifecycleStatus":"Launched",
             "productSpecification":{"id":"spec"},"productOfferingPrice":[{"id":"price"}]}
            """#
        ),
        post(
            .category,
            #"{"id":"c","name":"Category","isRoot":true,"validFor":{"startDateTime":"2026-01-01T00:00:00Z"}}"#
        ),
    ]

    /// A request made from a valid one; `known` is the path of some resource.
    mutating func next(_ known: String?) -> Request {
        var request = valid(known)
        for _ in 0..<Int.random(in: 0...3, using: &random) { mutate(&request, known) }
        return request
    }

    private mutating func valid(_ known: String?) -> Request {
        let number = UInt32.random(in: 0...UInt32.max, using: &random)
        let owner = known.flatMap { $0.contains("/customer/") ? $0.split(separator: "/").last : nil } ?? "none"
        let party = #""relatedParty":[{"id":"\#(owner)","role":"customer","@referredType":"Customer"}]"#
        switch Int.random(in: 0..<16, using: &random) {
        case 0, 1:
            return Self.post(
                .customer,
                #"""
                {"name":"Ada \#(number)","engagedParty":{"id":"1","@referredType":"Individual"},
                 "contactMedium":[{"mediumType":"email","characteristic":{"emailAddress":"a\#(number % 5_000)@x.org"}}]}
                """#
            )
        case 2, 3, 4, 5:
            let item = #"{"id":"1","action":"add","quantity":1,"productOffering":{"id":"mobile"}}"#
            let second = number % 2 == 0 ? #",{"id":"2","action":"delete","product":{"id":"\#(owner)-1"}}"# : ""
            return Self.post(.productOrder, #"{\#(party),"externalId":"e","productOrderItem":[\#(item)\#(second)]}"#)
        case 6: return Self.post(.individual, #"{"givenName":"A","familyName":"B","birthDate":"1990-01-01T00:00:00Z"}"#)
        case 7: return Self.catalogue.randomElement(using: &random)!
        case 8:
            let order = known ?? ""
            let id = order.split(separator: "/").last ?? ""
            return Self.post(.cancelProductOrder, #"{"cancellationReason":"r","productOrder":{"id":"\#(id)"}}"#)
        case 9:
            return Request(method: "PATCH", path: known ?? "/", body: Array(#"{"description":"d","name":null}"#.utf8))
        case 10: return Request(method: "DELETE", path: known ?? "/")
        case 11: return Request(method: "GET", path: known ?? "/healthz")
        case 12:
            let kind = ResourceKind.allCases.randomElement(using: &random)!
            return Request(
                method: "GET",
                path: kind.schema.path + "?limit=2&fields=name,id&sort=-name&name.like=a&offset=1"
            )
        case 13:
            let body = #"{"callback":"https://example.com/\#(number)","query":"eventType=ProductOrderCreateEvent"}"#
            return Request(
                method: "POST",
                path: OpenAPI.allCases.randomElement(using: &random)!.basePath + "/hub",
                body: Array(body.utf8)
            )
        case 14:
            let place = [
                "/bss/v1/overview", "/bss/v1/shards", "/bss/v1/fallout", "/bss/v1/customers?q=ada", "/bss/v1/keys",
                "/bss/v1/orders/\(owner)-1/history", "/bss/v1/customers/\(owner)/audit", "/metrics", "/",
                "/bss/v1/fraud/alerts?state=open", "/bss/v1/fraud/report?since=2026-11-21",
                "/bss/v1/fraud/cases?state=new",
            ].randomElement(using: &random)!
            return Request(method: "GET", path: place)
        default: return Self.post(.product, #"{\#(party),"name":"own","status":"active"}"#)
        }
    }

    private static let tokens: [String] = [
        "null", "[]", "{}", "true", "-1", "0", "1e999", "1e-999", "99999999999999999999999999", "0.1", "\"\"",
        "\"\\u0000\"",
        "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"2026-13-45T99:99:99Z\"", "{\"id\":null}", "[[[[[[]]]]]]", "\"id\":7,",
        ",", ":", "{",
        "}", "\"name\":{},", "\u{feff}", "\"EUR\"", "\"customer\"", "\"add\"", "\"modify\"", "\"state\":\"completed\",",
    ]

    private static let queries: [String] = [
        "limit=0", "limit=99999999999999999999", "offset=-1", "fields=", "fields=a.b.c", "sort=--x", "filter=%",
        "x=%00", "%ff=1",
        "cursor=abc", "name=%F0%9F%98%80", "a.b.c.d.e.f.g.h.i.j=1", "name.regex=(", "state.eq=held", "=", "&&&",
        "name=a,b,c",
        "id.gt=1", "limit=1&limit=2", "offset=9223372036854775807",
    ]

    private mutating func mutate(_ request: inout Request, _ known: String?) {
        switch Int.random(in: 0..<10, using: &random) {
        case 0...4: mutateBody(&request)
        case 5:
            request.path += (request.path.contains("?") ? "&" : "?") + Self.queries.randomElement(using: &random)!
        case 6:
            var segments = request.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            let index = Int.random(in: 0..<segments.count, using: &random)
            let others = [
                "", "..", "%2e%2e", "%00", "%zz", "x", String(repeating: "9", count: 300), known ?? "k", "hub", "*",
            ]
            segments[index] = others.randomElement(using: &random)!
            request.path = "/" + segments.joined(separator: "/").drop { $0 == "/" }
        case 7:
            request.method = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "X"].randomElement(
                using: &random
            )!
        case 8:
            let values = ["\"1\"", "*", "W/\"1\"", "1", "", "\"x\"", "k", String(repeating: "k", count: 2_000)]
            let names = [
                "If-Match", "If-None-Match", "Idempotency-Key", "Accept", "Content-Type", "X-Request-Id",
                "Authorization",
            ]
            request.headers[names.randomElement(using: &random)!] = values.randomElement(using: &random)!
        default: request.body = request.body == nil ? Array("{}".utf8) : nil
        }
    }

    private mutating func mutateBody(_ request: inout Request) {
        guard var bytes = request.body, !bytes.isEmpty else { return }
        let start = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 1...24, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[start] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(start..<end)
        case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
        case 3: bytes.insert(contentsOf: Self.tokens.randomElement(using: &random)!.utf8, at: start)
        case 4: replaceValue(&bytes)
        default: bytes = Array(bytes[..<start])
        }
        request.body = bytes
    }

    /// Puts another value in place of one: the document stays JSON.
    private mutating func replaceValue(_ bytes: inout [UInt8]) {
        let colons = bytes.indices.filter { bytes[$0] == UInt8(ascii: ":") }
        guard let colon = colons.randomElement(using: &random) else { return }
        let ends = Set(",}]".utf8)
        let end = bytes[colon...].firstIndex { ends.contains($0) } ?? bytes.endIndex
        let values = Self.tokens.filter { (try? JSON(parsing: $0)) != nil }  // why: only values keep it JSON
        bytes.replaceSubrange((colon + 1)..<end, with: Array(values.randomElement(using: &random)!.utf8))
    }
}
