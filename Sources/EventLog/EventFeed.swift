/// The records of partitions, batch by batch, waiting without polling for those to come.
///
/// Ends only by an error: `CancellationError` when its task is cancelled, `EventLogError.closed` when the log is.
public struct EventFeed: AsyncSequence, Sendable {
    /// A batch of one partition, never empty.
    public typealias Element = EventBatch

    let log: any EventLog
    let options: ReadOptions
    /// Which partitions, and where to begin in each.
    let start: @Sendable () async throws -> [(source: TopicPartition, offset: Int64)]

    /// Starts to read.
    public func makeAsyncIterator() -> Iterator { Iterator(feed: self) }

    /// The state of one reader.
    public struct Iterator: AsyncIteratorProtocol {
        let feed: EventFeed
        private var positions: [(source: TopicPartition, offset: Int64)]?
        private var turn = 0

        init(feed: EventFeed) { self.feed = feed }

        /// The next batch; partitions take turns, so that none starves.
        public mutating func next() async throws -> EventBatch? {
            var positions = if let positions { positions } else { try await feed.start() }
            while true {
                for _ in positions.indices {
                    let index = turn
                    turn = (turn + 1) % positions.count
                    let (source, offset) = positions[index]
                    let batch = try await feed.log.read(source, from: offset, feed.options)
                    positions[index].offset = batch.nextOffset
                    if !batch.events.isEmpty {
                        self.positions = positions
                        return batch
                    }
                }
                let waiting = Dictionary(uniqueKeysWithValues: positions.map { ($0.source, $0.offset) })
                try await feed.log.waitForRecords(at: waiting)
            }
        }
    }
}
