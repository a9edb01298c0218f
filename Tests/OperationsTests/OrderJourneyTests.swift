import Domain
import Operations
import Primitives
import Storage
import Testing

@Suite(.everyStoreAndCluster, .serialized) struct OrderJourneyTests {
    @Test func anOrderIsFulfilledIntoServicesAndAProductTheCustomerOwns() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        let order = try await bss.order(customer)
        #expect(order.id == "\(customer.id)-1")
        #expect(order.document["state"] == "acknowledged")
        let item = order.document["productOrderItem"]?.array?[0]
        #expect(item?["productOffering"]?["version"] == "1.2")
        #expect(item?["itemPrice"]?.array?[0]["price"]?["dutyFreeAmount"]?.object?["value"]?.number?.text == "19.90")

        try await bss.fulfil()

        let done = try await bss.read(order)
        #expect(done["state"] == "completed")
        #expect(done["completionDate"] != nil)
        let products = try await bss.list(.product)
        #expect(products.count == 1)
        #expect(products[0]["status"] == "active")
        #expect(products[0]["realizingService"]?.array?.count == 2)
        #expect(done["productOrderItem"]?.array?[0]["product"]?["id"] == products[0]["id"])
        let services = try await bss.list(.service)
        #expect(services.map { $0["state"] } == ["active", "active"])

        let history = try await bss.operations.history(ofOrder: order.id).get()
        #expect(history.map(\.to) == [.acknowledged, .inProgress, .completed])
        #expect(history.map(\.actor) == ["ann", "system", "system"])

        let events = try await bss.events(Topic.order)
        let types: [JSON?] = [
            "ProductOrderCreateEvent", "ProductOrderStateChangeEvent", "ProductOrderStateChangeEvent",
        ]
        #expect(events.map { $0["type"] } == types)
        #expect(events.map { $0["status"] } == ["acknowledged", "inProgress", "completed"])
        #expect(events.allSatisfy { $0["amount"]?.number?.text == "19.90" && $0["currency"] == "EUR" })
        #expect(events.allSatisfy { $0["customerId"]?.string == customer.id && $0["orderId"]?.string == order.id })
    }

    @Test func anOrderPinsThePriceItWasSoldAt() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        let first = try await bss.order(customer)
        _ = try await bss.operations.patch(
            .productOfferingPrice,
            id: "mobile-price",
            ["price": ["unit": "EUR", "value": 25]],
            bss.context()
        ).get()
        let second = try await bss.order(customer)
        func total(_ order: Resource) async throws -> String? {
            try await bss.read(order)["orderTotalPrice"]?.array?[0]["price"]?["dutyFreeAmount"]?["value"]?.number?.text
        }
        #expect(try await total(first) == "19.90")
        #expect(try await total(second) == "25.00")
    }

    @Test func modifyAndDeleteItemsActOnTheProduct() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        _ = try await bss.create(
            .productOffering,
            #"{"id":"data-only","name":"Data","productSpecification":{"id":"data-spec"},"lifecycleStatus":"Launched"}"#
        )
        _ = try await bss.create(
            .productSpecification,
            #"{"id":"data-spec","name":"Data","serviceSpecification":[{"id":"data"}]}"#
        )
        _ = try await bss.order(customer)
        try await bss.fulfil()
        let product = try #require(try await bss.list(.product).first?["id"]?.string)

        _ = try await bss.order(
            customer,
            items: #"""
                [{"id":"1","action":"modify","productOffering":{"id":"data-only"},
                  "product":{"id":"\#(product)","productCharacteristic":[{"name":"colour","value":"red"}]}}]
                """#
        )
        try await bss.fulfil()
        var owned = try #require(try await bss.list(.product).first)
        #expect(owned["name"] == "Data")
        #expect(owned["productCharacteristic"]?.array?[0]["value"] == "red")
        let states = try await bss.list(.service).map { "\($0["name"]!.string!):\($0["state"]!.string!)" }.sorted()
        #expect(states == ["Data:active", "Voice:terminated"])

        _ = try await bss.order(
            customer,
            items: #"[{"id":"1","action":"delete","product":{"id":"\#(product)"}}]"#
        )
        try await bss.fulfil()
        owned = try #require(try await bss.list(.product).first)
        #expect(owned["status"] == "terminated")
        #expect(try await bss.list(.service).allSatisfy { $0["state"] == "terminated" })
        let again = try await bss.refusal(
            .productOrder,
            bss.orderText(customer, items: #"[{"id":"1","action":"delete","product":{"id":"\#(product)"}}]"#)
        )
        #expect(again?.code == "productEnded")
    }

    @Test func cancellationGoesThroughItsOwnResource() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        let order = try await bss.order(customer)
        _ = try await Fulfilment(bss.operations, port: .builtIn(failurePercent: 0)).workOff()
        #expect(try await bss.read(order)["state"] == "inProgress")
        let cancellation = try await bss.create(
            .cancelProductOrder,
            #"{"productOrder":{"id":"\#(order.id)"},"cancellationReason":"moved away"}"#
        )
        try await bss.fulfil()
        #expect(try await bss.read(order)["state"] == "cancelled")
        #expect(try await bss.read(cancellation)["state"] == "done")
        #expect(try await bss.list(.service).allSatisfy { $0["state"] == "terminated" })
        #expect(try await bss.list(.product).isEmpty)
        let history = try await bss.operations.history(ofOrder: order.id).get().map(\.to)
        #expect(
            history == [
                .acknowledged, .inProgress, .assessingCancellation, .pendingCancellation, .cancelled,
            ]
        )
    }

    @Test func aFinishedOrderCannotBeCancelledNorSetByHand() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        let order = try await bss.order(customer)
        for state in ["completed", "cancelled", "held", "rejected"] {
            let refused = try await bss.operations.patch(
                .productOrder,
                id: order.id,
                ["state": .string(state)],
                bss.context()
            )
            #expect(throws: Refusal.self) { try refused.get() }
        }
        try await bss.fulfil()
        let refusal = try await bss.refusal(.cancelProductOrder, #"{"productOrder":{"id":"\#(order.id)"}}"#)
        #expect(refusal?.kind == .conflict)
        #expect(try await bss.list(.cancelProductOrder).isEmpty)
    }

    @Test func whatCannotBeProvisionedFallsOutAndIsRetriedSkippedOrAssigned() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        let broken = ProvisioningPort { _ in .failed(reason: "no answer") }
        let first = try await bss.order(customer)
        let second = try await bss.order(customer)
        try await bss.fulfil(broken)
        var queue = try await bss.operations.fallout(limit: 10)
        #expect(queue.map(\.order.id) == [first.id, second.id])
        #expect(queue.allSatisfy { $0.state == .held && $0.reason == "item 1: no answer" && $0.attempts == 3 })
        #expect(queue[0].ageMilliseconds > 0)

        _ = try await bss.operations.assignOrder(first.id, to: "bob", bss.context()).get()
        #expect(try await bss.operations.fallout(limit: 10)[0].assignee == "bob")
        _ = try await bss.operations.retryOrder(first.id, reason: "fixed", bss.context()).get()
        try await bss.fulfil()
        #expect(try await bss.read(first)["state"] == "completed")
        _ = try await bss.operations.skipOrder(second.id, reason: "done by hand", bss.context()).get()
        #expect(try await bss.read(second)["state"] == "completed")
        #expect(try await bss.list(.product).count == 2)
        queue = try await bss.operations.fallout(limit: 10)
        #expect(queue.isEmpty)
        let refused = try await bss.operations.retryOrder(first.id, reason: "again", bss.context())
        #expect(throws: Refusal.self) { try refused.get() }
    }

    @Test func anItemWithoutOfferingWaitsForInformation() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        let order = try await bss.order(customer, items: #"[{"id":"1","action":"add"}]"#)
        try await bss.fulfil()
        #expect(try await bss.read(order)["state"] == "pending")
        let types = try await bss.events(Topic.order).map { $0["type"]?.string ?? "" }
        #expect(types.contains("ProductOrderInformationRequiredEvent"))
        _ = try await bss.operations.patch(
            .productOrder,
            id: order.id,
            [
                "state": "inProgress",
                "productOrderItem": [["id": "1", "action": "add", "productOffering": ["id": "mobile"]]],
            ],
            bss.context()
        ).get()
        try await bss.fulfil()
        #expect(try await bss.read(order)["state"] == "completed")
        #expect(try await bss.list(.product).count == 1)
    }

    @Test(arguments: [
        (#"[]"#, "invalidValue"), (#"[{"id":"1","action":"add","productOffering":{"id":"none"}}]"#, "unknownReference"),
        (#"[{"id":"1","action":"add"},{"id":"1","action":"add"}]"#, "invalidValue"),
        (#"[{"id":"1","action":"modify"}]"#, "missingAttribute"),
        (#"[{"id":"1","action":"add","quantity":0,"productOffering":{"id":"mobile"}}]"#, "invalidValue"),
        (#"[{"id":"1","action":"add","productOrderItem":[{"id":"2","action":"add"}]}]"#, "notSupported"),
        (
            #"[{"id":"1","action":"add","itemPrice":[{"price":{"dutyFreeAmount":{"unit":"EUR","value":1.234}}}]}]"#,
            "invalidMoney"
        ),
    ]) func badItemsAreRefused(items: String, code: String) async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        #expect(try await bss.refusal(.productOrder, bss.orderText(customer, items: items))?.code == code)
    }

    @Test func anOrderForAnUnknownCustomerIsRefused() async throws {
        let bss = try await Operator()
        let refusal = try await bss.refusal(
            .productOrder,
            #"""
            {"relatedParty":[{"id":"01890a5d-ac96-774b-bcce-b302099a8057","@referredType":"Customer"}],
             "productOrderItem":[{"id":"1","action":"add"}]}
            """#
        )
        #expect(refusal?.code == "unknownReference")
    }
}
