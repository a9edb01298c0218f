import Domain
import Primitives
import Storage

/// What a patch may do to an order: describe it, complete what was missing while it is pending, and take it into the
/// fall-out queue or out of it. Everything else follows from its items, or goes through cancelProductOrder.
enum OrderPatch {
    static func apply(
        _ changes: JSONObject,
        _ before: JSONObject,
        _ after: JSONObject,
        _ key: ResourceKey,
        _ row: Row,
        _ change: Change
    ) throws -> Resource {
        var draft = OrderDraft(key, row)
        if draft.state.isFinal, changes.members.contains(where: { $0.key != "note" && $0.key != "description" }) {
            throw Refusal(
                .conflict,
                "orderFinal",
                "an order in state \(draft.state.rawValue) cannot be changed",
                message: "note and description still can"
            )
        }
        var after = after
        if changes["relatedParty"] != nil {
            guard try CustomerReference(in: after).customer == key.customer else {
                throw Refusal(.conflict, "customerFixed", "an order cannot move to another customer")
            }
        }
        if changes["productOrderItem"] != nil {
            guard draft.state == .pending || draft.state == .acknowledged else {
                throw Refusal(
                    .conflict,
                    "itemsFixed",
                    "items cannot be changed in state \(draft.state.rawValue)",
                    message: "items can be changed while an order is acknowledged or pending"
                )
            }
            after = try repinned(after, key, change)
        }
        let wanted = changes["state"]?.string.flatMap(OrderState.init)
        after["state"] = before["state"]
        draft.document = after
        var columns: [String: Value] = ["external_id": after["externalId"]?.string.map(Value.text) ?? .null]
        if let wanted, wanted != draft.state {
            switch wanted {
            case .inProgress where draft.state.isFallout:
                columns["due_at"] = .integer(change.now.milliseconds)
                columns["attempts"] = .integer(0)
            case .held where draft.state == .inProgress, .pending where draft.state == .inProgress:
                columns["reason"] = .text("set by \(change.context.actor.name)")
            default:
                throw Refusal(
                    .conflict,
                    "illegalTransition",
                    "the order cannot be set from \(draft.state.rawValue) to \(wanted.rawValue)",
                    message:
                        "the state follows from the items; cancel with POST cancelProductOrder; retry a held order "
                        + "by setting it to inProgress"
                )
            }
            try draft.move(to: wanted, reason: "set by \(change.context.actor.name)")
            draft.setOpenItems(wanted)
        } else if after == before {
            return Resource(.productOrder, row: row)
        }
        return try draft.save(change, columns: columns, before: before)
    }

    /// Checks changed items and writes their rows anew. Their prices are pinned when the order is taken up again.
    private static func repinned(_ after: JSONObject, _ key: ResourceKey, _ change: Change) throws -> JSONObject {
        let items = try OrderIntake.items(of: after)
        var offerings: [String: Offering] = [:]
        for id in Set(items.compactMap(\.offeringID)) {
            offerings[id] = try CatalogueCache.read(id, change.transaction, now: change.now)
        }
        let intake = try OrderIntake(after, items: items, offerings: offerings)
        _ = try change.transaction.delete(
            Schema.orderItems,
            where: .all([.equals("customer_id", key.values[0]), .equals("number", key.values[1])])
        )
        for item in items { try change.insertItem(item, key) }
        return intake.document
    }
}
