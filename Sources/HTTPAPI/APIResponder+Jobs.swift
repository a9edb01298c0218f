import Domain
import Hummingbird
import Primitives

extension APIResponder {
    private func access() throws(Refusal) -> JobAccess {
        guard let jobs else { throw Refusal(.notFound, "noJobs", "this server runs no jobs") }
        return jobs
    }

    func jobList(_ call: Call) async throws -> Response {
        if call.method == .get { return .json(.ok, .array(try await access().list())) }
        let body = try await call.object()
        guard let name = body["name"]?.string, let script = body["script"]?.string else {
            throw Refusal(.malformed, "missingAttribute", "name and script must be strings")
        }
        try await access().submit(name, script, try Self.parallelism(body))
        let location = "/bss/v1/jobs/\(PageLinks.encoded(name, keeping: ""))"
        return .json(.created, try await access().show(name), headers: [.location: location])
    }

    private static func parallelism(_ body: JSONObject) throws(Refusal) -> Int? {
        guard let value = body["parallelism"], value != .null else { return nil }
        guard let number = value.integer, (1...1_024).contains(number) else {
            throw Refusal(.malformed, "invalidValue", "parallelism must be a whole number from 1")
        }
        return Int(number)
    }

    func job(_ call: Call) async throws -> Response {
        if call.method == .get { return .json(.ok, try await access().show(call.parameter)) }
        try await access().remove(call.parameter)
        return Response(status: .noContent)
    }

    func stopJob(_ call: Call) async throws -> Response {
        try await access().stop(call.parameter)
        return .json(.ok, try await access().show(call.parameter))
    }

    func savepointJob(_ call: Call) async throws -> Response {
        .json(.created, ["savepoint": .string(try await access().savepoint(call.parameter))])
    }

    func restartJob(_ call: Call) async throws -> Response {
        let body = try await call.object()
        let restart = JobAccess.Restart(
            parallelism: try Self.parallelism(body),
            savepoint: body["savepoint"]?.string,
            discardsState: body["discardState"] == .bool(true)
        )
        guard restart.savepoint == nil || !restart.discardsState else {
            throw Refusal(.malformed, "contradiction", "a savepoint is state: name one, or discard the state")
        }
        try await access().restart(call.parameter, restart)
        return .json(.ok, try await access().show(call.parameter))
    }
}
