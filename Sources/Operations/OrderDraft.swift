import Domain
import Primitives
import Storage

/// An order inside a transaction: its document, its items' states and the transitions made so far. Confined to the
/// transaction's closure; nothing is stored before `save`.
struct OrderDraft {
    let key: ResourceKey
    let row: Row
    var document: JSONObject
    private(set) var state: OrderState
    private var transitions: [(from: OrderState, to: OrderState, reason: String)] = []
    private var changedItems: Set<String> = []

    init(_ key: ResourceKey, _ row: Row) {
        self.key = key
        self.row = row
        document = Resource(.productOrder, row: row).document
        state = OrderState(rawValue: row["state"].text!)!
    }

    /// The order's items as they were asked for.
    var items: [RequestedItem] {
        (document["productOrderItem"]?.array ?? []).enumerated().map { index, item in
            do throws(Refusal) {
                return try RequestedItem(item, index: index)
            } catch {
                preconditionFailure("\(key.path): a stored item is malformed: \(error.reason)")
            }
        }
    }

    /// The state of each item.
    var itemStates: [String: OrderState] {
        var states: [String: OrderState] = [:]
        for item in document["productOrderItem"]?.array ?? [] {
            states[item["id"]!.string!] = OrderState(rawValue: item["state"]?.string ?? "") ?? .acknowledged
        }
        return states
    }

    /// The document of an item.
    func item(_ id: String) -> JSON? {
        document["productOrderItem"]?.array?.first { $0["id"]?.string == id }
    }

    /// Moves the order on.
    ///
    /// - Throws: `Refusal` (`conflict`) if its state does not lead there.
    mutating func move(to next: OrderState, reason: String) throws(Refusal) {
        guard state.successors.contains(next) else {
            throw Refusal(
                .conflict,
                "illegalTransition",
                "the order cannot go from \(state.rawValue) to \(next.rawValue)",
                message: state.isFinal
                    ? "\(state.rawValue) is final"
                    : "allowed: \(state.successors.map(\.rawValue).sorted().joined(separator: ", "))"
            )
        }
        transitions.append((state, next, reason))
        state = next
    }

    /// Sets an item's state, and more of its attributes.
    mutating func setItem(_ id: String, _ itemState: OrderState, attributes: [(String, JSON)] = []) {
        var items = document["productOrderItem"]?.array ?? []
        for index in items.indices where items[index]["id"]?.string == id {
            var object = items[index].object!
            object["state"] = .string(itemState.rawValue)
            for (name, value) in attributes { object[name] = value }
            items[index] = .object(object)
        }
        document["productOrderItem"] = .array(items)
        changedItems.insert(id)
    }

    /// Sets the state of all items that have not ended.
    mutating func setOpenItems(_ itemState: OrderState) {
        for (id, current) in itemStates where !current.isFinal && current != itemState { setItem(id, itemState) }
    }

    /// Ends the order if all its items have ended.
    mutating func finishIfDone(at now: Timestamp) throws(Refusal) {
        guard let final = OrderState.derived(fromItems: Array(itemStates.values)) else { return }
        try move(to: final, reason: "all items ended")
        document["completionDate"] = .string(now.description)
    }

    /// Stores the order: row, items, transitions, event, audit. `columns` on top of those that follow from the state,
    /// `before` as in `Change.update`.
    func save(_ change: Change, columns: [String: Value] = [:], before: JSONObject? = nil) throws -> Resource {
        var document = document
        document["state"] = .string(state.rawValue)
        var columns = columns
        if state.isFallout {
            if row["blocked_since"] == .null { columns["blocked_since"] = .integer(change.now.milliseconds) }
        } else {
            columns["blocked_since"] = .null
            columns["assignee"] = .null
            columns["reason"] = .null
        }
        if state.isFinal || state.isFallout { columns["due_at"] = .null }
        let resource = try change.update(
            key,
            from: row,
            document,
            event: transitions.isEmpty ? .attributeChange : .stateChange,
            columns: columns,
            before: before
        )
        for (index, transition) in transitions.enumerated() {
            try change.addTransition(
                key,
                step: resource.version * 16 + Int64(index),
                from: transition.from,
                to: transition.to,
                reason: transition.reason
            )
        }
        let states = itemStates
        for id in changedItems {
            _ = try change.transaction.update(
                Schema.orderItems,
                key: key.values + [.text(id)],
                set: [("state", .text(states[id]!.rawValue))],
                where: .all([])
            )
        }
        if state == .pending, !transitions.isEmpty {
            try change.announce(.informationRequired, resource, self)
        }
        return resource
    }
}

extension Change {
    /// Records who moved an order, when and why.
    func addTransition(
        _ key: ResourceKey,
        step: Int64,
        from: OrderState?,
        to: OrderState,
        reason: String
    ) throws {
        try transaction.insert(
            Row(
                Schema.orderTransitions,
                key.values + [
                    .integer(step), from.map { .text($0.rawValue) } ?? .null, .text(to.rawValue),
                    .integer(now.milliseconds), .text(context.actor.name), .text(reason),
                ]
            )
        )
    }

    /// Adds the narrow row of an item that has not been worked on.
    func insertItem(_ item: RequestedItem, _ order: ResourceKey) throws {
        try transaction.insert(
            Row(
                Schema.orderItems,
                order.values + [
                    .text(item.id), .text(item.action.rawValue), .text(OrderState.acknowledged.rawValue),
                    item.offeringID.map(Value.text) ?? .null, .integer(item.quantity),
                    item.product.map { .integer($0.number) } ?? .null,
                ]
            )
        )
    }

    /// The order with this key, ready to be moved.
    func order(_ key: ResourceKey) throws -> OrderDraft { OrderDraft(key, try existing(key)) }
}
