import NIOCore
import Primitives
import Testing

@testable import Workloads

@Suite struct BodyTests {
    private let offering = TelecomCatalogue.standard.offering("mobile-unlimited-5g")!

    @Test func aSignUpCarriesEveryContactAndItsLabel() throws {
        var random = SeededRandom(seed: 3)
        let profile = PersonNames.profile(tag: "t1", &random)
        let body = profile.body(label: FraudKind.sharedPhone.label)
        #expect(body["name"]?.string == profile.name)
        #expect(body["engagedParty"]?["@referredType"] == "Individual")
        let media = try #require(body["contactMedium"]?.array)
        #expect(media.map { $0["mediumType"]?.string } == ["email", "phone", "postalAddress"])
        #expect(media[0]["characteristic"]?["emailAddress"]?.string == profile.email)
        #expect(media[1]["characteristic"]?["phoneNumber"]?.string == profile.phone)
        #expect(body["demoLabel"] == "fraud:sharedPhone")
        #expect(profile.body()["demoLabel"] == nil)
        #expect(profile.contactPatch()["name"] == nil)
    }

    @Test func emailAddressesArePlainASCII() {
        #expect(PersonNames.email("Łukasz", "O'Brien", tag: "7") == "lukasz.obrien.7@example.com")
        #expect(PersonNames.email("Ayşe", "Öztürk", tag: "7") == "ayse.oeztuerk.7@example.com")
        for first in PersonNames.given {
            for last in PersonNames.family {
                let email = PersonNames.email(first, last, tag: "0")
                #expect(email.utf8.allSatisfy { $0 < 128 })
                #expect(email.count >= first.count + last.count + "..0@example.com".count - 2, "\(first) \(last)")
            }
        }
    }

    @Test func anOrderNamesItsCustomerAndItems() throws {
        let order = DemoOrder(
            customerID: "c1",
            customerName: "Ana",
            externalID: "x-1",
            description: "d",
            channel: .app,
            lines: [
                .init(.add, offering: offering, quantity: 2), .init(.modify(productID: "c1-4"), offering: offering),
                .init(.delete(productID: "c1-5"), offering: nil),
            ],
            label: "fraud:velocity"
        )
        let body = order.body
        #expect(body["externalId"] == "x-1")
        #expect(body["relatedParty"]?.array?.first?["id"] == "c1")
        #expect(body["relatedParty"]?.array?.first?["@referredType"] == "Customer")
        #expect(body["demoLabel"] == "fraud:velocity")
        let items = try #require(body["productOrderItem"]?.array)
        #expect(items.map { $0["id"]?.string } == ["1", "2", "3"])
        #expect(items.map { $0["action"]?.string } == ["add", "modify", "delete"])
        #expect(items[0]["quantity"] == 2)
        #expect(items[0]["productOffering"]?["id"] == "mobile-unlimited-5g")
        #expect(items[0]["product"]?["id"] == nil)
        #expect(items[0]["product"]?["productCharacteristic"]?.array?.count == 1)
        #expect(items[1]["product"]?["id"] == "c1-4")
        #expect(items[2]["product"]?["id"] == "c1-5")
        #expect(items[2]["productOffering"] == nil)
        #expect(order.firstMonthMinorUnits == 3 * 39_90)
    }

    @Test func aTemplateGivesTheSameBytesAsTheOrderItself() throws {
        let template = OrderTemplate([offering, TelecomCatalogue.standard.offering("tv-basic")!])
        #expect(template.itemCount == 2)
        let body = try JSON(parsing: template.body(reference: "abc-1", customer: "c9").readableBytesView)
        #expect(body["externalId"] == "abc-1")
        #expect(body["relatedParty"]?.array?.first?["id"] == "c9")
        #expect(body["productOrderItem"]?.array?.count == 2)
        #expect(!body.text.contains("@reference@") && !body.text.contains("@customer@"))
    }

    @Test(arguments: [
        ("/tmf-api/x/v4/productOrder/018f-7", "018f-7"), ("http://h:1/a/b", "b"), ("none", nil), ("/a/", nil),
    ])
    func theIDIsTheEndOfTheLocation(_ location: String, _ id: String?) {
        #expect(ServerAnswer.id(fromLocation: location) == id)
    }

    @Test func queryValuesAreEscaped() {
        #expect(ServerConnection.escaped("a b&c=ö/+~") == "a%20b%26c%3D%C3%B6%2F%2B~")
        #expect(ServerConnection.escaped("\u{1}") == "%01")
    }

    @Test(arguments: [(201, ServerAnswer.Meaning.acknowledged), (429, .refused), (409, .refused), (503, .failed)])
    func aStatusHasOneMeaning(_ status: Int, _ meaning: ServerAnswer.Meaning) {
        #expect(ServerAnswer(status: status).meaning == meaning)
    }
}
