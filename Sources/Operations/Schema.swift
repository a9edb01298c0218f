import Domain
import Storage

/// The tables, and the migrations that make them. `products` are offerings and `services` service specifications, as in
/// the reference deployment; what customers own is in `inventory_products` and `inventory_services`.
public enum Schema {
    /// Every migration, in order. Never change one that was released: add another.
    public static let migrations: [Migration] = [
        Migration(
            "Customers, catalogue, orders, inventory, outbox, audit, hub and keys",
            (firstKinds.map { $0 == .productOrder ? firstOrders : table(of: $0) } + [
                customerEmails, customerTerms, orderItems, orderTransitions, outbox, idempotencyKeys, audit,
                firstSubscriptions, deliveryAttempts, apiKeys,
            ]).map { .createTable($0) }
        ),
        Migration(
            "Since when the customer of an order has been one",
            [.addColumn(table: "orders", orderCustomerSince)]
        ),
        Migration(
            "Risk assessments and fraud cases",
            [
                table(of: .productOrderRiskAssessment), table(of: .partyRoleRiskAssessment), fraudCases, fraudAlerts,
            ].map { .createTable($0) }
        ),
        Migration("Which server does what is done once", [.createTable(leases)]),
        Migration(
            "In which partitions deliveries have gone to the time that is wanted",
            [.addColumn(table: "subscriptions", startedPartitions)]
        ),
    ]

    /// Every table, as the migrations leave it.
    public static let tables = Migration.tables(after: migrations)

    /// The resources of the first migration.
    private static let firstKinds: [ResourceKind] = [
        .category, .productSpecification, .productOffering, .productOfferingPrice, .serviceSpecification, .individual,
        .organization, .customer, .productOrder, .cancelProductOrder, .product, .service,
    ]

    /// The table that holds the documents of a resource.
    public static func table(of kind: ResourceKind) -> Table { resourceTables[kind]! }

    private static let resourceTables: [ResourceKind: Table] = [
        .category: catalogue("categories"),
        .productSpecification: catalogue("product_specifications"),
        .productOffering: catalogue("products"),
        .productOfferingPrice: catalogue("product_offering_prices"),
        .serviceSpecification: catalogue("services"),
        .individual: party("individuals", key: "party_id"),
        .organization: party("organizations", key: "party_id"),
        .customer: party(
            "customers",
            key: "customer_id",
            extra: [.init("home_region", .text), .init("epoch", .integer)]
        ),
        .productOrder: orders,
        .cancelProductOrder: scoped("order_cancellations", extra: [.init("order_number", .integer)]),
        .product: scoped(
            "inventory_products",
            extra: [.init("offering_id", .text, nullable: true), .init("order_number", .integer, nullable: true)]
        ),
        .service: scoped(
            "inventory_services",
            extra: [
                .init("order_number", .integer, nullable: true), .init("item_id", .text, nullable: true),
                .init("product_number", .integer, nullable: true),
            ],
            indexes: [.init(["customer_id", "order_number"], whereNotNull: "order_number")]
        ),
        .productOrderRiskAssessment: scoped("order_risk_assessments"),
        .partyRoleRiskAssessment: scoped("customer_risk_assessments"),
        .fraudCase: fraudCases,
    ]

    /// What every resource's table has.
    private static let documentColumns: [Table.Column] = [
        .init("name", .text, nullable: true), .init("state", .text, nullable: true), .init("created_at", .integer),
        .init("updated_at", .integer), .init("version", .integer), .init("body", .document),
    ]

    private static func catalogue(_ name: String) -> Table {
        Table(
            name,
            distribution: .reference,
            columns: [.init("id", .text)] + documentColumns,
            primaryKey: ["id"],
            indexes: [.init(["name"])]
        )
    }

    private static func party(_ name: String, key: String, extra: [Table.Column] = []) -> Table {
        Table(
            name,
            distribution: .distributed(by: key),
            columns: [.init(key, .identifier)] + documentColumns + extra,
            primaryKey: [key],
            indexes: [.init(["name"])]
        )
    }

    /// The table of what belongs to customers.
    static func scoped(_ name: String, extra: [Table.Column] = [], indexes: [Table.Index] = []) -> Table {
        Table(
            name,
            distribution: .distributed(by: "customer_id"),
            columns: [.init("customer_id", .identifier), .init("number", .integer)] + documentColumns + extra,
            primaryKey: ["customer_id", "number"],
            indexes: indexes
        )
    }

    /// Product orders. `amount` in minor units of `currency`, both null where an order has no price or several
    /// currencies; `customer_since` is when the customer was created, null if unknown; `due_at` is when fulfilment takes the next step; `reason`, `blocked_since` and `assignee` are of the
    /// fall-out queue; `resume_state` is where a denied cancellation leads back to.
    public static let orders = scoped("orders", extra: firstOrderColumns + [orderCustomerSince], indexes: orderIndexes)

    /// Product orders as the first migration made them.
    private static let firstOrders = scoped("orders", extra: firstOrderColumns, indexes: orderIndexes)

    private static let orderCustomerSince = Table.Column("customer_since", .integer, nullable: true)

    private static let firstOrderColumns: [Table.Column] = [
        .init("external_id", .text, nullable: true), .init("amount", .integer, nullable: true),
        .init("currency", .text, nullable: true), .init("due_at", .integer, nullable: true),
        .init("attempts", .integer), .init("reason", .text, nullable: true),
        .init("blocked_since", .integer, nullable: true), .init("assignee", .text, nullable: true),
        .init("resume_state", .text, nullable: true),
    ]

    private static let orderIndexes: [Table.Index] = [
        .init(["state", "currency", "amount"]), .init(["created_at"]),
        .init(["external_id"], whereNotNull: "external_id"), .init(["due_at"], whereNotNull: "due_at"),
        .init(["blocked_since"], whereNotNull: "blocked_since"),
    ]

    /// The items of orders, as narrow rows beside the order's document: what analytics and audits ask for.
    public static let orderItems = Table(
        "order_items",
        distribution: .distributed(by: "customer_id"),
        columns: [
            .init("customer_id", .identifier), .init("number", .integer), .init("item_id", .text),
            .init("action", .text), .init("state", .text), .init("offering_id", .text, nullable: true),
            .init("quantity", .integer), .init("product_number", .integer, nullable: true),
        ],
        primaryKey: ["customer_id", "number", "item_id"]
    )

    /// Who moved an order, when and why.
    public static let orderTransitions = Table(
        "order_transitions",
        distribution: .distributed(by: "customer_id"),
        columns: [
            .init("customer_id", .identifier), .init("number", .integer), .init("step", .integer),
            .init("from_state", .text, nullable: true), .init("to_state", .text), .init("at", .integer),
            .init("actor", .text), .init("reason", .text),
        ],
        primaryKey: ["customer_id", "number", "step"]
    )

    /// E-mail addresses in use, lower case: unique per operator, so in a group of its own.
    public static let customerEmails = Table(
        "customer_emails",
        distribution: .distributedAlone(by: "email"),
        columns: [.init("email", .text), .init("customer_id", .identifier)],
        primaryKey: ["email"]
    )

    /// What customers are found by: words of names, addresses, digits of phone numbers.
    public static let customerTerms = Table(
        "customer_terms",
        distribution: .distributed(by: "customer_id"),
        columns: [.init("customer_id", .identifier), .init("term", .text)],
        primaryKey: ["customer_id", "term"],
        indexes: [.init(["term", "customer_id"])]
    )

    /// Events on their way into the log, in the order of their transactions.
    public static let outbox = Table(
        "outbox",
        // In the shard of the rows that its events tell of: a write and its events are one commit on one node.
        distribution: .distributed(by: "customer_id"),
        columns: [
            .init("sequence", .sequence), .init("customer_id", .identifier), .init("topic", .text),
            .init("event_key", .text), .init("event_id", .identifier), .init("event_type", .text),
            .init("event_time", .integer), .init("body", .document),
        ],
        primaryKey: ["sequence"]
    )

    /// Idempotency keys with the answers they stand for.
    public static let idempotencyKeys = Table(
        "idempotency_keys",
        distribution: .distributed(by: "customer_id"),
        columns: [
            .init("customer_id", .identifier), .init("key", .text), .init("request_hash", .bytes),
            .init("kind", .text), .init("id", .text), .init("version", .integer), .init("body", .document),
            .init("created_at", .integer),
        ],
        primaryKey: ["customer_id", "key"],
        indexes: [.init(["created_at"])]
    )

    /// The audit trail: one hash chain per customer; the operator's own changes are under the zero identifier.
    public static let audit = Table(
        "audit",
        distribution: .distributed(by: "customer_id"),
        columns: [
            .init("customer_id", .identifier), .init("sequence", .integer), .init("entry", .document),
            .init("hash", .bytes),
        ],
        primaryKey: ["customer_id", "sequence"]
    )

    /// Registrations for events. The secret signs deliveries, so it is kept as it is; `start_at` is the time of the first
    /// event wanted, until delivery has gone there in all partitions; `started_partitions` are those where it has.
    public static let subscriptions = subscriptions(with: [startedPartitions])

    /// Registrations as the first migration made them.
    private static let firstSubscriptions = subscriptions(with: [])

    private static let startedPartitions = Table.Column("started_partitions", .text, nullable: true)

    private static func subscriptions(with more: [Table.Column]) -> Table {
        Table(
            "subscriptions",
            distribution: .reference,
            columns: [
                .init("id", .text), .init("api", .text), .init("callback", .text), .init("query", .text),
                .init("secret", .text), .init("state", .text), .init("created_at", .integer),
                .init("start_at", .integer, nullable: true),
            ] + more,
            primaryKey: ["id"]
        )
    }

    /// Turns that servers on one store take; see `Lease`.
    static let leases = Table(
        "leases",
        distribution: .local,
        columns: [.init("name", .text), .init("holder", .identifier, nullable: true), .init("renewal", .integer)],
        primaryKey: ["name"]
    )

    /// Tries to deliver events.
    public static let deliveryAttempts = Table(
        "delivery_attempts",
        distribution: .local,
        columns: [
            .init("sequence", .sequence), .init("subscription_id", .text), .init("event_id", .text),
            .init("at", .integer), .init("status", .integer, nullable: true), .init("failure", .text, nullable: true),
            .init("milliseconds", .integer),
        ],
        primaryKey: ["sequence"],
        indexes: [.init(["subscription_id", "sequence"])]
    )

    /// Access keys; only the SHA-256 of the secret is kept.
    public static let apiKeys = Table(
        "api_keys",
        distribution: .reference,
        columns: [
            .init("id", .text), .init("name", .text), .init("role", .text), .init("hash", .bytes),
            .init("created_at", .integer), .init("revoked_at", .integer, nullable: true),
        ],
        primaryKey: ["id"]
    )
}
