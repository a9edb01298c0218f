import CRDKafka
import EventLog
import Logging
import Synchronization

/// What the readers of all partitions share: consumers that each can be at one place of every partition, and what is known
/// of the partitions' ends.
final class ReaderLanes: Sendable {
    private struct State {
        var lanes: [KafkaHandle] = []
        var ends: [TopicPartition: Int64] = [:]
        var isClosed = false
    }

    let namespace: String
    let topics: TopicDirectory
    let calls: BlockingCalls
    /// How long a read may wait for an answer.
    let timeout: Duration
    private let configuration: KafkaConfiguration
    private let logger: Logger
    private let state: Mutex<State>

    init(
        _ configuration: KafkaConfiguration,
        first: KafkaHandle,
        topics: TopicDirectory,
        calls: BlockingCalls,
        logger: Logger
    ) {
        self.configuration = configuration
        self.topics = topics
        self.calls = calls
        self.logger = logger
        namespace = configuration.namespace
        timeout = .milliseconds(configuration.timeoutMilliseconds)
        state = Mutex(State(lanes: [first]))
    }

    /// A consumer of committed records.
    ///
    /// - Throws: `EventLogError.invalidConfiguration`.
    static func consumer(_ configuration: KafkaConfiguration, logger: Logger) throws -> KafkaHandle {
        try KafkaHandle(
            RD_KAFKA_CONSUMER,
            configuration,
            [
                ("isolation.level", "read_committed"), ("enable.partition.eof", "true"),
                ("auto.offset.reset", "error"), ("enable.auto.commit", "false"), ("enable.auto.offset.store", "false"),
                ("fetch.wait.max.ms", String(KafkaConfiguration.fetchWaitMilliseconds)),
                ("fetch.error.backoff.ms", "50"),
                ("fetch.message.max.bytes", String(KafkaConfiguration.fetchBytes)),
                ("queued.min.messages", String(KafkaConfiguration.aheadRecords)),
                ("queued.max.messages.kbytes", String(KafkaConfiguration.aheadKilobytes)),
            ],
            logger: logger
        )
    }

    /// The consumer for the cursor of this number in each partition.
    ///
    /// - Throws: `EventLogError.invalidConfiguration`, `.closed`.
    func lane(_ number: Int) throws -> KafkaHandle {
        try state.withLock { state in
            if state.isClosed { throw EventLogError.closed }
            while state.lanes.count <= number {
                state.lanes.append(try Self.consumer(configuration, logger: logger))
            }
            return state.lanes[number]
        }
    }

    /// An offset before which every record is known to be committed.
    func end(of source: TopicPartition) -> Int64 { state.withLock { $0.ends[source] ?? 0 } }

    /// Learns that partitions reach at least so far.
    func reached(_ ends: [TopicPartition: Int64]) {
        state.withLock { $0.ends.merge(ends) { max($0, $1) } }
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Refuses readers from now on.
    func close() { state.withLock { $0.isClosed = true } }

    /// Lets the consumers go. Waits for librdkafka's threads.
    func destroy() {
        let lanes = state.withLock { state in
            defer { state.lanes = [] }
            return state.lanes
        }
        for lane in lanes { lane.destroy() }
    }
}
