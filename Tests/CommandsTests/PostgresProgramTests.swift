import Foundation
import PostgresStorage
import Primitives
import ScratchPostgres
import Testing

/// The built program with its rows in PostgreSQL.
@Suite struct PostgresProgramTests {
    @Test func itWaitsForADatabaseThatWasKilledAndLosesNothing() async throws {
        let database = try await ScratchPostgres.aside { try ScratchPostgres() }
        let data = Program.directory()
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        let program = try await Program(
            data: data,
            arguments: ["--set", "fulfilment.provisioningMilliseconds=20"],
            environment: [
                "BSS_STORAGE_KIND": "postgres", "BSS_STORAGE_URL": try database.address().connectionString,
            ]
        )
        defer { program.kill() }
        try await Journey.offering(program)
        let customer = try await Journey.customer(program)
        for number in 0..<5 { #expect(try await Journey.order(program, customer, "a\(number)") != nil) }
        let backup = try Program.run(["backup", data + "-backup", "--url", program.url])
        #expect(backup.status == 1 && backup.errors.contains("the rows are in PostgreSQL"), "\(backup.errors)")

        // Back at once, so that what was under way is what is tried again.
        try await ScratchPostgres.aside {
            try database.kill()
            try database.restart()
        }
        for number in 5..<10 {
            // An order that was refused while the database was away is placed with its key again.
            var placed: String?
            for _ in 0..<10 where placed == nil { placed = try await Journey.order(program, customer, "a\(number)") }
            #expect(placed != nil)
        }

        try await ScratchPostgres.aside { try database.kill() }
        var isReady = true
        for _ in 0..<100 where isReady {
            isReady = try await program.ask("GET", "/readyz").status == 200
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(!isReady, "the database is away")
        #expect(try await program.ask("GET", "/healthz").status == 200)
        try await ScratchPostgres.aside { try database.restart() }
        for number in 10..<15 {
            var placed: String?
            for _ in 0..<10 where placed == nil { placed = try await Journey.order(program, customer, "a\(number)") }
            #expect(placed != nil)
        }
        try await Journey.settle(program)
        #expect(try await program.ask("GET", "/readyz").status == 200)
        let consumed = try Program.run(
            ["consume", "bss.order.events", "--from-beginning", "--format", "json", "--url", program.url])
        var versions: [String: Int64] = [:]
        for line in consumed.output.split(separator: "\n") {
            let event = try JSON(parsing: String(line))["value"] ?? .null
            let (id, version) = (event["orderId"]?.string ?? "", event["version"]?.integer ?? 0)
            #expect(version == (versions[id] ?? 0) + 1, "\(id): \(version) after \(versions[id] ?? 0)")
            versions[id] = version
        }
        #expect(versions.count == 15)
        #expect(program.stop() == 0)
    }

    @Test func itTellsHowLongEventsWaitBehindAnothersTransaction() async throws {
        let database = try await ScratchPostgres.aside { try ScratchPostgres() }
        let data = Program.directory()
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        let address = try database.address()
        let program = try await Program(
            data: data,
            environment: ["BSS_STORAGE_KIND": "postgres", "BSS_STORAGE_URL": address.connectionString]
        )
        defer { program.kill() }
        func age(until isMet: (Double) -> Bool) async throws -> Double {
            var age = -1.0
            for _ in 0..<300 where !isMet(age) {
                let metrics = try await program.text("/metrics")
                let line = metrics.split(separator: "\n").first { $0.hasPrefix("bss_outbox_oldest_seconds") }
                age = line.flatMap { $0.split(separator: " ").last }.flatMap { Double($0) } ?? -1
                try await Task.sleep(for: .milliseconds(100))
            }
            return age
        }
        let session = PostgresSession(address)
        defer { session.close() }
        try await session.run { _ = try $0.script("BEGIN; SELECT pg_current_xact_id()") }
        _ = try await Journey.customer(program)
        #expect(try await age { $0 > 1 } > 1)
        try await session.run { _ = try $0.script("COMMIT") }
        #expect(try await age { $0 == 0 } == 0)
        #expect(program.stop() == 0)
    }
}
