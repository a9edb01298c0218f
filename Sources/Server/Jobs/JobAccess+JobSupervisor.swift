import HTTPAPI
import Primitives
import StreamRuntime

extension JobAccess {
    /// Access to the supervisor's jobs.
    init(_ jobs: JobSupervisor) {
        self.init(
            list: {
                var all: [JSON] = []
                for entry in await jobs.all() { all.append(.object(JSONObject(try await entry.summary()))) }
                return all
            },
            show: { name in
                let entry = try await jobs.entry(name)
                let script = entry.definition.script ?? JobDefinition.builtIn[name] ?? ""
                var members = try await entry.summary()
                members.append(("savepoints", .array(jobs.folder.savepoints(of: name).map(JSON.string))))
                members.append(("operators", .array(try await entry.job?.metrics().operators.map(\.json) ?? [])))
                members.append(("script", .string(script)))
                return .object(JSONObject(members))
            },
            submit: { try await jobs.submit($0, script: $1, parallelism: $2) },
            stop: { try await jobs.stop($0, movedTo: $1) },
            savepoint: { try await jobs.savepoint($0) },
            restart: { name, restart in
                try await jobs.restart(
                    name,
                    parallelism: restart.parallelism,
                    savepoint: restart.savepoint,
                    discardsState: restart.discardsState,
                    rehearsal: restart.rehearsal
                )
            },
            rehearse: { name, step in
                switch step {
                case .prepare(let since, let isAfresh):
                    try await jobs.prepareRehearsal(name, since: since, isAfresh: isAfresh)
                case .compare(let number, let since):
                    try await jobs.compareRehearsal(name, number: number, since: since)
                case .promote(let number, let since):
                    try await jobs.promoteRehearsal(name, number: number, since: since)
                }
            },
            remove: { try await jobs.remove($0) }
        )
    }
}

extension JobSupervisor.Entry {
    /// The job's state and figures.
    fileprivate func summary() async throws -> [(String, JSON)] {
        var members: [(String, JSON)] = [
            ("name", .string(definition.name)), ("state", .string(state.rawValue)),
            ("since", .string(since.description)), ("builtIn", .bool(JobDefinition.builtIn[definition.name] != nil)),
            ("movedTo", definition.movedTo.map(JSON.string) ?? .null),
            ("rehearsal", definition.rehearsal.map(JSON.integer) ?? .null),
            ("failure", failure.map(JSON.string) ?? .null), ("failures", .integer(Int64(failures))),
        ]
        guard let metrics = try await job?.metrics() else { return members }
        members += [
            ("parallelism", .integer(Int64(metrics.parallelism))), ("isRestoring", .bool(metrics.isRestoring)),
            ("recordsIn", .integer(metrics.recordsIn)), ("recordsOut", .integer(metrics.recordsOut)),
            ("recordsBehind", .integer(metrics.recordsBehind)),
            ("skippedRecords", .integer(Int64(metrics.skipped.records))),
            ("skippedFields", .integer(Int64(metrics.skipped.fields))),
            ("lateRows", .integer(metrics.operators.reduce(0) { $0 + $1.counts.lateRows })),
            ("stateKeys", .integer(metrics.operators.reduce(0) { $0 + $1.counts.keys })),
            ("watermark", metrics.watermark.map { .string($0.description) } ?? .null),
            ("busyMilliseconds", .integer(Int64(metrics.busyNanoseconds / 1_000_000))),
            ("idleMilliseconds", .integer(Int64(metrics.idleNanoseconds / 1_000_000))),
            ("backPressuredMilliseconds", .integer(Int64(metrics.backPressuredNanoseconds / 1_000_000))),
            ("checkpoints", .integer(metrics.checkpoints)),
            ("lastCheckpoint", metrics.lastCheckpoint.map(\.json) ?? .null),
        ]
        return members
    }
}

extension JobMetrics {
    /// The event time that all of it has come to; nil before the first watermark.
    var watermark: Timestamp? {
        let lowest = operators.compactMap(\.watermark).filter { $0 != Watermark.end }.min()
        return lowest.map(Timestamp.init(milliseconds:))
    }
}

extension JobMetrics.CheckpointMetrics {
    fileprivate var json: JSON {
        [
            "time": .string(time.description), "round": .integer(round), "bytes": .integer(Int64(bytes)),
            "stallMilliseconds": .integer(Int64(stallNanoseconds / 1_000_000)),
            "milliseconds": .integer(Int64(nanoseconds / 1_000_000)),
        ]
    }
}

extension OperatorMetrics {
    fileprivate var json: JSON {
        [
            "name": .string(name), "rowsIn": .integer(rowsIn), "rowsOut": .integer(rowsOut),
            "bytes": bytes.map(JSON.integer) ?? .null, "lateRows": .integer(counts.lateRows),
            "keys": .integer(counts.keys), "stateBytes": .integer(counts.stateBytes),
            "busyMilliseconds": .integer(Int64(busyNanoseconds / 1_000_000)),
            "watermark": watermark.flatMap {
                $0 == Watermark.end ? nil : .string(Timestamp(milliseconds: $0).description)
            } ?? .null,
        ]
    }
}
