import AsyncHTTPClient
import Foundation
import Primitives

/// Flink's SQL Gateway: runs a script's statements one by one in a session, without a runner.
///
/// Written after Flink's documentation of the REST endpoint, version 2; its jar is in none of the packages that can be had here, so
/// it is tested against the exchanges of the documentation only.
public struct SQLGateway: Sendable {
    /// How long a statement may take until it is done, in seconds; an INSERT is done when its job is submitted.
    static let statementSeconds = 300

    private let cluster: FlinkCluster

    /// The gateway at an address such as `http://127.0.0.1:8083`.
    public init(url: String, http: HTTPClient) { cluster = FlinkCluster(url: url, http: http) }

    /// Runs the statements of a script in a session of their own, and answers the ids of the jobs that they started.
    ///
    /// - Parameters:
    ///   - statements: in their order, without the semicolons.
    ///   - settings: Flink's configuration for the session.
    /// - Throws: `FlinkFailure` of the first statement that fails; those before it have been done.
    public func submit(_ statements: [String], settings: [String: String]) async throws -> [String] {
        let properties = settings.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
        let opened = try await cluster.json(
            .post,
            "/v2/sessions",
            ["sessionName": "bss", "properties": .object(JSONObject(properties))]
        )
        guard let session = opened["sessionHandle"]?.string else {
            throw FlinkFailure.unexpectedAnswer(request: "POST /v2/sessions")
        }
        let path = "/v2/sessions/\(FlinkCluster.escaped(session))"
        do {
            var jobs: [String] = []
            for statement in statements { jobs += try await run(statement, in: path) }
            _ = try await cluster.json(.delete, path)
            return jobs
        } catch {
            // why: the statement's failure is what matters; the gateway closes idle sessions itself
            _ = try? await cluster.json(.delete, path)
            throw error
        }
    }

    /// Runs a statement; answers the ids of the jobs that it started.
    private func run(_ statement: String, in session: String) async throws -> [String] {
        let started = try await cluster.json(.post, "\(session)/statements", ["statement": .string(statement)])
        guard let operation = started["operationHandle"]?.string else {
            throw FlinkFailure.unexpectedAnswer(request: "POST /v2/sessions/ID/statements")
        }
        let results = "\(session)/operations/\(FlinkCluster.escaped(operation))/result/0"
        let result = try await FlinkCluster.poll("a statement", seconds: Self.statementSeconds) { () -> JSON? in
            let result = try await cluster.json(.get, results)
            return result["resultType"]?.string == "NOT_READY" ? nil : result
        }
        if let job = result["jobID"]?.string { return [job] }
        return []
    }
}
