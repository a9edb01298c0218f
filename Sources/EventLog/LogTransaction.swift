/// Records for any topics, and consumer offsets, that become visible and durable together or not at all.
///
/// It is a value that grows until it is handed to `EventLog.append(_:)`; to abort is to drop it. So no transaction is
/// ever left open in the log to hold its readers back, and none needs fencing after a crash.
public struct LogTransaction: Sendable {
    /// One topic's records.
    public struct Part: Sendable {
        /// The topic.
        public let topic: String
        /// The records, in order.
        public let records: [EventRecord]
    }

    /// Who sends it; with one, every record carries a sequence and resending is harmless.
    public let producer: Producer?
    /// The records, in order of addition.
    public private(set) var parts: [Part] = []
    /// The offsets to commit, by consumer group.
    public private(set) var offsets: [String: [TopicPartition: Int64]] = [:]

    /// An empty transaction.
    public init(producer: Producer? = nil) { self.producer = producer }

    /// Adds records of a topic.
    public mutating func append(_ records: [EventRecord], to topic: String) {
        parts.append(Part(topic: topic, records: records))
    }

    /// Adds offsets that `group` will have committed; each is the next offset that the group wants to read.
    public mutating func commit(_ offsets: [TopicPartition: Int64], group: String) {
        self.offsets[group, default: [:]].merge(offsets) { _, new in new }
    }
}
