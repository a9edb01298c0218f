import Domain
import Foundation
import Logging
import Operations
import PostgresStorage
import Primitives
import ScratchPostgres
import Storage

/// Orders acknowledged on plain PostgreSQL beside pgbench running the same statements over as many connections with the
/// same durability, and rows copied in beside psql's `\copy`. Client and server share this machine.
public struct PostgresBenchmark: Sendable {
    /// Callers that each wait for their answer.
    public static let callers = 64
    /// Connections that write, ours and pgbench's.
    public static let connections = 4
    private static let customers = 200

    /// A directory for files that are removed at the end.
    public let directory: String
    /// How long each case runs, in seconds.
    public let seconds: Double
    /// The rows that are copied.
    public let rows: Int

    /// A benchmark in this directory.
    public init(directory: String, seconds: Double = 8, rows: Int = 300_000) {
        self.directory = directory
        self.seconds = seconds
        self.rows = rows
    }

    /// Runs all cases on a server of their own.
    ///
    /// - Throws: `ScratchPostgres.Failure` if PostgreSQL is not installed.
    public func run() async throws -> [BenchmarkRow] {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }  // why: a left-over directory spoils no figure
        let server = try ScratchPostgres(settings: ["shared_buffers = '512MB'", "max_wal_size = '4GB'"])
        let address = try server.borrowDatabase()
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        let store = PostgresStorage(address, writers: Self.connections, logger: logger)
        try await store.migrate(Schema.migrations)
        let operations = Operations(
            storage: store,
            surroundings: .system,
            settings: OperationSettings(),
            logger: logger
        )
        let bodies = try await prepare(operations)
        // Once to fill caches, then in turns, so that a busy minute of the machine hits both.
        _ = try await orders(operations, bodies, seconds: 1)
        let script = try writeScript(address)
        var ours: [Double] = []
        var pgbench: [Double] = []
        for _ in 0..<2 {
            ours.append(try await orders(operations, bodies, seconds: seconds))
            pgbench.append(try runPgbench(server, address, script))
        }
        try await store.close()
        return [
            .ratio(
                "orders acknowledged on PostgreSQL, \(Self.callers) callers, \(Self.connections) connections",
                ours.max() ?? 0,
                "orders/s",
                of: pgbench.max() ?? 0,
                "pgbench, the same statements and connections",
                atLeast: 0.7
            )
        ] + (try copies(server, address))
    }

    private func prepare(_ operations: Operations) async throws -> [JSON] {
        let context = Self.context
        let price = #"{"id":"bench-price","name":"Monthly","price":{"unit":"EUR","value":19.90}}"#
        _ = try await operations.create(.productOfferingPrice, JSON(parsing: price), context).get()
        let offering = #"{"id":"bench","name":"Mobile","productOfferingPrice":[{"id":"bench-price"}]}"#
        _ = try await operations.create(.productOffering, JSON(parsing: offering), context).get()
        var bodies: [JSON] = []
        for number in 0..<Self.customers {
            let text = #"{"name":"C\#(number)","engagedParty":{"id":"1","@referredType":"Individual"}}"#
            let customer = try await operations.create(.customer, JSON(parsing: text), context).get().resource
            bodies.append(
                try JSON(
                    parsing: #"""
                        {"externalId":"bench","category":"b2c","relatedParty":[{"id":"\#(customer.id)","role":"customer",
                        "@referredType":"Customer","name":"C\#(number)"}],"productOrderItem":[{"id":"1","action":"add",
                        "quantity":1,"productOffering":{"id":"bench","name":"Mobile"}}]}
                        """#
                )
            )
        }
        return bodies
    }

    private static var context: RequestContext {
        RequestContext(actor: Actor(name: "bench", role: .agent), requestID: "bench")
    }

    /// Orders a second of callers that each wait for their answer.
    private func orders(_ operations: Operations, _ bodies: [JSON], seconds: Double) async throws -> Double {
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for caller in 0..<Self.callers {
                group.addTask {
                    var done = 0
                    while ContinuousClock.now < end {
                        let body = bodies[(caller + done * Self.callers) % bodies.count]
                        _ = try await operations.create(.productOrder, body, Self.context).get()
                        done += 1
                    }
                    return done
                }
            }
            return try await group.reduce(0, +)
        }
        return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
    }

    /// The statements of taking an order, with the texts of one that the program wrote.
    private func writeScript(_ address: PostgresAddress) throws -> String {
        let connection = try PostgresConnection(address)
        func text(_ sql: String) throws -> String { try connection.execute(sql).text(0, 0) ?? "" }
        func inserted(_ table: Table, _ values: [String: String]) throws -> String {
            let row = try connection.execute("SELECT * FROM \(table.name) ORDER BY 1 DESC, 2 DESC LIMIT 1")
            let columns = (0..<row.columns).map { row.name($0) }
            let list = columns.enumerated().map { index, name in
                if let value = values[name] { return value }
                guard let text = row.text(0, index) else { return "NULL" }
                return "'" + text.replacing("'", with: "''") + "'"
            }
            return
                "INSERT INTO \(table.name) (\(columns.joined(separator: ", "))) VALUES (\(list.joined(separator: ", ")));"
        }
        let customer = "('00000000-0000-4000-8000-' || lpad((:client_id * 50 + :c)::text, 12, '0'))::uuid"
        let own = ["customer_id": customer, "number": "(:n)::bigint"]
        let script = [
            "\\set c random(1, 50)", "BEGIN;", "SELECT * FROM customers WHERE customer_id = \(customer);",
            """
            SELECT coalesce((SELECT number FROM orders WHERE customer_id = \(customer) \
            ORDER BY customer_id DESC, number DESC LIMIT 1), 0) + 1 AS n \\gset
            """,
            try inserted(Schema.orders, own),
            try inserted(
                Schema.outbox,
                ["sequence": "nextval('pgbench_sequence')", "customer_id": customer, "event_id": "gen_random_uuid()"]
            ),
            """
            SELECT coalesce((SELECT sequence FROM audit WHERE customer_id = \(customer) \
            ORDER BY customer_id DESC, sequence DESC LIMIT 1), 0) + 1 AS s \\gset
            """,
            try inserted(Schema.audit, ["customer_id": customer, "sequence": "(:s)::bigint"]),
            try inserted(Schema.orderItems, own),
            try inserted(Schema.orderTransitions, own), "COMMIT;",
        ].joined(separator: "\n")
        try connection.execute("CREATE SEQUENCE IF NOT EXISTS pgbench_sequence")
        try connection.execute(
            """
            INSERT INTO customers (customer_id, name, state, created_at, updated_at, version, body, home_region, epoch)
            SELECT ('00000000-0000-4000-8000-' || lpad(g::text, 12, '0'))::uuid, name, state, created_at, updated_at,
                version, body, home_region, epoch
            FROM (SELECT * FROM customers LIMIT 1) AS one, generate_series(0, 1000) AS g
            """
        )
        let path = directory + "/order.sql"
        try script.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func runPgbench(_ server: ScratchPostgres, _ address: PostgresAddress, _ script: String) throws -> Double {
        let result = try MeasuredProcess(
            [
                server.programs + "/pgbench", "-n", "-M", "prepared", "-c", "\(Self.connections)", "-j", "1", "-T",
                "\(Int(seconds))", "-f", script, "-h", server.directory, "-U", ScratchPostgres.user,
                address.parameters["dbname"] ?? "",
            ],
            directory: directory
        )
        guard let line = result.output.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let number = line.split(separator: " ").dropFirst(2).first.flatMap({ Double($0) })
        else { throw BenchmarkFailure("no 'tps =' in: \(result.output.suffix(2_000))") }
        return number
    }
}

extension PostgresBenchmark {
    private static let copied = Table(
        "copied",
        distribution: .local,
        columns: [
            .init("customer_id", .identifier), .init("number", .integer), .init("state", .text),
            .init("amount", .integer), .init("body", .text),
        ],
        primaryKey: ["customer_id", "number"]
    )

    /// The same rows from the store's COPY and from psql's `\copy` of a text file, in turns.
    private func copies(_ server: ScratchPostgres, _ address: PostgresAddress) throws -> [BenchmarkRow] {
        let connection = try PostgresConnection(address, .administration)
        let create = """
            DROP TABLE IF EXISTS copied;
            CREATE TABLE copied (customer_id uuid, number bigint, state text COLLATE "C", amount bigint, \
            body text COLLATE "C", PRIMARY KEY (customer_id, number))
            """
        let body = String(repeating: "telecom ", count: 18)
        func row(_ number: Int) -> Row {
            Row(
                Self.copied,
                [
                    .identifier(Identifier(high: UInt64(number / 10), low: 7)), .integer(Int64(number)),
                    .text("completed"), .integer(Int64(number % 5_000)), .text(body),
                ]
            )
        }
        let path = directory + "/rows.txt"
        let lines = (0..<rows).map { number in
            "\(Identifier(high: UInt64(number / 10), low: 7))\t\(number)\tcompleted\t\(number % 5_000)\t\(body)\n"
        }
        try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
        var ours: [Double] = []
        var psql: [Double] = []
        for _ in 0..<2 {
            try connection.script(create)
            var start = ContinuousClock.now
            var next = 0
            let count = try connection.copyIn(Self.copied) {
                guard next < rows else { return nil }
                next += 1
                return row(next - 1)
            }
            guard count == rows else { throw BenchmarkFailure("COPY took \(count) of \(rows) rows") }
            ours.append(Double(rows) / ((ContinuousClock.now - start) / .seconds(1)))
            try connection.script(create)
            start = ContinuousClock.now
            _ = try MeasuredProcess(
                [
                    server.programs + "/psql", "-h", server.directory, "-U", ScratchPostgres.user, "-d",
                    address.parameters["dbname"] ?? "", "-c", "\\copy copied FROM '\(path)'",
                ],
                directory: directory
            )
            psql.append(Double(rows) / ((ContinuousClock.now - start) / .seconds(1)))
        }
        return [
            .ratio(
                "rows copied into PostgreSQL",
                ours.max() ?? 0,
                "rows/s",
                of: psql.max() ?? 0,
                "psql's \\copy",
                atLeast: 0.7
            )
        ]
    }
}
