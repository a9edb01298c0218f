import Domain
import Foundation
import HTTPAPI
import Primitives
import Testing

/// The API as callers see it: through the real router, over a real store.
@Suite struct APITests {
    private static let categories = "/tmf-api/productCatalogManagement/v4/category"
    private static let customers = "/tmf-api/customerManagement/v4/customer"

    @Test func aResourceIsCreatedReadChangedAndRemoved() async throws {
        try await TestAPI.run { ask in
            let created = try await ask("POST", Self.categories, #"{"name":"Mobile","x-own":{"kept":1.50}}"#, [:])
            #expect(created.status == 201)
            let href = try #require(created.json["href"]?.string)
            #expect(created.header("Location") == href && created.header("ETag") == "\"1\"")
            let read = try await ask("GET", href, nil, [:])
            #expect(read.json == created.json)
            #expect(read.json["x-own"]?["kept"]?.number?.text == "1.50")
            #expect(try await ask("GET", href, nil, ["If-None-Match": "\"1\""]).status == 304)
            let patched = try await ask("PATCH", href, #"{"name":"M","x-own":null}"#, ["If-Match": "\"1\""])
            #expect(patched.status == 200 && patched.json["x-own"] == nil && patched.header("ETag") == "\"2\"")
            #expect(try await ask("PATCH", href, #"{"name":"N"}"#, ["If-Match": "\"1\""]).status == 412)
            #expect(try await ask("PATCH", href, #"{"id":"other"}"#, [:]).status == 400)
            #expect(try await ask("DELETE", href, nil, [:]).status == 204)
            #expect(try await ask("GET", href, nil, [:]).status == 404)
        }
    }

    @Test func listsPageAndSelect() async throws {
        try await TestAPI.run { ask in
            for number in 1...7 {
                _ = try await ask("POST", Self.categories, #"{"id":"c\#(number)","name":"N \#(number)"}"#, [:])
            }
            let page = try await ask("GET", Self.categories + "?limit=3&fields=name&sort=-name", nil, [:])
            #expect(page.header("X-Total-Count") == "7" && page.header("X-Result-Count") == "3")
            #expect(page.json.array?.first?["name"] == "N 7")
            #expect(Set(page.json.array?.first?.object?.members.map(\.key) ?? []) == ["id", "href", "name", "@type"])
            #expect(page.header("Link")?.contains("rel=\"next\"") == true)
            #expect(try await ask("GET", Self.categories + "?name=N%203", nil, [:]).json.array?.count == 1)
            #expect(try await ask("GET", Self.categories + "?name=N+3", nil, [:]).json.array?.count == 1)
            #expect(try await ask("GET", Self.categories + "?name.like=n", nil, [:]).json.array?.count == 7)
            for bad in ["limit=0", "limit=-1", "limit=x", "offset=-1", "limit=99999", "cursor=zz", "name=%zz"] {
                let answer = try await ask("GET", Self.categories + "?" + bad, nil, [:])
                #expect(answer.status == 400, "\(bad)")
                #expect(answer.json["code"]?.string != nil && answer.json["reason"]?.string != nil, "\(bad)")
            }
        }
    }

    @Test func badRequestsGetPreciseErrors() async throws {
        try await TestAPI.run(HTTPSettings(bodyBytesMax: 2_000)) { ask in
            let cases: [(String, String, String?, Int)] = [
                ("POST", Self.categories, #"{"name":"#, 400), ("POST", Self.categories, "[]", 400),
                ("POST", Self.categories, #"{"name":7}"#, 400), ("POST", Self.categories, #"{}"#, 400),
                ("POST", Self.categories, "", 400), ("PUT", Self.categories, "{}", 405), ("GET", "/nothing", nil, 404),
                ("POST", Self.categories, String(repeating: "[", count: 500), 400),
                ("POST", Self.categories, #"{"name":""# + String(repeating: "x", count: 3_000) + #""}"#, 413),
                ("GET", Self.customers + "/not-a-uuid", nil, 404), ("PATCH", Self.categories + "/none", "{}", 404),
                ("DELETE", "/tmf-api/productOrderingManagement/v4/cancelProductOrder/x", nil, 405),
            ]
            for (method, path, body, status) in cases {
                let answer = try await ask(method, path, body, [:])
                #expect(answer.status == status, "\(method) \(path) \(body?.prefix(40) ?? "")")
                #expect(answer.json["code"]?.string != nil && answer.json["reason"]?.string != nil)
            }
            let type = try await ask(
                "POST",
                Self.categories,
                "a=b",
                ["Content-Type": "application/x-www-form-urlencoded"]
            )
            #expect(type.status == 415)
            let place = try await ask("POST", Self.categories, #"{"name": nul}"#, [:])
            #expect(place.json["reason"]?.string?.contains("byte 9") == true, "\(place.json.text)")
        }
    }

    @Test func aKeyMakesAPostHappenOnce() async throws {
        try await TestAPI.run { ask in
            let body = #"{"name":"Ada","engagedParty":{"id":"1","@referredType":"Individual"}}"#
            let first = try await ask("POST", Self.customers, body, ["Idempotency-Key": "k1"])
            let second = try await ask("POST", Self.customers, body, ["Idempotency-Key": "k1"])
            #expect(first.status == 201 && second.status == 201 && first.json == second.json)
            #expect(second.header("Idempotency-Replayed") == "true" && first.header("Idempotency-Replayed") == nil)
            let other = body.replacing("Ada", with: "Bob")
            #expect(try await ask("POST", Self.customers, other, ["Idempotency-Key": "k1"]).status == 422)
            #expect(try await ask("GET", Self.customers, nil, [:]).json.array?.count == 1)
        }
    }

    @Test func aListenerRegistersUnlessItIsPrivate() async throws {
        try await TestAPI.run { ask in
            let hub = "/tmf-api/productOrderingManagement/v4/hub"
            for callback in [
                "http://127.0.0.1/x", "http://localhost/x", "http://10.1.2.3/", "http://[::1]/", "ftp://a.b",
                "http://169.254.169.254/latest", "http://2130706433/", "http://0x7f000001/",
                "http://[::ffff:10.0.0.1]/", "nonsense",
            ] {
                let answer = try await ask("POST", hub, #"{"callback":"\#(callback)"}"#, [:])
                #expect(answer.status == 400, "\(callback)")
            }
            let made = try await ask("POST", hub, #"{"callback":"https://example.com/cb","query":"eventType=X"}"#, [:])
            #expect(made.status == 201)
            let id = try #require(made.json["id"]?.string)
            #expect(made.json["secret"]?.string?.hasPrefix("whsec_") == true)
            let read = try await ask("GET", "\(hub)/\(id)", nil, [:])
            #expect(read.json["callback"] == "https://example.com/cb" && read.json["secret"] == nil)
            #expect(try await ask("DELETE", "\(hub)/\(id)", nil, [:]).status == 204)
            #expect(try await ask("DELETE", "\(hub)/\(id)", nil, [:]).status == 404)
        }
    }

    @Test func readinessNamesWhatIsBroken() async throws {
        try await TestAPI.run { ask in
            let ready = try await ask("GET", "/readyz", nil, [:])
            #expect(ready.status == 503 && ready.json.text.contains("broken"))
            #expect(try await ask("GET", "/healthz", nil, [:]).status == 200)
        }
    }

    @Test func aCallerWhoAsksTooOftenIsToldWhenToComeBack() async throws {
        try await TestAPI.run(HTTPSettings(requestsPerSecond: 1, requestBurst: 2)) { ask in
            #expect(try await ask("GET", Self.categories, nil, [:]).status == 200)
            // Side by side, so that a slow machine does not refill the bucket meanwhile.
            let refused = try await withThrowingTaskGroup(of: TestAPI.Answer.self) { group in
                for _ in 0..<40 { group.addTask { try await ask("GET", Self.categories, nil, [:]) } }
                return try await group.reduce(into: []) { $0.append($1) }.filter { $0.status == 429 }
            }
            #expect(!refused.isEmpty)
            #expect(refused.allSatisfy { $0.header("Retry-After").flatMap(Int.init).map { $0 >= 1 } == true })
        }
    }
}
