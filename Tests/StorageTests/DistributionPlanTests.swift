import PostgresStorage
import Storage
import Testing

@Suite("Distribution plan")
struct DistributionPlanTests {
    private static func table(_ name: String, _ distribution: Table.Distribution) -> Table {
        Table(
            name,
            distribution: distribution,
            columns: [.init("customer_id", .identifier), .init("email", .text)],
            primaryKey: ["customer_id"]
        )
    }

    private let customers = Self.table("customers", .distributed(by: "customer_id"))
    private let orders = Self.table("orders", .distributed(by: "customer_id"))
    private let emails = Self.table("emails", .distributedAlone(by: "email"))
    private let products = Self.table("products", .reference)
    private let attempts = Self.table("attempts", .local)

    @Test("what lies together comes first, copies last, and the rest stays where it is")
    func order() throws {
        let plan = try DistributionPlan([products, customers, attempts, emails, orders], existing: [:], shards: 6)
        #expect(
            plan.steps == [
                .distribute(table: "customers", by: "customer_id", shards: 6, with: nil),
                .distribute(table: "orders", by: "customer_id", shards: 6, with: "customers"),
                .distribute(table: "emails", by: "email", shards: 6, with: nil), .replicate(table: "products"),
            ]
        )
        #expect(plan.settled == ["attempts"])
    }

    @Test("a new table joins those that were distributed before, whatever comes first in the schema")
    func joins() throws {
        let plan = try DistributionPlan(
            [customers, orders],
            existing: ["orders": .distributed(by: "customer_id", group: 4, shards: 12)],
            shards: 6
        )
        #expect(plan.steps == [.distribute(table: "customers", by: "customer_id", shards: 6, with: "orders")])
        #expect(plan.settled == ["orders"])
    }

    @Test("nothing is left to do where all is done")
    func done() throws {
        let plan = try DistributionPlan(
            [customers, orders, emails, products, attempts],
            existing: [
                "customers": .distributed(by: "customer_id", group: 1, shards: 6),
                "orders": .distributed(by: "customer_id", group: 1, shards: 6),
                "emails": .distributed(by: "email", group: 2, shards: 6), "products": .reference,
            ],
            shards: 6
        )
        #expect(plan.steps.isEmpty)
        #expect(plan.settled.count == 5)
    }

    @Test("a table that lies otherwise is not touched")
    func conflicts() {
        let placed = CitusPlacement.distributed(by: "customer_id", group: 1, shards: 6)
        let other = CitusPlacement.distributed(by: "email", group: 1, shards: 6)
        let apart = CitusPlacement.distributed(by: "customer_id", group: 2, shards: 6)
        func conflict(_ existing: [String: CitusPlacement]) -> DistributionConflict? {
            do throws(DistributionConflict) {
                _ = try DistributionPlan([customers, orders, products], existing: existing, shards: 6)
                return nil
            } catch {
                return error
            }
        }
        #expect(conflict(["customers": placed, "orders": placed]) == nil)
        #expect(
            conflict(["customers": placed, "orders": other])
                == .otherColumn(table: "orders", wanted: "customer_id", found: "email")
        )
        #expect(conflict(["customers": placed, "orders": apart]) == .otherGroup(table: "orders", with: "customers"))
        #expect(
            conflict(["products": placed]) == .otherKind(table: "products", wanted: .reference, found: placed)
        )
        #expect(
            conflict(["customers": .reference])
                == .otherKind(table: "customers", wanted: .distributed(by: "customer_id"), found: .reference)
        )
        #expect(conflict(["customers": .reference])?.remedy == "SELECT undistribute_table('customers');")
    }

    @Test(
        "nodes are named host:port",
        arguments: [
            ("db1:5437", "db1", 5437), ("db1", "db1", 5432), ("127.0.0.1:1", "127.0.0.1", 1),
            ("[::1]:5437", "::1", 5437),
            ("[::1]", "::1", 5432),
        ]
    )
    func addresses(_ text: String, _ host: String, _ port: Int) {
        #expect(NodeAddress(text) == NodeAddress(host: host, port: port))
    }

    @Test("what is no address is refused", arguments: ["", ":5432", "a:b", "a:0", "a:65536", "a b:1", "u@a:1", "a/b"])
    func noAddresses(_ text: String) { #expect(NodeAddress(text) == nil) }
}
