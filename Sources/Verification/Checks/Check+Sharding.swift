import Primitives
import Storage

extension Check {
    static let sharding: [Check] = [
        Check(.sharding, "map", "the shards' ranges cover every token once") { scene in
            let (map, _) = try await scene.shards()
            return "\(map.ranges.count) shards"
        },
        Check(.sharding, "initial-map", "six shards of equal width, as Citus makes them") { scene in
            let (map, _) = try await scene.shards()
            guard map.ranges.count == 6 else { throw NotApplicable("shards were split: there are \(map.ranges.count)") }
            try require(map == ShardMap(count: 6), "\(map.ranges)")
            return "\(map.ranges[0].lowerBound)...\(map.ranges[0].upperBound) and so on"
        },
        Check(.sharding, "token", "a new customer is counted in the shard of its token") { scene in
            let (map, before) = try await scene.shards()
            let customer = try await scene.newCustomer()
            let shard = map.shard(of: customer.id)
            let after = try await scene.shards().rows
            let counts = zip(before, after).map { ($1["customers"]?.integer ?? 0) - ($0["customers"]?.integer ?? 0) }
            try require(
                counts[shard] >= 1,
                "token \(ShardMap.token(of: customer.id)) is of shard \(shard), grown by \(counts)"
            )
            return "\(customer.id): token \(ShardMap.token(of: customer.id)), shard \(shard)"
        },
        Check(.sharding, "order-id", "the id of an order names its customer, and so its shard") { scene in
            let order = try await scene.order()
            let number = order.id.dropFirst(order.customer.id.description.count)
            try require(order.id.hasPrefix(order.customer.id.description) && number.hasPrefix("-"), order.id)
            return order.id
        },
        Check(.sharding, "inventory-id", "the ids of a customer's products and services do too") { scene in
            let order = try await scene.order()
            for path in ["/tmf-api/productInventory/v4/product", "/tmf-api/serviceInventory/v4/service"] {
                let answer = try await scene.api.get("\(path)?relatedParty.id=\(order.customer.id)")
                for item in answer.json.array ?? [] {
                    let id = item["id"]?.string ?? ""
                    try require(id.hasPrefix(order.customer.id.description), id)
                }
            }
            return "all begin with \(order.customer.id)"
        },
        Check(.sharding, "foreign-id", "a party whose id is no UUID gets one that follows from it, always the same") {
            scene in
            let customer = try await scene.customer()
            let first = try await scene.eventOfForeignParty("verify-foreign-\(customer.id)")
            let again = try await scene.eventOfForeignParty("verify-foreign-\(customer.id)")
            try require(first == again && Identifier(first) != nil, "\(first), then \(again)")
            return first
        },
        Check(.sharding, "spread", "30 customers lie on at least four of the shards") { scene in
            let (map, _) = try await scene.shards()
            let shards = try await scene.atOnce(30) { _ in map.shard(of: try await scene.newCustomer().id) }
            try require(map.ranges.count < 6 || Set(shards).count >= 4, "on \(Set(shards).count)")
            return "on \(Set(shards).count) of \(map.ranges.count)"
        },
        Check(.sharding, "totals", "the shards' customers and orders are all there are") { scene in
            // Others may write between the two readings; three tries find a quiet moment.
            var finding = ""
            for _ in 0..<3 {
                let overview = try await scene.api.get("/bss/v1/overview").json
                let rows = try await scene.shards().rows
                let customers = rows.reduce(Int64(0)) { $0 + ($1["customers"]?.integer ?? 0) }
                let orders = rows.reduce(Int64(0)) { $0 + ($1["orders"]?.integer ?? 0) }
                finding = "\(customers) customers, \(orders) orders"
                if overview["customers"]?.integer == customers, overview["orders"]?.integer == orders {
                    return finding
                }
            }
            throw Unmet(finding + " do not add up")
        },
    ]
}

extension Scene {
    /// The customer id that an order of a foreign party gets.
    nonisolated func eventOfForeignParty(_ party: String) async throws -> String {
        let answer = try await api.post(
            "/tmf-api/productInventory/v4/product",
            [
                "name": "bss verify", "status": "active",
                "relatedParty": [["id": .string(party), "role": "customer", "@referredType": "Individual"]],
            ]
        )
        guard answer.status == 201, let id = answer.json["id"]?.string, let end = id.lastIndex(of: "-") else {
            throw Unmet("POST of a product answered \(answer.summary)")
        }
        return String(id[..<end])
    }
}
