/// An amount of one currency, in its minor units. Amounts of different currencies are never added.
public struct Money: Hashable, Sendable {
    /// The ISO 4217 code, three capital letters.
    public let currency: String
    /// Whole minor units: cents of EUR, yen of JPY, fils of KWD.
    public let minorUnits: Int64

    /// An amount; nil if the code is not three capital letters.
    public init?(minorUnits: Int64, currency: String) {
        guard currency.utf8.count == 3,
            currency.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else { return nil }
        self.currency = currency
        self.minorUnits = minorUnits
    }

    /// An amount from a decimal of major units; nil if it has more digits than the currency's minor unit shows, or if
    /// the code is malformed.
    public init?(_ value: Decimal64, currency: String) {
        guard let units = value.coefficient(at: Self.minorUnitDigits(of: currency)) else { return nil }
        self.init(minorUnits: units, currency: currency)
    }

    /// The sum; nil if the currencies differ or 64 bits are exceeded.
    public func adding(_ other: Money) -> Money? {
        guard currency == other.currency else { return nil }
        let (sum, over) = minorUnits.addingReportingOverflow(other.minorUnits)
        return over ? nil : Money(minorUnits: sum, currency: currency)
    }

    /// The amount `count` times; nil if 64 bits are exceeded.
    public func times(_ count: Int64) -> Money? {
        let (product, over) = minorUnits.multipliedReportingOverflow(by: count)
        return over ? nil : Money(minorUnits: product, currency: currency)
    }

    /// The amount in major units, with all digits of the minor unit: `19.90`.
    public var decimal: Decimal64 {
        Decimal64(coefficient: minorUnits, scale: Self.minorUnitDigits(of: currency))
    }

    /// How many digits the minor unit has (ISO 4217, list one): 2 unless listed otherwise.
    public static func minorUnitDigits(of currency: String) -> Int {
        switch currency {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
            "XOF", "XPF":
            0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        case "CLF", "UYW": 4
        default: 2
        }
    }
}
