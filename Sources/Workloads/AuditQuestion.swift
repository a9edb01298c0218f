import Primitives

/// What an audit asks a server.
public enum AuditQuestion: Sendable, Hashable {
    /// The resource with this id.
    case resource(JournalEntry.Kind, id: String)
    /// All resources with this reference (order: `externalId`; customer: `name`).
    case matches(JournalEntry.Kind, reference: String)
}

/// What a server answers to an audit.
public struct AuditAnswer: Sendable, Hashable {
    /// A resource as far as the audit looks at it.
    public struct Record: Sendable, Hashable {
        /// Its id.
        public let id: String
        /// An order's `externalId`, a customer's name.
        public let reference: String?
        /// How many items an order has; 0 for a customer.
        public let itemCount: Int

        /// A resource.
        public init(id: String, reference: String?, itemCount: Int) {
            self.id = id
            self.reference = reference
            self.itemCount = itemCount
        }
    }

    /// How many there are, in all.
    public let total: Int
    /// Those that the answer holds: of a listing, perhaps not all.
    public let records: [Record]

    /// An answer.
    public init(total: Int, records: [Record]) {
        self.total = total
        self.records = records
    }
}

extension AuditQuestion {
    /// Matches that are asked for at once: two are one too many.
    private static let matchesMax = 4

    /// The path, its query escaped, that asks it over HTTP.
    var path: String {
        switch self {
        case .resource(.order, let id): "\(APIPath.productOrder)/\(ServerConnection.escaped(id))"
        case .resource(.customer, let id): "\(APIPath.customer)/\(ServerConnection.escaped(id))"
        case .matches(.order, let reference):
            "\(APIPath.productOrder)?externalId=\(ServerConnection.escaped(reference))"
                + "&fields=externalId,productOrderItem&limit=\(Self.matchesMax)"
        case .matches(.customer, let reference):
            "\(APIPath.customer)?name=\(ServerConnection.escaped(reference))&fields=name&limit=\(Self.matchesMax)"
        }
    }

    /// What an HTTP answer says.
    ///
    /// - Throws: `WorkloadError` for a status other than 200 (and 404, for a resource), or an answer of another shape.
    func answer(_ answer: ServerAnswer) throws -> AuditAnswer {
        if case .resource = self, answer.status == 404 { return AuditAnswer(total: 0, records: []) }
        guard answer.status == 200 else { throw WorkloadError("the server answered \(answer.status) to GET \(path)") }
        let json = try JSON(parsing: answer.body)
        switch self {
        case .resource(let kind, _):
            return AuditAnswer(total: 1, records: [try Self.record(kind, json)])
        case .matches(let kind, _):
            guard let list = json.array else { throw WorkloadError("GET \(path) answers no list") }
            return AuditAnswer(
                total: max(list.count, answer.totalCount ?? 0),
                records: try list.map { try Self.record(kind, $0) }
            )
        }
    }

    private static func record(_ kind: JournalEntry.Kind, _ json: JSON) throws -> AuditAnswer.Record {
        guard let id = json["id"]?.string else { throw WorkloadError("a \(kind.rawValue) without an id was answered") }
        return AuditAnswer.Record(
            id: id,
            reference: json[kind == .order ? "externalId" : "name"]?.string,
            itemCount: kind == .order ? json["productOrderItem"]?.array?.count ?? 0 : 0
        )
    }
}
