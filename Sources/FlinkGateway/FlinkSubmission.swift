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
    /// The id that the job gets, 32 hexadecimal digits: submitted again under it, it runs once. Nil lets Flink choose one.
    public var jobID: String?

    /// A script, as it is unless something is said here.
    public init(
        script: String,
        settings: [String: String] = [:],
        options: [String: String] = [:],
        topics: [String: String] = [:],
        savepoint: String? = nil,
        allowsLostState: Bool = false,
        jobID: String? = nil
    ) {
        self.script = script
        self.settings = settings
        self.options = options
        self.topics = topics
        self.savepoint = savepoint
        self.allowsLostState = allowsLostState
        self.jobID = jobID
    }

    /// The id of the job of this name in a piece of work of this number.
    public static func jobID(_ name: String, _ number: Int64) -> String {
        [contentHash(name.utf8), UInt64(bitPattern: number)].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// FNV-1a: nobody gains by finding two contents with one hash.
    static func contentHash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
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
        if let jobID { members.append(("jobId", .string(jobID))) }
        return .object(JSONObject(members))
    }
}
