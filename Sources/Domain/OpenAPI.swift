/// A TM Forum Open API, version 4, that the program serves.
public enum OpenAPI: String, CaseIterable, Sendable, Hashable {
    /// TMF620.
    case productCatalog
    /// TMF633.
    case serviceCatalog
    /// TMF632.
    case party
    /// TMF629.
    case customer
    /// TMF622.
    case productOrdering
    /// TMF637.
    case productInventory
    /// TMF638.
    case serviceInventory
    /// TMF696.
    case riskManagement

    /// The path all its resources are under, without a trailing slash.
    public var basePath: String {
        switch self {
        case .productCatalog: "/tmf-api/productCatalogManagement/v4"
        case .serviceCatalog: "/tmf-api/serviceCatalogManagement/v4"
        case .party: "/tmf-api/party/v4"
        case .customer: "/tmf-api/customerManagement/v4"
        case .productOrdering: "/tmf-api/productOrderingManagement/v4"
        case .productInventory: "/tmf-api/productInventory/v4"
        case .serviceInventory: "/tmf-api/serviceInventory/v4"
        case .riskManagement: "/tmf-api/riskManagement/v4"
        }
    }

    /// TM Forum's number.
    public var number: Int {
        switch self {
        case .productCatalog: 620
        case .serviceCatalog: 633
        case .party: 632
        case .customer: 629
        case .productOrdering: 622
        case .productInventory: 637
        case .serviceInventory: 638
        case .riskManagement: 696
        }
    }

    /// The declared types of its documents.
    public var types: DocumentTypes {
        switch self {
        case .productCatalog: Self.productCatalogTypes
        case .serviceCatalog: Self.serviceCatalogTypes
        case .party: Self.partyTypes
        case .customer: Self.customerTypes
        case .productOrdering: Self.productOrderingTypes
        case .productInventory: Self.productInventoryTypes
        case .serviceInventory: Self.serviceInventoryTypes
        case .riskManagement: Self.riskManagementTypes
        }
    }

    private static let productCatalogTypes = DocumentTypes(DocumentTypes.productCatalog)
    private static let serviceCatalogTypes = DocumentTypes(DocumentTypes.serviceCatalog)
    private static let partyTypes = DocumentTypes(DocumentTypes.party)
    private static let customerTypes = DocumentTypes(DocumentTypes.customerManagement)
    private static let productOrderingTypes = DocumentTypes(DocumentTypes.productOrdering)
    private static let productInventoryTypes = DocumentTypes(DocumentTypes.productInventory)
    private static let serviceInventoryTypes = DocumentTypes(DocumentTypes.serviceInventory)
    private static let riskManagementTypes = DocumentTypes(DocumentTypes.riskManagement)
}
