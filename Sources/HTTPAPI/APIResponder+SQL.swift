import Domain
import Hummingbird
import Logging
import Primitives

extension APIResponder {
    /// Runs a script over the topics and answers its results as lines (application/x-ndjson), as they come.
    func query(_ call: Call) async throws -> Response {
        guard let sql else { throw Refusal(.notFound, "noSQL", "this server offers no queries") }
        let answer = try await sql.run(try Self.request(try await call.object()))
        // The body is read; watching for the client's leaving needs one with an end.
        var request = call.request
        request.body = RequestBody(buffer: ByteBuffer())
        let body = request.body
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/x-ndjson;charset=utf-8", .cacheControl: "no-store",
                // Watching for the client's leaving uses the connection up.
                .connection: "close",
            ],
            body: ResponseBody { [streams, logger] writer in
                do {
                    try await streams.forward(answer, until: body) { parts in
                        let bytes = parts.flatMap { Self.line(Self.json($0)) }
                        try await writer.write(ByteBuffer(bytes: bytes))
                        return true
                    }
                } catch let refusal as Refusal {
                    let line = Self.failure(refusal.code, refusal.reason, refusal.message)
                    try await writer.write(ByteBuffer(bytes: line))
                } catch let error where !(error is CancellationError) {
                    logger.error("query failed", metadata: ["request": "\(call.requestID)", "error": "\(error)"])
                    let line = Self.failure(
                        "internal",
                        "the server could not go on with the query",
                        "it is in the log under request id \(call.requestID)"
                    )
                    try await writer.write(ByteBuffer(bytes: line))
                }
                try await writer.finish(nil)
            }
        )
    }

    /// What a body asks for: `script`, and perhaps `declarations`, `follow`, `since` and `dryRun`.
    static func request(_ body: JSONObject) throws(Refusal) -> SQLAccess.Request {
        guard let script = try text("script", body) else {
            throw Refusal(
                .malformed,
                "missingAttribute",
                "script is missing",
                message: #"send {"script":"SELECT * FROM order_events"}"#
            )
        }
        let declarations = try text("declarations", body) ?? ""
        guard script.utf8.count + declarations.utf8.count <= HTTPLimits.sqlBytesMax else {
            throw Refusal(
                .tooLarge,
                "scriptTooLarge",
                "script and declarations have more than \(HTTPLimits.sqlBytesMax) bytes"
            )
        }
        var since: Timestamp?
        if let text = try text("since", body) {
            since = Timestamp(text)
            guard since != nil else {
                throw Refusal(
                    .malformed,
                    "invalidValue",
                    "since must be a time",
                    message: "write it as 2026-11-21T07:00:00Z"
                )
            }
        }
        return SQLAccess.Request(
            declarations: declarations,
            script: script,
            follows: try flag("follow", body),
            since: since,
            isDryRun: try flag("dryRun", body) ?? false
        )
    }

    private static func text(_ name: String, _ body: JSONObject) throws(Refusal) -> String? {
        switch body[name] ?? .null {
        case .null: return nil
        case .string(let text): return text
        case let other: throw Refusal(.malformed, "wrongType", "\(name) must be a string, not \(other.kind)")
        }
    }

    private static func flag(_ name: String, _ body: JSONObject) throws(Refusal) -> Bool? {
        switch body[name] ?? .null {
        case .null: return nil
        case .bool(let flag): return flag
        case let other: throw Refusal(.malformed, "wrongType", "\(name) must be a boolean, not \(other.kind)")
        }
    }

    private static func line(_ json: JSON) -> [UInt8] { json.utf8 + [UInt8(ascii: "\n")] }

    private static func json(_ part: SQLAccess.Part) -> JSON {
        switch part {
        case .columns(let columns, let table, let follows):
            let columns = columns.map { column -> JSON in
                ["name": .string(column.name), "type": .string(column.type)]
            }
            var members: [(String, JSON)] = [("columns", .array(columns)), ("follow", .bool(follows))]
            if let table { members.append(("table", .string(table))) }
            return .object(JSONObject(members))
        case .row(let kind, let table, let values):
            var members: [(String, JSON)] = [("kind", .string(kind)), ("row", .array(values))]
            if let table { members.append(("table", .string(table))) }
            return .object(JSONObject(members))
        case .text(let text): return ["text": .string(text)]
        }
    }

    /// The line that a query ends with that had begun.
    private static func failure(_ code: String, _ reason: String, _ message: String?) -> [UInt8] {
        line(
            [
                "error": [
                    "code": .string(code), "reason": .string(reason),
                    "message": message.map(JSON.string) ?? .null, "@type": "Error",
                ]
            ]
        )
    }
}
