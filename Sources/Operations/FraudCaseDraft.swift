import Domain
import Primitives
import Storage

/// A fraud case inside a transaction. Confined to the transaction's closure; nothing is stored before `save`.
struct FraudCaseDraft {
    /// Alerts of one case; a further one opens the next, so that a decision stays one transaction.
    static let alertsMax = 1_000
    /// Alerts, orders and transitions that the document shows, the newest; the audit trail has all.
    static let shownMax = 100
    /// Notes of one case.
    static let notesMax = 200

    let key: ResourceKey
    /// The row that it was read from; nil for a case that is being opened.
    let row: Row?
    var document: JSONObject
    private(set) var state: FraudCaseState
    private(set) var columns: [String: Value] = [:]
    private var event = EventKind.attributeChange

    /// A stored case.
    init(_ key: ResourceKey, _ row: Row) {
        self.key = key
        self.row = row
        document = Resource(.fraudCase, row: row).document
        state = FraudCaseState(rawValue: row["state"].text!)!
    }

    /// A new case for an alert; `customer` is the customer's row, if it is one of ours.
    init(_ key: ResourceKey, for alert: FraudAlert, customer: Row?, at now: Timestamp) {
        self.key = key
        row = nil
        state = .new
        document = JSONObject([
            ("id", .string(key.id)), ("href", .string(key.path)), ("state", .string(FraudCaseState.new.rawValue)),
            ("rule", .string(alert.rule)), ("severity", .string(alert.severity.rawValue)),
            ("score", .integer(0)), ("alertCount", .integer(0)), ("openedAt", .string(now.description)),
            ("lastUpdate", .string(now.description)),
        ])
        var party = alert.party
        party["name"] = customer?["name"].text.map(JSON.string)
        document["relatedParty"] = [.object(party)]
        document["@type"] = .string(key.kind.schema.typeName)
        columns = ["rule": .text(alert.rule), "open_rule": .text(alert.rule)]
        record(from: nil, to: .new, "alert \(alert.id)", .system, at: now)
    }

    /// The orders that its alerts are about.
    var orders: [ResourceKey] {
        (document["productOrder"]?.array ?? []).compactMap { $0["id"]?.string }
            .compactMap { ResourceKey(.productOrder, id: $0) }.filter { $0.customer == key.customer }
    }

    /// Adds an alert: the case is as bad as its worst.
    mutating func add(_ alert: FraudAlert) {
        let count = (document["alertCount"]?.integer ?? 0) + 1
        document["alertCount"] = .integer(count)
        columns["alerts"] = .integer(count)
        if count >= Self.alertsMax { columns["open_rule"] = .null }
        if alert.severity == .critical { document["severity"] = .string(alert.severity.rawValue) }
        columns["severity"] = document["severity"]?.string.map(Value.text)
        let score = document["score"]?.number.flatMap { Decimal64($0.text) }
        if score?.isAtMost(alert.score) != false {
            document["score"] = .number(JSONNumber(validated: alert.score.description))
        }
        append(alert.summary, to: "alert", max: Self.shownMax)
        guard let order = alert.orderID,
            document["productOrder"]?.array?.contains(where: { $0["id"] == .string(order) }) != true
        else { return }
        var reference = JSONObject([("id", .string(order))])
        if let key = ResourceKey(.productOrder, id: order) { reference["href"] = .string(key.path) }
        append(.object(reference), to: "productOrder", max: Self.shownMax)
    }

    /// Moves the case on.
    ///
    /// - Throws: `Refusal` (`conflict`) if its state does not lead there.
    mutating func move(to next: FraudCaseState, reason: String, _ change: Change) throws(Refusal) {
        guard state.successors.contains(next) else {
            throw Refusal(
                .conflict,
                "illegalTransition",
                "the case cannot go from \(state.rawValue) to \(next.rawValue)",
                message: state.successors.isEmpty
                    ? "\(state.rawValue) is final"
                    : "allowed: \(state.successors.map(\.rawValue).sorted().joined(separator: ", "))"
            )
        }
        record(from: state, to: next, reason, change.context.actor, at: change.now)
        state = next
        document["state"] = .string(next.rawValue)
        event = .stateChange
        guard next.isDecision else { return }
        document["decision"] = .string(next.rawValue)
        document["decidedAt"] = .string(change.now.description)
        columns["decided_at"] = .integer(change.now.milliseconds)
        columns["open_rule"] = .null
    }

    /// Says who sees to it; a case that nobody saw to is assigned by that.
    mutating func assign(to assignee: String, reason: String, _ change: Change) throws(Refusal) {
        guard state.isOpen else {
            throw Refusal(.conflict, "caseDecided", "the case is \(state.rawValue): nobody can be assigned to it")
        }
        document["assignee"] = .string(assignee)
        columns["assignee"] = .text(assignee)
        if state == .new { return try move(to: .assigned, reason: reason, change) }
        record(from: state, to: state, reason, change.context.actor, at: change.now)
    }

    /// Adds a note.
    mutating func add(note: String, _ change: Change) throws(Refusal) {
        guard (document["note"]?.array ?? []).count < Self.notesMax else {
            throw Refusal(.conflict, "limitReached", "a case has at most \(Self.notesMax) notes")
        }
        let entry: JSON = [
            "author": .string(change.context.actor.name), "date": .string(change.now.description),
            "text": .string(note),
        ]
        append(entry, to: "note", max: Self.notesMax)
    }

    /// Stores the case: row, event, audit.
    func save(_ change: Change) throws -> Resource {
        guard let row else { return try change.insert(key, document, columns: columns) }
        var document = document
        document["lastUpdate"] = .string(change.now.description)
        return try change.update(key, from: row, document, event: event, columns: columns)
    }

    private mutating func record(
        from: FraudCaseState?,
        to: FraudCaseState,
        _ reason: String,
        _ actor: Actor,
        at now: Timestamp
    ) {
        var entry = JSONObject()
        entry["from"] = from.map { .string($0.rawValue) }
        entry["to"] = .string(to.rawValue)
        entry["at"] = .string(now.description)
        entry["actor"] = .string(actor.name)
        entry["reason"] = .string(reason)
        append(.object(entry), to: "transition", max: Self.shownMax)
    }

    private mutating func append(_ value: JSON, to attribute: String, max: Int) {
        document[attribute] = .array(((document[attribute]?.array ?? []) + [value]).suffix(max))
    }
}
