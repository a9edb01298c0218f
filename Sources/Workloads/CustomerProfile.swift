import Primitives

/// Who a customer is, as a sign-up says it.
public struct CustomerProfile: Sendable, Hashable {
    /// Given and family name.
    public let name: String
    /// The address that is unique to the customer.
    public var email: String
    /// The number in international form, `+49 151 2345678`.
    public var phone: String
    /// The town.
    public var city: City
    /// The street with its number.
    public var street: String
    /// The individual behind the customer.
    public let partyID: Identifier

    /// The body of POST customer.
    ///
    /// - Parameter label: what the demo knows about it (`fraud:sharedPhone`), passed through as `demoLabel`.
    public func body(label: String? = nil) -> JSON {
        var body = JSONObject([
            ("name", .string(name)), ("status", "Approved"),
            (
                "engagedParty",
                ["id": .string(partyID.description), "name": .string(name), "@referredType": "Individual"]
            ),
            ("contactMedium", contactMedium),
        ])
        if let label { body["demoLabel"] = .string(label) }
        return .object(body)
    }

    /// The merge-patch that makes these the customer's contacts.
    public func contactPatch(label: String? = nil) -> JSON {
        var patch = JSONObject([("contactMedium", contactMedium)])
        if let label { patch["demoLabel"] = .string(label) }
        return .object(patch)
    }

    private var contactMedium: JSON {
        [
            ["mediumType": "email", "preferred": true, "characteristic": ["emailAddress": .string(email)]],
            ["mediumType": "phone", "characteristic": ["phoneNumber": .string(phone)]],
            [
                "mediumType": "postalAddress",
                "characteristic": [
                    "street1": .string(street), "city": .string(city.name), "country": .string(city.country),
                ],
            ],
        ]
    }
}

/// A town where customers live.
public struct City: Sendable, Hashable {
    /// Its name in English.
    public let name: String
    /// The ISO 3166-1 code of its country.
    public let country: String
    /// The country's telephone prefix with a mobile network's, `+49 151`.
    public let mobilePrefix: String

    /// A town.
    public init(_ name: String, _ country: String, _ mobilePrefix: String) {
        self.name = name
        self.country = country
        self.mobilePrefix = mobilePrefix
    }
}
