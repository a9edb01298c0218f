import Domain
import Primitives
import Storage

/// A stored resource as it is answered: its JSON text is not parsed again on the way out.
public struct Resource: Sendable, Hashable {
    /// Which resource it is.
    public let kind: ResourceKind
    /// Its id.
    public let id: String
    /// Rises with every change, from 1; the entity tag.
    public let version: Int64
    /// The whole document, `id` and `href` included.
    public let text: String

    /// A resource.
    public init(kind: ResourceKind, id: String, version: Int64, text: String) {
        self.kind = kind
        self.id = id
        self.version = version
        self.text = text
    }

    /// The path it is found under; also its `href` and `Location`.
    public var path: String { "\(kind.schema.path)/\(id)" }

    /// The document as a value.
    public var document: JSONObject {
        guard let document = try? JSON(parsing: text).object else {  // why: what is stored was written by us
            preconditionFailure("stored \(kind) \(id) is not a JSON object")
        }
        return document
    }
}

/// What a write answers.
public struct Answer: Sendable, Hashable {
    /// The resource after the write; after a replay, as it was answered the first time.
    public let resource: Resource
    /// Whether this is the stored answer of an earlier request with the same idempotency key.
    public let isReplay: Bool
}

/// A condition of a listing.
public struct Filter: Sendable, Hashable {
    /// The attribute's path: `["relatedParty", "id"]`.
    public let path: [String]
    /// How it compares.
    public let comparison: DocumentComparison
    /// The literals; more than one means any of them (`state=held,pending`).
    public let values: [String]

    /// A condition.
    public init(path: [String], comparison: DocumentComparison = .equals, values: [String]) {
        self.path = path
        self.comparison = comparison
        self.values = values
    }
}

/// A listing that is asked for.
public struct ResourceQuery: Sendable, Hashable {
    /// An attribute to sort by.
    public struct Sort: Sendable, Hashable {
        /// The attribute's path.
        public let path: [String]
        /// Smallest first.
        public let isAscending: Bool

        /// A sort by an attribute.
        public init(path: [String], ascending: Bool) {
            self.path = path
            isAscending = ascending
        }
    }

    /// All of these must be met.
    public var filters: [Filter]
    /// First by the first, then by the next.
    public var sort: [Sort]
    /// Resources skipped.
    public var offset: Int
    /// Resources returned at most, up to `OperationLimits.pageMax`.
    public var limit: Int
    /// Where the last page ended (`Page.next`): constant cost at any depth, unlike `offset`.
    public var cursor: String?

    /// A listing.
    public init(
        filters: [Filter] = [],
        sort: [Sort] = [],
        offset: Int = 0,
        limit: Int = OperationLimits.pageDefault,
        cursor: String? = nil
    ) {
        self.filters = filters
        self.sort = sort
        self.offset = offset
        self.limit = limit
        self.cursor = cursor
    }
}

/// A page of a listing.
public struct Page: Sendable, Hashable {
    /// The resources, in order.
    public let items: [Resource]
    /// How many meet the conditions in all.
    public let total: Int
    /// The cursor of the next page; nil on the last page, and where the order allows no cursor.
    public let next: String?
}
