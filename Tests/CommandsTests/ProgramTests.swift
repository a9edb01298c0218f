import Foundation
import HTTPAPI
import Primitives
import Testing

/// The built program, as a user drives it.
@Suite(.serialized) struct ProgramTests {
    private func withProgram(
        _ arguments: [String] = [],
        _ body: (Program, String) async throws -> Void
    ) async throws {
        let data = Program.directory()
        let program = try await Program(data: data, arguments: arguments)
        defer {
            program.stop()
            try? FileManager.default.removeItem(atPath: data)  // why: temporary
        }
        try await body(program, data)
    }

    private static let customer = #"""
        {"name":"Ada","engagedParty":{"id":"1","@referredType":"Individual"},
         "contactMedium":[{"mediumType":"email","characteristic":{"emailAddress":"ada@example.com"}}]}
        """#

    @Test func startsAgainOnTheSameDataAndStopsInOrder() async throws {
        let data = Program.directory()
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        var program = try await Program(data: data)
        let created = try await program.ask("POST", "/tmf-api/customerManagement/v4/customer", Self.customer)
        #expect(created.status == 201)
        #expect(created.headers["location"] == created.json["href"]?.string)
        #expect(program.stop() == 0)
        #expect(!FileManager.default.fileExists(atPath: data + "/server.json"))
        program = try await Program(data: data)
        let read = try await program.ask("GET", created.json["href"]?.string ?? "")
        #expect(read.json == created.json)
        #expect(program.stop() == 0)
    }

    @Test func refusesAPortThatIsInUseAndDataThatIsInUse() async throws {
        try await withProgram { program, data in
            let port = try #require(URL(string: program.url)?.port)
            let other = Program.directory()
            let taken = try Program.run(["start", "--data", other, "--port", "\(port)"])
            #expect(taken.status == 1)
            #expect(
                taken.errors
                    == "error: port \(port) is in use by another process\nhint:  choose another with --port, or --port 0 for any free one\n"
            )
            #expect(!FileManager.default.fileExists(atPath: other))
            let locked = try Program.run(["start", "--data", data, "--port", "0"])
            #expect(locked.status == 1)
            #expect(locked.errors.contains("in use by another process"))
        }
    }

    @Test func wrongUsageIsExplained() throws {
        let unknown = try Program.run(["frob"])
        #expect(unknown.status == 64)
        #expect(unknown.errors.contains("bss --help"))
        let settings = try Program.run(["config", "check"], environment: ["BSS_HTTP_PORT": "99999"])
        #expect(settings.status == 78)
        #expect(settings.errors.contains("http.port \"99999\" (environment) must be a whole number from 0 to 65535"))
        let routed = try Program.run(["config", "check"], environment: ["BSS_STORAGE_ROUTE_READS": "true"])
        #expect(routed.status == 78 && routed.errors.contains("set storage.kind to postgres"), "\(routed.errors)")
        let nobody = try Program.run(["shards", "--data", "/nonexistent/bss"])
        #expect(nobody.status == 1)
        #expect(nobody.errors.contains("bss start"))
        let help = try Program.run(["consume", "--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("--from-beginning") && help.output.contains("Examples:"))
    }

    @Test func secretsAreNotShown() throws {
        let shown = try Program.run(
            ["config", "show", "--format", "json"],
            environment: ["BSS_CLIENT_KEY": "bss_secret"]
        )
        #expect(shown.status == 0)
        #expect(!shown.output.contains("bss_secret") && shown.output.contains("(hidden)"))
    }

    @Test func keysAreNeededWhereTheSettingsSayAndRolesHold() async throws {
        let data = Program.directory()
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        try await Program(data: data).stop()
        func key(_ role: String) throws -> String {
            let made = try Program.run(["key", "create", role, "--role", role, "--data", data, "--format", "json"])
            #expect(made.status == 0, "\(made.errors)")
            return try #require(try JSON(parsing: made.output.trimmingCharacters(in: .newlines))["secret"]?.string)
        }
        let (agent, reader) = (try key("agent"), try key("read-only"))
        let program = try await Program(data: data, arguments: ["--set", "access.keys=required"])
        defer { program.stop() }
        let path = "/tmf-api/customerManagement/v4/customer"
        #expect(try await program.ask("GET", path).status == 401)
        #expect(try await program.ask("GET", "/healthz").status == 200)
        #expect(try await program.ask("GET", path, headers: ["Authorization": "Bearer \(reader)"]).status == 200)
        #expect(
            try await program.ask("POST", path, Self.customer, headers: ["Authorization": "Bearer \(reader)"]).status
                == 403
        )
        #expect(
            try await program.ask("POST", path, Self.customer, headers: ["Authorization": "Bearer \(agent)"]).status
                == 201
        )
        let listed = try Program.run(["key", "list", "--url", program.url])
        #expect(listed.status == 1 && listed.errors.contains("BSS_CLIENT_KEY"))
    }

    @Test func eventsAreProducedConsumedAndFollowed() async throws {
        try await withProgram { program, data in
            let url = ["--url", program.url]
            #expect(try Program.run(["topic", "create", "my.events", "--partitions", "2"] + url).status == 0)
            let produced = try Program.run(
                ["produce", "my.events"] + url,
                input: #"{"type":"test","customerId":"cust-123","amount":100.0}"# + "\n" + #"{"customerId":"b"}"# + "\n"
            )
            #expect(produced.errors == "appended 2 records to my.events\n")
            let consumed = try Program.run(["consume", "my.events", "--from-beginning", "--format", "json"] + url)
            let values = try consumed.output.split(separator: "\n").map {
                try JSON(parsing: String($0))["value"]?.text ?? ""
            }
            #expect(
                Set(values) == [#"{"type":"test","customerId":"cust-123","amount":100.0}"#, #"{"customerId":"b"}"#]
            )
            let group = ["consume", "my.events", "--group", "g", "--max-messages", "1", "--format", "json"] + url
            let first = try Program.run(group).output
            let second = try Program.run(group).output
            #expect(first != second && !first.isEmpty && !second.isEmpty)
            let many = String(repeating: "{}\n", count: HTTPLimits.recordsReadMax)
            #expect(try Program.run(["produce", "my.events"] + url, input: many).status == 0)
            let most = try Program.run(["consume", "my.events", "--from-beginning", "--format", "json"] + url)
            #expect(most.output.utf8.count { $0 == UInt8(ascii: "\n") } == HTTPLimits.recordsReadMax)
            #expect(most.errors.contains("--max-messages asks for more"), "an answer ends in silence")
            #expect(
                try Program.run(["consume", "none", "--from-beginning"] + url).errors.contains(
                    "there is no topic 'none'"
                )
            )
        }
    }

    @Test func dataIsImportedExportedBackedUpAndRestored() async throws {
        try await withProgram { program, data in
            let file = data + "/people.csv"
            let others = (1...65).map { "P\($0),p\($0)@x.org,\n" }.joined()
            try "name,email,phone\n\"Lovelace, Ada\",ada@x.org,+44 1\n\(others)Eve,ADA@x.org,\n".write(
                toFile: file,
                atomically: true,
                encoding: .utf8
            )
            let url = ["--url", program.url]
            let imported = try Program.run(["import", "customers", file] + url)
            #expect(imported.status == 1)
            #expect(imported.output.contains("67 rows: 66 imported, 1 refused"))
            let errors = try String(contentsOfFile: file + ".errors.ndjson", encoding: .utf8)
            #expect(errors.contains("\"line\":67") && errors.contains("another customer has the e-mail address"))
            let again = try Program.run(["import", "customers", file] + url)
            #expect(again.output.contains("66 imported, 1 refused"), "the same file again doubles nothing")
            let exported = try Program.run(["export", "customers", data + "/out.csv"] + url)
            #expect(exported.output.hasPrefix("66 customers exported"))
            #expect(
                try String(contentsOfFile: data + "/out.csv", encoding: .utf8).contains(
                    "\"Lovelace, Ada\",Active,ada@x.org"
                )
            )

            let backup = Program.directory()
            let restored = Program.directory()
            // why: temporary
            defer { for path in [backup, restored] { try? FileManager.default.removeItem(atPath: path) } }
            #expect(try Program.run(["backup", backup] + url).status == 0)
            #expect(try Program.run(["backup", backup] + url).status == 1, "a backup is not written over another")
            #expect(try Program.run(["restore", backup, "--data", restored]).status == 0)
            #expect(try Program.run(["restore", backup, "--data", restored]).status == 64)
            let copy = try Program.run(["export", "customers", "-", "--data", restored])
            #expect(copy.output.split(separator: "\n").count == 66)
            let events = try Program.run(
                ["consume", "bss.customer.events", "--from-beginning", "--format", "json", "--data", restored])
            #expect(events.output.split(separator: "\n").count == 66)
        }
    }

    @Test func shardsAreShownAndLocated() async throws {
        try await withProgram { program, _ in
            let shards = try Program.run(["shards", "--format", "json", "--url", program.url])
            #expect(shards.output.split(separator: "\n").count == 6)
            let located = try Program.run([
                "shards", "locate", "123e4567-e89b-12d3-a456-426614174000-7", "--format", "json",
            ])
            let json = try JSON(parsing: located.output.trimmingCharacters(in: .newlines))
            #expect(json["token"]?.integer == 1_944_658_063 && json["shard"]?.integer == 5)
        }
    }
}
