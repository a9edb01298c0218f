import Domain
import Primitives
import Testing

@Suite struct DocumentTypesTests {
    private func fault(
        _ text: String,
        _ api: OpenAPI = .productOrdering,
        _ type: String = "ProductOrder"
    ) throws -> String? {
        let document = try #require(try JSON(parsing: text).object)
        do throws(Refusal) {
            try api.types.check(document, is: type)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test func acceptsWhatIsDeclaredAndWhatIsUnknown() throws {
        #expect(
            try fault(
                #"""
                {"externalId":"a","productOrderItem":[{"id":"1","action":"add","quantity":2,"unknown":{"x":1}}],
                 "relatedParty":[{"id":"1","@referredType":"Customer"}],"x-own":[1,"a"],
                 "orderTotalPrice":[{"price":{"dutyFreeAmount":{"unit":"EUR","value":19.90}}}]}
                """#
            ) == nil
        )
    }

    @Test(arguments: [
        (#"{"externalId":1}"#, "externalId must be a string, not a number"),
        (#"{"productOrderItem":{}}"#, "productOrderItem must be an array, not an object"),
        (#"{"productOrderItem":[{"id":"1"}]}"#, "productOrderItem[0].action is missing"),
        (#"{"productOrderItem":[{"id":"1","action":"buy"}]}"#, "productOrderItem[0].action cannot be \"buy\""),
        (
            #"{"productOrderItem":[{"id":"1","action":"add","quantity":1.5}]}"#,
            "productOrderItem[0].quantity must be a whole number, not a number"
        ),
        (#"{"requestedStartDate":"tomorrow"}"#, "requestedStartDate is not a date-time"),
        (#"{"relatedParty":[{"id":"1"}]}"#, "relatedParty[0].@referredType is missing"),
        (
            #"{"orderTotalPrice":[{"price":{"dutyFreeAmount":{"value":"1"}}}]}"#,
            "orderTotalPrice[0].price.dutyFreeAmount.value must be a number, not a string"
        ),
        (
            #"{"orderTotalPrice":[{"price":{"percentage":1e99}}]}"#,
            "orderTotalPrice[0].price.percentage needs more than 18 digits"
        ),
        (#"{"@type":7}"#, "@type must be a string, not a number"),
    ]) func namesThePathOfAFault(text: String, reason: String) throws {
        #expect(try fault(text) == reason)
    }

    @Test(arguments: ResourceKind.allCases) func everyResourceHasATypeThatDeclaresItsSchema(kind: ResourceKind) {
        let names = Set(kind.schema.api.types.attributeNames(of: kind.schema.typeName))
        #expect(names.isSuperset(of: kind.schema.mandatory))
        #expect(names.isSuperset(of: kind.schema.assigned))
        #expect(names.contains(kind.schema.stateAttribute) || kind == .customer)
    }

    @Test func scopedIdsReadBackAndNothingElseDoes() throws {
        let customer = try #require(Identifier("01890a5d-ac96-774b-bcce-b302099a8057"))
        let id = CustomerScopedID(customer: customer, number: 42)
        #expect(CustomerScopedID(id.description) == id)
        for text in [
            "", "\(customer)", "\(customer)-", "\(customer)-0", "\(customer)-01", "\(customer)--1", "\(customer)-1x",
            "\(customer)-99999999999999999999", "\(customer)+1",
        ] {
            #expect(CustomerScopedID(text) == nil, "\(text)")
        }
    }

    @Test func nameBasedIdentifiersAreThoseOfTheStandard() throws {
        // RFC 9562, appendix A.4: www.example.com in the DNS namespace.
        let dns = try #require(Identifier("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        #expect(Identifier(named: "www.example.com", in: dns).description == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
    }
}
