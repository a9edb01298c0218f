import Domain
import Primitives
import Storage

extension Operations {
    /// Takes an order (TMF622: POST productOrder): acknowledged once it is durable, fulfilled afterwards.
    func createOrder(
        _ document: JSONObject,
        _ request: String,
        _ context: RequestContext
    ) async throws -> Result<Answer, Refusal> {
        let items = try OrderIntake.items(of: document)
        let offerings = try await catalogue.offerings(Set(items.compactMap(\.offeringID)), storage)
        let intake = try OrderIntake(document, items: items, offerings: offerings)
        let customer = intake.customer.customer
        let answer = try await changeOnce(context, scope: customer, request: request) { change in
            let customerSince = try Self.checkReferences(intake, change.transaction)
            let number = try change.nextNumber(.productOrder, customer: customer)
            let key = ResourceKey(.productOrder, CustomerScopedID(customer: customer, number: number))
            let resource = try change.insert(
                key,
                Self.completed(intake.document, key, now: change.now),
                columns: [
                    "external_id": intake.document["externalId"]?.string.map(Value.text) ?? .null,
                    "amount": intake.amount.map { .integer($0.minorUnits) } ?? .null,
                    "currency": intake.amount.map { .text($0.currency) } ?? .null,
                    "due_at": .integer(change.now.milliseconds), "attempts": .integer(0),
                    "customer_since": customerSince,
                ]
            )
            for item in intake.items { try change.insertItem(item, key) }
            try change.addTransition(key, step: 16, from: nil, to: .acknowledged, reason: "submitted")
            return resource
        }
        fulfilmentSignal.notify()
        return answer
    }

    /// An order's customer and the products that it changes must be there. Answers when the customer was created, null
    /// if the order's party is no customer of ours.
    private static func checkReferences(_ intake: OrderIntake, _ transaction: any ReadTransaction) throws -> Value {
        let customer = Value.identifier(intake.customer.customer)
        var since = Value.null
        if intake.customer.isDeclaredCustomer {
            guard let row = try transaction.row(Schema.table(of: .customer), key: [customer]) else {
                throw Refusal(
                    .malformed,
                    "unknownReference",
                    "relatedParty: there is no customer \(intake.customer.customer)",
                    message: "create it with POST \(ResourceKind.customer.schema.path)"
                )
            }
            since = row["created_at"]
        }
        for item in intake.items {
            guard let product = item.product else { continue }
            guard
                let row = try transaction.row(
                    Schema.table(of: .product),
                    key: [customer, .integer(product.number)]
                )
            else { throw Refusal(.malformed, "unknownReference", "there is no product \(product)") }
            guard row["state"].text == "active" || row["state"].text == "suspended" else {
                throw Refusal(
                    .conflict,
                    "productEnded",
                    "product \(product) is \(row["state"].text ?? "without a state")"
                )
            }
        }
        return since
    }

    /// Asks for an order to be cancelled (TMF622: POST cancelProductOrder), the only way to cancel one. Whether it still can
    /// be is assessed by fulfilment.
    func createCancellation(
        _ document: JSONObject,
        _ request: String,
        _ context: RequestContext
    ) async throws -> Result<Answer, Refusal> {
        let orderID = document["productOrder"]?["id"]?.string ?? ""
        guard let order = ResourceKey(.productOrder, id: orderID) else {
            throw Refusal(.malformed, "unknownReference", "there is no productOrder \(orderID.prefix(100))")
        }
        let answer = try await changeOnce(context, scope: order.customer, request: request) { change in
            guard let row = try change.transaction.row(order.table, key: order.values) else {
                throw Refusal(.malformed, "unknownReference", "there is no productOrder \(order.id)")
            }
            var draft = OrderDraft(order, row)
            let reason = document["cancellationReason"]?.string ?? "cancellation requested"
            if draft.state == .acknowledged { try draft.move(to: .inProgress, reason: "taken up for cancellation") }
            let resume = draft.state
            try draft.move(to: .assessingCancellation, reason: reason)
            draft.document["cancellationReason"] = .string(reason)
            _ = try draft.save(
                change,
                columns: ["resume_state": .text(resume.rawValue), "due_at": .integer(change.now.milliseconds)]
            )
            let number = try change.nextNumber(.cancelProductOrder, customer: order.customer)
            let key = ResourceKey(.cancelProductOrder, CustomerScopedID(customer: order.customer, number: number))
            var document = Self.completed(document, key, now: change.now)
            var reference = document["productOrder"]?.object ?? JSONObject()
            reference["href"] = .string(order.path)
            document["productOrder"] = .object(reference)
            return try change.insert(key, document, columns: ["order_number": order.values[1]])
        }
        fulfilmentSignal.notify()
        return answer
    }

    /// Who moved an order, when and why, oldest first.
    public func history(ofOrder id: String) async throws -> Result<[OrderTransition], Refusal> {
        guard let key = ResourceKey(.productOrder, id: id) else { return .failure(.notFound("productOrder", id)) }
        let rows = try await storage.read(scope: key.scope) { transaction in
            try transaction.rows(
                Schema.orderTransitions,
                Query(
                    .all([.equals("customer_id", key.values[0]), .equals("number", key.values[1])]),
                    order: [Ordering("step")],
                    limit: OperationLimits.pageMax
                )
            )
        }
        guard !rows.isEmpty else { return .failure(.notFound("productOrder", id)) }
        return .success(
            rows.map { row in
                OrderTransition(
                    at: Timestamp(milliseconds: row["at"].integer!),
                    from: row["from_state"].text.flatMap(OrderState.init),
                    to: OrderState(rawValue: row["to_state"].text!)!,
                    actor: row["actor"].text!,
                    reason: row["reason"].text!
                )
            }
        )
    }
}

/// A step in an order's life.
public struct OrderTransition: Sendable, Hashable {
    /// When.
    public let at: Timestamp
    /// The state before; nil for the submission.
    public let from: OrderState?
    /// The state after.
    public let to: OrderState
    /// Who.
    public let actor: String
    /// Why.
    public let reason: String
}
