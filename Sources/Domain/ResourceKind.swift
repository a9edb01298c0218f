/// The resources that the program serves, by the name in their path.
public enum ResourceKind: String, CaseIterable, Sendable, Hashable {
    /// TMF620: a group of offerings.
    case category
    /// TMF620: what an offering is made of.
    case productSpecification
    /// TMF620: what is sold.
    case productOffering
    /// TMF620: a price of an offering.
    case productOfferingPrice
    /// TMF633: what fulfilment activates.
    case serviceSpecification
    /// TMF632: a person.
    case individual
    /// TMF632: a company.
    case organization
    /// TMF629: who buys.
    case customer
    /// TMF622: an order.
    case productOrder
    /// TMF622: the request to cancel an order.
    case cancelProductOrder
    /// TMF637: what a customer owns.
    case product
    /// TMF638: a service that runs for a customer.
    case service
    /// TMF696: how risky an order is.
    case productOrderRiskAssessment
    /// TMF696: how risky a customer is.
    case partyRoleRiskAssessment
    /// Not TM Forum's: alerts of one rule on one customer, to be decided on.
    case fraudCase

    /// The declaration that drives it.
    public var schema: ResourceSchema { Self.schemas[self]! }

    private static let schemas = Dictionary(uniqueKeysWithValues: declared.map { ($0.kind, $0) })

    private static let declared: [ResourceSchema] = [
        catalogue(.category, .productCatalog, "Category"),
        catalogue(.productSpecification, .productCatalog, "ProductSpecification"),
        catalogue(.productOffering, .productCatalog, "ProductOffering"),
        catalogue(.productOfferingPrice, .productCatalog, "ProductOfferingPrice"),
        catalogue(.serviceSpecification, .serviceCatalog, "ServiceSpecification"),
        ResourceSchema(
            .individual,
            .party,
            type: "Individual",
            placement: .itself,
            topic: Topic.customer,
            mandatory: ["givenName", "familyName"],
            state: ("status", "initialized")
        ),
        ResourceSchema(
            .organization,
            .party,
            type: "Organization",
            placement: .itself,
            topic: Topic.customer,
            mandatory: ["tradingName"],
            state: ("status", "initialized")
        ),
        ResourceSchema(
            .customer,
            .customer,
            type: "Customer",
            placement: .itself,
            topic: Topic.customer,
            mandatory: ["name", "engagedParty"],
            state: ("status", "Active")
        ),
        ResourceSchema(
            .productOrder,
            .productOrdering,
            type: "ProductOrder",
            placement: .customer,
            topic: Topic.order,
            mandatory: ["productOrderItem"],
            assigned: ["orderDate", "completionDate", "expectedCompletionDate", "cancellationDate", "orderTotalPrice"],
            state: ("state", "acknowledged"),
            created: "orderDate"
        ),
        ResourceSchema(
            .cancelProductOrder,
            .productOrdering,
            type: "CancelProductOrder",
            placement: .customer,
            topic: Topic.order,
            offers: [.create],
            mandatory: ["productOrder"],
            assigned: ["state", "effectiveCancellationDate"],
            state: ("state", "acknowledged")
        ),
        ResourceSchema(
            .product,
            .productInventory,
            type: "Product",
            placement: .customer,
            topic: Topic.customer,
            mandatory: ["status"],
            state: ("status", "created"),
            transitions: [
                "created": ["pendingActive", "active", "cancelled", "aborted"],
                "pendingActive": ["active", "cancelled", "aborted"],
                "active": ["suspended", "pendingTerminate", "terminated"],
                "suspended": ["active", "pendingTerminate", "terminated"],
                "pendingTerminate": ["terminated", "active"],
                "terminated": [], "cancelled": [], "aborted": [],
            ]
        ),
        ResourceSchema(
            .service,
            .serviceInventory,
            type: "Service",
            placement: .customer,
            topic: Topic.customer,
            mandatory: ["state", "serviceSpecification"],
            state: ("state", "feasibilityChecked"),
            transitions: [
                "feasibilityChecked": ["designed", "reserved", "inactive", "active", "terminated"],
                "designed": ["reserved", "inactive", "active", "terminated"],
                "reserved": ["inactive", "active", "terminated"],
                "inactive": ["active", "terminated"],
                "active": ["inactive", "terminated"],
                "terminated": [],
            ]
        ),
        assessment(.productOrderRiskAssessment, "ProductOrderRiskAssessment", of: "productOrder"),
        assessment(.partyRoleRiskAssessment, "PartyRoleRiskAssessment", of: "partyRole"),
        ResourceSchema(
            .fraudCase,
            .riskManagement,
            type: "FraudCase",
            path: "/bss/v1/fraud/cases",
            placement: .customer,
            topic: Topic.risk,
            offers: [],
            mandatory: [],
            state: ("state", FraudCaseState.new.rawValue),
            created: "openedAt",
            updated: "lastUpdate"
        ),
    ]

    private static func assessment(_ kind: ResourceKind, _ type: String, of owner: String) -> ResourceSchema {
        ResourceSchema(
            kind,
            .riskManagement,
            type: type,
            placement: .customer,
            owner: owner,
            topic: Topic.risk,
            offers: [.create, .delete],
            mandatory: [owner],
            state: ("status", "assessed")
        )
    }

    private static func catalogue(_ kind: ResourceKind, _ api: OpenAPI, _ type: String) -> ResourceSchema {
        ResourceSchema(
            kind,
            api,
            type: type,
            placement: .operator,
            topic: Topic.catalog,
            mandatory: ["name"],
            assigned: ["lastUpdate"],
            state: ("lifecycleStatus", "In study"),
            updated: "lastUpdate"
        )
    }
}
