import Domain
import EventLog
import HTTPAPI
import Primitives
import StreamRuntime

extension JobSupervisor {
    /// The topics of a job's script.
    private func topics(of name: String) throws -> JobTopics {
        let definition = try entry(name).definition
        let script = definition.script ?? JobDefinition.builtIn[name] ?? ""
        return try JobTopics(JobScript(script, name: name))
    }

    /// Makes the topics for a rehearsal of a job; answers its number. Called again it answers the same one while nothing was
    /// written for it, unless `isAfresh`: who was interrupted before the rehearsal began begins that one, and no second.
    func prepareRehearsal(_ name: String, since: Timestamp?, isAfresh: Bool) async throws -> JSON {
        let topics = try topics(of: name)
        let loops = topics.inputs.filter { topics.outputs.keys.contains($0) }
        guard loops.isEmpty else {
            let what = "job '\(name)' reads \(loops.joined(separator: ", ")), which it also writes"
            throw Refusal(.conflict, "readsOwnOutput", what, message: "its output cannot be set aside")
        }
        if !isAfresh, let number = try entry(name).definition.openRehearsal {
            let open = Rehearsal(number: number, topics: topics, since: since)
            if try await open.isUntouched(in: log) { return json(open) }
        }
        let rehearsal = Rehearsal(number: now().milliseconds, topics: topics, since: since)
        let incomplete = try await rehearsal.incompleteTopics(in: log)
        guard since != nil || incomplete.isEmpty else {
            throw Refusal(
                .conflict,
                "historyExpired",
                "the log does not have all of \(incomplete.joined(separator: ", ")) any more",
                message:
                    "name a time since which results count: the oldest event that all topics still have, and the job's"
                    + " longest window behind it"
            )
        }
        try await rehearsal.createTopics(in: log)
        try setOpenRehearsal(rehearsal.number, of: name)
        return json(rehearsal)
    }

    /// Compares a rehearsal with what the job has written.
    func compareRehearsal(_ name: String, number: Int64, since: Timestamp?) async throws -> JSON {
        let rehearsal = Rehearsal(number: number, topics: try topics(of: name), since: since)
        let comparison = try await rehearsal.compare(in: log)
        return [
            "written": .integer(comparison.written), "missing": .integer(comparison.missing),
            "ahead": .integer(comparison.ahead), "examples": .array(comparison.examples.map(JSON.string)),
            "elsewhere": json(rehearsal)["elsewhere"] ?? .null,
        ]
    }

    /// Adds to the job's output what only the rehearsal has.
    func promoteRehearsal(_ name: String, number: Int64, since: Timestamp?) async throws -> JSON {
        guard try entry(name).state == .stopped else {
            throw Refusal(.conflict, "jobRuns", "job '\(name)' runs", message: "stop it first: bss job stop \(name)")
        }
        let rehearsal = Rehearsal(number: number, topics: try topics(of: name), since: since)
        let promoted = try await rehearsal.promote(in: log)
        try setOpenRehearsal(nil, of: name)
        return ["promoted": .integer(promoted)]
    }

    /// What the other side has to know: the brokers, and what the script's topics are called there, for the rehearsal and after.
    private func json(_ rehearsal: Rehearsal) -> JSON {
        guard settings.text("log.kind") == "kafka" else {
            return ["number": .integer(rehearsal.number), "elsewhere": .null]
        }
        let prefix = settings.text("log.namespace")
        let outputs = rehearsal.topics.outputs.keys.sorted()
        func names(_ topics: [(String, String)]) -> JSON {
            .object(JSONObject(topics.filter { $0.0 != prefix + $0.1 }.map { ($0.0, .string(prefix + $0.1)) }))
        }
        let inputs = rehearsal.topics.inputs.map { ($0, $0) }
        return [
            "number": .integer(rehearsal.number),
            "elsewhere": [
                "brokers": .string(settings.text("log.brokers")),
                "rehearsalTopics": names(inputs + outputs.map { ($0, Rehearsal.topic($0, rehearsal.number)) }),
                "topics": names(inputs + outputs.map { ($0, $0) }),
            ],
        ]
    }
}
