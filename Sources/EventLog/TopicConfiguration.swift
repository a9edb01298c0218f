/// What a topic was created with.
public struct TopicConfiguration: Hashable, Sendable {
    /// How many partitions, 1 to `EventLogLimits.partitionsMax`.
    public var partitions: Int
    /// How long records are kept at least, in milliseconds by their timestamp; nil keeps them for ever.
    public var retentionMilliseconds: Int64?
    /// How many bytes a partition keeps at least; nil sets no bound. As Kafka's `retention.bytes`, per partition.
    public var retentionBytes: Int64?

    /// A configuration; six partitions are the design's default, seven days are Kafka's `log.retention.hours`.
    public init(
        partitions: Int = 6,
        retentionMilliseconds: Int64? = 7 * 86_400_000,
        retentionBytes: Int64? = nil
    ) {
        self.partitions = partitions
        self.retentionMilliseconds = retentionMilliseconds
        self.retentionBytes = retentionBytes
    }
}
