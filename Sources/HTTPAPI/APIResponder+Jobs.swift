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
        let movedTo: String?
        do { movedTo = try await call.object()["movedTo"]?.string } catch let refusal as Refusal
            where refusal.code == "missingBody"
        { movedTo = nil }
        try await access().stop(call.parameter, movedTo)
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
            discardsState: body["discardState"] == .bool(true),
            rehearsal: body["rehearsal"].map(\.integer)
        )
        guard restart.savepoint == nil || !restart.discardsState else {
            throw Refusal(.malformed, "contradiction", "a savepoint is state: name one, or discard the state")
        }
        try await access().restart(call.parameter, restart)
        return .json(.ok, try await access().show(call.parameter))
    }

    func rehearseJob(_ call: Call) async throws -> Response {
        let body = try await call.object()
        let text = body["since"]?.string
        let since = text.flatMap { Timestamp($0) }
        guard text == nil || since != nil else {
            throw Refusal(.malformed, "invalidValue", "since must be a time such as 2026-11-21T07:00:00Z")
        }
        let step: JobAccess.Rehearse
        switch (body["step"]?.string, body["number"]?.integer) {
        case ("prepare", _): step = .prepare(since: since, isAfresh: body["afresh"] == true)
        case ("compare", let number?): step = .compare(number: number, since: since)
        case ("promote", let number?): step = .promote(number: number, since: since)
        default:
            throw Refusal(.malformed, "invalidValue", "step must be prepare, or compare or promote with a number")
        }
        return .json(.ok, try await access().rehearse(call.parameter, step))
    }
}
