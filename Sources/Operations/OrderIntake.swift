import Domain
import Primitives
import Storage

/// What an order asks for in one item.
struct RequestedItem: Sendable, Hashable {
    enum Action: String, Sendable { case add, modify, delete, noChange }

    let id: String
    let action: Action
    let quantity: Int64
    let offeringID: String?
    let product: CustomerScopedID?

    /// Reads an item that was checked against its declared type.
    init(_ item: JSON, index: Int) throws(Refusal) {
        let path = "productOrderItem[\(index)]"
        guard let id = item["id"]?.string, !id.isEmpty, id.utf8.count <= OperationLimits.idBytesMax else {
            throw Refusal(.malformed, "invalidId", "\(path).id must have 1 to \(OperationLimits.idBytesMax) bytes")
        }
        guard let action = item["action"]?.string.flatMap(Action.init) else {
            throw Refusal(.malformed, "missingAttribute", "\(path).action is missing")
        }
        let quantity = item["quantity"]?.integer ?? 1
        guard (1...OperationLimits.itemQuantityMax).contains(quantity) else {
            throw Refusal(
                .malformed,
                "invalidValue",
                "\(path).quantity must be 1 to \(OperationLimits.itemQuantityMax)"
            )
        }
        guard (item["productOrderItem"]?.array ?? []).isEmpty else {
            throw Refusal(
                .malformed,
                "notSupported",
                "\(path).productOrderItem: items inside items are not supported",
                message: "list all items at the first level"
            )
        }
        self.id = id
        self.action = action
        self.quantity = quantity
        offeringID = item["productOffering"]?["id"]?.string
        if action == .modify || action == .delete {
            guard let product = item["product"]?["id"]?.string.flatMap({ CustomerScopedID($0) }) else {
                throw Refusal(
                    .malformed,
                    "missingAttribute",
                    "\(path).product.id must name the product to \(action.rawValue)",
                    message: "list the customer's products with GET \(ResourceKind.product.schema.path)"
                )
            }
            self.product = product
        } else {
            product = nil
        }
    }
}

/// An order made ready to be stored: checked, its offerings and prices pinned, its total known.
struct OrderIntake: Sendable {
    let customer: CustomerReference
    let items: [RequestedItem]
    let document: JSONObject
    /// The order's value where it has one currency.
    let amount: Money?

    /// The items that an order asks for.
    static func items(of document: JSONObject) throws(Refusal) -> [RequestedItem] {
        let list = document["productOrderItem"]?.array ?? []
        guard (1...OperationLimits.orderItemsMax).contains(list.count) else {
            throw Refusal(
                .malformed,
                "invalidValue",
                "an order has 1 to \(OperationLimits.orderItemsMax) items, not \(list.count)"
            )
        }
        var items: [RequestedItem] = []
        for (index, item) in list.enumerated() {
            let item = try RequestedItem(item, index: index)
            guard !items.contains(where: { $0.id == item.id }) else {
                throw Refusal(.malformed, "invalidValue", "two items have the id \(item.id)")
            }
            items.append(item)
        }
        return items
    }

    /// Pins offerings and prices into the items of a checked order.
    init(
        _ document: JSONObject,
        items: [RequestedItem],
        offerings: [String: Offering]
    ) throws(Refusal) {
        customer = try CustomerReference(in: document)
        self.items = items
        var totals = Totals()
        var pinned: [JSON] = []
        for (index, item) in items.enumerated() {
            guard var object = document["productOrderItem"]?.array?[index].object else {
                preconditionFailure("an item vanished")
            }
            if let id = item.offeringID {
                guard let offering = offerings[id] else {
                    throw Refusal(
                        .malformed,
                        "unknownReference",
                        "productOrderItem[\(index)].productOffering: there is no offering \(id.prefix(100))",
                        message: "list them with GET \(ResourceKind.productOffering.schema.path)"
                    )
                }
                if item.action == .add, let reason = offering.unsellable {
                    throw Refusal(.conflict, "offeringNotSellable", "\(offering.name) cannot be ordered: \(reason)")
                }
                Self.pin(offering, into: &object)
            }
            if let product = item.product, product.customer != customer.customer {
                throw Refusal(.conflict, "notOwned", "productOrderItem[\(index)].product belongs to another customer")
            }
            object["quantity"] = .integer(item.quantity)
            object["state"] = .string(OrderState.acknowledged.rawValue)
            if item.action != .delete { try totals.add(object["itemPrice"]?.array ?? [], times: item.quantity) }
            pinned.append(.object(object))
        }
        var result = document
        result["productOrderItem"] = .array(pinned)
        if !totals.prices.isEmpty { result["orderTotalPrice"] = .array(totals.prices) }
        self.document = result
        amount = totals.amount
    }

    private static func pin(_ offering: Offering, into item: inout JSONObject) {
        var reference = item["productOffering"]?.object ?? JSONObject()
        reference["href"] = .string("\(ResourceKind.productOffering.schema.path)/\(offering.id)")
        reference["name"] = .string(offering.name)
        if let version = offering.version { reference["version"] = .string(version) }
        item["productOffering"] = .object(reference)
        guard !offering.prices.isEmpty else { return }
        item["itemPrice"] = .array(
            offering.prices.map { price in
                var entry = JSONObject()
                entry["name"] = price.name.map(JSON.string)
                entry["priceType"] = .string(price.priceType)
                entry["recurringChargePeriod"] = price.period.map(JSON.string)
                entry["productOfferingPrice"] = price.reference
                if let amount = price.amount { entry["price"] = ["dutyFreeAmount": Totals.money(amount)] }
                return .object(entry)
            }
        )
    }
}

/// Sums of prices by type, period and currency: amounts of different currencies are never added.
struct Totals {
    private struct Kind: Hashable {
        let priceType: String
        let period: String?
        let currency: String
    }

    private var order: [Kind] = []
    private var sums: [Kind: Money] = [:]

    mutating func add(_ prices: [JSON], times quantity: Int64) throws(Refusal) {
        for price in prices {
            guard let amount = try Self.amount(of: price) else { continue }
            let kind = Kind(
                priceType: price["priceType"]?.string ?? "oneTime",
                period: price["recurringChargePeriod"]?.string,
                currency: amount.currency
            )
            let before = sums[kind] ?? Money(minorUnits: 0, currency: amount.currency)!
            guard let more = amount.times(quantity), let sum = before.adding(more) else { throw Self.tooLarge }
            if sums[kind] == nil { order.append(kind) }
            sums[kind] = sum
        }
    }

    private static let tooLarge = Refusal(
        .malformed,
        "invalidValue",
        "the order's total is beyond 64 bits of minor units"
    )

    private static func amount(of price: JSON) throws(Refusal) -> Money? {
        let price = price["price"]
        guard let money = price?["dutyFreeAmount"] ?? price?["taxIncludedAmount"], let value = money["value"]?.number,
            let unit = money["unit"]?.string
        else { return nil }
        guard let amount = Decimal64(value.text).flatMap({ Money($0, currency: unit) }) else {
            throw Refusal(
                .malformed,
                "invalidMoney",
                "\(value.text) \(unit.prefix(20)) is not an amount of money",
                message: "unit is an ISO 4217 code, value has no more digits than its minor unit"
            )
        }
        return amount
    }

    /// The sums as `orderTotalPrice` shows them.
    var prices: [JSON] {
        order.map { kind in
            var entry = JSONObject()
            entry["priceType"] = .string(kind.priceType)
            entry["recurringChargePeriod"] = kind.period.map(JSON.string)
            entry["price"] = ["dutyFreeAmount": Self.money(sums[kind]!)]
            return .object(entry)
        }
    }

    /// All sums together, if there is but one currency.
    var amount: Money? {
        guard let first = order.first, order.allSatisfy({ $0.currency == first.currency }) else { return nil }
        var total = Money(minorUnits: 0, currency: first.currency)
        for kind in order { total = total?.adding(sums[kind]!) }
        return total
    }

    static func money(_ amount: Money) -> JSON {
        ["unit": .string(amount.currency), "value": .number(JSONNumber(validated: amount.decimal.description))]
    }
}
