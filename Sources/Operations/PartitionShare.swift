import EventLog
import Logging
import Metrics
import Storage
import Synchronization

/// Which partitions of the topics that it works on are a server's own.
public enum PartitionSharing: Sendable, Hashable {
    /// Those that the log's consumer group gives it.
    case group
    /// All: something else sees to it that it is the only one.
    case alone
}

/// This server's share of the partitions of some topics: with several servers on one log, each partition is one server's at a
/// time, and what is done for it is done once.
final class PartitionShare: Sendable {
    /// How long it waits after the store or the log failed, in milliseconds.
    static let retryMilliseconds = 500

    private let log: any EventLog
    private let group: String
    private let topics: [String]
    private let sharing: PartitionSharing
    private let logger: Logger
    private let gauge: Gauge
    private let held = Mutex(0)

    /// The share of a member of this group.
    init(of topics: [String], group: String, _ sharing: PartitionSharing, log: any EventLog, logger: Logger) {
        self.log = log
        self.group = group
        self.topics = topics
        self.sharing = sharing
        self.logger = logger
        gauge = Gauge(label: "bss_log_partitions_held", dimensions: [("group", group)])
        gauge.record(0)
    }

    /// Runs `body` for each partition of the share, until the task is cancelled or the store or log is closed. What fails is
    /// tried again, a partition's body without regard to the others.
    func run(_ body: @escaping @Sendable (TopicPartition) async throws -> Void) async {
        @Sendable func serve(_ source: TopicPartition) async {
            count(1)
            defer { count(-1) }
            await retrying("a partition waits", ["partition": "\(source)"]) { try await body(source) }
        }
        await retrying("a share of the partitions is waited for") {
            switch sharing {
            case .group: try await log.join(group: group, topics: topics) { await serve($0) }
            case .alone:
                var all: [TopicPartition] = []
                for topic in topics {
                    all += try await log.describe(topic).partitions.map { TopicPartition(topic, $0.partition) }
                }
                await withDiscardingTaskGroup { bodies in
                    for source in all { bodies.addTask { await serve(source) } }
                }
            }
        }
    }

    private func retrying(
        _ message: Logger.Message,
        _ metadata: Logger.Metadata = [:],
        _ body: () async throws -> Void
    ) async {
        while !Task.isCancelled {
            do {
                try await body()
                return
            } catch is CancellationError {
                return
            } catch EventLogError.closed, StorageError.closed {
                return
            } catch {
                let more: Logger.Metadata = ["group": "\(group)", "error": "\(error)"]
                logger.error(message, metadata: metadata.merging(more) { $1 })
                // why: cancellation ends the loop
                try? await Task.sleep(for: .milliseconds(Self.retryMilliseconds))
            }
        }
    }

    private func count(_ change: Int) {
        held.withLock { held in
            held += change
            gauge.record(held)
        }
    }
}
