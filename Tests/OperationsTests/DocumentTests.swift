import Domain
import Operations
import Primitives
import Storage
import Testing

@Suite(.everyStore) struct DocumentTests {
    @Test func aKeyRepeatedGivesTheStoredAnswerAndAnotherBodyIsRefused() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        let text = bss.orderText(customer)
        let first = try await bss.operations.create(.productOrder, JSON(parsing: text), bss.context(key: "k")).get()
        try await bss.fulfil()
        let second = try await bss.operations.create(.productOrder, JSON(parsing: text), bss.context(key: "k")).get()
        #expect(second.isReplay && !first.isReplay)
        #expect(second.resource == first.resource)
        #expect(try await bss.list(.productOrder).count == 1)
        let other = text.replacing("x-1", with: "x-2")
        #expect(try await bss.refusal(.productOrder, other, key: "k")?.kind == .keyReused)
        let name = #"{"name":"N","engagedParty":{"id":"1","@referredType":"Individual"}}"#
        let created = try await bss.create(.customer, name, key: "c")
        #expect(try await bss.create(.customer, name, key: "c").id == created.id)
        #expect(try await bss.create(.category, #"{"name":"N"}"#, key: "c2").id != created.id)
    }

    @Test func emailsAreUniqueThroughChangesAndDeletions() async throws {
        let bss = try await Operator()
        let ada = try await bss.prepared()
        func body(_ email: String) -> String {
            #"""
            {"name":"N","engagedParty":{"id":"1","@referredType":"Individual"},
             "contactMedium":[{"mediumType":"email","characteristic":{"emailAddress":"\#(email)"}}]}
            """#
        }
        #expect(try await bss.refusal(.customer, body("ADA@example.com"))?.code == "emailTaken")
        let patch = try JSON(parsing: body("countess@example.com"))
        _ = try await bss.operations.patch(.customer, id: ada.id, patch, bss.context()).get()
        let second = try await bss.create(.customer, body("ada@example.com"))
        let clash = try await bss.operations.patch(
            .customer,
            id: ada.id,
            JSON(parsing: body("ada@example.com")),
            bss.context()
        )
        #expect(throws: Refusal.self) { try clash.get() }
        try await bss.operations.delete(.customer, id: second.id, bss.context()).get()
        _ = try await bss.create(.customer, body("ada@example.com"))
    }

    @Test(arguments: [
        ("ada", 1), ("LOVE", 1), ("ada love", 1), ("ada@exam", 1), ("+44 20 7946 0958", 1), ("7946", 0), ("9460958", 1),
        ("bob", 0), ("ada bob", 0), ("", 0),
    ]) func customersAreFoundByNameAddressAndNumber(text: String, count: Int) async throws {
        let bss = try await Operator()
        _ = try await bss.prepared()
        #expect(try await bss.operations.searchCustomers(text, limit: 10).count == count)
    }

    @Test func aStaleVersionIsRefused() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        _ = try await bss.operations.patch(.customer, id: customer.id, ["name": "A"], bss.context(version: 1)).get()
        let stale = try await bss.operations.patch(.customer, id: customer.id, ["name": "B"], bss.context(version: 1))
        #expect(throws: Refusal.self) { try stale.get() }
        #expect(try await bss.read(customer)["name"] == "A")
    }

    @Test func theAuditTrailIsAChainThatShowsTampering() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        _ = try await bss.order(customer)
        try await bss.fulfil()
        let page = try await bss.operations.audit(customer: customer.id, after: 0, limit: 100).get()
        #expect(page.isIntact)
        #expect(page.entries.count >= 8)
        let rest = try await bss.operations.audit(customer: customer.id, after: 3, limit: 100).get()
        #expect(rest.isIntact && rest.entries.count == page.entries.count - 3)
        let key: [Value] = [.identifier(try #require(Identifier(customer.id))), .integer(2)]
        _ = try await bss.storage.write { transaction in
            try transaction.update(
                Schema.audit,
                key: key,
                set: [("entry", .text(page.entries[1].text.replacing("ann", with: "eve")))],
                where: .all([])
            )
        }
        let tampered = try await bss.operations.audit(customer: customer.id, after: 0, limit: 100).get()
        #expect(!tampered.isIntact && tampered.firstBroken == 2)
    }

    @Test func listsFilterSortAndPage() async throws {
        let bss = try await Operator()
        for number in 1...25 {
            _ = try await bss.create(
                .category,
                #"{"id":"c\#(number)","name":"N\#(number % 5)","nested":{"list":[{"v":\#(number)},{"v":"t"}]}}"#
            )
        }
        func ids(_ query: ResourceQuery) async throws -> [String] {
            try await bss.operations.list(.category, query).get().items.map(\.id)
        }
        #expect(try await ids(.init(filters: [.init(path: ["name"], values: ["N1"])])).count == 5)
        #expect(try await ids(.init(filters: [.init(path: ["name"], values: ["N1", "N2"])])).count == 10)
        #expect(try await ids(.init(filters: [.init(path: ["nested", "list", "v"], values: ["7"])])) == ["c7"])
        #expect(
            try await ids(.init(filters: [.init(path: ["nested", "list", "v"], comparison: .greater, values: ["23"])]))
                .count == 25
        )
        #expect(try await ids(.init(filters: [.init(path: ["id"], values: ["c3", "c9"])])) == ["c3", "c9"])
        #expect(
            try await ids(
                .init(filters: [.init(path: ["href"], values: ["/tmf-api/productCatalogManagement/v4/category/c4"])])
            ) == ["c4"]
        )
        #expect(try await ids(.init(filters: [.init(path: ["none"], values: ["x"])])).isEmpty)
        var query = ResourceQuery(sort: [.init(path: ["name"], ascending: false)], limit: 10)
        var seen: [String] = []
        while true {
            let page = try await bss.operations.list(.category, query).get()
            #expect(page.total == 25)
            seen += page.items.map(\.id)
            guard let next = page.next else { break }
            query.cursor = next
        }
        #expect(seen.count == 25 && Set(seen).count == 25)
        query.sort = []
        let mixed = try await bss.operations.list(.category, query)
        #expect(throws: Refusal.self) { try mixed.get() }
        for cursor in ["zz", "", "00", hexadecimal("[]".utf8)] {
            let refused = try await bss.operations.list(.category, .init(cursor: cursor))
            #expect(throws: Refusal.self) { try refused.get() }
        }
    }

    @Test func keysOpenUntilTheyAreRevoked() async throws {
        let bss = try await Operator()
        let (key, secret) = try await bss.operations.createKey(name: "web", role: .agent, bss.context()).get()
        #expect(try await bss.operations.authenticate(bearer: secret) == Actor(name: "web", role: .agent))
        #expect(try await bss.operations.authenticate(bearer: secret + "0") == nil)
        let stored = try await bss.storage.read { try $0.rows(Schema.apiKeys, Query(limit: 10)) }
        #expect(!"\(stored)".contains(secret))
        _ = try await bss.operations.revokeKey(key.id, bss.context()).get()
        #expect(try await bss.operations.authenticate(bearer: secret) == nil)
    }

    @Test func aCustomerInUseCannotBeDeleted() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        _ = try await bss.order(customer)
        let refused = try await bss.operations.delete(.customer, id: customer.id, bss.context())
        #expect(throws: Refusal.self) { try refused.get() }
    }

    @Test func relayingAgainAfterACrashDoublesNothing() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        let outbox = try await bss.storage.read { try $0.rows(Schema.outbox, Query(limit: 100)) }
        #expect(try await bss.events(Topic.customer).count == 1)
        // As after a crash between the append and the deletion: the rows are there again.
        try await bss.storage.write { transaction in for row in outbox { try transaction.insert(row) } }
        #expect(try await bss.events(Topic.customer).count == 1)
        #expect(try await bss.events(Topic.catalog).count == 5)
        _ = try await bss.order(customer)
        #expect(try await bss.events(Topic.order).count == 1)
    }
}
