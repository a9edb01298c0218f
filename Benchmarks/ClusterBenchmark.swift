import PostgresStorage
import Primitives
import ScratchPostgres
import Storage

/// Reads, writes and aggregates on a Citus cluster of three workers on this machine, which share its processors with the
/// program.
public struct ClusterBenchmark: Sendable {
    /// The orders that are read and aggregated.
    public let orders: Int

    /// A benchmark over a million orders unless said otherwise.
    public init(orders: Int = 1_000_000) { self.orders = orders }

    private static let rowsPerCopy = 4_000
    private static let readsMeasured = 24_000
    private static let table = Table(
        "orders",
        distribution: .distributed(by: "customer_id"),
        columns: [
            .init("customer_id", .identifier), .init("number", .integer), .init("state", .text),
            .init("amount", .integer), .init("currency", .text), .init("body", .document),
        ],
        primaryKey: ["customer_id", "number"],
        indexes: [.init(["state", "currency", "amount"])]
    )
    private static let outbox = Table(
        "outbox",
        distribution: .distributed(by: "customer_id"),
        columns: [.init("sequence", .sequence), .init("customer_id", .identifier), .init("body", .document)],
        primaryKey: ["sequence"]
    )
    private static let states = ["acknowledged", "inProgress", "held", "completed", "completed", "cancelled"]
    private static let currencies = ["EUR", "USD", "GBP"]

    /// Runs all cases; empty, saying why, where Citus is not installed.
    ///
    /// - Throws: `StorageError`, `PostgresFailure`.
    public func run(progress: @escaping @Sendable (String) -> Void) async throws -> [BenchmarkRow] {
        guard ScratchCitus.isInstalled else {
            progress(ScratchCitus.missing)
            return []
        }
        let servers = try await ScratchCitus(settings: ["shared_buffers = 256MB"])
        let address = try servers.address
        let store = PostgresStorage(address, writers: 4, readers: 8, placement: .citus(shards: 6))
        try await store.migrate([Migration("orders", [.createTable(Self.table), .createTable(Self.outbox)])])
        let session = PostgresSession(address)
        defer { session.close() }
        let copied = try await copy(over: session, progress)
        try await session.texts("VACUUM (ANALYZE) orders")
        progress("reading and aggregating")
        let routed = PostgresStorage(address, writers: 1, readers: 8, routeReads: true)
        while routed.readsAtWorkers == 0 { _ = try await reads(routed, callers: 1, count: 100) }
        var byIdentifier: [BenchmarkRow] = []
        for callers in [1, 8] {
            for (way, reader) in [("at the coordinator", store), ("at the owning worker", routed)] {
                let before = servers.processorSeconds()
                let read = try await reads(reader, callers: callers, count: Self.readsMeasured)
                let name = "read by id \(way), \(callers == 1 ? "1 caller" : "8 callers")"
                byIdentifier += Self.rows(name, read)
                let processor = (servers.processorSeconds() - before) / Double(Self.readsMeasured) * 1_000_000
                byIdentifier.append(
                    BenchmarkRow(name: "\(name), CPU of the servers", measured: processor, unit: "us/read")
                )
            }
        }
        try await routed.close()
        let byState = try await median { try await aggregate(store) }
        progress("writing")
        let written = try await writes(store, callers: 64, seconds: 5)
        try await store.close()
        return [
            BenchmarkRow(name: "COPY, a shard at a time", measured: copied, unit: "rows/s")
        ] + byIdentifier + [
            .below("count and sum by state and currency over \(orders) orders", byState, "ms", most: 100),
            BenchmarkRow(name: "orders with their events, 64 callers", measured: written.perSecond, unit: "orders/s"),
            BenchmarkRow(name: "CPU of the program's store", measured: written.microseconds, unit: "us/order"),
        ]
    }

    private static func key(_ number: Int) -> [Value] {
        // Multiplying by an odd number mixes customers over the key space and can be repeated without a list.
        let mixed = UInt64(number / 10 + 1) &* 0x9E37_79B9_7F4A_7C15
        return [.identifier(Identifier(high: mixed, low: mixed ^ 0x5555)), .integer(Int64(number))]
    }

    private static func order(_ number: Int) -> Row {
        let state = states[number % states.count]
        let items = String(repeating: #"{"id":"1","action":"add","quantity":1},"#, count: 6)
        return Row(
            table,
            key(number) + [
                .text(state), .integer(Int64(number % 5_000)), .text(currencies[number % currencies.count]),
                .text(#"{"id":"\#(number)","productOrderItem":[\#(items.dropLast())],"state":"\#(state)"}"#),
            ]
        )
    }

    private func copy(over session: PostgresSession, _ progress: (String) -> Void) async throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        let map = ShardMap(count: 6)
        var waiting = [[Row]](repeating: [], count: map.ranges.count)
        func send(_ shard: Int) async throws {
            let rows = waiting[shard]
            waiting[shard].removeAll(keepingCapacity: true)
            try await session.run { try RowCopy(Self.table).append(rows, over: $0) }
        }
        for number in 0..<orders {
            let row = Self.order(number)
            let shard = map.shard(of: row["customer_id"].identifier ?? .zero)
            waiting[shard].append(row)
            if waiting[shard].count == Self.rowsPerCopy { try await send(shard) }
            if number % 200_000 == 0 { progress("\(number) of \(orders) orders copied") }
        }
        for shard in waiting.indices where !waiting[shard].isEmpty { try await send(shard) }
        return Double(orders) / ((clock.now - start) / .seconds(1))
    }

    private static func rows(_ name: String, _ read: (milliseconds: [Double], perSecond: Double)) -> [BenchmarkRow] {
        [
            BenchmarkRow(name: "\(name), p50", measured: percentile(read.milliseconds, 50), unit: "ms"),
            .below("\(name), p99", percentile(read.milliseconds, 99), "ms", most: 10),
            BenchmarkRow(name: name, measured: read.perSecond, unit: "reads/s"),
        ]
    }

    /// The times of reads by id, in order, and how many there were in a second.
    private func reads(
        _ store: PostgresStorage,
        callers: Int,
        count: Int
    ) async throws -> (milliseconds: [Double], perSecond: Double) {
        let clock = ContinuousClock()
        let orders = orders
        let start = clock.now
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for caller in 0..<callers {
                group.addTask {
                    var random = SeededRandom(seed: UInt64(caller))
                    var times: [Double] = []
                    for _ in 0..<count / callers {
                        let key = Self.key(Int.random(in: 0..<orders, using: &random))
                        let before = clock.now
                        let row = try await store.read(scope: key[0].identifier) { try $0.row(Self.table, key: key) }
                        times.append((clock.now - before) / .milliseconds(1))
                        precondition(row?.key == key, "an order that was written is not found")
                    }
                    // Connections and plans are made by the first ones.
                    return Array(times.dropFirst(20))
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return (times.sorted(), Double(count) / ((clock.now - start) / .seconds(1)))
    }

    private static func percentile(_ sorted: [Double], _ percent: Int) -> Double {
        sorted[sorted.count * percent / 100]
    }

    private func aggregate(_ store: PostgresStorage) async throws {
        let lines = try await store.read { transaction in
            try transaction.aggregate(
                Self.table,
                [.count, .sum("amount")],
                groupBy: ["state", "currency"],
                where: .all([])
            )
        }
        let count = lines.reduce(0) { $0 + ($1[2].integer ?? 0) }
        precondition(count == Int64(orders), "the groups count \(count) orders")
    }

    /// The median of eleven runs, in milliseconds.
    private func median(_ body: () async throws -> Void) async throws -> Double {
        let clock = ContinuousClock()
        var times: [Double] = []
        for _ in 0..<11 {
            let start = clock.now
            try await body()
            times.append((clock.now - start) / .milliseconds(1))
        }
        return times.sorted()[5]
    }

    /// An order and its event in one transaction, as the write path does.
    private func writes(
        _ store: PostgresStorage,
        callers: Int,
        seconds: Double
    ) async throws -> (perSecond: Double, microseconds: Double) {
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(seconds)
        let processor = CPUTime.seconds
        let first = orders
        let written = try await withThrowingTaskGroup(of: Int.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    var count = 0
                    while clock.now < end {
                        let row = Self.order(first + caller + count * callers)
                        let customer = row["customer_id"].identifier ?? .zero
                        try await store.write(scope: customer) { transaction throws in
                            try transaction.insert(row)
                            try transaction.insert(Row(Self.outbox, [.null, .identifier(customer), row["body"]]))
                        }
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        let elapsed = (clock.now - start) / .seconds(1)
        return (Double(written) / elapsed, (CPUTime.seconds - processor) / Double(written) * 1_000_000)
    }
}
