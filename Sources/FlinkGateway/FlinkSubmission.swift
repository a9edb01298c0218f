import Primitives

/// A script on its way to Flink, with what differs from place to place and so does not stand in it.
public struct FlinkSubmission: Hashable, Sendable {
    /// The script, as it is in its file.
    public var script: String
    /// Flink's configuration, such as `parallelism.default`; it goes before what the script says with SET.
    public var settings: [String: String]
    /// Options of every table with the connector kafka, such as `properties.bootstrap.servers`; they go before the script's.
    public var options: [String: String]
    /// Other topics for the tables of a topic.
    public var topics: [String: String]
    /// The savepoint or checkpoint to begin at; nil where the script says that a new job begins.
    public var savepoint: String?
    /// Whether state in the savepoint that the script has no operator for is left out, instead of being refused.
    public var allowsLostState: Bool

    /// A script, as it is unless something is said here.
    public init(
        script: String,
        settings: [String: String] = [:],
        options: [String: String] = [:],
        topics: [String: String] = [:],
        savepoint: String? = nil,
        allowsLostState: Bool = false
    ) {
        self.script = script
        self.settings = settings
        self.options = options
        self.topics = topics
        self.savepoint = savepoint
        self.allowsLostState = allowsLostState
    }

    /// What the runner is called with (scripts/flink/SqlRunner.java).
    var arguments: [String] {
        let pairs = [("--set", settings), ("--option", options), ("--topic", topics)]
        return [script]
            + pairs.flatMap { name, values in
                values.sorted { $0.key < $1.key }.flatMap { [name, "\($0.key)=\($0.value)"] }
            }
    }

    /// The body of the request that runs it.
    var body: JSON {
        var members: [(String, JSON)] = [("programArgsList", .array(arguments.map(JSON.string)))]
        if let savepoint {
            members.append(("savepointPath", .string(savepoint)))
            members.append(("allowNonRestoredState", .bool(allowsLostState)))
        }
        return .object(JSONObject(members))
    }
}
