import EventLog
import Primitives

/// What the writer thread is asked to do.
enum WriteRequest: Sendable {
    /// Records and offsets to be made durable together with those of other callers.
    struct Append: Sendable {
        var drafts: [PartitionDraft] = []
        var producer: Producer?
        var transactional = false
        var offsets: [String: [TopicPartition: Int64]] = [:]

        /// What it counts against the limits of waiting.
        var bytes: Int {
            drafts.reduce(256) { $0 + $1.batches.reduce(0) { $0 + $1.bytes.count + BatchHeader.fixedBytes } }
        }
    }

    /// Where a batch draft went: its first offset after the records that were known already and dropped.
    struct Placement: Sendable {
        let base: Int64
        let dropped: Int
    }

    case append(Append, CheckedContinuation<[[Placement]], any Error>)
    case createTopic(String, TopicConfiguration, CheckedContinuation<Void, any Error>)
    case enforceRetention(Timestamp, CheckedContinuation<Int64, any Error>)
    case close(CheckedContinuation<Void, any Error>?)

    func fail(_ error: EventLogError) {
        switch self {
        case .append(_, let continuation): continuation.resume(throwing: error)
        case .createTopic(_, _, let continuation): continuation.resume(throwing: error)
        case .enforceRetention(_, let continuation): continuation.resume(throwing: error)
        case .close(let continuation): continuation?.resume(throwing: error)
        }
    }
}
