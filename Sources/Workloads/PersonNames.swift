import Primitives

/// Names, towns and streets from which the demo's customers are made.
enum PersonNames {
    static let given = [
        "Aaliyah", "Adaeze", "Agnieszka", "Ahmed", "Aiko", "Alejandra", "Alice", "Amara", "Amir", "Ana", "Anders",
        "Andrei", "Anna", "Antoine", "Arjun", "Asha", "Ayşe", "Beatriz", "Bence", "Björn", "Bruno", "Camille",
        "Carlos", "Chiara", "Chidi", "Chloé", "Claire", "Daniel", "Diego", "Elena", "Elif", "Emeka", "Emil", "Emma",
        "Eszter", "Fatima", "Felix", "Finn", "Francesca", "Freya", "Gabriel", "Giulia", "Grace", "Hana", "Hassan",
        "Helena", "Hiroshi", "Hugo", "Ibrahim", "Ines", "Ingrid", "Isabel", "Ivan", "Jakub", "Jan", "Jasmin", "João",
        "Johanna", "Jonas", "José", "Jun", "Kaan", "Karim", "Katarzyna", "Kateryna", "Kenji", "Kofi", "Lars", "Laura",
        "Leila", "Léa", "Liam", "Lin", "Linnea", "Lucas", "Lucía", "Luka", "Maja", "Malik", "Marco", "Maria", "Marta",
        "Mateo", "Matilda", "Mei", "Mia", "Milan", "Mohamed", "Nadia", "Nia", "Niamh", "Niko", "Noah", "Noor",
        "Oksana", "Olga", "Oliver", "Omar", "Oscar", "Paula", "Petra", "Priya", "Rafael", "Rania", "Ravi", "Rosa",
        "Sakura", "Samuel", "Sara", "Sean", "Selin", "Sofia", "Stefan", "Sven", "Tariq", "Tereza", "Thandiwe", "Tomas",
        "Valentina", "Victor", "Viktoria", "Wei", "Yara", "Yusuf", "Zainab", "Zoë", "Łukasz",
    ]

    static let family = [
        "Abebe", "Adeyemi", "Ahmad", "Almeida", "Andersson", "Bakker", "Balogun", "Barbieri", "Bauer", "Becker",
        "Bernard", "Bianchi", "Björk", "Bonnet", "Brandt", "Carvalho", "Castillo", "Chen", "Christensen", "Costa",
        "Cruz", "Dahl", "Demir", "Diallo", "Dubois", "Dvořák", "Eriksen", "Esposito", "Farah", "Fernández", "Ferrari",
        "Fischer", "Fontaine", "Fujita", "García", "Georgiou", "Gómez", "Greco", "Gupta", "Haddad", "Hansen",
        "Hoffmann",
        "Horvat", "Ibrahim", "Iyer", "Jansen", "Johansson", "Jovanović", "Kamara", "Kaya", "Keller", "Khan", "Kim",
        "Kobayashi", "Korhonen", "Kovács", "Kowalski", "Kumar", "Larsen", "Lefèvre", "Lehmann", "Li", "Lindqvist",
        "López", "Maier", "Mancini", "Martin", "Martínez", "Mbeki", "Mensah", "Moreau", "Moretti", "Mori", "Müller",
        "Nagy", "Nakamura", "Nguyen", "Nielsen", "Novak", "Nowak", "O'Brien", "Okafor", "Okoye", "Oliveira", "Olsen",
        "Osei", "Öztürk", "Papadopoulos", "Patel", "Pereira", "Petrov", "Popescu", "Rahman", "Ramos", "Reyes", "Ricci",
        "Romano", "Rossi", "Roussel", "Ruiz", "Saidi", "Santos", "Sato", "Schmidt", "Schneider", "Sharma", "Shevchenko",
        "Silva", "Singh", "Smith", "Sørensen", "Suzuki", "Szabó", "Tanaka", "Torres", "Van Dijk", "Varga", "Vasquez",
        "Virtanen", "Vogel", "Wagner", "Walsh", "Wang", "Weber", "Wiśniewska", "Wójcik", "Yamamoto", "Yılmaz", "Zhang",
    ]

    static let cities = [
        City("Amsterdam", "NL", "+31 6"), City("Athens", "GR", "+30 694"), City("Barcelona", "ES", "+34 612"),
        City("Bergen", "NO", "+47 91"), City("Berlin", "DE", "+49 151"), City("Bologna", "IT", "+39 347"),
        City("Bordeaux", "FR", "+33 6"), City("Brussels", "BE", "+32 470"), City("Bucharest", "RO", "+40 721"),
        City("Budapest", "HU", "+36 30"), City("Cologne", "DE", "+49 160"), City("Copenhagen", "DK", "+45 22"),
        City("Dublin", "IE", "+353 85"), City("Gdańsk", "PL", "+48 501"), City("Ghent", "BE", "+32 471"),
        City("Gothenburg", "SE", "+46 70"), City("Graz", "AT", "+43 664"), City("Hamburg", "DE", "+49 170"),
        City("Helsinki", "FI", "+358 40"), City("Kraków", "PL", "+48 601"), City("Leipzig", "DE", "+49 171"),
        City("Lisbon", "PT", "+351 91"), City("Ljubljana", "SI", "+386 41"), City("Lyon", "FR", "+33 6"),
        City("Madrid", "ES", "+34 622"), City("Milan", "IT", "+39 340"), City("Munich", "DE", "+49 175"),
        City("Naples", "IT", "+39 333"), City("Paris", "FR", "+33 7"), City("Porto", "PT", "+351 93"),
        City("Prague", "CZ", "+420 602"), City("Riga", "LV", "+371 29"), City("Rotterdam", "NL", "+31 6"),
        City("Seville", "ES", "+34 633"), City("Stockholm", "SE", "+46 73"), City("Tallinn", "EE", "+372 51"),
        City("Thessaloniki", "GR", "+30 697"), City("Vienna", "AT", "+43 660"), City("Vilnius", "LT", "+370 61"),
        City("Zagreb", "HR", "+385 91"),
    ]

    static let streets = [
        "Harbour Street", "Station Road", "Market Square", "Linden Avenue", "Church Lane", "Mill Road", "Park Street",
        "River Walk", "Castle Hill", "Garden Row", "Bridge Street", "Orchard Way", "School Lane", "Tower Street",
    ]

    /// A customer made up from `random`; `tag` makes the e-mail address unique.
    static func profile(tag: String, _ random: inout SeededRandom) -> CustomerProfile {
        let first = given.randomElement(using: &random)!
        let last = family.randomElement(using: &random)!
        let city = cities.randomElement(using: &random)!
        return CustomerProfile(
            name: "\(first) \(last)",
            email: email(first, last, tag: tag),
            phone: phone(in: city, &random),
            city: city,
            street: "\(streets.randomElement(using: &random)!) \(Int.random(in: 1...180, using: &random))",
            partyID: Identifier(
                high: random.next() & ~0xF000 | 0x4000,
                low: random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
            )
        )
    }

    /// A mobile number of a town's country.
    static func phone(in city: City, _ random: inout SeededRandom) -> String {
        "\(city.mobilePrefix) \(Int.random(in: 1_000_000...9_999_999, using: &random))"
    }

    /// An address under example.com, which RFC 2606 reserves: no mail of the demo can ever reach anybody.
    static func email(_ first: String, _ last: String, tag: String) -> String {
        "\(asciiLetters(first)).\(asciiLetters(last)).\(tag)@example.com"
    }

    private static func asciiLetters(_ name: String) -> String {
        var result = ""
        for scalar in name.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z": result.unicodeScalars.append(scalar)
            case "á", "à", "â", "ã", "å": result += "a"
            case "ä": result += "ae"
            case "ç", "ć", "č": result += "c"
            case "é", "è", "ê", "ë", "ę", "ě": result += "e"
            case "í", "ì", "î", "ı": result += "i"
            case "ł": result += "l"
            case "ñ", "ń": result += "n"
            case "ó", "ò", "ô", "õ": result += "o"
            case "ö", "ø": result += "oe"
            case "ř": result += "r"
            case "ş", "ś", "š": result += "s"
            case "ú", "ù", "û": result += "u"
            case "ü": result += "ue"
            case "ý": result += "y"
            case "ż", "ź", "ž": result += "z"
            default: continue
            }
        }
        return result
    }
}
