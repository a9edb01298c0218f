import PostgresStorage
import Primitives
import ScratchPostgres
import Storage
import Synchronization
import Testing

/// The administration of a real cluster, one test at a time: they change which nodes there are and where shards lie.
@Suite("Citus: the cluster", .serialized, .enabled(if: ScratchCitus.isInstalled, "\(ScratchCitus.missing)"))
struct CitusClusterTests {
    private static let customers = Table(
        "customers",
        distribution: .distributed(by: "customer_id"),
        columns: [.init("customer_id", .identifier), .init("name", .text)],
        primaryKey: ["customer_id"]
    )
    private static let orders = Table(
        "orders",
        distribution: .distributed(by: "customer_id"),
        columns: [.init("customer_id", .identifier), .init("number", .integer)],
        primaryKey: ["customer_id", "number"]
    )
    private static let emails = Table(
        "emails",
        distribution: .distributedAlone(by: "email"),
        columns: [.init("email", .text), .init("customer_id", .identifier)],
        primaryKey: ["email"]
    )
    private static let products = Table(
        "products",
        distribution: .reference,
        columns: [.init("id", .text)],
        primaryKey: ["id"]
    )
    private static let tables = [customers, orders, emails, products]

    private static let definitions = """
        CREATE TABLE customers (customer_id uuid PRIMARY KEY, name text NOT NULL);
        CREATE TABLE orders (customer_id uuid NOT NULL, number bigint NOT NULL, PRIMARY KEY (customer_id, number));
        CREATE TABLE emails (email text PRIMARY KEY, customer_id uuid NOT NULL);
        CREATE TABLE products (id text PRIMARY KEY);
        """

    // A cluster of its own: other tests make tables while these move shards.
    static let administered = Task { try await ScratchCitus() }

    /// Runs `body` on plain tables in a schema of their own, then drops the schema.
    func onSchema(
        _ body: (CitusCluster, PostgresSession, ScratchCitus) async throws -> Void
    ) async throws {
        let servers = try await Self.administered.value
        let address = try PostgresAddress(try await servers.emptySchema())
        let (cluster, session) = (CitusCluster(address), PostgresSession(address))
        defer {
            cluster.close()
            session.close()
        }
        _ = try await session.run { try $0.script(Self.definitions).count }
        try await body(cluster, session, servers)
        try await servers.dropSchema(of: address)
    }

    func initialise(_ cluster: CitusCluster, _ servers: ScratchCitus) async throws -> [CitusCluster.Finding] {
        try await cluster.initialise(
            coordinator: servers.coordinator,
            workers: servers.workers,
            tables: Self.tables,
            shards: 6
        )
    }

    @Test("rows that are there move along, and doing it again does nothing")
    func initialisation() async throws {
        try await onSchema { cluster, session, servers in
            try await session.texts(
                "INSERT INTO customers SELECT gen_random_uuid(), 'customer ' || i FROM generate_series(1, 500) i"
            )
            try await session.texts("INSERT INTO orders SELECT customer_id, i FROM customers, generate_series(1, 3) i")
            try await session.texts("INSERT INTO products VALUES ('mobile')")
            let first = try await initialise(cluster, servers)
            #expect(first.filter { $0.subject.hasPrefix("table") }.allSatisfy { !$0.wasSo })
            let again = try await initialise(cluster, servers)
            #expect(again.allSatisfy { $0.wasSo }, "\(again.filter { !$0.wasSo })")
            #expect(try await session.texts("SELECT count(*) FROM orders") == [["1500"]])
            #expect(try await session.texts("SELECT count(*) FROM products") == [["1"]])
            // The originals are gone: they would cost their size for ever.
            #expect(try await session.texts("SELECT pg_relation_size('orders')") == [["0"]])
            let tables = try await cluster.tables()
            #expect(tables.map(\.name) == ["customers", "emails", "orders", "products"])
            let placements = Dictionary(uniqueKeysWithValues: tables.map { ($0.name, $0.placement) })
            guard case .distributed("customer_id", let group, 6) = placements["customers"],
                case .distributed("email", let other, 6) = placements["emails"]
            else {
                Issue.record("\(placements)")
                return
            }
            #expect(placements["orders"] == .distributed(by: "customer_id", group: group, shards: 6))
            #expect(group != other)
            #expect(placements["products"] == .reference)
        }
    }

    @Test("the cluster's first shards are those that the program computes, and each row is where it says")
    func map() async throws {
        try await onSchema { cluster, session, servers in
            _ = try await initialise(cluster, servers)
            let shards = try await cluster.shards()
            #expect(shards.map(\.tokens) == ShardMap(count: 6).ranges)
            #expect(Set(shards.map(\.node)) == Set(servers.workers.map(\.description)))
            var random = SeededRandom(seed: 11)
            let map = try #require(ShardMap(ranges: shards.map(\.tokens)))
            for _ in 0..<200 {
                let customer = Identifier(high: random.next(), low: random.next())
                let id = try await session.texts(
                    "SELECT get_shard_id_for_distribution_column('customers', $1::uuid)",
                    [.identifier(customer)]
                )
                #expect(id == [[String(shards[map.shard(of: customer)].id)]], "\(customer)")
            }
        }
    }

    @Test("a schema that was distributed otherwise is refused with the way out")
    func conflict() async throws {
        try await onSchema { cluster, session, servers in
            try await session.texts("SELECT create_reference_table('orders')")
            let conflict = await #expect(throws: DistributionConflict.self) { try await initialise(cluster, servers) }
            let remedy = try #require(conflict?.remedy)
            try await session.texts(remedy)
            _ = try await initialise(cluster, servers)
            #expect(try await cluster.tables().count == 4)
        }
    }

    @Test("what is asked of a cluster that is none, of an unknown node or shard, is refused")
    func refusals() async throws {
        let plain = CitusCluster(try ScratchPostgres.shared().borrowDatabase())
        defer { plain.close() }
        await #expect(throws: ClusterError.self) { try await plain.nodes() }
        await #expect(throws: ClusterError.self) { try await plain.rebalance() }
        try await onSchema { cluster, _, servers in
            _ = try await initialise(cluster, servers)
            let nowhere = NodeAddress(host: "127.0.0.1", port: 1)
            let shard = try #require(try await cluster.shards().first)
            await #expect(throws: ClusterError.self) { try await cluster.move(shard: shard.id, to: nowhere) }
            await #expect(throws: ClusterError.unknownShard(1)) {
                try await cluster.move(shard: 1, to: servers.workers[0])
            }
            await #expect(throws: ClusterError.self) { try await cluster.drain(nowhere) }
        }
    }

    @Test("the cluster grows, rebalances, isolates and drains under writers: no write fails, none is lost")
    func onlineOperations() async throws {
        try await onSchema { cluster, session, servers in
            _ = try await initialise(cluster, servers)
            let customers = (0..<40).map { Identifier(high: 0x5EED_0000 + UInt64($0), low: UInt64($0)) }
            for customer in customers {
                try await session.texts("INSERT INTO customers VALUES ($1, 'x')", [.identifier(customer)])
            }
            let writers = try await Writers(cluster.address, customers: customers)
            let fractions = Mutex<[Double]>([])
            let note: @Sendable (Double, String) -> Void = { fraction, _ in fractions.withLock { $0.append(fraction) } }

            #expect(try await cluster.add(servers.spare).map(\.wasSo) == [false, false, false])
            #expect(try await cluster.add(servers.spare).allSatisfy { $0.wasSo })
            #expect(try await cluster.rebalance(progress: note) >= 1)
            #expect(try await cluster.rebalance() == 0)
            #expect(try await cluster.nodes().last?.shards ?? 0 >= 1)

            let shard = try #require(try await cluster.shards().first { $0.node != "\(servers.spare)" })
            #expect(try await cluster.move(shard: shard.id, to: servers.spare, progress: note) == true)
            #expect(try await cluster.move(shard: shard.id, to: servers.spare) == false)

            let hot = customers[7]
            let isolated = try await cluster.isolate(hot, progress: note)
            #expect(!isolated.wasAlone)
            let again = try await cluster.isolate(hot)
            #expect(again.wasAlone && again.shard == isolated.shard)
            let shards = try await cluster.shards()
            let map = try #require(ShardMap(ranges: shards.map(\.tokens)))
            #expect(shards[map.shard(of: hot)].id == isolated.shard)
            #expect(shards[map.shard(of: hot)].tokens.count == 1)

            #expect(try await cluster.drain(servers.spare, progress: note) >= 1)
            try await cluster.remove(servers.spare)
            #expect(try await cluster.nodes().count == 4)

            let outcome = await writers.stop()
            #expect(outcome.failures.isEmpty, "\(outcome.failures.prefix(3))")
            #expect(outcome.written.count > 100)
            let there = Set(
                try await session.texts("SELECT customer_id, number FROM orders").map {
                    "\($0[0] ?? "") \($0[1] ?? "")"
                }
            )
            #expect(outcome.written.subtracting(there).isEmpty)
            #expect(there.count == outcome.written.count)
            #expect(fractions.withLock { $0.allSatisfy { (0...1).contains($0) } && !$0.isEmpty })
        }
    }

    @Test("health names what is wrong")
    func health() async throws {
        try await onSchema { cluster, session, servers in
            let before = try await cluster.health(tables: Self.tables)
            #expect(before.filter { !$0.isWell }.map(\.name) == ["tables"])
            _ = try await initialise(cluster, servers)
            let checks = try await cluster.health(tables: Self.tables)
            #expect(checks.allSatisfy { $0.isWell }, "\(checks.filter { !$0.isWell })")
            #expect(checks.count == 9)
        }
    }
}

/// Clients that insert orders one by one, each in a transaction of its own, until they are stopped.
private final class Writers: Sendable {
    struct Outcome {
        var written: Set<String> = []
        var failures: [String] = []
    }

    private let isStopped = Atomic<Bool>(false)
    private let outcome = Mutex(Outcome())
    private let tasks: Mutex<[Task<Void, Never>]> = Mutex([])

    init(_ address: PostgresAddress, customers: [Identifier]) async throws {
        for writer in 0..<4 {
            let task = Task { [self] in
                let session = PostgresSession(address)
                defer { session.close() }
                var number = writer
                while !isStopped.load(ordering: .relaxed) {
                    number += 4
                    let customer = customers[number % customers.count]
                    do {
                        try await session.texts(
                            "INSERT INTO orders VALUES ($1, $2)",
                            [.identifier(customer), .integer(Int64(number))]
                        )
                        outcome.withLock { _ = $0.written.insert("\(customer) \(number)") }
                    } catch {
                        outcome.withLock { $0.failures.append("\(error)") }
                    }
                }
            }
            tasks.withLock { $0.append(task) }
        }
    }

    func stop() async -> Outcome {
        isStopped.store(true, ordering: .relaxed)
        for task in tasks.withLock({ $0 }) { await task.value }
        return outcome.withLock { $0 }
    }
}
