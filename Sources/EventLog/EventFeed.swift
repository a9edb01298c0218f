/// The records of a topic, batch by batch, waiting without polling for those to come.
///
/// Ends only by an error: `CancellationError` when its task is cancelled, `EventLogError.closed` when the log is.
public struct EventFeed: AsyncSequence, Sendable {
    /// A batch of one partition, never empty.
    public typealias Element = EventBatch

    let log: any EventLog
    let topic: String
    let offsets: [Int: Int64]
    let options: ReadOptions

    /// Starts to read.
    public func makeAsyncIterator() -> Iterator { Iterator(feed: self) }

    /// The state of one reader.
    public struct Iterator: AsyncIteratorProtocol {
        let feed: EventFeed
        private var positions: [Int64]?
        private var turn = 0

        init(feed: EventFeed) { self.feed = feed }

        /// The next batch; partitions take turns, so that none starves.
        public mutating func next() async throws -> EventBatch? {
            var positions = try await start()
            while true {
                for _ in positions.indices {
                    let partition = turn
                    turn = (turn + 1) % positions.count
                    let source = TopicPartition(feed.topic, partition)
                    let batch = try await feed.log.read(source, from: positions[partition], feed.options)
                    positions[partition] = batch.nextOffset
                    if !batch.events.isEmpty {
                        self.positions = positions
                        return batch
                    }
                }
                var waiting: [TopicPartition: Int64] = [:]
                for (partition, offset) in positions.enumerated() {
                    waiting[TopicPartition(feed.topic, partition)] = offset
                }
                try await feed.log.waitForRecords(at: waiting)
            }
        }

        private func start() async throws -> [Int64] {
            if let positions { return positions }
            let description = try await feed.log.describe(feed.topic)
            return description.partitions.map { feed.offsets[$0.partition] ?? $0.earliestOffset }
        }
    }
}
