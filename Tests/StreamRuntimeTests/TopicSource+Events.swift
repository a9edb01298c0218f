import EventLog

@testable import StreamRuntime

extension TopicSource {
    /// Takes records of one partition.
    func take(_ events: [StoredEvent]) {
        guard let first = events.first, let last = events.last else { return }
        take(
            RecordBlock(
                EventBatch(
                    source: TopicPartition(first.topic, first.partition),
                    events: events,
                    nextOffset: last.offset + 1,
                    endOffset: last.offset + 1
                )
            )
        )
    }
}
