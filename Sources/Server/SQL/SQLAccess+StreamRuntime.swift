import Domain
import EventLog
import HTTPAPI
import Primitives
import StreamRuntime
import StreamSQL

extension SQLAccess {
    /// Queries at once.
    static let queriesMax = 8

    /// Queries over this log.
    init(_ log: any EventLog, now: @escaping @Sendable () -> Timestamp) {
        let slots = QuerySlots(max: Self.queriesMax)
        self.init { request in
            try await refusingFaults {
                guard let slot = slots.take() else {
                    throw Refusal(
                        .tooMany,
                        "tooManyQueries",
                        "\(Self.queriesMax) queries run already",
                        message: "end one of them"
                    )
                }
                var script = try QueryScript(request)
                let steps = try await script.steps(log: log, now: now)
                return QueryAnswer(steps, slot: slot)
            }
        }
    }
}

/// Turns what is wrong with a query into a refusal of the request; what breaks in the log stays an error.
func refusingFaults<Success>(_ body: () async throws -> Success) async throws -> Success {
    do { return try await body() } catch { throw refusal(of: error) }
}

/// The refusal that an error of a query comes to, or the error itself.
private func refusal(of error: any Error) -> any Error {
    switch error {
    case is Refusal, is CancellationError: return error
    case let error as EventLogError:
        switch error {
        case .unknownTopic(let name):
            return Refusal(
                .notFound,
                "unknownTopic",
                "there is no topic '\(name)'",
                message: "the job or the producer that writes to it makes it; see bss topic list"
            )
        case .offsetOutOfRange:
            return Refusal(.conflict, "retention", "records were deleted before they were read: \(error)")
        default: return error
        }
    // Everything else comes from the script or from the records that it reads.
    default: return Refusal(.malformed, "queryFailed", "\(error)")
    }
}

/// The statements of a request.
private struct QueryScript {
    private let request: SQLAccess.Request
    private let script: Script
    private var binder: ScriptBinder

    init(_ request: SQLAccess.Request) throws(Refusal) {
        self.request = request
        let declarations = try Self.parse(request.declarations)
        script = try Self.parse(request.script)
        binder = TopicTables.binder(for: declarations.statements + script.statements)
        for statement in declarations.statements {
            do { _ = try binder.bind(statement, source: request.declarations) } catch {
                throw Self.refusal(error.message, error.rendered(source: request.declarations, file: "declarations"))
            }
        }
    }

    private static func parse(_ source: String) throws(Refusal) -> Script {
        do { return try Script(parsing: source) } catch {
            throw refusal(error.errors[0].message, error.rendered(source: source, file: "sql"))
        }
    }

    private static func refusal(_ reason: String, _ rendered: String) -> Refusal {
        Refusal(.malformed, "invalidSQL", reason, message: rendered)
    }

    private func refusal(_ error: SQLError) -> Refusal {
        Self.refusal(error.message, error.rendered(source: request.script, file: "sql"))
    }

    /// What the statements answer; queries are opened.
    mutating func steps(log: any EventLog, now: @escaping @Sendable () -> Timestamp) async throws -> [QueryAnswer.Step]
    {
        var steps: [QueryAnswer.Step] = []
        var inserts: [Binder.BoundInsert] = []
        for statement in script.statements {
            let bound: BoundStatement
            do { bound = try binder.bind(statement, source: request.script) } catch { throw refusal(error) }
            switch bound {
            case .declared: break
            case .text(let text): steps.append(.parts([.text(text)]))
            case .table(let columns, let rows): steps.append(.parts(Self.parts(columns, rows)))
            case .query(let plan):
                let output = StreamingQuery.Output(name: "the query", plan: plan)
                steps.append(try await query([output], [QueryTable(plan)], log, now))
            case .job(let more):
                guard request.isDryRun else {
                    throw refusal(
                        SQLError(
                            .unsupported,
                            "a query writes nothing",
                            at: statement.range,
                            hint: "to run it for good: bss job submit; to see its rows: dryRun, bss fraud backtest"
                        )
                    )
                }
                inserts += more
            }
        }
        guard !inserts.isEmpty else { return steps }
        let outputs = inserts.map {
            StreamingQuery.Output(name: $0.table.name, plan: $0.plan, intake: $0.intake)
        }
        steps.append(try await query(outputs, inserts.map { QueryTable($0) }, log, now))
        return steps
    }

    private static func parts(_ columns: [String], _ rows: [[String]]) -> [SQLAccess.Part] {
        let columns = columns.map { SQLAccess.Column(name: $0, type: "STRING") }
        return [.columns(columns, table: nil, follows: false)]
            + rows.map { .row(kind: "+I", table: nil, $0.map(JSON.string)) }
    }

    private func query(
        _ outputs: [StreamingQuery.Output],
        _ tables: [QueryTable],
        _ log: any EventLog,
        _ now: @escaping @Sendable () -> Timestamp
    ) async throws -> QueryAnswer.Step {
        let follows = try request.follows ?? isStreaming()
        let settings = StreamingQuery.Settings(
            follows: follows,
            since: request.since,
            idleMilliseconds: try JobScript.milliseconds("table.exec.source.idle-timeout", in: binder.settings)
        )
        let query = try StreamingQuery(outputs, log: log, settings: settings, now: now)
        try await query.open()
        return .query(query, tables, follows: follows)
    }

    /// Whether the script sets that queries go on for ever.
    private func isStreaming() throws(Refusal) -> Bool {
        switch binder.settings["execution.runtime-mode"]?.lowercased() {
        case nil, "batch", "automatic": return false
        case "streaming": return true
        case let mode?:
            throw Refusal(
                .malformed,
                "invalidSetting",
                "SET 'execution.runtime-mode' = '\(mode)': write batch or streaming"
            )
        }
    }
}
