import Foundation
import Operations
import PostgresStorage
import Primitives
import SQLiteStorage
import ScratchPostgres
import Storage
import Testing

/// `bss migrate` and `bss cluster`, run as a user would.
@Suite("bss migrate and bss cluster")
struct MigrateTests {
    @Test("to PostgreSQL and back, every row is what it was")
    func roundTrip() async throws {
        try await inFolder { folder in
            try await Rows.fill("\(folder)/first", rows: 120, seed: 1)
            let database = try await PostgresDatabase.empty()
            try await roundTrip(folder, database)

            // Numbering goes on: the log knows the numbers that were given.
            let back = try SQLiteStorage(path: "\(folder)/back/bss.sqlite")
            let next = try await back.write { try $0.insert(Rows.outboxRow) }
            try await back.close()
            #expect(next > Rows.lastSequence)

            for (arguments, words) in [
                (["--from", "sqlite:\(folder)/first", "--to", database], "complete"),
                (["--from", "sqlite:\(folder)/back", "--to", database], "first"),
                (["--from", database, "--to", "sqlite:\(folder)/first"], "is not empty"),
                (["--from", "sqlite:\(folder)/nowhere", "--to", database], "there is no"),
                (["--from", "mysql://x", "--to", database], "neither"),
                (["--from", "sqlite:\(folder)/first", "--to", "postgresql://u:secret@localhost/x"], "PGPASSWORD"),
            ] {
                let refused = try Program.run(["migrate"] + arguments)
                #expect(refused.status == 64, "\(arguments): \(refused.errors)")
                #expect(refused.errors.contains(words), "\(refused.errors)")
                #expect(!refused.errors.contains("secret"))
            }
        }
    }

    @Test("killed at any point, it goes on where it stopped")
    func killed() async throws {
        try await inFolder { folder in
            try await Rows.fill("\(folder)/first", rows: 6_000, seed: 2)
            let database = try await PostgresDatabase.empty()
            var random = SeededRandom(seed: 3)
            for (from, to) in [("sqlite:\(folder)/first", database), (database, "sqlite:\(folder)/back")] {
                var kills = 0
                for _ in 0..<6 {
                    let process = Process()
                    process.executableURL = Program.executable
                    process.arguments = ["migrate", "--from", from, "--to", to]
                    process.standardOutput = FileHandle.nullDevice
                    process.standardError = FileHandle.nullDevice
                    try process.run()
                    try await Task.sleep(for: .milliseconds(Int.random(in: 100..<1_200, using: &random)))
                    if process.isRunning {
                        kill(process.processIdentifier, SIGKILL)
                        kills += 1
                    }
                    process.waitUntilExit()
                }
                #expect(kills > 0, "seed 3: the rows were too few to be interrupted")
                let done = try Program.run(["migrate", "--from", from, "--to", to, "--format", "json"])
                #expect(done.status == 0 || done.errors.contains("complete"), "\(done.errors)")
            }
            #expect(try await Rows.all("\(folder)/back") == Rows.all("\(folder)/first"))
        }
    }

    @Test(
        "a cluster is laid out, filled shard by shard, looked at, and emptied again",
        .enabled(if: ScratchCitus.isInstalled, "\(ScratchCitus.missing)")
    )
    func cluster() async throws {
        try await inFolder { folder in
            try await Rows.fill("\(folder)/first", rows: 120, seed: 4)
            let servers = try await ScratchCitus.shared()
            let database = try await servers.emptySchema()
            let workers = servers.workers.flatMap { ["--worker", $0.description] }
            let initialise = ["cluster", "init", "--database", database, "--format", "json"] + workers
            let first = try Program.run(initialise)
            #expect(first.status == 0, "\(first.errors)")
            let again = try Program.run(initialise)
            let findings = try again.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
            #expect(findings.count == Schema.tables.count + 12)
            #expect(findings.allSatisfy { $0["already"]?.bool == true }, "\(again.output)")

            try await roundTrip(folder, database)

            let shards = try Program.run(["cluster", "status", "--shards", "--database", database, "--format", "json"])
            #expect(shards.output.split(separator: "\n").count == 6)
            let health = try Program.run(["cluster", "health", "--database", database])
            #expect(health.status == 0, "\(health.output)\(health.errors)")
            let move = try Program.run(["cluster", "move", "1", "--to", "127.0.0.1:1", "--database", database])
            #expect(move.status == 1 && move.errors.contains("has no node"), "\(move.errors)")
            try await serve(folder, database, servers)
            try await servers.dropSchema(of: PostgresAddress(database))
        }
        let plain = try await PostgresDatabase.empty()
        let refused = try Program.run(["cluster", "status", "--database", plain])
        #expect(refused.status == 1 && refused.errors.contains("bss cluster init"), "\(refused.errors)")
    }

    /// A server over the cluster, without the rows that were moved, says where the shards are and reads at the workers.
    private func serve(_ folder: String, _ database: String, _ servers: ScratchCitus) async throws {
        let names = Schema.tables.map(\.name).joined(separator: ", ")
        try PostgresConnection(PostgresAddress(database)).execute("TRUNCATE \(names)")
        let program = try await Program(
            data: "\(folder)/served",
            arguments: ["--set", "storage.kind=postgres", "--set", "storage.routeReads=true"],
            environment: ["BSS_STORAGE_URL": database]
        )
        defer { program.stop() }
        for number in 1...5 {
            let body = #"{"name":"Customer \#(number)","engagedParty":{"id":"p1","@referredType":"Individual"}}"#
            let made = try await program.ask("POST", "/tmf-api/customerManagement/v4/customer", body)
            #expect(made.status == 201, "\(made.json)")
            let read = try await program.ask("GET", made.json["href"]?.string ?? "")
            #expect(read.status == 200 && read.json["name"]?.string == "Customer \(number)")
        }
        let shown = try Program.run(["shards", "--format", "json", "--url", program.url])
        #expect(shown.status == 0, "\(shown.errors)")
        let shards = try shown.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
        #expect(shards.map { $0["fromToken"]?.integer } == ShardMap(count: 6).ranges.map { Int64($0.lowerBound) })
        let nodes = shards.compactMap { $0["node"]?.string }
        #expect(nodes.count == 6 && Set(nodes) == Set(servers.workers.map(\.description)))
        #expect(shards.reduce(0) { $0 + ($1["customers"]?.integer ?? 0) } == 5)
    }

    private func roundTrip(_ folder: String, _ database: String) async throws {
        let there = try Program.run(
            ["migrate", "--from", "sqlite:\(folder)/first", "--to", database, "--format", "json"]
        )
        #expect(there.status == 0, "\(there.errors)")
        let tables = try there.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
        #expect(tables.count == Schema.tables.count)
        #expect(tables.allSatisfy { $0["rows"]?.integer ?? 0 > 0 && $0["rows"] == $0["sent"] })
        let back = try Program.run(["migrate", "--from", database, "--to", "sqlite:\(folder)/back"])
        #expect(back.status == 0, "\(back.errors)")
        #expect(try await Rows.all("\(folder)/back") == Rows.all("\(folder)/first"))
    }

    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = Program.directory()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // why: a left-over folder fails no test.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }
}

/// An empty database of the scratch server, as a URL.
enum PostgresDatabase {
    static func empty() async throws -> String {
        let address = try ScratchPostgres.shared().borrowDatabase()
        let host = (address.parameters["host"] ?? "").replacing("/", with: "%2F")
        return "postgresql://\(ScratchPostgres.user)@\(host)/\(address.parameters["dbname"] ?? "")"
    }
}

/// Rows of every table, whatever it is, with the values that are hard to carry.
private enum Rows {
    static let lastSequence: Int64 = 987_654_321

    static func fill(_ directory: String, rows: Int, seed: UInt64) async throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let store = try SQLiteStorage(path: directory + "/bss.sqlite")
        try await store.migrate(Schema.migrations)
        for table in Schema.tables {
            // The large ones are those of customers; one row of the others in ten.
            let count = if case .distributed = table.distribution { rows } else { max(1, rows / 10) }
            try await store.write { transaction throws in
                var random = SeededRandom(seed: seed)
                for number in 0..<count {
                    try transaction.insert(row(table, number, &random))
                }
            }
        }
        try await store.write { transaction throws in
            var row = outboxRow
            row["sequence"] = .integer(lastSequence)
            try transaction.insert(row)
            _ = try transaction.delete(Schema.outbox, key: [.integer(lastSequence)])
        }
        try await store.close()
    }

    static var outboxRow: Row {
        var random = SeededRandom(seed: 9)
        var row = row(Schema.outbox, 0, &random)
        row["sequence"] = .null
        return row
    }

    private static let texts = [
        "", "plain", "tab\tline\nreturn\r", #"\N \\ \."#, "zero\u{0}one\u{1}two\u{2}", "é😀ß", "NULL",
    ]

    private static func row(_ table: Table, _ number: Int, _ random: inout SeededRandom) -> Row {
        Row(
            table,
            table.columns.map { column in
                let isKey = table.primaryKey.contains(column.name)
                if column.isNullable, Int.random(in: 0..<3, using: &random) == 0 { return .null }
                switch column.type {
                case .sequence: return .null
                case .integer:
                    return .integer(isKey ? Int64(number) : Int64(bitPattern: random.next()))
                case .identifier: return .identifier(Identifier(high: random.next(), low: random.next()))
                case .bytes:
                    return .bytes(
                        (0..<Int.random(in: 0..<40, using: &random)).map { UInt8(truncatingIfNeeded: $0 * 7) }
                    )
                case .text, .document:
                    let text = texts[Int.random(in: 0..<texts.count, using: &random)]
                    // Keys, and values of unique indexes, differ.
                    return .text("\(text)\(number)")
                }
            }
        )
    }

    /// Every row of a store.
    static func all(_ directory: String) async throws -> Set<Row> {
        let store = try SQLiteStorage(path: directory + "/bss.sqlite")
        var all: Set<Row> = []
        for table in Schema.tables {
            let rows = try await store.read { try $0.rows(table, Query(limit: 1_000_000)) }
            all.formUnion(rows)
        }
        try await store.close()
        return all
    }
}
