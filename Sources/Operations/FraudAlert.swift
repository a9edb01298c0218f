import Crypto
import Domain
import Primitives

/// An alert of a fraud rule, as the rules' jobs write it to `Topic.fraud`: flat JSON of type `FraudAlertEvent`.
struct FraudAlert: Sendable, Hashable {
    /// How bad it is.
    enum Severity: String, Sendable, CaseIterable {
        case warning, critical
    }

    /// Bytes of a rule's name.
    static let ruleBytesMax = 100

    /// The same for the same rule, version, key and window, so that a replay is known as one.
    let id: String
    /// The customer as the alert names it; foreign ids are allowed.
    let customerID: String
    /// The order that it is about, if it is about one.
    let orderID: String?
    let rule: String
    let ruleVersion: Int64
    let severity: Severity
    /// 0 to 100.
    let score: Decimal64
    /// Whether the rule is only being tried out.
    let isShadow: Bool
    /// When the event happened that raised it.
    let eventTime: Timestamp
    /// The alert as it came.
    let document: JSONObject

    /// The customer that its assessment and its case belong to.
    var customer: Identifier { CustomerReference.customer(of: customerID) }

    /// The kind of its assessment.
    var assessmentKind: ResourceKind { orderID == nil ? .partyRoleRiskAssessment : .productOrderRiskAssessment }

    /// The key of its assessment, which follows from the alert's id.
    var assessment: ResourceKey {
        Self.assessment(of: id, customer: customer, assessmentKind)
    }

    static func assessment(of id: String, customer: Identifier, _ kind: ResourceKind) -> ResourceKey {
        let digest = SHA256.hash(data: Array(id.utf8)).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        // 62 bits, and never 0: room is left for the numbers of assessments that callers create.
        let number = Int64(digest >> 2) | 1
        return ResourceKey(kind, CustomerScopedID(customer: customer, number: number))
    }

    /// Reads a record's value; `timestamp` is the record's, for an alert that does not say when.
    ///
    /// - Throws: `Refusal` (`malformed`) for what is no alert.
    init(_ bytes: [UInt8], timestamp: Timestamp) throws(Refusal) {
        guard case .success(let json) = Result(catching: { () throws(JSONError) in try JSON(parsing: bytes) }),
            let document = json.object
        else { throw Self.malformed("it is no JSON object") }
        guard document["type"] == "FraudAlertEvent" else { throw Self.malformed("type is not FraudAlertEvent") }
        id = try Self.text(document, "alertId", OperationLimits.idBytesMax)
        customerID = try Self.text(document, "customerId", OperationLimits.idBytesMax)
        rule = try Self.text(document, "rule", Self.ruleBytesMax)
        orderID =
            (document["orderId"] ?? .null) == .null
            ? nil : try Self.text(document, "orderId", OperationLimits.idBytesMax)
        guard let version = document["ruleVersion"]?.integer else {
            throw Self.malformed("ruleVersion is no whole number")
        }
        ruleVersion = version
        guard let severity = document["severity"]?.string.flatMap(Severity.init) else {
            throw Self.malformed("severity is neither warning nor critical")
        }
        self.severity = severity
        guard let score = document["score"]?.number.flatMap({ Decimal64($0.text) }),
            score.coefficient >= 0, score.isAtMost(Decimal64(coefficient: 100, scale: 0))
        else { throw Self.malformed("score is no number from 0 to 100") }
        self.score = score
        for name in ["observed", "threshold"] {
            guard let value = document[name], value != .null else { continue }
            guard value.number.flatMap({ Decimal64($0.text) }) != nil else {
                throw Self.malformed("\(name) is no number of at most 18 digits")
            }
        }
        isShadow = document["shadow"]?.bool ?? false
        eventTime = document["eventTime"]?.string.flatMap(Self.time) ?? timestamp
        self.document = document
    }

    /// A time with or without a zone; without one it is UTC (Flink: TIMESTAMP has no zone).
    private static func time(_ text: String) -> Timestamp? {
        Timestamp(text) ?? Timestamp(text.replacing(" ", with: "T") + "Z")
    }

    private static func text(_ document: JSONObject, _ name: String, _ bytesMax: Int) throws(Refusal) -> String {
        guard let text = document[name]?.string, (1...bytesMax).contains(text.utf8.count) else {
            throw malformed("\(name) is no string of 1 to \(bytesMax) bytes")
        }
        return text
    }

    private static func malformed(_ reason: String) -> Refusal {
        Refusal(.malformed, "invalidAlert", "this is no fraud alert: \(reason)")
    }

    /// Its assessment (TMF696): the score in the result, all that explains it as characteristics.
    func assessmentDocument(case fraudCase: ResourceKey?) -> JSONObject {
        let key = assessment
        var document = JSONObject([("id", .string(key.id)), ("href", .string(key.path))])
        document["status"] = isShadow ? "shadow" : "assessed"
        if let orderID {
            var order = JSONObject([("id", .string(orderID))])
            if CustomerScopedID(orderID) != nil {
                order["href"] = .string("\(ResourceKind.productOrder.schema.path)/\(orderID)")
            }
            order["@referredType"] = "ProductOrder"
            document["productOrder"] = .object(order)
        } else {
            document["partyRole"] = .object(party)
        }
        let number = JSON.number(JSONNumber(validated: score.description))
        document["riskAssessmentResult"] = [
            "overallScore": number, "score": [["riskName": "FraudRisk", "score": number]],
        ]
        document["characteristic"] = .array(characteristics(case: fraudCase))
        document["@type"] = .string(key.kind.schema.typeName)
        document["@baseType"] = "RiskAssessment"
        return document
    }

    /// A reference to the customer.
    var party: JSONObject {
        var party = JSONObject([("id", .string(customerID))])
        if Identifier(customerID) != nil {
            party["href"] = .string("\(ResourceKind.customer.schema.path)/\(customerID)")
        }
        party["role"] = "customer"
        party["@referredType"] = "Customer"
        return party
    }

    private func characteristics(case fraudCase: ResourceKey?) -> [JSON] {
        var result: [JSON] = []
        func add(_ name: String, _ type: String, _ value: JSON?) {
            guard let value, value != .null else { return }
            result.append(["name": .string(name), "valueType": .string(type), "value": value])
        }
        add("alertId", "string", .string(id))
        add("customerId", "string", .string(customerID))
        add("rule", "string", .string(rule))
        add("ruleVersion", "integer", .integer(ruleVersion))
        add("severity", "string", .string(severity.rawValue))
        add("scoreParts", "object", document["scoreParts"]?.string.flatMap(Self.parts))
        for name in ["observed", "threshold"] { add(name, "number", document[name]) }
        for name in ["currency", "windowStart", "windowEnd"] { add(name, "string", document[name]) }
        let evidence = document["evidence"]?.string?.split(separator: ",").map { JSON.string(String($0)) }
        add("evidence", "array", evidence.map(JSON.array))
        add("eventTime", "string", .string(eventTime.description))
        add("shadow", "boolean", .bool(isShadow))
        add("fraudCase", "string", fraudCase.map { .string($0.path) })
        return result
    }

    /// `value=60;tenure=25` as an object of numbers; nil for anything else.
    private static func parts(_ text: String) -> JSON? {
        var parts: [(String, JSON)] = []
        for part in text.split(separator: ";") {
            let sides = part.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, let number = Decimal64(sides[1]) else { return nil }
            parts.append((String(sides[0]), .number(JSONNumber(validated: number.description))))
        }
        return .object(JSONObject(parts))
    }

    /// What the case shows of it.
    var summary: JSON {
        var result = JSONObject([
            ("id", .string(id)), ("ruleVersion", .integer(ruleVersion)), ("severity", .string(severity.rawValue)),
            ("score", .number(JSONNumber(validated: score.description))),
        ])
        for name in ["observed", "threshold", "currency"] {
            if let value = document[name], value != .null { result[name] = value }
        }
        if let orderID { result["orderId"] = .string(orderID) }
        result["eventTime"] = .string(eventTime.description)
        let key = assessment
        result["assessment"] = ["id": .string(key.id), "href": .string(key.path)]
        return .object(result)
    }
}

extension Decimal64 {
    /// Whether it is at most `other`. A number that has no 64-bit coefficient at the other's scale is larger than it.
    func isAtMost(_ other: Decimal64) -> Bool {
        let scale = max(self.scale, other.scale)
        guard let left = coefficient(at: scale) else { return coefficient < 0 }
        guard let right = other.coefficient(at: scale) else { return other.coefficient > 0 }
        return left <= right
    }
}
