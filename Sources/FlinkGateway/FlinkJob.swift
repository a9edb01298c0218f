import Primitives

/// A job on a Flink cluster, as its list of jobs says.
public struct FlinkJob: Hashable, Sendable {
    /// Flink's id of it: 32 hexadecimal digits, others after each submission.
    public let id: String
    /// Its name: the script's `pipeline.name`.
    public let name: String
    /// Flink's word for its state: `RUNNING`, `RESTARTING`, `FINISHED`, `CANCELED`, `FAILED` and others.
    public let state: String
    /// When it was submitted.
    public let start: Timestamp
    /// How long it has been there, in milliseconds.
    public let milliseconds: Int64
    /// Its tasks by their state, those with none left out: `running`, `failed` and others.
    public let tasks: [String: Int64]

    /// The states in which nothing more comes of a job.
    private static let finalStates: Set<String> = ["FINISHED", "CANCELED", "FAILED"]

    /// Whether nothing more comes of it.
    public var hasEnded: Bool { Self.finalStates.contains(state) }

    /// Whether all its tasks run, or have done all that they had to.
    public var isAtWork: Bool { state == "RUNNING" && tasks.keys.allSatisfy { $0 == "running" || $0 == "finished" } }

    init?(_ json: JSON) {
        guard let id = json["jid"]?.string, let name = json["name"]?.string, let state = json["state"]?.string,
            let start = json["start-time"]?.integer
        else { return nil }
        self.id = id
        self.name = name
        self.state = state
        self.start = Timestamp(milliseconds: start)
        milliseconds = json["duration"]?.integer ?? 0
        let counts = (json["tasks"]?.object?.members ?? []).filter { $0.key != "total" }
        tasks = Dictionary(
            counts.compactMap { member in member.value.integer.flatMap { $0 > 0 ? (member.key, $0) : nil } },
            uniquingKeysWith: { $1 }
        )
    }
}
