/// A topic as it is now.
public struct TopicDescription: Hashable, Sendable {
    /// A partition as it is now.
    public struct Partition: Hashable, Sendable {
        /// Its number, from 0.
        public let partition: Int
        /// The oldest offset that can be read.
        public let earliestOffset: Int64
        /// The offset that the next record will get.
        public let endOffset: Int64
        /// Where a read-committed reader stops: the first offset of the oldest open transaction, else the end.
        public let lastStableOffset: Int64
        /// The bytes it takes on disk; 0 where the log does not say.
        public let bytes: Int64
        /// How many files hold them; 0 where the log does not say.
        public let segments: Int

        /// A partition with these figures.
        public init(
            partition: Int,
            earliestOffset: Int64,
            endOffset: Int64,
            lastStableOffset: Int64,
            bytes: Int64,
            segments: Int
        ) {
            self.partition = partition
            self.earliestOffset = earliestOffset
            self.endOffset = endOffset
            self.lastStableOffset = lastStableOffset
            self.bytes = bytes
            self.segments = segments
        }
    }

    /// Its name.
    public let name: String
    /// What it was created with.
    public let configuration: TopicConfiguration
    /// Its partitions, by number.
    public let partitions: [Partition]

    /// A topic with these parts.
    public init(name: String, configuration: TopicConfiguration, partitions: [Partition]) {
        self.name = name
        self.configuration = configuration
        self.partitions = partitions
    }

    /// How many records can be read from all partitions, gaps counted.
    public var records: Int64 { partitions.reduce(0) { $0 + $1.endOffset - $1.earliestOffset } }
}
