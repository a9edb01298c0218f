/// What one read returned.
public struct EventBatch: Sendable {
    /// The partition that was read.
    public let source: TopicPartition
    /// The records, in order of offset; empty when the reader has caught up.
    public let events: [StoredEvent]
    /// Where the next read should begin. Offsets may have gaps, so this is not always the last offset plus one.
    public let nextOffset: Int64
    /// The partition's end at the time of the read; `endOffset - nextOffset` is the reader's lag in records.
    public let endOffset: Int64

    /// A batch with these parts.
    public init(source: TopicPartition, events: [StoredEvent], nextOffset: Int64, endOffset: Int64) {
        self.source = source
        self.events = events
        self.nextOffset = nextOffset
        self.endOffset = endOffset
    }
}
