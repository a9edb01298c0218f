import Primitives

/// What rules would have alerted on, and what was decided on the same customers.
struct Backtest: Sendable {
    /// A rule's figures, by customers where decisions are concerned.
    struct Line: Sendable, Hashable {
        /// The rule; `all` for all of them.
        var name: String
        var alerts = 0
        var warnings = 0
        var criticals = 0
        /// Customers alerted on.
        var customers = 0
        /// Those of them with confirmed fraud.
        var confirmed = 0
        /// Those of them whose cases were dismissed.
        var falsePositives = 0
        /// All customers with confirmed fraud.
        var frauds = 0

        /// The share of confirmed ones among those decided; nil if none was.
        var precision: Double? { Self.share(confirmed, of: confirmed + falsePositives) }
        /// The share of all customers with confirmed fraud; nil if there are none.
        var recall: Double? { Self.share(confirmed, of: frauds) }

        private static func share(_ part: Int, of all: Int) -> Double? { all == 0 ? nil : Double(part) / Double(all) }

        var json: JSON {
            [
                "rule": .string(name), "alerts": .integer(Int64(alerts)), "warning": .integer(Int64(warnings)),
                "critical": .integer(Int64(criticals)), "customers": .integer(Int64(customers)),
                "confirmed": .integer(Int64(confirmed)), "falsePositive": .integer(Int64(falsePositives)),
                "frauds": .integer(Int64(frauds)), "precision": Self.json(precision), "recall": Self.json(recall),
            ]
        }

        private static func json(_ share: Double?) -> JSON {
            guard let share else { return .null }
            let text = Decimal64(coefficient: Int64((share * 10_000).rounded()), scale: 4).description
            return .number(JSONNumber(validated: text))
        }
    }

    /// A customer who was alerted on.
    struct Customer: Sendable, Hashable {
        let id: String
        let alerts: Int
        /// The highest.
        let score: String
        /// The rules, sorted, with commas.
        let rules: String
        /// What was decided; nil if nothing was.
        let decision: String?

        var json: JSON {
            [
                "customer": .string(id), "alerts": .integer(Int64(alerts)),
                "score": score.isEmpty ? .null : .number(JSONNumber(validated: score)), "rules": .string(rules),
                "decision": decision.map(JSON.string) ?? .null,
            ]
        }
    }

    private struct Alert: Sendable {
        let rule: String
        let severity: String
        let customer: String
        let score: JSONNumber?
    }

    private var names: [String: [String]] = [:]
    private var seen: Set<String> = []
    private var alerts: [Alert] = []
    private var confirmed: Set<String> = []
    private var dismissed: Set<String> = []

    /// Whether the script had inserts.
    var hasTables: Bool { !names.isEmpty }

    /// Takes a decided case. A customer with fraud in one case and none in another counts as confirmed.
    mutating func label(_ entry: JSON) {
        guard let customer = entry["relatedParty"]?.array?.first?["id"]?.string else { return }
        switch entry["decision"]?.string {
        case "confirmed": confirmed.insert(customer)
        case "falsePositive": dismissed.insert(customer)
        default: break
        }
    }

    /// Takes a line of the answer to a dry run. An alert that comes again, by its id, counts once.
    mutating func take(_ line: JSON) {
        guard let table = line["table"]?.string else { return }
        if let columns = line["columns"]?.array {
            names[table] = columns.map { $0["name"]?.string ?? "" }
            return
        }
        guard let row = line["row"]?.array, let names = names[table] else { return }
        let values = Dictionary(zip(names, row), uniquingKeysWith: { first, _ in first })
        if let id = values["alertId"]?.string, !seen.insert(id).inserted { return }
        alerts.append(
            Alert(
                rule: values["rule"]?.string ?? table,
                severity: values["severity"]?.string ?? "",
                customer: values["customerId"]?.string ?? "",
                score: values["score"]?.number
            )
        )
    }

    /// A line for each rule, by name, and one for all if there are several.
    var lines: [Line] {
        let rules = Dictionary(grouping: alerts, by: \.rule).sorted { $0.key < $1.key }
        let lines = rules.map { line($0.key, $0.value) }
        return lines.count == 1 ? lines : lines + [line("all", alerts)]
    }

    private func line(_ name: String, _ alerts: [Alert]) -> Line {
        let customers = Set(alerts.map(\.customer))
        return Line(
            name: name,
            alerts: alerts.count,
            warnings: alerts.count { $0.severity == "warning" },
            criticals: alerts.count { $0.severity == "critical" },
            customers: customers.count,
            confirmed: customers.intersection(confirmed).count,
            falsePositives: customers.intersection(dismissed.subtracting(confirmed)).count,
            frauds: confirmed.count
        )
    }

    /// The customers who were alerted on, those with the most alerts first.
    var customers: [Customer] {
        let customers = Dictionary(grouping: alerts, by: \.customer).map { id, alerts in
            Customer(
                id: id,
                alerts: alerts.count,
                score: alerts.compactMap(\.score).max { $0.approximate < $1.approximate }?.text ?? "",
                rules: Set(alerts.map(\.rule)).sorted().joined(separator: ", "),
                decision: confirmed.contains(id) ? "confirmed" : dismissed.contains(id) ? "falsePositive" : nil
            )
        }
        return customers.sorted { ($1.alerts, $0.id) < ($0.alerts, $1.id) }
    }
}
