import Primitives

extension TelecomCatalogue {
    /// The catalogue of the demo's operator: mobile, fibre, TV, roaming and devices, priced in EUR.
    public static let standard = TelecomCatalogue(
        categories: [
            Category(id: "mobile", name: "Mobile", description: "Voice and data on the move."),
            Category(id: "fibre", name: "Fibre", description: "Broadband for the home and the office."),
            Category(id: "tv", name: "TV", description: "Live and on-demand television over the internet."),
            Category(id: "roaming", name: "Roaming", description: "Data and calls abroad."),
            Category(id: "devices", name: "Devices", description: "Phones, tablets and what goes with them."),
        ],
        serviceSpecifications: standardServices,
        productSpecifications: standardSpecifications,
        offerings: mobileOfferings + fibreOfferings + televisionOfferings + roamingOfferings + deviceOfferings
    )

    private static let standardServices = [
        service("cfs-mobile-line", "Mobile line", "A number, voice calls and text messages."),
        service("cfs-mobile-data", "Mobile data", "Packet data on the mobile network."),
        service("cfs-5g-access", "5G access", "Access to the 5G stand-alone core."),
        service("cfs-shared-allowance", "Shared allowance", "One data allowance over several lines."),
        service("cfs-fibre-access", "Fibre access", "An optical line to the premises."),
        service("cfs-internet-access", "Internet access", "IPv4 and IPv6 over an access line."),
        service("cfs-static-address", "Static address", "A fixed IPv4 address and an IPv6 prefix."),
        service("cfs-wifi-mesh", "Wi-Fi mesh", "Managed access points throughout the home."),
        service("cfs-tv-streaming", "TV streaming", "Live channels and seven days of replay."),
        service("cfs-tv-sports", "Sports channels", "Football, tennis, cycling and motor sports."),
        service("cfs-tv-cinema", "Cinema on demand", "Films and series on demand."),
        service("cfs-roaming-europe", "Roaming Europe", "Home allowances in 38 European countries."),
        service("cfs-roaming-world", "Roaming world", "Data and calls in 140 countries."),
        service("cfs-device-delivery", "Device delivery", "A device shipped to the customer."),
        service("cfs-device-protection", "Device protection", "Repair and theft cover for a device."),
    ]

    private static let standardSpecifications = [
        specification("spec-mobile-prepaid", "Prepaid mobile", ["cfs-mobile-line"]),
        specification("spec-mobile-4g", "Mobile 4G", ["cfs-mobile-line", "cfs-mobile-data"]),
        specification("spec-mobile-5g", "Mobile 5G", ["cfs-mobile-line", "cfs-mobile-data", "cfs-5g-access"]),
        specification("spec-mobile-family", "Family", ["cfs-mobile-line", "cfs-5g-access", "cfs-shared-allowance"]),
        specification("spec-fibre", "Fibre", ["cfs-fibre-access", "cfs-internet-access"]),
        specification("spec-fibre-mesh", "Fibre mesh", ["cfs-fibre-access", "cfs-internet-access", "cfs-wifi-mesh"]),
        specification(
            "spec-fibre-office",
            "Fibre Office",
            ["cfs-fibre-access", "cfs-internet-access", "cfs-static-address"]
        ),
        specification("spec-tv", "TV", ["cfs-tv-streaming"]),
        specification("spec-tv-sports", "TV Sports", ["cfs-tv-streaming", "cfs-tv-sports"]),
        specification("spec-tv-cinema", "TV Cinema", ["cfs-tv-streaming", "cfs-tv-cinema"]),
        specification("spec-roaming-europe", "Roaming Europe", ["cfs-roaming-europe"]),
        specification("spec-roaming-world", "Roaming World", ["cfs-roaming-world"]),
        specification("spec-accessory", "Accessory", ["cfs-device-delivery"]),
        specification("spec-device", "Device", ["cfs-device-delivery", "cfs-device-protection"]),
    ]

    private static let mobileOfferings = [
        offering(
            "mobile-prepaid-sim",
            "Prepaid SIM",
            "A SIM card with 10 EUR of credit.",
            "mobile",
            "spec-mobile-prepaid",
            once: 10_00,
            [.init("dataAllowanceGB", "1")]
        ),
        offering(
            "mobile-start-5gb",
            "Mobile Start",
            "5 GB and 200 minutes.",
            "mobile",
            "spec-mobile-4g",
            monthly: 9_90,
            [.init("dataAllowanceGB", "5")]
        ),
        offering(
            "mobile-plus-20gb",
            "Mobile Plus",
            "20 GB and all calls.",
            "mobile",
            "spec-mobile-4g",
            monthly: 19_90,
            [.init("dataAllowanceGB", "20")]
        ),
        offering(
            "mobile-unlimited-5g",
            "Mobile Unlimited 5G",
            "Unlimited 5G data, calls and messages.",
            "mobile",
            "spec-mobile-5g",
            monthly: 39_90,
            [.init("dataAllowanceGB", "unlimited")]
        ),
        offering(
            "mobile-family-5g",
            "Family 5G",
            "Four lines that share 120 GB.",
            "mobile",
            "spec-mobile-family",
            monthly: 69_90,
            [.init("dataAllowanceGB", "120"), .init("lines", "4")]
        ),
    ]

    private static let fibreOfferings = [
        offering(
            "fibre-250",
            "Fibre 250",
            "250 Mbit/s down, 125 up.",
            "fibre",
            "spec-fibre",
            monthly: 29_90,
            once: 49_00,
            [.init("downstreamMbps", "250")]
        ),
        offering(
            "fibre-500",
            "Fibre 500",
            "500 Mbit/s down, 250 up.",
            "fibre",
            "spec-fibre",
            monthly: 39_90,
            once: 49_00,
            [.init("downstreamMbps", "500")]
        ),
        offering(
            "fibre-1000-mesh",
            "Fibre 1000 with mesh",
            "1 Gbit/s and Wi-Fi in every room.",
            "fibre",
            "spec-fibre-mesh",
            monthly: 59_90,
            once: 49_00,
            [.init("downstreamMbps", "1000")]
        ),
        offering(
            "fibre-office-1000",
            "Fibre Office 1000",
            "1 Gbit/s both ways with a static address.",
            "fibre",
            "spec-fibre-office",
            monthly: 89_00,
            once: 99_00,
            [.init("downstreamMbps", "1000")]
        ),
    ]

    private static let televisionOfferings = [
        offering(
            "tv-basic",
            "TV Basic",
            "90 channels, 40 in HD.",
            "tv",
            "spec-tv",
            monthly: 9_90,
            [.init("screens", "2")]
        ),
        offering(
            "tv-cinema",
            "TV Cinema",
            "TV Basic and 4,000 films and series.",
            "tv",
            "spec-tv-cinema",
            monthly: 19_90,
            [.init("screens", "3")]
        ),
        offering(
            "tv-sports",
            "TV Sports",
            "TV Basic and every match live.",
            "tv",
            "spec-tv-sports",
            monthly: 29_90,
            [.init("screens", "3")]
        ),
    ]

    private static let roamingOfferings = [
        offering(
            "roaming-europe-week",
            "Roaming Europe, one week",
            "10 GB in 38 countries for 7 days.",
            "roaming",
            "spec-roaming-europe",
            once: 9_90,
            [.init("validDays", "7")]
        ),
        offering(
            "roaming-world-week",
            "Roaming World, one week",
            "5 GB in 140 countries for 7 days.",
            "roaming",
            "spec-roaming-world",
            once: 24_90,
            [.init("validDays", "7")]
        ),
        offering(
            "roaming-world-month",
            "Roaming World, monthly",
            "20 GB in 140 countries every month.",
            "roaming",
            "spec-roaming-world",
            monthly: 49_90,
            [.init("validDays", "30")]
        ),
    ]

    private static let deviceOfferings = [
        offering(
            "device-earbuds",
            "Wireless earbuds",
            "Noise-cancelling, 30 hours.",
            "devices",
            "spec-accessory",
            once: 129_00,
            [.init("colour", "black")]
        ),
        offering(
            "device-watch-lte",
            "Watch LTE",
            "A watch with its own eSIM.",
            "devices",
            "spec-device",
            once: 329_00,
            [.init("colour", "silver")]
        ),
        offering(
            "device-tablet-11",
            "Tablet 11",
            "An 11-inch tablet with 5G.",
            "devices",
            "spec-device",
            once: 549_00,
            [.init("storageGB", "256")]
        ),
        offering(
            "device-phone-12",
            "Phone 12",
            "6.1 inches, 128 GB.",
            "devices",
            "spec-device",
            once: 799_00,
            [.init("storageGB", "128")]
        ),
        offering(
            "device-phone-12-pro",
            "Phone 12 Pro",
            "6.7 inches, 512 GB, three lenses.",
            "devices",
            "spec-device",
            once: 1_299_00,
            [.init("storageGB", "512")]
        ),
        offering(
            "device-phone-fold",
            "Phone Fold",
            "A phone that opens into a tablet.",
            "devices",
            "spec-device",
            once: 1_899_00,
            [.init("storageGB", "512")]
        ),
    ]

    private static func service(_ id: String, _ name: String, _ description: String) -> ServiceSpecification {
        ServiceSpecification(id: id, name: name, description: description)
    }

    private static func specification(_ id: String, _ name: String, _ services: [String]) -> ProductSpecification {
        ProductSpecification(id: id, name: name, brand: "Nordlicht", services: services)
    }

    /// `monthly` and `once` are cents of EUR.
    private static func offering(
        _ id: String,
        _ name: String,
        _ description: String,
        _ category: String,
        _ specification: String,
        monthly: Int64? = nil,
        once: Int64? = nil,
        _ characteristics: [Characteristic]
    ) -> Offering {
        var prices: [Price] = []
        if let monthly {
            prices.append(
                Price(
                    id: "price-\(id)-monthly",
                    name: "\(name), monthly",
                    amount: Money(minorUnits: monthly, currency: "EUR")!,
                    isMonthly: true
                )
            )
        }
        if let once {
            prices.append(
                Price(
                    id: "price-\(id)-once",
                    name: monthly == nil ? name : "\(name), set-up",
                    amount: Money(minorUnits: once, currency: "EUR")!,
                    isMonthly: false
                )
            )
        }
        return Offering(
            id: id,
            name: name,
            description: description,
            category: category,
            specification: specification,
            prices: prices,
            characteristics: characteristics
        )
    }
}
