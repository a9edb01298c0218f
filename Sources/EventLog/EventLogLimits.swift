/// Named limits of the event log, the same for every implementation.
public enum EventLogLimits {
    /// Bytes of key, value and headers of one record. Kafka's `message.max.bytes` is 1 MiB with overhead.
    public static let recordBytesMax = 1_000_000
    /// Headers of one record.
    public static let headersMax = 64
    /// Bytes of a header's name.
    public static let headerNameBytesMax = 256
    /// Records of one append.
    public static let recordsPerAppendMax = 100_000
    /// Bytes of keys, values and headers of one append or transaction.
    public static let appendBytesMax = 64 << 20
    /// Characters of a topic's name: Kafka's `Topic.MAX_NAME_LENGTH`.
    public static let topicNameMax = 249
    /// Topics of one log.
    public static let topicsMax = 1_000
    /// Partitions of one topic.
    public static let partitionsMax = 256
    /// Consumer groups of one log.
    public static let groupsMax = 10_000
    /// Bytes of a consumer group's name.
    public static let groupNameBytesMax = 255
    /// Bytes of a producer's name.
    public static let producerNameBytesMax = 128
    /// Producers that one partition remembers.
    public static let producersPerPartitionMax = 1_000
    /// Bytes that may wait to be written; a further append is refused with `EventLogError.overloaded`.
    public static let waitingBytesMax = 256 << 20
    /// Appends that may wait to be written.
    public static let waitingAppendsMax = 65_536
    /// Readers that may wait for growth at once.
    public static let followersMax = 100_000

    /// Why `name` cannot be a topic's name, or nil if it can: the rules of Kafka's `Topic.validate`.
    public static func refusal(ofTopicName name: String) -> String? {
        if name.isEmpty { return "it is empty" }
        if name == "." || name == ".." { return "'.' and '..' are not allowed" }
        if name.utf8.count > topicNameMax { return "it is longer than \(topicNameMax) characters" }
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                continue
            default: return "only letters, digits, '.', '_' and '-' are allowed"
            }
        }
        return nil
    }

    /// Refuses a record that breaks a limit.
    ///
    /// - Throws: `EventLogError.recordTooLarge` or `.invalidRecord`.
    public static func check(_ record: EventRecord) throws(EventLogError) {
        let bytes = record.bytes
        if bytes > recordBytesMax { throw .recordTooLarge(bytes: bytes, max: recordBytesMax) }
        if record.headers.isEmpty { return }
        if record.headers.count > headersMax {
            throw .invalidRecord("\(record.headers.count) headers are more than \(headersMax)")
        }
        for header in record.headers where header.name.utf8.count > headerNameBytesMax {
            throw .invalidRecord("a header's name is longer than \(headerNameBytesMax) bytes")
        }
    }
}
