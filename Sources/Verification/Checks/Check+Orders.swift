import Primitives

extension Check {
    static let orders: [Check] = [
        Check(.storage, "order", "an order is acknowledged, fulfilled and completed") { scene in
            let order = try await scene.order()
            try require(order.document["state"] == "completed", order.document.text)
            return order.id
        },
        Check(.storage, "order-history", "the history of an order names each state once, in the official order") {
            scene in
            let order = try await scene.order()
            let answer = try await scene.api.get("/bss/v1/orders/\(order.id)/history")
            let states = (answer.json.array ?? []).compactMap { $0["to"]?.string }
            try require(states == ["acknowledged", "inProgress", "completed"], "\(states): \(answer.summary)")
            return states.joined(separator: ", ")
        },
        Check(.storage, "order-inventory", "the customer owns a product of the completed order") { scene in
            let order = try await scene.order()
            let path = "/tmf-api/productInventory/v4/product?relatedParty.id=\(order.customer.id)"
            let answer = try await scene.api.get(path)
            let products = answer.json.array ?? []
            try require(products.count >= 1 && products.allSatisfy { $0["status"] == "active" }, answer.summary)
            return "\(products.count) active"
        },
        Check(.storage, "order-unknown-customer", "an order of a customer that there is not is refused") { scene in
            let body = try await scene.orderBody(scene.surroundings.identifier())
            let answer = try await scene.api.post(Scene.orders, body)
            try require((400...422).contains(answer.status), answer.summary)
            return "\(answer.status) \(answer.json["reason"]?.string ?? "")"
        },
        Check(.storage, "order-state-is-not-set", "the state of an order cannot be set by a patch") { scene in
            let order = try await scene.order()
            let answer = try await scene.api.patch(order.path, ["state": "acknowledged"])
            let read = try await scene.api.get(order.path)
            try require((400...422).contains(answer.status) && read.json["state"] == "completed", answer.summary)
            return "\(answer.status) \(answer.json["reason"]?.string ?? "")"
        },
        Check(.storage, "idempotent-replay", "the same key and order again: the stored answer, one order") { scene in
            let customer = try await scene.newCustomer()
            let key = ["idempotency-key": scene.surroundings.identifier().description]
            let first = try await scene.place(customer, headers: key)
            let again = try await scene.place(customer, headers: key)
            let list = try await scene.api.get("\(Scene.orders)?relatedParty.id=\(customer.id)")
            try require(
                first.text == again.text && again.headers["idempotency-replayed"] == "true"
                    && list.json.array?.count == 1,
                "\(again.summary); \(list.json.array?.count ?? 0) orders"
            )
            return "Idempotency-Replayed: true, one order"
        },
        Check(.storage, "idempotent-race", "the same key eight times at once: one order") { scene in
            let customer = try await scene.newCustomer()
            let key = ["idempotency-key": scene.surroundings.identifier().description]
            let body = try await scene.orderBody(customer.id)
            let answers = try await scene.atOnce(8) { _ in
                try await scene.api.post(Scene.orders, body, headers: key)
            }
            let ids = Set(answers.compactMap { $0.json["id"]?.string }.filter { $0.hasPrefix(customer.id.description) })
            let list = try await scene.api.get("\(Scene.orders)?relatedParty.id=\(customer.id)")
            try require(
                ids.count == 1 && list.json.array?.count == 1,
                "\(list.json.array?.count ?? 0) orders; statuses \(answers.map(\.status))"
            )
            return "statuses \(answers.map(\.status).sorted().map(String.init).joined(separator: " "))"
        },
        Check(.storage, "idempotent-other-body", "the same key with another order: 422") { scene in
            let customer = try await scene.newCustomer()
            let key = ["idempotency-key": scene.surroundings.identifier().description]
            _ = try await scene.place(customer, headers: key)
            let other = try await scene.api.post(
                Scene.orders,
                try await scene.orderBody(customer.id, isDear: true),
                headers: key
            )
            try require(other.status == 422, other.summary)
            return other.json["reason"]?.string ?? ""
        },
        Check(.storage, "order-cancel", "a completed order cannot be cancelled any more") { scene in
            let order = try await scene.order()
            let path = "/tmf-api/productOrderingManagement/v4/cancelProductOrder"
            let answer = try await scene.api.post(path, ["productOrder": ["id": .string(order.id)]])
            let read = try await scene.api.get(order.path)
            try require(read.json["state"] == "completed", read.summary)
            return "\(answer.status), the order stays completed"
        },
        Check(.storage, "fallout", "an order that cannot be fulfilled falls out, and a person can complete it") {
            scene in
            let customer = try await scene.newCustomer()
            var body = try await scene.orderBody(customer.id).object ?? JSONObject([])
            body["productOrderItem"] = [["id": "1", "action": "add", "product": ["name": "by hand"]]]
            let placed = try await scene.api.post(Scene.orders, .object(body))
            guard let id = placed.json["id"]?.string, let path = placed.json["href"]?.string else {
                throw Unmet(placed.summary)
            }
            _ = try await scene.eventually("order \(id) pending or held") {
                let state = try await scene.api.get(path).json["state"]
                return state == "pending" || state == "held" ? true : nil
            }
            let skipped = try await scene.api.post("/bss/v1/fallout/\(id)/skip", ["reason": "bss verify"])
            try require(skipped.status < 300, skipped.summary)
            _ = try await scene.completed(placed, of: customer)
            return "\(id) fell out, was done by hand, is completed"
        },
    ]
}
