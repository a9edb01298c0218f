import FlinkGateway
import Primitives
import Testing

/// The SQL Gateway's client over exchanges after Flink's documentation of its REST endpoint v2. They are not recorded from a
/// gateway: its jar is in no package that can be had here.
@Suite struct SQLGatewayTests {
    private static let session = "/v2/sessions/9fca8c4d-2b4f-4e8b-a3b5-6e0a9ae0a1a1"

    @Test func statementsRunInOneSessionAndJobsAreAnswered() async throws {
        let server = try RecordedServer("sql-gateway-v2")
        try await server.serve { url, http in
            let jobs = try await SQLGateway(url: url, http: http).submit(
                ["CREATE TABLE t (a INT) WITH ('connector' = 'kafka')", "INSERT INTO t SELECT 1"],
                settings: ["parallelism.default": "2"]
            )
            #expect(jobs == ["a1b2c3d4e5f60718293a4b5c6d7e8f90"])
            let requests = server.requests
            #expect(requests.first?.json?["properties"] == ["parallelism.default": "2"])
            let statements = requests.filter { $0.line == "POST \(Self.session)/statements" }
            #expect(statements.count == 2)
            #expect(statements.last?.json == ["statement": "INSERT INTO t SELECT 1"])
            #expect(requests.count { $0.line.hasSuffix("/result/0") } == 3, "what was not ready is looked at again")
            #expect(requests.last?.line == "DELETE \(Self.session)")
        }
    }

    @Test func aStatementThatFailsSaysWhyAndClosesTheSession() async throws {
        let server = try RecordedServer("sql-gateway-v2")
        try await server.serve { url, http in
            let failure = await #expect(throws: FlinkFailure.self) {
                try await SQLGateway(url: url, http: http).submit(
                    ["A", "B", "INSERT INTO nowhere SELECT 1", "C"],
                    settings: [:]
                )
            }
            guard case .refused(_, 500, let cause) = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(cause.hasPrefix("Object 'nowhere' not found"))
            #expect(server.requests.count { $0.line.hasSuffix("/statements") } == 3, "nothing after it is sent")
            #expect(server.requests.last?.line == "DELETE \(Self.session)")
        }
    }
}
