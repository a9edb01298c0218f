import EventLog
import Logging
import Metrics
import Storage
import Synchronization

/// This server's share of the partitions of some topics: with several servers on one log, each partition is one server's at a
/// time, and what is done for it is done once.
final class PartitionShare: Sendable {
    /// How long it waits after the store or the log failed, in milliseconds.
    static let retryMilliseconds = 500

    private let log: any EventLog
    private let group: String
    private let topics: [String]
    private let logger: Logger
    private let gauge: Gauge
    private let held = Mutex(0)

    /// The share of a member of this group.
    init(of topics: [String], group: String, log: any EventLog, logger: Logger) {
        self.log = log
        self.group = group
        self.topics = topics
        self.logger = logger
        gauge = Gauge(label: "bss_log_partitions_held", dimensions: [("group", group)])
        gauge.record(0)
    }

    /// Runs `body` for each partition of the share, until the task is cancelled or the store or log is closed. What fails is
    /// tried again, a partition's body without regard to the others.
    func run(_ body: @escaping @Sendable (TopicPartition) async throws -> Void) async {
        await retrying("a share of the partitions is waited for") {
            try await self.log.join(group: self.group, topics: self.topics) { source in
                self.count(1)
                defer { self.count(-1) }
                await self.retrying("a partition waits", ["partition": "\(source)"]) { try await body(source) }
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
