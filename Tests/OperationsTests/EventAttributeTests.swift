import Domain
import Foundation
import Logging
import Operations
import Primitives
import SQLiteStorage
import Storage
import Testing

/// The flat attributes that stream jobs read (docs/events.md).
@Suite(.everyStore) struct EventAttributeTests {
    @Test func ordersSaySinceWhenTheirCustomerIsOne() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        let created = try #require(try await bss.events(Topic.customer).first?["eventTime"]?.string)
        bss.advance(86_400_000)
        _ = try await bss.order(customer)
        try await bss.fulfil()
        let events = try await bss.events(Topic.order)
        #expect(events.count == 3)
        #expect(events.allSatisfy { $0["customerSince"]?.string == created })
        #expect(events.allSatisfy { $0["eventTime"]?.string != created })
        _ = try await bss.create(
            .productOrder,
            #"{"relatedParty":[{"id":"cust-1","@referredType":"Individual"}],"productOrderItem":[{"id":"1","action":"add"}]}"#
        )
        try await bss.fulfil()
        let foreign = try await bss.events(Topic.order).filter { $0["orderId"] != events[0]["orderId"] }
        #expect(!foreign.isEmpty && foreign.allSatisfy { $0["customerSince"] == nil })
    }

    @Test(arguments: [
        (#"[{"mediumType":"phone","characteristic":{"phoneNumber":"+44 20 7946-0958"}}]"#, "+442079460958"),
        (#"[{"mediumType":"phone","characteristic":{"phoneNumber":" +1 (555) 010"}}]"#, "+1555010"),
        (
            #"[{"mediumType":"email","characteristic":{"emailAddress":"a@b.c"}},{"mediumType":"phone","characteristic":{"phoneNumber":"030/12+3"}}]"#,
            "030123"
        ),
        (#"[{"mediumType":"phone","characteristic":{"phoneNumber":"none"}}]"#, nil), ("[]", nil),
    ]) func partiesHaveAPhone(media: String, phone: String?) async throws {
        let bss = try await Operator()
        let customer = #"{"name":"A","engagedParty":{"id":"1","@referredType":"Individual"},"contactMedium":\#(media)}"#
        _ = try await bss.create(.customer, customer)
        let individual = try await bss.create(
            .individual,
            #"{"givenName":"A","familyName":"B","contactMedium":\#(media)}"#
        )
        try await bss.operations.delete(.individual, id: individual.id, bss.context()).get()
        let events = try await bss.events(Topic.customer)
        #expect(events.count == 3)
        #expect(events.allSatisfy { $0["phone"]?.string == phone }, "\(events.map { $0["phone"]?.text ?? "-" })")
    }

    @Test func patchesSayWhatTheyChanged() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        let patches: [JSON] = [
            ["contactMedium": [["mediumType": "phone", "characteristic": ["phoneNumber": "1"]]]],
            ["name": "Ada", "contactMedium": .null, "x-own": 1], ["status": "Blocked", "x-own": .null],
        ]
        for patch in patches {
            _ = try await bss.operations.patch(.customer, id: customer.id, patch, bss.context()).get()
        }
        let events = try await bss.events(Topic.customer)
        #expect(
            events.map { $0["changed"]?.string } == [nil, "contactMedium", "contactMedium,name,x-own", "status,x-own"]
        )
        #expect(events.map { $0["phone"]?.string } == ["+442079460958", "1", nil, nil])
        let offering: JSON = ["name": "M"]
        _ = try await bss.operations.patch(.productOffering, id: "mobile", offering, bss.context()).get()
        let changes = try await bss.events(Topic.catalog).compactMap { $0["changed"]?.string }
        #expect(changes == ["name"], "what the server sets is no change")
    }

    @Test func aStoreOfTheFirstReleaseIsBroughtForward() async throws {
        let first = Schema.migrations[0]
        #expect(first.steps.count == 22, "a released migration is never changed")
        let orders = try #require(
            first.steps.compactMap { step -> Table? in
                if case .createTable(let table) = step, table.name == "orders" { return table }
                return nil
            }.first
        )
        let path = FileManager.default.temporaryDirectory.path + "/bss-first-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }  // why: temporary
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let old = try SQLiteStorage(path: path + "/bss.sqlite", readers: 1, logger: logger)
        try await old.migrate([first])
        let customer = Identifier(named: "c")
        let id = CustomerScopedID(customer: customer, number: 1).description
        let body = #"{"id":"\#(id)","productOrderItem":[{"id":"1","action":"add","state":"held"}],"state":"held"}"#
        var row = Row(orders, orders.columns.map { $0.isNullable ? .null : .integer(1) })
        row["customer_id"] = .identifier(customer)
        row["state"] = .text("held")
        row["body"] = .text(body)
        try await old.write { [row] in _ = try $0.insert(row) }
        try await old.close()

        let new = try SQLiteStorage(path: path + "/bss.sqlite", readers: 1, logger: logger)
        try await new.migrate(Schema.migrations)
        let operations = Operations(
            storage: new,
            surroundings: Surroundings(now: { Timestamp(milliseconds: 0) }, random: { 7 }),
            settings: OperationSettings(),
            logger: logger
        )
        let context = RequestContext(actor: .system, requestID: "r")
        #expect(try await operations.read(.productOrder, id: id).get().text == body)
        _ = try await operations.patch(.productOrder, id: id, ["description": "d"], context).get()
        let event = try await new.read { try $0.rows(Schema.outbox, Query(limit: 2)) }
        let value = try JSON(parsing: event[0]["body"].text ?? "")
        #expect(value["changed"] == "description" && value["customerSince"] == nil)
        #expect(try await operations.list(.fraudCase, ResourceQuery()).get().items.isEmpty)
        try await new.close()
    }
}
