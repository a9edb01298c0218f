import Foundation
import GRDBSQLite
import Primitives
import SQLiteStorage
import Storage
import Synchronization

/// Rows committed beside the C API's figure, reads by id and a grouped aggregate over a million orders.
public struct StorageBenchmark: Sendable {
    /// The folder of the scratch stores, which are removed afterwards.
    public let folder: String
    /// The orders that are read and aggregated.
    public let orders: Int
    /// How long each case of writing runs, in seconds.
    public let seconds: Double

    /// A benchmark in this folder; a million orders, 2 s a case of writing.
    public init(folder: String, orders: Int = 1_000_000, seconds: Double = 2) {
        self.folder = folder
        self.orders = orders
        self.seconds = seconds
    }

    /// Runs all cases; takes about a minute.
    ///
    /// - Throws: `StorageError` if a store fails.
    public func run() async throws -> [BenchmarkRow] {
        try await writes(callers: 256, rowsPerBody: 1) + writes(callers: 8, rowsPerBody: 100) + overOrders()
    }
}

extension StorageBenchmark {
    private static let events = Table(
        "events",
        distribution: .local,
        columns: [
            .init("number", .integer), .init("customer_id", .identifier), .init("state", .text),
            .init("amount", .integer), .init("body", .text),
        ],
        primaryKey: ["number"]
    )
    private static let body = String(repeating: "telecom ", count: 18)

    /// The same rows through the store and through the C API with as many rows a commit as the store gathered.
    private func writes(callers: Int, rowsPerBody: Int) async throws -> [BenchmarkRow] {
        let path = folder + "/writes-\(UUID().uuidString).sqlite"
        defer { Self.remove(path) }
        let (ours, commits) = try await Self.prepared(path) { store in
            (try await stored(store, callers: callers, rowsPerBody: rowsPerBody), store.commits)
        }
        Self.remove(path)
        let rowsPerCommit = max(1, ours.rows / max(1, commits))
        let raw = try await Self.prepared(path) { _ in
            try RawWriter(path: path).run(rowsPerCommit: rowsPerCommit, seconds: seconds, body: Self.body)
        }
        let what = rowsPerBody == 1 ? "one row a body" : "\(rowsPerBody) rows a body"
        let yardstick = "SQLite's C API, \(rowsPerCommit) rows a commit"
        return [
            .ratio(
                "rows committed, \(callers) callers, \(what)",
                ours.rowsPerSecond,
                "rows/s",
                of: raw.rowsPerSecond,
                yardstick,
                atLeast: 0.6
            ),
            BenchmarkRow(
                name: "CPU of it",
                measured: ours.microsecondsPerRow,
                unit: "us/row",
                reference: raw.microsecondsPerRow,
                referenceName: yardstick
            ),
        ]
    }

    private func stored(_ store: SQLiteStorage, callers: Int, rowsPerBody: Int) async throws -> WriteFigure {
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(seconds)
        let processor = WriteFigure.processorSeconds()
        // One count for all callers: the rows arrive at the end of the b-tree, as the yardstick's do.
        let next = Counter()
        let rows = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<callers {
                group.addTask {
                    var done = 0
                    while clock.now < end {
                        let first = next.take(Int64(rowsPerBody))
                        try await store.write { transaction in
                            for number in first..<first + Int64(rowsPerBody) {
                                try transaction.insert(Self.event(number))
                            }
                        }
                        done += rowsPerBody
                    }
                    return done
                }
            }
            return try await group.reduce(0, +)
        }
        return WriteFigure(
            rows: rows,
            seconds: (clock.now - start) / .seconds(1),
            processorSeconds: WriteFigure.processorSeconds() - processor
        )
    }

    private static func event(_ number: Int64) -> Row {
        Row(
            events,
            [
                .integer(number), .identifier(Identifier(high: 1, low: UInt64(number))), .text("acknowledged"),
                .integer(1_999), .text(body),
            ]
        )
    }

    private static func prepared<Result>(
        _ path: String,
        _ body: (SQLiteStorage) async throws -> Result
    ) async throws -> Result {
        let store = try SQLiteStorage(path: path)
        try await store.migrate([Migration("events", [.createTable(events)])])
        let result = try await body(store)
        try await store.close()
        return result
    }

    private static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", ".lock"] {
            // why: not every one of them is there, and a scratch file left behind is no failure.
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }
}

extension StorageBenchmark {
    private static let ordersTable = Table(
        "orders",
        distribution: .distributed(by: "customer_id"),
        columns: [
            .init("customer_id", .identifier), .init("order_number", .integer), .init("state", .text),
            .init("amount", .integer), .init("currency", .text), .init("document", .document),
        ],
        primaryKey: ["customer_id", "order_number"],
        indexes: [.init(["state", "currency", "amount"])]
    )

    private func overOrders() async throws -> [BenchmarkRow] {
        let path = folder + "/orders-\(UUID().uuidString).sqlite"
        defer { Self.remove(path) }
        let store = try SQLiteStorage(path: path)
        try await store.migrate([Migration("orders", [.createTable(Self.ordersTable)])])
        let bodies = (orders + 999) / 1_000
        for body in 0..<bodies {
            let range = body * 1_000..<min(orders, body * 1_000 + 1_000)
            try await store.write { transaction in
                for number in range { try transaction.insert(Self.order(number)) }
            }
        }
        let alone = try await reads(store, callers: 1)
        let together = try await reads(store, callers: 8)
        let atOnce = try await aggregatedAtOnce(store)
        let byState = try await aggregatedByState(store)
        try await store.close()
        return [
            .below("read by id, p99, 1 caller", alone.p99, "ms", most: 1),
            BenchmarkRow(name: "read by id, p50, 1 caller", measured: alone.p50, unit: "ms"),
            BenchmarkRow(name: "read by id, p99, 8 callers without a pause", measured: together.p99, unit: "ms"),
            BenchmarkRow(name: "reads by id, 8 callers", measured: together.perSecond, unit: "reads/s"),
            BenchmarkRow(name: "count and sum by state and currency, one scan", measured: atOnce, unit: "ms"),
            .below("the same over \(orders) orders, states side by side", byState, "ms", most: 100),
        ]
    }

    // Multiplying by an odd number mixes customers over the key space and can be repeated without a list.
    private static func key(_ number: Int) -> [Value] {
        let mixed = UInt64(number / 10 + 1) &* 0x9E37_79B9_7F4A_7C15
        return [.identifier(Identifier(high: mixed, low: mixed ^ 0x5555)), .integer(Int64(number))]
    }

    private static let states = [
        "acknowledged", "inProgress", "held", "completed", "completed", "completed", "cancelled",
    ]

    private static func order(_ number: Int) -> Row {
        let items = String(repeating: #"{"id":"1","action":"add","quantity":1},"#, count: 16)
        return Row(
            ordersTable,
            key(number) + [
                .text(states[number % 7]), .integer(Int64(number % 5_000)), .text(["EUR", "USD", "GBP"][number % 3]),
                .text(
                    #"{"id":"\#(number)","productOrderItem":[\#(items.dropLast())],"state":"\#(states[number % 7])"}"#
                ),
            ]
        )
    }

    private func reads(_ store: SQLiteStorage, callers: Int) async throws -> ReadFigure {
        let clock = ContinuousClock()
        let orders = orders
        let start = clock.now
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for caller in 0..<callers {
                group.addTask {
                    var random = SeededRandom(seed: UInt64(caller))
                    var times: [Double] = []
                    for _ in 0..<40_000 / callers {
                        let key = Self.key(Int.random(in: 0..<orders, using: &random))
                        let before = clock.now
                        let row = try await store.read { try $0.row(Self.ordersTable, key: key) }
                        times.append((clock.now - before) / .milliseconds(1))
                        precondition(row?.key == key, "an order that was written is not found")
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return ReadFigure(times: times.sorted(), seconds: (clock.now - start) / .seconds(1))
    }

    /// One scan of the covering index, on one connection and one snapshot.
    private func aggregatedAtOnce(_ store: SQLiteStorage) async throws -> Double {
        try await median {
            let lines = try await store.read { transaction in
                try transaction.aggregate(
                    Self.ordersTable,
                    [.count, .sum("amount")],
                    groupBy: ["state", "currency"],
                    where: .all([])
                )
            }
            return lines.reduce(0) { $0 + ($1[2].integer ?? 0) }
        }
    }

    /// A range of the covering index for each state, side by side on the reader connections: their snapshots may lie
    /// a commit apart.
    private func aggregatedByState(_ store: SQLiteStorage) async throws -> Double {
        try await median {
            try await withThrowingTaskGroup(of: Int64.self) { group in
                for state in Set(Self.states) {
                    group.addTask {
                        let lines = try await store.read { transaction in
                            try transaction.aggregate(
                                Self.ordersTable,
                                [.count, .sum("amount")],
                                groupBy: ["currency"],
                                where: .equals("state", .text(state))
                            )
                        }
                        return lines.reduce(0) { $0 + ($1[1].integer ?? 0) }
                    }
                }
                return try await group.reduce(0, +)
            }
        }
    }

    /// The median of eleven runs, in milliseconds, of a query that counts all orders.
    private func median(_ counted: () async throws -> Int64) async throws -> Double {
        let clock = ContinuousClock()
        var times: [Double] = []
        for _ in 0..<11 {
            let start = clock.now
            let count = try await counted()
            times.append((clock.now - start) / .milliseconds(1))
            precondition(count == Int64(orders), "the groups count \(count) orders")
        }
        return times.sorted()[5]
    }
}

/// Row numbers for many callers.
private final class Counter: Sendable {
    private let next = Atomic<Int64>(0)

    func take(_ count: Int64) -> Int64 { next.add(count, ordering: .relaxed).oldValue }
}

private struct ReadFigure {
    let times: [Double]
    let seconds: Double
    var p50: Double { times[times.count / 2] }
    var p99: Double { times[times.count * 99 / 100] }
    var perSecond: Double { Double(times.count) / seconds }
}

/// What a case of writing came to.
private struct WriteFigure {
    let rows: Int
    let seconds: Double
    let processorSeconds: Double
    var rowsPerSecond: Double { Double(rows) / seconds }
    var microsecondsPerRow: Double { processorSeconds / Double(rows) * 1_000_000 }

    /// User and system time of the process so far.
    static func processorSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        return Double(seconds) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1_000_000
    }
}

/// The yardstick: one thread on SQLite's C API, with the store's own durability.
private struct RawWriter {
    let path: String

    func run(rowsPerCommit: Int, seconds: Double, body: String) throws -> WriteFigure {
        var connection: OpaquePointer?
        defer { sqlite3_close_v2(connection) }
        var statement: OpaquePointer?
        let settings = """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-24576;
            PRAGMA wal_autocheckpoint=500; PRAGMA journal_size_limit=67108864
            """
        guard sqlite3_open(path, &connection) == SQLITE_OK,
            sqlite3_exec(connection, settings, nil, nil, nil) == SQLITE_OK,
            sqlite3_prepare_v2(connection, "INSERT INTO events VALUES (?, ?, ?, ?, ?)", -1, &statement, nil)
                == SQLITE_OK
        else { throw StorageError.failed(String(cString: sqlite3_errmsg(connection))) }
        defer { sqlite3_finalize(statement) }
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(seconds)
        let processor = WriteFigure.processorSeconds()
        var rows = 0
        while clock.now < end {
            sqlite3_exec(connection, "BEGIN IMMEDIATE", nil, nil, nil)
            for _ in 0..<rowsPerCommit {
                var identifier = (UInt64(1).bigEndian, UInt64(rows).bigEndian)
                sqlite3_bind_int64(statement, 1, Int64(rows))
                withUnsafeBytes(of: &identifier) { _ = sqlite3_bind_blob(statement, 2, $0.baseAddress, 16, transient) }
                sqlite3_bind_text(statement, 3, "acknowledged", -1, transient)
                sqlite3_bind_int64(statement, 4, 1_999)
                sqlite3_bind_text(statement, 5, body, -1, transient)
                guard sqlite3_step(statement) == SQLITE_DONE else {
                    throw StorageError.failed(String(cString: sqlite3_errmsg(connection)))
                }
                sqlite3_reset(statement)
                rows += 1
            }
            guard sqlite3_exec(connection, "COMMIT", nil, nil, nil) == SQLITE_OK else {
                throw StorageError.failed(String(cString: sqlite3_errmsg(connection)))
            }
        }
        return WriteFigure(
            rows: rows,
            seconds: (clock.now - start) / .seconds(1),
            processorSeconds: WriteFigure.processorSeconds() - processor
        )
    }

    private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(path: String) { self.path = path }
}
