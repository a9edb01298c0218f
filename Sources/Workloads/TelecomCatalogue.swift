import Primitives

/// What an operator sells, as values: the demo's catalogue and the load generator's. Ids are stable and speaking
/// (`mobile-unlimited-5g`), so that an order can be written by hand.
public struct TelecomCatalogue: Sendable, Hashable {
    /// A shelf of offerings.
    public struct Category: Sendable, Hashable {
        /// The stable id, `mobile`.
        public let id: String
        /// What it is called.
        public let name: String
        /// One sentence about it.
        public let description: String
    }

    /// What the network does for a customer: an order is decomposed into these.
    public struct ServiceSpecification: Sendable, Hashable {
        /// The stable id, `cfs-mobile-line`.
        public let id: String
        /// What it is called.
        public let name: String
        /// One sentence about it.
        public let description: String
    }

    /// What an offering is made of.
    public struct ProductSpecification: Sendable, Hashable {
        /// The stable id, `spec-mobile-5g`.
        public let id: String
        /// What it is called.
        public let name: String
        /// The brand it is sold under.
        public let brand: String
        /// The ids of the service specifications that realize it, 1 to 3.
        public let services: [String]
    }

    /// One price of an offering.
    public struct Price: Sendable, Hashable {
        /// The stable id, `price-mobile-unlimited-5g-monthly`.
        public let id: String
        /// What it is called.
        public let name: String
        /// The amount, before tax.
        public let amount: Money
        /// Whether it is due every month; else once, with the order.
        public let isMonthly: Bool
    }

    /// A thing that a customer can order.
    public struct Offering: Sendable, Hashable {
        /// The stable id, `mobile-unlimited-5g`.
        public let id: String
        /// What it is called.
        public let name: String
        /// One sentence about it.
        public let description: String
        /// The id of its category.
        public let category: String
        /// The id of its product specification.
        public let specification: String
        /// Its prices, at least one.
        public let prices: [Price]
        /// What an order says about the product: names and values.
        public let characteristics: [Characteristic]

        /// What is due with the order and in the first month, in minor units of its one currency.
        public var firstMonthMinorUnits: Int64 { prices.reduce(0) { $0 + $1.amount.minorUnits } }
    }

    /// A named value of a product.
    public struct Characteristic: Sendable, Hashable {
        /// The name, `dataAllowanceGB`.
        public let name: String
        /// The value.
        public let value: String

        /// A named value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The shelves.
    public let categories: [Category]
    /// What the network can do.
    public let serviceSpecifications: [ServiceSpecification]
    /// What offerings are made of.
    public let productSpecifications: [ProductSpecification]
    /// What is sold.
    public let offerings: [Offering]

    /// The offerings of a category, in catalogue order.
    public func offerings(in category: String) -> [Offering] { offerings.filter { $0.category == category } }

    /// The offering with this id.
    public func offering(_ id: String) -> Offering? { offerings.first { $0.id == id } }
}
