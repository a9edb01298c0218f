import Domain
import Primitives
import Storage

/// What is kept beside customers so that e-mail addresses stay unique and people are found by name, address or number.
enum CustomerIndex {
    /// Search terms of one customer.
    static let termsMax = 48
    /// Bytes of one search term.
    static let termBytesMax = 100

    /// The e-mail addresses of a customer, lower case, each once.
    static func emails(_ document: JSONObject) -> [String] {
        var emails: [String] = []
        for medium in document["contactMedium"]?.array ?? [] {
            guard let email = medium["characteristic"]?["emailAddress"]?.string?.lowercased(), !email.isEmpty,
                !emails.contains(email)
            else { continue }
            emails.append(email)
        }
        return emails
    }

    /// What a customer is found by: the words of the name, addresses, the digits of phone numbers.
    static func terms(_ document: JSONObject) -> Set<String> {
        var terms: [String] = words(document["name"]?.string ?? "")
        terms += words(document["engagedParty"]?["name"]?.string ?? "")
        for email in emails(document) { terms += [email] }
        for medium in document["contactMedium"]?.array ?? [] {
            guard let phone = medium["characteristic"]?["phoneNumber"]?.string else { continue }
            let digits = String(phone.filter(\.isNumber))
            // Found with and without the country code.
            if !digits.isEmpty { terms += [digits, String(digits.suffix(9)), String(digits.suffix(7))] }
        }
        return Set(terms.lazy.filter { $0.utf8.count <= termBytesMax }.prefix(termsMax))
    }

    /// A text as search words, lower case.
    static func words(_ text: String) -> [String] {
        text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "@" && $0 != "." && $0 != "-" })
            .map(String.init)
    }

    static func write(_ document: JSONObject, _ customer: Identifier, _ transaction: any WriteTransaction) throws {
        for email in emails(document) { try claim(email, customer, transaction) }
        for term in terms(document) {
            try transaction.insert(Row(Schema.customerTerms, [.identifier(customer), .text(term)]))
        }
    }

    private static func claim(_ email: String, _ customer: Identifier, _ transaction: any WriteTransaction) throws {
        guard try transaction.insertIfAbsent(Row(Schema.customerEmails, [.text(email), .identifier(customer)])) else {
            throw Refusal(
                .conflict,
                "emailTaken",
                "another customer has the e-mail address \(email.prefix(100))",
                message: "find that customer with GET /bss/v1/customers?search="
            )
        }
    }

    static func replace(
        _ before: JSONObject,
        _ after: JSONObject,
        _ customer: Identifier,
        _ transaction: any WriteTransaction
    ) throws {
        let oldEmails = emails(before)
        let newEmails = emails(after)
        for email in oldEmails where !newEmails.contains(email) {
            _ = try transaction.delete(Schema.customerEmails, key: [.text(email)])
        }
        for email in newEmails where !oldEmails.contains(email) { try claim(email, customer, transaction) }
        let oldTerms = terms(before)
        let newTerms = terms(after)
        for term in oldTerms.subtracting(newTerms) {
            _ = try transaction.delete(Schema.customerTerms, key: [.identifier(customer), .text(term)])
        }
        for term in newTerms.subtracting(oldTerms) {
            try transaction.insert(Row(Schema.customerTerms, [.identifier(customer), .text(term)]))
        }
    }

    static func remove(_ document: JSONObject, _ customer: Identifier, _ transaction: any WriteTransaction) throws {
        for email in emails(document) { _ = try transaction.delete(Schema.customerEmails, key: [.text(email)]) }
        _ = try transaction.delete(Schema.customerTerms, where: .equals("customer_id", .identifier(customer)))
    }

    static func refuseDeletionWhileInUse(_ customer: Identifier, _ transaction: any WriteTransaction) throws {
        let own = Condition.equals("customer_id", .identifier(customer))
        let ended = OrderState.allCases.filter { !$0.isFinal }.map { Value.text($0.rawValue) }
        let open = try transaction.count(Schema.orders, .all([own, .oneOf("state", ended)]))
        let owned = try transaction.count(
            Schema.table(of: .product),
            .all([own, .oneOf("state", [.text("active"), .text("suspended")])])
        )
        guard open == 0, owned == 0 else {
            throw Refusal(
                .conflict,
                "customerInUse",
                "the customer has \(open) open orders and \(owned) active products",
                message: "cancel the orders and terminate the products first"
            )
        }
    }
}

extension Operations {
    /// Finds customers whose name, e-mail address or phone number has words that start with those of `text`.
    public func searchCustomers(_ text: String, limit: Int) async throws -> [Resource] {
        let words = CustomerIndex.words(text.hasPrefix("+") ? String(text.filter { $0.isNumber }) : text)
        guard !words.isEmpty else { return [] }
        let candidatesMax = 2_000
        return try await storage.read { transaction in
            var found: [Identifier]?
            for word in words.prefix(8) {
                let rows = try transaction.rows(
                    Schema.customerTerms,
                    Query(
                        .range("term", from: .text(word), to: .text(word + "\u{10FFFF}")),
                        order: [Ordering("term")],
                        limit: candidatesMax
                    )
                )
                let matches = rows.map { $0["customer_id"].identifier! }
                if let earlier = found {
                    let set = Set(matches)
                    found = earlier.filter(set.contains)
                } else {
                    var seen: Set<Identifier> = []
                    found = matches.filter { seen.insert($0).inserted }
                }
            }
            let table = Schema.table(of: .customer)
            return try (found ?? []).prefix(limit).compactMap { customer in
                try transaction.row(table, key: [.identifier(customer)]).map { Resource(.customer, row: $0) }
            }
        }
    }
}
