import Primitives
import Testing

@testable import Workloads

@Suite struct TelecomCatalogueTests {
    private let catalogue = TelecomCatalogue.standard

    @Test func isBelievablySized() {
        #expect((18...24).contains(catalogue.offerings.count))
        #expect(catalogue.categories.map(\.id) == ["mobile", "fibre", "tv", "roaming", "devices"])
        for category in catalogue.categories { #expect(catalogue.offerings(in: category.id).count >= 3) }
    }

    @Test func everyReferenceResolvesToAnEarlierDocument() throws {
        var created: Set<String> = []
        for document in catalogue.documents {
            #expect(document.body["id"]?.string == document.id)
            var references: [(String, JSON)] = []
            for (attribute, path) in [
                ("category", APIPath.category), ("productOfferingPrice", APIPath.productOfferingPrice),
                ("serviceSpecification", APIPath.serviceSpecification),
            ] {
                for reference in document.body[attribute]?.array ?? [] { references.append((path, reference)) }
            }
            if let reference = document.body["productSpecification"] {
                references.append((APIPath.productSpecification, reference))
            }
            for (path, reference) in references {
                let id = try #require(reference["id"]?.string)
                #expect(reference["name"]?.string != nil)
                #expect(created.contains("\(path)/\(id)"), "\(document.id) refers to \(id)")
            }
            #expect(created.insert("\(document.path)/\(document.id)").inserted, "\(document.id) stands twice")
        }
    }

    @Test func everyOfferingIsMadeOfOneToThreeServicesAndPricedInEuro() {
        for offering in catalogue.offerings {
            let specification = catalogue.productSpecifications.first { $0.id == offering.specification }
            #expect((1...3).contains(specification?.services.count ?? 0), "\(offering.id)")
            #expect(!offering.prices.isEmpty)
            for price in offering.prices {
                #expect(price.amount.currency == "EUR" && price.amount.minorUnits > 0)
            }
        }
    }

    @Test func nothingIsDeclaredAndNotUsed() {
        let used = Set(catalogue.offerings.map(\.specification))
        for specification in catalogue.productSpecifications { #expect(used.contains(specification.id)) }
        let realizing = Set(catalogue.productSpecifications.flatMap(\.services))
        for service in catalogue.serviceSpecifications { #expect(realizing.contains(service.id)) }
    }

    @Test func aPriceKeepsItsCents() throws {
        let document = try #require(catalogue.documents.first { $0.id == "price-mobile-plus-20gb-monthly" })
        #expect(document.body["price"]?.text == #"{"unit":"EUR","value":19.90}"#)
        #expect(document.body["priceType"] == "recurring")
        #expect(document.body["recurringChargePeriodType"] == "month")
        let once = try #require(catalogue.documents.first { $0.id == "price-device-phone-12-once" })
        #expect(once.body["priceType"] == "oneTime")
        #expect(once.body["recurringChargePeriodType"] == nil)
    }
}
