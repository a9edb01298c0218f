/// Why the log refused or failed.
public enum EventLogError: Error, Sendable, Equatable {
    /// No topic has this name.
    case unknownTopic(String)
    /// The topic has no partition with this number.
    case unknownPartition(TopicPartition)
    /// A topic with this name is there.
    case topicExists(String)
    /// The name breaks Kafka's rules.
    case invalidTopicName(String, reason: String)
    /// The topic's configuration makes no sense.
    case invalidConfiguration(String)
    /// A record breaks a limit other than size, or lacks the sequence that its producer needs.
    case invalidRecord(String)
    /// A record is larger than `EventLogLimits.recordBytesMax`.
    case recordTooLarge(bytes: Int, max: Int)
    /// One append or transaction holds more than it may.
    case appendTooLarge(String)
    /// The sequences of one append do not strictly rise.
    case sequenceNotRising(previous: Int64, next: Int64)
    /// The name of a group or producer is empty or too long.
    case invalidName(String)
    /// One of `EventLogLimits` is reached.
    case limitReached(String)
    /// The offset is not between the oldest record and the end.
    case offsetOutOfRange(TopicPartition, offset: Int64, earliest: Int64, end: Int64)
    /// Too much waits to be written.
    case overloaded
    /// What is on disk is not what was written there.
    case corrupt(file: String, byteOffset: Int64, reason: String)
    /// Another process has the log open.
    case locked(path: String, processID: Int32?)
    /// The disk or the broker failed.
    case failed(String)
    /// The log was closed.
    case closed
}

extension EventLogError: CustomStringConvertible {
    /// What failed, on what, and what to do.
    public var description: String {
        switch self {
        case .unknownTopic(let name): "there is no topic '\(name)'; create it first"
        case .unknownPartition(let place): "topic '\(place.topic)' has no partition \(place.partition)"
        case .topicExists(let name): "a topic '\(name)' exists already"
        case .invalidTopicName(let name, let reason): "'\(name)' cannot be a topic's name: \(reason)"
        case .invalidConfiguration(let reason): "the topic's configuration is refused: \(reason)"
        case .invalidRecord(let reason): "a record is refused: \(reason)"
        case .recordTooLarge(let bytes, let max): "a record of \(bytes) bytes is larger than the \(max) allowed"
        case .appendTooLarge(let reason): "an append is refused: \(reason); send it in smaller parts"
        case .sequenceNotRising(let previous, let next):
            "a producer's sequences must rise within an append, but \(next) follows \(previous)"
        case .invalidName(let reason): reason
        case .limitReached(let reason): reason
        case .offsetOutOfRange(let place, let offset, let earliest, let end):
            "offset \(offset) of \(place) is outside \(earliest) to \(end)"
        case .overloaded: "too much waits to be written to the log; slow down and retry"
        case .corrupt(let file, let byteOffset, let reason):
            "\(file) is corrupt at byte \(byteOffset): \(reason); restore it from a backup or a replica"
        case .locked(let path, let processID):
            "\(path) is in use by \(processID.map { "process \($0)" } ?? "another process"); stop that one first"
        case .failed(let reason): "the log failed: \(reason)"
        case .closed: "the log was closed"
        }
    }
}
