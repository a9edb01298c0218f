import Foundation
import Primitives

extension Check {
    static let storage: [Check] = [
        Check(.storage, "ready", "every server says that storage, outbox and log are ready") { scene in
            for index in scene.target.servers.indices {
                let answer = try await scene.server(index).get("/readyz")
                try require(answer.status == 200 && answer.json["status"] == "ready", answer.summary)
                let names = (answer.json["components"]?.array ?? []).compactMap { $0["name"]?.string }
                try require(Set(names).isSuperset(of: ["storage", "outbox", "log"]), "components \(names)")
            }
            return "\(scene.target.servers.count) ready"
        },
        Check(.storage, "create", "a customer is created: 201, Location equal to href, ETag") { scene in
            let customer = try await scene.customer()
            try require(!customer.tag.isEmpty, "no ETag")
            return customer.path
        },
        Check(.storage, "read", "what is read is what was acknowledged, byte for byte") { scene in
            let customer = try await scene.customer()
            let read = try await scene.api.get(customer.path)
            try require(read.status == 200 && read.text == customer.document.text, read.summary)
            return "\(read.body.count) bytes"
        },
        Check(.storage, "unknown-attributes", "unknown attributes and the digits of numbers are kept as they came") {
            scene in
            let value = try JSON(parsing: #"{"deep":[1,2.50,{"ü":null}],"big":12345678901234567890.10}"#)
            let customer = try await scene.newCustomer([("x-verify", value)])
            let read = try await scene.api.get(customer.path)
            try require(read.json["x-verify"]?.text == value.text, read.summary)
            return value.text
        },
        Check(
            .storage,
            "merge-patch",
            "a merge-patch changes what it names, removes what it sets to null, renews the ETag"
        ) {
            scene in
            let customer = try await scene.newCustomer([("gone", "x"), ("kept", "y")])
            let patched = try await scene.api.patch(customer.path, ["name": "bss verify 2", "gone": .null])
            let read = try await scene.api.get(customer.path)
            try require(
                patched.status == 200 && read.json["name"] == "bss verify 2" && read.json["gone"] == nil
                    && read.json["kept"] == "y" && read.headers["etag"] != customer.tag,
                read.summary
            )
            return "\(customer.tag) became \(read.headers["etag"] ?? "")"
        },
        Check(.storage, "etag-conflict", "a patch with an ETag that is out of date is refused with 412") { scene in
            let customer = try await scene.newCustomer()
            _ = try await scene.api.patch(customer.path, ["name": "first"], headers: ["if-match": customer.tag])
            let late = try await scene.api.patch(customer.path, ["name": "second"], headers: ["if-match": customer.tag])
            let read = try await scene.api.get(customer.path)
            try require(late.status == 412 && read.json["name"] == "first", late.summary)
            return "412; the first patch stands"
        },
        Check(.storage, "lost-update", "of eight patches with one ETag at once, one is taken") { scene in
            let customer = try await scene.newCustomer()
            let statuses = try await scene.atOnce(8) { number in
                try await scene.api.patch(
                    customer.path,
                    ["name": .string("patch \(number)")],
                    headers: ["if-match": customer.tag]
                ).status
            }
            let taken = statuses.filter { $0 == 200 }.count
            try require(taken == 1 && statuses.allSatisfy { $0 == 200 || $0 == 412 }, "statuses \(statuses)")
            return "1 taken, 7 refused with 412"
        },
        Check(.storage, "read-only-attribute", "a patch of what the server sets is refused") { scene in
            let customer = try await scene.customer()
            let answer = try await scene.api.patch(customer.path, ["href": "/elsewhere"])
            try require((400...422).contains(answer.status), answer.summary)
            return "\(answer.status) \(answer.json["reason"]?.string ?? "")"
        },
        Check(.storage, "delete", "a deleted resource is gone: 204, then 404") { scene in
            let customer = try await scene.newCustomer()
            let deleted = try await scene.api.send("DELETE", customer.path)
            let read = try await scene.api.get(customer.path)
            try require(deleted.status == 204 && read.status == 404, "\(deleted.status), then \(read.status)")
            return "204, then 404"
        },
        Check(.storage, "paging", "pages by offset hold each resource once, X-Total-Count all of them") { scene in
            let made = try await scene.listed()
            var seen: [String] = []
            for offset in 0..<3 {
                let page = try await scene.api.get("\(made.query)&limit=2&offset=\(offset * 2)&sort=id")
                try require(
                    page.headers["x-total-count"] == "5",
                    "X-Total-Count \(page.headers["x-total-count"] ?? "none")"
                )
                seen += (page.json.array ?? []).compactMap { $0["id"]?.string }
            }
            try require(seen == made.ids, "\(seen.count) ids, \(Set(seen).count) different")
            return "5 resources on 3 pages"
        },
        Check(.storage, "cursor", "pages by cursor hold each resource once") { scene in
            let made = try await scene.listed()
            var seen: [String] = []
            var next: String? = "\(made.query)&limit=2&sort=id"
            while let path = next, seen.count < 10 {
                let page = try await scene.api.get(path)
                seen += (page.json.array ?? []).compactMap { $0["id"]?.string }
                next = page.headers["link"].flatMap(Scene.next)
            }
            try require(seen == made.ids, "\(seen.count) ids, \(Set(seen).count) different")
            return "5 resources by Link: rel=next"
        },
        Check(.storage, "sort-descending", "a sort with - is the other one reversed") { scene in
            let made = try await scene.listed()
            let page = try await scene.api.get("\(made.query)&sort=-id")
            let ids = (page.json.array ?? []).compactMap { $0["id"]?.string }
            try require(ids == made.ids.reversed(), page.summary)
            return "5 ids in descending order"
        },
        Check(.storage, "fields", "fields= gives these attributes, id, href and @type") { scene in
            let customer = try await scene.customer()
            let answer = try await scene.api.get(customer.path + "?fields=name")
            let names = (answer.json.object?.members ?? []).map(\.key).sorted()
            try require(names == ["@type", "href", "id", "name"], "\(names)")
            return names.joined(separator: ", ")
        },
        Check(.storage, "unknown-id", "an id that there is not: 404 with TM Forum's error") { scene in
            let answer = try await scene.api.get("\(Scene.customers)/00000000-0000-4000-8000-000000000000")
            try require(answer.status == 404 && answer.json["@type"] == "Error", answer.summary)
            return answer.json["reason"]?.string ?? ""
        },
        Check(.storage, "malformed", "a body that is no JSON: 400, and nothing is created") { scene in
            let answer = try await scene.api.send("POST", Scene.customers, body: Array("{\"name\":".utf8))
            try require(answer.status == 400 && answer.json["@type"] == "Error", answer.summary)
            return answer.json["reason"]?.string ?? ""
        },
        Check(.storage, "audit-chain", "the audit trail of a customer is an unbroken chain of hashes") { scene in
            let customer = try await scene.order().customer
            let answer = try await scene.api.get("/bss/v1/customers/\(customer.id)/audit?limit=100")
            let entries = answer.json["entries"]?.array ?? []
            try require(answer.json["isIntact"] == true && entries.count >= 2, answer.summary)
            return "\(entries.count) entries, intact"
        },
        Check(.storage, "both-servers", "what one server acknowledged, another one reads at once") { scene in
            try scene.needsSharedRows()
            guard scene.target.servers.count > 1 else { throw NotApplicable("one server only") }
            for _ in 0..<10 {
                let customer = try await scene.newCustomer()
                let read = try await scene.server(1).get(customer.path)
                try require(read.text == customer.document.text, read.summary)
            }
            return "10 of 10"
        },
    ]
}

extension Scene {
    /// Five customers that a query of their own finds, and their ids in order.
    func listed() async throws -> (query: String, ids: [String]) {
        if let listedMade { return listedMade }
        let mark = surroundings.identifier().description
        var ids: [String] = []
        for _ in 0..<5 { ids.append(try await newCustomer([("externalMark", .string(mark))]).id.description) }
        let made = (query: "\(Self.customers)?externalMark=\(mark)", ids: ids.sorted())
        listedMade = made
        return made
    }

    /// Runs a body side by side.
    nonisolated func atOnce<Value: Sendable>(
        _ count: Int,
        _ body: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: Value.self) { group in
            for number in 0..<count { group.addTask { try await body(number) } }
            var values: [Value] = []
            for try await value in group { values.append(value) }
            return values
        }
    }

    /// The path of the next page in a Link header (RFC 8288).
    static func next(_ link: String) -> String? {
        for part in link.split(separator: ",") where part.contains("rel=\"next\"") {
            guard let start = part.firstIndex(of: "<"), let end = part.firstIndex(of: ">") else { continue }
            let target = String(part[part.index(after: start)..<end])
            guard let scheme = target.range(of: "://") else { return target }
            return target[scheme.upperBound...].firstIndex(of: "/").map { String(target[$0...]) }
        }
        return nil
    }
}
