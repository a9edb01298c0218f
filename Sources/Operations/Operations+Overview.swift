import Domain
import Primitives
import Storage

/// What there is, in numbers.
public struct Overview: Sendable, Hashable {
    /// Customers.
    public let customers: Int
    /// Product orders.
    public let orders: Int
    /// Product orders by state, states without orders left out.
    public let ordersByState: [(state: OrderState, count: Int)]
    /// Products that customers own or owned.
    public let products: Int
    /// Orders that are held or pending.
    public let fallout: Int
    /// Events that are not in the log yet, or came there within the last second (`OutboxRelay`).
    public let outboxWaiting: Int

    /// Whether two overviews agree.
    public static func == (left: Overview, right: Overview) -> Bool {
        left.customers == right.customers && left.products == right.products
            && left.outboxWaiting == right.outboxWaiting
            && left.ordersByState.elementsEqual(right.ordersByState, by: ==)
    }

    /// Hashes the counts.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(customers)
        hasher.combine(orders)
    }
}

/// One customer's share of a shard.
public struct ShardCustomer: Sendable, Hashable {
    /// The customer.
    public let customer: Identifier
    /// The customer's orders.
    public let orders: Int
    /// Bytes of their documents.
    public let bytes: Int64
}

/// One shard's content.
public struct ShardContent: Sendable, Hashable {
    /// The shard's number, from 0.
    public let shard: Int
    /// The tokens it holds.
    public let tokens: ClosedRange<Int32>
    /// The cluster's number of it; nil where the store is no cluster.
    public let id: Int64?
    /// The node that holds it, as `host:port`; nil where the store is no cluster.
    public let node: String?
    /// Customers in it.
    public var customers = 0
    /// Orders in it.
    public var orders = 0
    /// Bytes of the documents of its customers and orders.
    public var bytes: Int64 = 0
    /// The customers with the most orders, most first.
    public var hottest: [ShardCustomer] = []
}

extension Operations {
    /// How many shards there are: the reference deployment's number.
    public static let shardCount = 6

    /// What there is, in numbers. States are counted side by side, so the counts may lie a commit apart.
    public func overview() async throws -> Overview {
        let byState = try await withThrowingTaskGroup(of: (state: OrderState, count: Int).self) { group in
            for state in OrderState.allCases {
                group.addTask {
                    let count = try await self.storage.read {
                        try $0.count(Schema.orders, .equals("state", .text(state.rawValue)))
                    }
                    return (state, count)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.filter { $0.count > 0 }
        }.sorted { $0.state.rawValue < $1.state.rawValue }
        return try await storage.read { transaction in
            Overview(
                customers: try transaction.count(Schema.table(of: .customer), .all([])),
                orders: byState.reduce(0) { $0 + $1.count },
                ordersByState: byState,
                products: try transaction.count(Schema.table(of: .product), .all([])),
                fallout: byState.filter { $0.state.isFallout }.reduce(0) { $0 + $1.count },
                outboxWaiting: try transaction.count(Schema.outbox, .all([]))
            )
        }
    }

    /// How many events the outbox has: those that are not in the log yet, and those that came there within the last second.
    public func eventsWaiting() async throws -> Int {
        try await storage.read { try $0.count(Schema.outbox, .all([])) }
    }

    /// How customers and orders lie over the shards: those of the cluster as they are now, or on one machine those that Citus
    /// will make.
    public func shards(hottest: Int = 3) async throws -> [ShardContent] {
        let placed = try await storage.shards()
        let map = placed.flatMap { ShardMap(ranges: $0.map(\.tokens)) } ?? ShardMap(count: Self.shardCount)
        let (customers, orders) = try await storage.read { transaction in
            (
                try transaction.aggregate(
                    Schema.table(of: .customer),
                    [.count, .bytes("body")],
                    groupBy: ["customer_id"],
                    where: .all([])
                ),
                try transaction.aggregate(
                    Schema.orders,
                    [.count, .bytes("body")],
                    groupBy: ["customer_id"],
                    where: .all([])
                )
            )
        }
        var shards = map.ranges.enumerated().map {
            ShardContent(shard: $0, tokens: $1, id: placed?[$0].id, node: placed?[$0].node)
        }
        for line in customers {
            let shard = map.shard(of: line[0].identifier!)
            shards[shard].customers += 1
            shards[shard].bytes += line[2].integer!
        }
        for line in orders {
            let customer = ShardCustomer(
                customer: line[0].identifier!,
                orders: Int(line[1].integer!),
                bytes: line[2].integer!
            )
            let shard = map.shard(of: customer.customer)
            shards[shard].orders += customer.orders
            shards[shard].bytes += customer.bytes
            shards[shard].hottest.append(customer)
            if shards[shard].hottest.count > hottest * 16 { shards[shard].keepHottest(hottest) }
        }
        for index in shards.indices { shards[index].keepHottest(hottest) }
        return shards
    }

    /// A customer's audit trail after a sequence, verified as it is read.
    public func audit(
        customer id: String,
        after sequence: Int64,
        limit: Int
    ) async throws -> Result<AuditPage, Refusal> {
        let customer: Identifier
        if let identifier = Identifier(id) {
            customer = identifier
        } else if let scoped = CustomerScopedID(id) {
            customer = scoped.customer
        } else {
            return .failure(.notFound("customer", id))
        }
        return try await storage.read(scope: customer) { transaction in
            let own = Condition.equals("customer_id", .identifier(customer))
            let rows = try transaction.rows(
                Schema.audit,
                Query(
                    .all([own, .range("sequence", from: .integer(sequence), including: false, to: nil)]),
                    order: [Ordering("customer_id"), Ordering("sequence")],
                    limit: min(limit, OperationLimits.pageMax)
                )
            )
            var previous: [UInt8] = []
            if sequence > 0 {
                let before = try transaction.row(Schema.audit, key: [.identifier(customer), .integer(sequence)])
                previous = before?["hash"].bytes ?? []
            }
            var expected = sequence
            var firstBroken: Int64?
            let entries = rows.map { row in
                let text = row["entry"].text!
                let hash = row["hash"].bytes!
                expected += 1
                if firstBroken == nil,
                    hash != AuditEntry.hash(of: text, after: previous) || row["sequence"].integer != expected
                {
                    firstBroken = row["sequence"].integer
                }
                previous = hash
                return AuditPage.Entry(sequence: row["sequence"].integer!, text: text, hash: hexadecimal(hash))
            }
            return .success(AuditPage(entries: entries, isIntact: firstBroken == nil, firstBroken: firstBroken))
        }
    }
}

extension ShardContent {
    fileprivate mutating func keepHottest(_ count: Int) {
        hottest = Array(hottest.sorted { ($1.orders, $0.customer) < ($0.orders, $1.customer) }.prefix(count))
    }
}
