import Primitives

/// An order as a customer of the demo places it.
public struct DemoOrder: Sendable, Hashable {
    /// Where the order came from.
    public enum Channel: String, Sendable, Hashable, CaseIterable {
        /// The operator's web shop.
        case web = "Web shop"
        /// The operator's app.
        case app = "Mobile app"
        /// A shop in town.
        case store = "Store"
        /// The hot line.
        case phone = "Call centre"
    }

    /// What a line asks for.
    public enum Action: Sendable, Hashable {
        /// A new product.
        case add
        /// A change of this product.
        case modify(productID: String)
        /// The end of this product.
        case delete(productID: String)
    }

    /// One item.
    public struct Line: Sendable, Hashable {
        /// What is asked for.
        public let action: Action
        /// The offering; nil where a product ends.
        public let offering: TelecomCatalogue.Offering?
        /// How many.
        public let quantity: Int64

        /// A line.
        public init(_ action: Action, offering: TelecomCatalogue.Offering?, quantity: Int64 = 1) {
            if case .add = action { precondition(offering != nil, "a new product is of an offering") }
            self.action = action
            self.offering = offering
            self.quantity = quantity
        }

        fileprivate func body(id: Int) -> JSON {
            var product = JSONObject()
            var item = JSONObject([("id", .string(String(id)))])
            switch action {
            case .add: item["action"] = "add"
            case .modify(let id):
                item["action"] = "modify"
                product["id"] = .string(id)
            case .delete(let id):
                item["action"] = "delete"
                product["id"] = .string(id)
            }
            item["quantity"] = .integer(quantity)
            if let offering {
                item["productOffering"] = ["id": .string(offering.id), "name": .string(offering.name)]
                product["productCharacteristic"] = .array(
                    offering.characteristics.map { ["name": .string($0.name), "value": .string($0.value)] }
                )
            }
            item["product"] = .object(product)
            return .object(item)
        }
    }

    /// Whose order it is.
    public let customerID: String
    /// The customer's name.
    public let customerName: String
    /// The client's own number of the order, unique.
    public let externalID: String
    /// One line for people.
    public let description: String
    /// Where it came from.
    public let channel: Channel
    /// What is asked for, at least one line.
    public let lines: [Line]
    /// What the demo knows about it (`fraud:velocity`), passed through as `demoLabel`.
    public let label: String?

    /// An order.
    public init(
        customerID: String,
        customerName: String,
        externalID: String,
        description: String,
        channel: Channel,
        lines: [Line],
        label: String? = nil
    ) {
        precondition(!lines.isEmpty)
        self.customerID = customerID
        self.customerName = customerName
        self.externalID = externalID
        self.description = description
        self.channel = channel
        self.lines = lines
        self.label = label
    }

    /// What is due at once and in the first month, in minor units of EUR.
    public var firstMonthMinorUnits: Int64 {
        lines.reduce(0) { $0 + ($1.offering?.firstMonthMinorUnits ?? 0) * $1.quantity }
    }

    /// The body of POST productOrder.
    public var body: JSON {
        var body = JSONObject([
            ("externalId", .string(externalID)), ("category", "b2c"), ("description", .string(description)),
            ("channel", [["id": .string("\(channel)"), "name": .string(channel.rawValue), "role": "sales"]]),
            (
                "relatedParty",
                [
                    [
                        "id": .string(customerID), "name": .string(customerName), "role": "customer",
                        "@referredType": "Customer",
                    ]
                ]
            ),
            ("productOrderItem", .array(lines.enumerated().map { $1.body(id: $0 + 1) })),
        ])
        if let label { body["demoLabel"] = .string(label) }
        return .object(body)
    }
}
