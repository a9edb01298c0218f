import EventLog
import Primitives

/// The file in a topic's directory that says what it was created with.
enum TopicFile {
    static let name = "topic.json"
    /// What ends the name of a topic's directory while it is made; no topic's name can hold it.
    static let unfinished = "~new"

    /// Makes the directory of a topic: whole and durable, or absent.
    static func create(_ topic: String, _ configuration: TopicConfiguration, in directory: String) throws(EventLogError)
    {
        let fresh = directory + "/" + topic + unfinished
        try DiskDirectory.create(fresh)
        for partition in 0..<configuration.partitions { try DiskDirectory.create("\(fresh)/\(partition)") }
        let json: JSON = .object(
            JSONObject([
                ("partitions", .integer(Int64(configuration.partitions))),
                ("retentionMilliseconds", configuration.retentionMilliseconds.map { .integer($0) } ?? .null),
                ("retentionBytes", configuration.retentionBytes.map { .integer($0) } ?? .null),
            ])
        )
        let file = try DiskFile(fresh + "/" + name, .createEmpty)
        try file.write(json.utf8, at: 0)
        try file.sync()
        try DiskDirectory.sync(fresh)
        try DiskDirectory.rename(fresh, to: directory + "/" + topic)
        try DiskDirectory.sync(directory)
    }

    /// Reads what a topic was created with.
    static func read(_ directory: String) throws -> TopicConfiguration {
        let file = try DiskFile(directory + "/" + name, .read)
        do {
            let json = try JSON(parsing: try file.contents())
            guard let partitions = json["partitions"]?.integer, partitions > 0,
                partitions <= EventLogLimits.partitionsMax
            else {
                throw EventLogError.corrupt(file: file.path, byteOffset: 0, reason: "it names no partitions")
            }
            return TopicConfiguration(
                partitions: Int(partitions),
                retentionMilliseconds: json["retentionMilliseconds"]?.integer,
                retentionBytes: json["retentionBytes"]?.integer
            )
        } catch let error as JSONError {
            throw EventLogError.corrupt(file: file.path, byteOffset: Int64(error.offset), reason: error.reason)
        }
    }
}
