import EventLog
import Primitives

extension Check {
    static let events: [Check] = [
        Check(.events, "topics", "the program's topics are there") { scene in
            let answer = try await scene.api.get("/bss/v1/topics")
            let names = Set((answer.json.array ?? []).compactMap { $0["name"]?.string })
            let missing = Scene.topics.filter { !names.contains($0) }
            try require(missing.isEmpty, "missing: \(missing.joined(separator: ", "))")
            return "\(names.count) topics"
        },
        Check(
            .events,
            "partitions",
            "the topics have the same number of partitions, so that a customer has one number in all"
        ) {
            scene in
            var counts: Set<Int> = []
            for topic in ["bss.customer.events", "bss.order.events", "bss.fraud.alerts"] {
                counts.insert(try await scene.partitions(topic))
            }
            try require(counts.count == 1, "\(counts.sorted())")
            return "\(counts.first ?? 0) partitions"
        },
        Check(.events, "customer-event", "a created customer is an event, with the acknowledged resource in it") {
            scene in
            let event = try await scene.customerEvent()
            let customer = try await scene.customer()
            try require(event["value"]?["event"]?["customer"]?.text == customer.document.text, event.text)
            return "offset \(event["offset"]?.text ?? "") of partition \(event["partition"]?.text ?? "")"
        },
        Check(.events, "murmur2", "its partition is the one of Kafka's partitioner: murmur2 of the customer's id") {
            scene in
            let event = try await scene.customerEvent()
            let customer = try await scene.customer()
            let count = try await scene.partitions("bss.customer.events")
            let expected = Partitioner.partition(of: Array(customer.id.description.utf8), partitions: count)
            try require(event["partition"]?.integer == Int64(expected), "not \(expected): \(event.text)")
            return "partition \(expected) of \(count)"
        },
        Check(.events, "attributes", "an event says what, whose, when and which version") { scene in
            let value = try await scene.customerEvent()["value"] ?? .null
            for name in ["eventId", "type", "customerId", "eventTime", "resourceId", "region", "correlationId"] {
                try require(value[name]?.string?.isEmpty == false, "no \(name): \(value.text)")
            }
            let time = value["eventTime"]?.string ?? ""
            try require(Timestamp(time) != nil && time.hasSuffix("Z") && time.count == 24, time)
            try require(value["version"] == 1, value.text)
            return "\(value["type"]?.string ?? "") at \(time)"
        },
        Check(.events, "cloud-events", "its headers are CloudEvents 1.0 in Kafka's binary content mode") { scene in
            let event = try await scene.customerEvent()
            let (headers, value) = (event["headers"] ?? .null, event["value"] ?? .null)
            try require(
                headers["ce_specversion"] == "1.0" && headers["ce_id"] == value["eventId"]
                    && headers["ce_type"] == value["type"] && headers["ce_time"] == value["eventTime"]
                    && headers["content-type"] == "application/json",
                headers.text
            )
            return headers["ce_id"]?.string ?? ""
        },
        Check(.events, "order-life", "an order's events are in one partition, in the order of its states") { scene in
            let events = try await scene.orderEvents()
            let states = events.compactMap { $0["value"]?["status"]?.string }
            try require(states == ["acknowledged", "inProgress", "completed"], "\(states)")
            try require(Set(events.compactMap { $0["partition"]?.integer }).count == 1, "several partitions")
            return states.joined(separator: ", ")
        },
        Check(.events, "same-partition", "a customer's orders have the partition number of the customer's own events") {
            scene in
            let order = try await scene.orderEvents().first?["partition"]
            let customer = try await scene.customerEvent()["partition"]
            try require(order == customer && order != nil, "\(order?.text ?? "none") and \(customer?.text ?? "none")")
            return "partition \(order?.text ?? "")"
        },
        Check(.events, "exact-money", "the amount of the order's event has the digits of the price") { scene in
            let value = try await scene.orderEvents().first?["value"] ?? .null
            try require(value["amount"]?.text == "19.99" && value["currency"] == "EUR", value.text)
            return "19.99 EUR"
        },
        Check(.events, "once", "no event is in its topic twice") { scene in
            let customer = try await scene.order().customer
            let key = customer.id.description
            let records =
                try await scene.records("bss.customer.events", key: key)
                + scene.records("bss.order.events", key: key)
            let ids = records.compactMap { $0["value"]?["eventId"]?.string }
            try require(
                ids.count == records.count && Set(ids).count == ids.count,
                "\(ids.count) ids, \(Set(ids).count) different"
            )
            return "\(ids.count) events, as many ids"
        },
        Check(.events, "inventory-event", "the product of the order is an event too") { scene in
            let customer = try await scene.order().customer
            let records = try await scene.records(
                "bss.customer.events",
                key: customer.id.description,
                until: "ProductCreateEvent"
            ) { $0["value"]?["type"] == "ProductCreateEvent" }
            return "\(records.count) events of the customer"
        },
        Check(.events, "changed", "the event of a patch names what changed") { scene in
            let customer = try await scene.newCustomer()
            _ = try await scene.api.patch(customer.path, ["name": "bss verify, changed"])
            let type = JSON.string("CustomerAttributeValueChangeEvent")
            let records = try await scene.records(
                "bss.customer.events",
                key: customer.id.description,
                until: "CustomerAttributeValueChangeEvent"
            ) { $0["value"]?["type"] == type }
            let changed = records.first { $0["value"]?["type"] == type }?["value"]?["changed"]?.string ?? ""
            try require(changed == "name", changed)
            return changed
        },
        Check(.events, "refused-is-no-event", "a write that was refused is no event") { scene in
            let customer = try await scene.newCustomer()
            let refused = try await scene.api.patch(customer.path, ["name": "x"], headers: ["if-match": "\"999\""])
            _ = try await scene.api.patch(customer.path, ["name": "marker"])
            let records = try await scene.records(
                "bss.customer.events",
                key: customer.id.description,
                until: "the patch after it"
            ) { $0["value"]?["version"] == 2 }
            try require(refused.status == 412 && records.count == 2, "\(refused.status), \(records.count) events")
            return "two events of two writes"
        },
        Check(.events, "correlation", "the id of a request is in the event that it made") { scene in
            let id = "verify-" + scene.surroundings.identifier().description
            let made = try await scene.api.post(
                Scene.customers,
                ["name": "bss verify", "engagedParty": ["id": "1", "@referredType": "Individual"]],
                headers: ["x-request-id": id]
            )
            let key = made.json["id"]?.string ?? ""
            let records = try await scene.records("bss.customer.events", key: key, until: "its event") { _ in true }
            try require(records[0]["value"]?["correlationId"] == .string(id), records[0].text)
            return id
        },
        Check(.events, "foreign-event", "an event of another program is taken as it is") { scene in
            let line = #"{"type":"test","customerId":"cust-123","amount":100.0,"verify":"\#(scene.began)"}"#
            let path = "/bss/v1/topics/bss.verify.events/records?key-field=customerId"
            let made = try await scene.api.post("/bss/v1/topics", ["name": "bss.verify.events"])
            try require(made.status == 201 || made.status == 409, made.summary)
            let answer = try await scene.api.send("POST", path, body: Array(line.utf8))
            try require(answer.status == 201, answer.summary)
            let records = try await scene.records("bss.verify.events", key: "cust-123", until: "it") {
                $0["value"]?.text == line
            }
            return "key cust-123, \(records.count) since verification began"
        },
        Check(.events, "callbacks", "webhooks into this machine are refused unless the operator allows them") { scene in
            let hub = "/tmf-api/customerManagement/v4/hub"
            let answer = try await scene.api.post(hub, ["callback": "http://127.0.0.1:9/"])
            if answer.status == 201, let id = answer.json["id"]?.string {
                _ = try await scene.api.send("DELETE", "\(hub)/\(id)")
                throw NotApplicable("hub.allowPrivateCallbacks is true")
            }
            try require((400...422).contains(answer.status), answer.summary)
            return "\(answer.status) \(answer.json["reason"]?.string ?? "")"
        },
    ]
}

extension Scene {
    static let topics = [
        "bss.customer.events", "bss.order.events", "bss.catalog.events", "bss.analytics.events", "bss.fraud.alerts",
        "bss.risk.events",
    ]

    /// The event of the customer that verification made.
    func customerEvent() async throws -> JSON {
        let customer = try await customer()
        let type = JSON.string("CustomerCreateEvent")
        return try await records(
            "bss.customer.events",
            key: customer.id.description,
            until: "CustomerCreateEvent of \(customer.id)"
        ) { $0["value"]?["type"] == type }.first { $0["value"]?["type"] == type } ?? .null
    }

    /// The events of the order that verification placed.
    func orderEvents() async throws -> [JSON] {
        let order = try await order()
        let id = JSON.string(order.id)
        return try await records(
            "bss.order.events",
            key: order.customer.id.description,
            until: "the completion of \(order.id)"
        ) { $0["value"]?["orderId"] == id && $0["value"]?["status"] == "completed" }
        .filter { $0["value"]?["orderId"] == id }
    }
}
