import Primitives
import Testing

@Suite struct ValueTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-21T07:00:51.042Z", 1_795_244_451_042),
            ("2026-11-21T08:00:51.042+01:00", 1_795_244_451_042), ("2000-02-29", 951_782_400_000),
            ("1969-12-31T23:59:59.999Z", -1), ("2026-11-21T07:00:51.0429999Z", 1_795_244_451_042),
        ] as [(String, Int64)]
    )
    func readsTimes(text: String, milliseconds: Int64) {
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026-13-01", "2025-02-29", "2026-11-21T24:00:00Z", "2026-11-21T07:00:51", "2026-11-21 07:00:51Z",
        "2026-11-21T07:00:51.Z", "2026-11-21T07:00:51+0100", "2026-11-21T07:00:51Zx",
    ])
    func refusesWhatIsNoTime(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func timesHaveOneCanonicalText() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<10_000 {
            let time = Timestamp(
                milliseconds: Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &random)
            )
            #expect(Timestamp(time.description) == time)
        }
        #expect(Timestamp(milliseconds: 1_795_244_451_042).description == "2026-11-21T07:00:51.042Z")
    }

    @Test func identifiersReadBack() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<1_000 {
            let identifier = Identifier(
                time: Timestamp(milliseconds: 1_795_244_451_042),
                random: (random.next(), random.next())
            )
            #expect(Identifier(identifier.description) == identifier)
            #expect(Identifier(identifier.description.uppercased()) == identifier)
            #expect(Identifier(bytes: identifier.bytes) == identifier)
            #expect(identifier.description.dropFirst(14).first == "7")
        }
        #expect(Identifier("01890a5d-ac96-774b-bcce-b302099a8057")?.high == 0x0189_0a5d_ac96_774b)
        #expect(Identifier("01890a5dac96774bbcceb302099a8057") == nil)
        #expect(Identifier("01890a5d-ac96-774b-bcce-b302099a805g") == nil)
    }

    @Test(
        arguments: [
            ("19.90", "EUR", 1990), ("19.9", "EUR", 1990), ("5", "JPY", 5), ("1.234", "KWD", 1234),
            ("-0.01", "USD", -1),
            ("1e3", "EUR", 100_000), ("0", "EUR", 0), ("1.500e1", "EUR", 1500),
        ] as [(String, String, Int64)]
    )
    func moneyIsExact(text: String, currency: String, minorUnits: Int64) throws {
        #expect(Money(try #require(Decimal64(text)), currency: currency)?.minorUnits == minorUnits)
    }

    @Test func moneyRefusesLostDigitsMixedCurrenciesAndOverflow() throws {
        #expect(Money(try #require(Decimal64("0.001")), currency: "EUR") == nil)
        #expect(Money(try #require(Decimal64("0.5")), currency: "JPY") == nil)
        #expect(Money(minorUnits: 1, currency: "eur") == nil)
        #expect(Decimal64("9999999999999999999") == nil)
        let euro = try #require(Money(minorUnits: 1, currency: "EUR"))
        #expect(euro.adding(try #require(Money(minorUnits: 1, currency: "USD"))) == nil)
        #expect(euro.adding(try #require(Money(minorUnits: .max, currency: "EUR"))) == nil)
        #expect(Money(minorUnits: .max, currency: "EUR")?.times(2) == nil)
        #expect(Money(minorUnits: -5, currency: "EUR")?.decimal.description == "-0.05")
    }

    @Test func decimalsMatchIntegersOverASweep() {
        for value in stride(from: Int64(-2_500), through: 2_500, by: 1) {
            let decimal = Decimal64(coefficient: value, scale: 2)
            #expect(Decimal64(decimal.description)?.coefficient(at: 2) == value)
        }
    }
}
