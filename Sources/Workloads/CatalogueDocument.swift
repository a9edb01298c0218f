import Primitives

/// A catalogue resource to be created.
public struct CatalogueDocument: Sendable, Hashable {
    /// The collection it is POSTed to, `/tmf-api/productCatalogManagement/v4/category`.
    public let path: String
    /// Its id, which the server honours.
    public let id: String
    /// The body.
    public let body: JSON
}

extension TelecomCatalogue {
    /// Every resource of the catalogue in an order in which each refers only to earlier ones.
    public var documents: [CatalogueDocument] {
        categories.map(Self.document)
            + serviceSpecifications.map(Self.document)
            + productSpecifications.map(document)
            + offerings.flatMap(\.prices).map(Self.document)
            + offerings.map(document)
    }

    // A day long past, so that the offerings are sold whatever the clock says.
    private static let validFor: JSON = ["startDateTime": "2020-01-01T00:00:00.000Z"]

    private static func document(_ category: Category) -> CatalogueDocument {
        CatalogueDocument(
            path: APIPath.category,
            id: category.id,
            body: [
                "id": .string(category.id), "name": .string(category.name),
                "description": .string(category.description), "isRoot": true, "lifecycleStatus": "Launched",
                "version": "1.0", "validFor": validFor,
            ]
        )
    }

    private static func document(_ service: ServiceSpecification) -> CatalogueDocument {
        CatalogueDocument(
            path: APIPath.serviceSpecification,
            id: service.id,
            body: [
                "id": .string(service.id), "name": .string(service.name),
                "description": .string(service.description), "lifecycleStatus": "Launched", "version": "1.0",
                "isBundle": false, "validFor": validFor, "@type": "CustomerFacingServiceSpecification",
            ]
        )
    }

    private func document(_ specification: ProductSpecification) -> CatalogueDocument {
        let services = specification.services.compactMap { id in serviceSpecifications.first { $0.id == id } }
        precondition(services.count == specification.services.count, "\(specification.id) names an unknown service")
        return CatalogueDocument(
            path: APIPath.productSpecification,
            id: specification.id,
            body: [
                "id": .string(specification.id), "name": .string(specification.name),
                "brand": .string(specification.brand), "lifecycleStatus": "Launched", "version": "1.0",
                "isBundle": false, "validFor": Self.validFor,
                "serviceSpecification": .array(
                    services.map { ["id": .string($0.id), "name": .string($0.name)] }
                ),
            ]
        )
    }

    private static func document(_ price: Price) -> CatalogueDocument {
        var body = JSONObject([
            ("id", .string(price.id)), ("name", .string(price.name)), ("isBundle", false),
            ("lifecycleStatus", "Launched"), ("version", "1.0"),
            ("priceType", price.isMonthly ? "recurring" : "oneTime"),
        ])
        if price.isMonthly {
            body["recurringChargePeriodType"] = "month"
            body["recurringChargePeriodLength"] = 1
        }
        body["price"] = [
            "unit": .string(price.amount.currency),
            "value": .number(JSONNumber(validated: price.amount.decimal.description)),
        ]
        body["validFor"] = validFor
        return CatalogueDocument(path: APIPath.productOfferingPrice, id: price.id, body: .object(body))
    }

    private func document(_ offering: Offering) -> CatalogueDocument {
        guard let category = categories.first(where: { $0.id == offering.category }),
            let specification = productSpecifications.first(where: { $0.id == offering.specification })
        else { preconditionFailure("\(offering.id) names an unknown category or specification") }
        return CatalogueDocument(
            path: APIPath.productOffering,
            id: offering.id,
            body: [
                "id": .string(offering.id), "name": .string(offering.name),
                "description": .string(offering.description), "isBundle": false, "isSellable": true,
                "lifecycleStatus": "Launched", "version": "1.0", "validFor": Self.validFor,
                "category": [["id": .string(category.id), "name": .string(category.name)]],
                "productSpecification": ["id": .string(specification.id), "name": .string(specification.name)],
                "productOfferingPrice": .array(
                    offering.prices.map { ["id": .string($0.id), "name": .string($0.name)] }
                ),
            ]
        )
    }
}
