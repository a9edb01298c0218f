/// Where the resources are that the workloads use (TM Forum v4).
enum APIPath {
    static let category = "/tmf-api/productCatalogManagement/v4/category"
    static let productSpecification = "/tmf-api/productCatalogManagement/v4/productSpecification"
    static let productOfferingPrice = "/tmf-api/productCatalogManagement/v4/productOfferingPrice"
    static let productOffering = "/tmf-api/productCatalogManagement/v4/productOffering"
    static let serviceSpecification = "/tmf-api/serviceCatalogManagement/v4/serviceSpecification"
    static let customer = "/tmf-api/customerManagement/v4/customer"
    static let productOrder = "/tmf-api/productOrderingManagement/v4/productOrder"
    static let cancelProductOrder = "/tmf-api/productOrderingManagement/v4/cancelProductOrder"
    static let product = "/tmf-api/productInventory/v4/product"
}
