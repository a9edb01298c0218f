import StreamSQL
import Testing

/// Suggestions for misspelled names.
@Suite struct SpellingTests {
    static let columns = ["customerId", "orderId", "amount", "eventTime", "status"]

    @Test(arguments: [
        ("custmerId", "customerId"), ("CUSTOMERID", "customerId"), ("customer_id", "customerId"),
        ("ordreId", "orderId"),
        ("amont", "amount"), ("evenTime", "eventTime"), ("statsu", "status"), ("orderid", "orderId"),
    ])
    func closeNamesAreFound(_ name: String, _ meant: String) {
        #expect(Spelling.closest(to: name, in: Self.columns) == meant)
    }

    @Test(arguments: [
        "price", "x", "", "currency", "tsu", "orderIdentifierOfTheCustomer", String(repeating: "a", count: 100),
    ])
    func othersAreNot(_ name: String) {
        #expect(Spelling.closest(to: name, in: Self.columns) == nil)
    }

    @Test func theFirstOfEquallyCloseNamesIsTaken() {
        #expect(Spelling.closest(to: "abcd", in: ["abce", "abcf"]) == "abce")
        #expect(Spelling.closest(to: "abcf", in: ["abce", "abcf"]) == "abcf")
    }
}
