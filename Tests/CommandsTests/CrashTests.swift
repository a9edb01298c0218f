import Foundation
import Primitives
import Testing

/// kill -9 at random moments under load: nothing acknowledged is lost, nothing is doubled, in the store and in the log.
@Suite(.serialized) struct CrashTests {
    static let kills = 20
    static let callers = 8

    /// What the callers know: what they sent, and what was acknowledged under which id.
    private actor Journal {
        private(set) var acknowledged: [String: String] = [:]
        private(set) var unanswered: [(external: String, customer: String)] = []

        func acknowledge(_ external: String, _ id: String) { acknowledged[external] = id }
        func miss(_ external: String, _ customer: String) { unanswered.append((external, customer)) }
    }

    private static func order(_ external: String, _ customer: String) -> String {
        #"""
        {"externalId":"\#(external)","relatedParty":[{"id":"\#(customer)","role":"customer","@referredType":"Customer"}],
         "productOrderItem":[{"id":"1","action":"add","productOffering":{"id":"crash"}}]}
        """#
    }

    @Test(.timeLimit(.minutes(10))) func nothingAcknowledgedIsLostAndNothingIsDoubled() async throws {
        let data = Program.directory()
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        let settings = ["--set", "fulfilment.provisioningMilliseconds=50"]
        var program = try await Program(data: data, arguments: settings)
        let offering = try await program.ask(
            "POST",
            "/tmf-api/productCatalogManagement/v4/productOffering",
            #"{"id":"crash","name":"Crash"}"#
        )
        #expect(offering.status == 201)
        var customers: [String] = []
        for number in 0..<Self.callers {
            let answer = try await program.ask(
                "POST",
                "/tmf-api/customerManagement/v4/customer",
                #"{"name":"C\#(number)","engagedParty":{"id":"1","@referredType":"Individual"}}"#
            )
            customers.append(try #require(answer.json["id"]?.string))
        }
        let journal = Journal()
        var random = SeededRandom(seed: UInt64(Date().timeIntervalSince1970))
        for round in 0..<Self.kills {
            let load = Self.load(program, customers, round: round, journal)
            try await Task.sleep(for: .milliseconds(Int.random(in: 50...700, using: &random)))
            program.kill()
            await load.value
            program = try await Program(data: data, arguments: settings)
        }
        // What was sent and not answered is sent again under its key: it must not be there twice.
        for (external, customer) in await journal.unanswered {
            let answer = try await program.ask(
                "POST",
                "/tmf-api/productOrderingManagement/v4/productOrder",
                Self.order(external, customer),
                headers: ["Idempotency-Key": external]
            )
            #expect(answer.status == 201, "\(answer.json.text)")
            await journal.acknowledge(external, try #require(answer.json["id"]?.string))
        }
        let acknowledged = await journal.acknowledged
        #expect(acknowledged.count > Self.kills)
        try await audit(program, acknowledged, customers)
        #expect(program.stop() == 0)
    }

    /// Callers who order one after the other until the server is gone. One task owns them all.
    private static func load(
        _ program: Program,
        _ customers: [String],
        round: Int,
        _ journal: Journal
    ) -> Task<Void, Never> {
        Task {
            await withTaskGroup(of: Void.self) { group in
                for (caller, customer) in customers.enumerated() {
                    group.addTask {
                        for number in 0..<100_000 {
                            let external = "r\(round)-c\(caller)-n\(number)"
                            do {
                                let answer = try await program.ask(
                                    "POST",
                                    "/tmf-api/productOrderingManagement/v4/productOrder",
                                    order(external, customer),
                                    headers: ["Idempotency-Key": external]
                                )
                                #expect(answer.status == 201, "\(answer.json.text)")
                                await journal.acknowledge(external, answer.json["id"]?.string ?? "")
                            } catch {
                                await journal.miss(external, customer)
                                return
                            }
                        }
                    }
                }
            }
        }
    }

    private func audit(_ program: Program, _ acknowledged: [String: String], _ customers: [String]) async throws {
        // Wait until every order has reached its end and every event the log.
        for _ in 0..<600 {
            let overview = try await program.ask("GET", "/bss/v1/overview").json
            let states = overview["ordersByState"]?.object?.members.map(\.key) ?? []
            if states == ["completed"], overview["outboxWaiting"]?.integer == 0 { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        var stored: [String: [JSON]] = [:]
        var path: String? = "/tmf-api/productOrderingManagement/v4/productOrder?limit=500"
        while let page = path {
            let answer = try await program.ask("GET", page)
            for order in answer.json.array ?? [] {
                stored[order["externalId"]?.string ?? "", default: []].append(order)
            }
            path = Self.next(answer.headers["link"] ?? "")
        }
        #expect(Set(stored.keys) == Set(acknowledged.keys))
        for (external, id) in acknowledged {
            #expect(stored[external]?.count == 1, "\(external) is stored \(stored[external]?.count ?? 0) times")
            #expect(stored[external]?.first?["id"]?.string == id)
            #expect(stored[external]?.first?["state"] == "completed")
        }
        let products = try await program.ask("GET", "/tmf-api/productInventory/v4/product?limit=1&fields=id")
        #expect(products.headers["x-total-count"] == "\(acknowledged.count)")
        try await auditLog(program, acknowledged)
        for customer in customers {
            var after: Int64 = 0
            while true {
                let trail = try await program.ask(
                    "GET",
                    "/bss/v1/customers/\(customer)/audit?after=\(after)&limit=1000"
                ).json
                #expect(trail["isIntact"] == true, "the audit trail of \(customer) is broken")
                guard let last = trail["entries"]?.array?.last?["sequence"]?.integer else { break }
                after = last
            }
        }
    }

    private func auditLog(_ program: Program, _ acknowledged: [String: String]) async throws {
        let consumed = try Program.run(
            ["consume", "bss.order.events", "--from-beginning", "--format", "json", "--url", program.url])
        #expect(consumed.status == 0, "\(consumed.errors)")
        var events: Set<String> = []
        var created: [String: Int] = [:]
        var versions: [String: Int64] = [:]
        for line in consumed.output.split(separator: "\n") {
            let event = try JSON(parsing: String(line))["value"] ?? .null
            let isFirst = events.insert(event["eventId"]?.string ?? "").inserted
            #expect(isFirst, "an event is in the log twice")
            guard let id = event["orderId"]?.string, let version = event["version"]?.integer else { continue }
            #expect(version == (versions[id] ?? 0) + 1, "\(id) jumps from version \(versions[id] ?? 0) to \(version)")
            versions[id] = version
            if event["type"] == "ProductOrderCreateEvent" { created[id, default: 0] += 1 }
        }
        for id in acknowledged.values { #expect(created[id] == 1, "\(id) has \(created[id] ?? 0) create events") }
        #expect(created.count == acknowledged.count)
    }

    private static func next(_ link: String) -> String? {
        for part in link.split(separator: ",") where part.contains("rel=\"next\"") {
            guard let start = part.firstIndex(of: "<"), let end = part.firstIndex(of: ">") else { continue }
            let target = String(part[part.index(after: start)..<end])
            guard let scheme = target.range(of: "://") else { return target }
            return target[scheme.upperBound...].firstIndex(of: "/").map { String(target[$0...]) }
        }
        return nil
    }
}
