import Domain
import Primitives

/// The event log as the API shows it. The log has one writer process, so while the server runs, the command line
/// reaches it through here; `Server` fills the closures in, since this target does not know the log.
public struct TopicAccess: Sendable {
    /// A topic and where its partitions are.
    public struct Topic: Sendable, Hashable {
        /// A partition's readable range.
        public struct Partition: Sendable, Hashable {
            /// Its number, from 0.
            public let partition: Int
            /// The oldest offset that can be read.
            public let earliestOffset: Int64
            /// The offset that the next record will get.
            public let endOffset: Int64
            /// The bytes it takes on disk.
            public let bytes: Int64

            /// A partition with these figures.
            public init(partition: Int, earliestOffset: Int64, endOffset: Int64, bytes: Int64) {
                self.partition = partition
                self.earliestOffset = earliestOffset
                self.endOffset = endOffset
                self.bytes = bytes
            }
        }

        /// Its name.
        public let name: String
        /// How long records are kept, in milliseconds; nil for ever.
        public let retentionMilliseconds: Int64?
        /// How many bytes are kept per partition; nil for no bound.
        public let retentionBytes: Int64?
        /// Its partitions, by number.
        public let partitions: [Partition]

        /// A topic with these parts.
        public init(name: String, retentionMilliseconds: Int64?, retentionBytes: Int64?, partitions: [Partition]) {
            self.name = name
            self.retentionMilliseconds = retentionMilliseconds
            self.retentionBytes = retentionBytes
            self.partitions = partitions
        }
    }

    /// A topic to be made.
    public struct NewTopic: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// How many partitions; nil for the log's default.
        public let partitions: Int?
        /// How long records are kept, in milliseconds; nil for ever.
        public let retentionMilliseconds: Int64?
        /// How many bytes are kept per partition; nil for no bound.
        public let retentionBytes: Int64?
    }

    /// A record to be appended.
    public struct NewRecord: Sendable, Hashable {
        /// What decides the partition; nil for any.
        public let key: [UInt8]?
        /// The content.
        public var value: [UInt8]
        /// Named values beside it, in order.
        public let headers: [Header]
        /// Whether it has no value, not even an empty one: it deletes its key's row.
        public var isTombstone = false
    }

    /// A named value beside a record's content.
    public struct Header: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Its value.
        public let value: [UInt8]

        /// A header.
        public init(name: String, value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    /// Where a record was put.
    public struct Position: Sendable, Hashable {
        /// The partition.
        public let partition: Int
        /// The place in it.
        public let offset: Int64

        /// A place in the log.
        public init(partition: Int, offset: Int64) {
            self.partition = partition
            self.offset = offset
        }
    }

    /// A record that was read.
    public struct StoredRecord: Sendable, Hashable {
        /// The topic it is in.
        public let topic: String
        /// The partition it is in.
        public let partition: Int
        /// Its place in the partition.
        public let offset: Int64
        /// When it happened.
        public let timestamp: Timestamp
        /// What decided the partition.
        public let key: [UInt8]?
        /// Named values beside the content.
        public let headers: [Header]
        /// The content.
        public let value: [UInt8]
        /// Whether there is no value, not even an empty one.
        public let isTombstone: Bool

        /// A record with these parts.
        public init(
            topic: String,
            partition: Int,
            offset: Int64,
            timestamp: Timestamp,
            key: [UInt8]?,
            headers: [Header],
            value: [UInt8],
            isTombstone: Bool = false
        ) {
            self.isTombstone = isTombstone
            self.topic = topic
            self.partition = partition
            self.offset = offset
            self.timestamp = timestamp
            self.key = key
            self.headers = headers
            self.value = value
        }
    }

    /// Which records to read.
    public struct Reading: Sendable, Hashable {
        /// Where to begin.
        public enum Start: Sendable, Hashable {
            /// At the oldest record.
            case beginning
            /// Behind the newest record.
            case end
            /// At an offset, of every partition that is read.
            case offset(Int64)
            /// At the first record of this time or later.
            case time(Timestamp)
        }

        /// The topic.
        public let topic: String
        /// The partition; nil for all.
        public let partition: Int?
        /// Where to begin; a group that has committed offsets goes on from there instead.
        public let start: Start
        /// The most records.
        public let max: Int
        /// The consumer group whose offsets are used, and committed when the next batch is asked for.
        public let group: String?
        /// How long to wait for a first record if there is none yet, in milliseconds; 0 does not wait.
        public let waitMilliseconds: Int64
        /// Whether to go on with every new record as it comes, until the reader leaves.
        public let follows: Bool
    }

    /// Batches of records. The sequence ends where the reading ends; one that follows ends by cancellation.
    public typealias Records = any AsyncSequence<[StoredRecord], any Error> & Sendable

    /// All topics, by name.
    public let topics: @Sendable () async throws -> [Topic]
    /// A topic; `notFound` for an unknown one.
    public let topic: @Sendable (_ name: String) async throws -> Result<Topic, Refusal>
    /// Makes a topic; `conflict` if there is one of the name, `malformed` for what the log does not accept.
    public let create: @Sendable (NewTopic) async throws -> Result<Topic, Refusal>
    /// Appends records; durable on return. `notFound`, `malformed`, `tooMany`.
    public let append: @Sendable (_ topic: String, [NewRecord]) async throws -> Result<[Position], Refusal>
    /// Opens a reading; `notFound` or `malformed` before the first batch.
    public let read: @Sendable (Reading) async throws -> Result<Records, Refusal>

    /// Access through these closures.
    public init(
        topics: @escaping @Sendable () async throws -> [Topic],
        topic: @escaping @Sendable (_ name: String) async throws -> Result<Topic, Refusal>,
        create: @escaping @Sendable (NewTopic) async throws -> Result<Topic, Refusal>,
        append: @escaping @Sendable (_ topic: String, [NewRecord]) async throws -> Result<[Position], Refusal>,
        read: @escaping @Sendable (Reading) async throws -> Result<Records, Refusal>
    ) {
        self.topics = topics
        self.topic = topic
        self.create = create
        self.append = append
        self.read = read
    }
}
