import Logging
import PostgresStorage
import Primitives
import ScratchPostgres
import Storage
import Synchronization
import Testing

/// Reads that go to the worker which has the rows, while connections break and shards move.
extension CitusClusterTests {
    private func onRoutedStore(
        _ body: (PostgresStorage, CitusCluster, ScratchCitus) async throws -> Void
    ) async throws {
        try await onSchema { cluster, _, servers in
            let store = PostgresStorage(
                cluster.address.with("application_name", "routed"),
                writers: 2,
                readers: 2,
                placement: .citus(shards: 6),
                routeReads: true
            )
            try await store.migrate(Array(Samples.migrations.prefix(1)))
            try await body(store, cluster, servers)
            try await store.close()
        }
    }

    private func sessions(at node: NodeAddress, _ cluster: CitusCluster, end: Bool = false) async throws -> Int {
        let address = cluster.address.with("host", node.host).with("port", String(node.port))
        let session = PostgresSession(address)
        defer { session.close() }
        let what = end ? "count(pg_terminate_backend(pid))" : "count(*)"
        let found = try await session.texts(
            "SELECT \(what) FROM pg_stat_activity WHERE application_name = 'routed'"
        )
        return found.first?[0].flatMap { Int($0) } ?? 0
    }

    @Test("a customer's reads are answered by the worker that has the shard, other tables by the coordinator")
    func routedReads() async throws {
        try await onRoutedStore { store, cluster, servers in
            let customer = Samples.customer(5)
            try await store.write(scope: customer) { try $0.insert(Samples.note(5, 1)) }
            try await store.waitForRoutes(Samples.notes, of: customer)
            let before = store.readsAtWorkers
            for _ in 0..<10 {
                let row = try await store.read(scope: customer) { try $0.row(Samples.notes, key: Samples.key(5, 1)) }
                #expect(row != nil)
            }
            #expect(store.readsAtWorkers == before + 10)
            let shards = try await cluster.shards()
            let map = try #require(ShardMap(ranges: shards.map(\.tokens)))
            let owner = shards[map.shard(of: customer)].node
            for worker in servers.workers {
                let count = try await sessions(at: worker, cluster)
                #expect((count > 0) == (worker.description == owner), "\(count) at \(worker), the rows at \(owner)")
            }

            let unscoped = store.readsAtWorkers
            _ = try await store.read { try $0.row(Samples.notes, key: Samples.key(5, 1)) }
            _ = try await store.sequenceHorizon(of: Samples.notes, after: 0)
            #expect(store.readsAtWorkers == unscoped)
        }
    }

    @Test("each read sees what was acknowledged before it, while connections are ended and shards move")
    func routedReadsUnderFaults() async throws {
        try await onRoutedStore { store, cluster, servers in
            try await store.waitForRoutes(Samples.notes)
            let course = Course()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for scope in 0..<8 {
                    group.addTask {
                        let customer = Samples.customer(scope)
                        let own = Condition.equals("customer_id", .identifier(customer))
                        var number = 0
                        while !course.isOver {
                            number += 1
                            let next = number
                            try await store.write(scope: customer) { try $0.insert(Samples.note(scope, next)) }
                            let seen = try await store.read(scope: customer) { try $0.count(Samples.notes, own) }
                            #expect(seen == next, "customer \(scope)")
                            course.noteRead()
                        }
                    }
                }
                group.addTask {
                    defer { course.end() }
                    func goOn() async throws {
                        let goal = course.reads + 100
                        while course.reads < goal { try await Task.sleep(for: .milliseconds(5)) }
                    }
                    var ended = 0
                    for _ in 0..<3 {
                        for worker in servers.workers { ended += try await sessions(at: worker, cluster, end: true) }
                        try await goOn()
                    }
                    #expect(ended > 0)
                    for shard in try await cluster.shards().prefix(2) {
                        let target = try #require(servers.workers.first { $0.description != shard.node })
                        _ = try await cluster.move(shard: shard.id, to: target)
                        try await goOn()
                    }
                }
                try await group.waitForAll()
            }
            // The workers that have the shards now are found.
            for scope in 0..<8 { try await store.waitForRoutes(Samples.notes, of: Samples.customer(scope)) }
        }
    }

    @Test("a worker that cannot be reached is left alone, and the coordinator answers")
    func unreachableWorker() async throws {
        try await onRoutedStore { store, cluster, _ in
            let customer = Samples.customer(5)
            try await store.write(scope: customer) { try $0.insert(Samples.note(5, 1)) }
            // What only the coordinator has is named by an option that every connection is opened with.
            let session = PostgresSession(cluster.address)
            defer { session.close() }
            try await session.run { connection in
                try connection.execute("SET citus.enable_ddl_propagation TO off")
                try connection.execute("CREATE ACCESS METHOD only_here TYPE TABLE HANDLER heap_tableam_handler")
            }
            let options = (cluster.address.parameters["options"] ?? "") + " -cdefault_table_access_method=only_here"
            let warnings = Warnings()
            let lost = PostgresStorage(
                cluster.address.with("options", options),
                readers: 2,
                routeReads: true,
                logger: Logger(label: "test") { _ in warnings }
            )
            while warnings.texts.isEmpty {
                let row = try await lost.read(scope: customer) { try $0.row(Samples.notes, key: Samples.key(5, 1)) }
                #expect(row != nil)
            }
            #expect(warnings.texts.allSatisfy { $0.contains("a worker does not answer") }, "\(warnings.texts)")
            #expect(lost.readsAtWorkers == 0)
            try await lost.close()
            try await session.texts("DROP ACCESS METHOD only_here")
        }
    }
}

/// How far readers have come, and whether they are to stop.
private final class Course: Sendable {
    private let ended = Atomic<Bool>(false)
    private let done = Atomic<Int>(0)

    var isOver: Bool { ended.load(ordering: .relaxed) }
    var reads: Int { done.load(ordering: .relaxed) }
    func end() { ended.store(true, ordering: .relaxed) }
    func noteRead() { done.add(1, ordering: .relaxed) }
}

/// Keeps the warnings that are logged.
private final class Warnings: LogHandler {
    private let kept = Mutex<[String]>([])
    var texts: [String] { kept.withLock { $0 } }

    var logLevel: Logger.Level {
        get { .warning }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) { kept.withLock { $0.append("\(event.message)") } }
}
