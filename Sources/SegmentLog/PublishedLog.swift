import EventLog
import Synchronization

/// What readers may see: only what is durable. The writer changes it once per group, so that all partitions of a
/// transaction appear at once.
final class PublishedLog: Sendable {
    struct Partition {
        /// Oldest first; the last one grows.
        var segments: [(segment: Segment, bytes: Int)] = []
        var earliest: Int64 = 0
        var end: Int64 = 0
        /// The greatest timestamp in the last segment.
        var maxTimestamp = Int64.min
        var sequences: [String: Int64] = [:]
        var waiters: Set<UInt64> = []
        /// The newest groups without a gap, as far as they are in memory.
        var recent: [RecentGroup] = []
    }

    struct Topic {
        let configuration: TopicConfiguration
        var partitions: [Partition]
        /// The partition that the last record without a key went to.
        var spread = 0
    }

    /// What changed in a partition.
    struct Change {
        let place: TopicPartition
        var segments: [(segment: Segment, bytes: Int)]
        var end: Int64
        var maxTimestamp: Int64
        var sequences: [String: Int64]
        /// What was added; nil for nothing.
        var recent: RecentGroup?
    }

    private struct Waiter {
        let places: [TopicPartition]
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var topics: [String: Topic] = [:]
        var groups: [String: [TopicPartition: Int64]] = [:]
        var waiters: [UInt64: Waiter] = [:]
        var lastWaiter: UInt64 = 0
        var closed = false
        /// The partitions of the groups in memory, oldest first.
        var recent: [TopicPartition] = []
        var recentBytes = 0

        func topic(_ name: String) throws -> Topic {
            if closed { throw EventLogError.closed }
            guard let topic = topics[name] else { throw EventLogError.unknownTopic(name) }
            return topic
        }

        func partition(_ place: TopicPartition) throws -> Partition {
            let partitions = try topic(place.topic).partitions
            guard partitions.indices.contains(place.partition) else { throw EventLogError.unknownPartition(place) }
            return partitions[place.partition]
        }

        mutating func remember(_ group: RecentGroup, of place: TopicPartition) {
            topics[place.topic]!.partitions[place.partition].recent.append(group)
            recent.append(place)
            recentBytes += group.bytes.capacity
        }

        /// Takes the oldest groups away that are too much.
        mutating func forgetOldGroups() -> [RecentGroup] {
            var forgotten: [RecentGroup] = []
            for place in recent {
                if recentBytes <= SegmentLogConfiguration.recentBytesMax,
                    recent.count - forgotten.count <= SegmentLogConfiguration.recentGroupsMax
                {
                    break
                }
                let group = topics[place.topic]!.partitions[place.partition].recent.removeFirst()
                recentBytes -= group.bytes.capacity
                forgotten.append(group)
            }
            recent.removeFirst(forgotten.count)
            return forgotten
        }

        /// Takes a waiter away, to be resumed outside the lock.
        mutating func remove(_ id: UInt64) -> CheckedContinuation<Void, any Error>? {
            guard let waiter = waiters.removeValue(forKey: id) else { return nil }
            for place in waiter.places { topics[place.topic]?.partitions[place.partition].waiters.remove(id) }
            return waiter.continuation
        }
    }

    private let state = Mutex(State())

    func open(topics: [String: Topic], groups: [String: [TopicPartition: Int64]]) {
        state.withLock { state in
            state.topics = topics
            state.groups = groups
        }
    }

    func topicNames() throws -> [String] {
        try state.withLock { state in
            if state.closed { throw EventLogError.closed }
            return state.topics.keys.sorted()
        }
    }

    func topic(_ name: String) throws -> Topic { try state.withLock { try $0.topic(name) } }
    func partition(_ place: TopicPartition) throws -> Partition { try state.withLock { try $0.partition(place) } }

    func groups() throws -> [String: [TopicPartition: Int64]] {
        try state.withLock { state in
            if state.closed { throw EventLogError.closed }
            return state.groups
        }
    }

    /// How many partitions a topic has, and where its next keyless record goes; moves that on by `records`.
    func spread(_ name: String, records: Int) throws -> (partitions: Int, spread: Int) {
        try state.withLock { state in
            let topic = try state.topic(name)
            let count = topic.partitions.count
            state.topics[name]!.spread = (topic.spread + records) % count
            return (count, topic.spread)
        }
    }

    /// The segment that holds this offset and its visible size; nil at the end of the partition.
    func locate(
        _ place: TopicPartition,
        _ offset: Int64
    ) throws -> (found: (segment: Segment, bytes: Int)?, end: Int64) {
        try state.withLock { state in
            if state.closed { throw EventLogError.closed }
            guard let topic = state.topics[place.topic] else { throw EventLogError.unknownTopic(place.topic) }
            guard topic.partitions.indices.contains(place.partition) else {
                throw EventLogError.unknownPartition(place)
            }
            let partition = topic.partitions[place.partition]
            guard offset >= partition.earliest, offset <= partition.end else {
                throw EventLogError.offsetOutOfRange(
                    place,
                    offset: offset,
                    earliest: partition.earliest,
                    end: partition.end
                )
            }
            if offset == partition.end { return (nil, partition.end) }
            var low = 0
            var high = partition.segments.count
            while high - low > 1 {
                let middle = (low + high) / 2
                if partition.segments[middle].segment.base <= offset { low = middle } else { high = middle }
            }
            return (partition.segments[low], partition.end)
        }
    }

    /// The groups in memory from the one with this offset on, and where the partition ends; nil if it is not in memory.
    func recent(_ place: TopicPartition, _ offset: Int64) -> (groups: ArraySlice<RecentGroup>, end: Int64)? {
        state.withLock { state in
            guard !state.closed, let partitions = state.topics[place.topic]?.partitions,
                partitions.indices.contains(place.partition)
            else { return nil }
            let (recent, end) = (partitions[place.partition].recent, partitions[place.partition].end)
            guard offset < end, offset >= partitions[place.partition].earliest,
                let first = recent.lastIndex(where: { $0.base <= offset })
            else { return nil }
            return (recent[first...], end)
        }
    }

    func add(_ name: String, _ topic: Topic) { state.withLock { $0.topics[name] = topic } }

    /// Shows a group's records and offsets to everyone and wakes those who waited for them. Answers the old groups that
    /// are no longer in memory for readers to come.
    @discardableResult
    func publish(_ changes: [Change], offsets: [String: [TopicPartition: Int64]]) -> [RecentGroup] {
        let (woken, forgotten) = state.withLock { state in
            var woken: [CheckedContinuation<Void, any Error>] = []
            for change in changes {
                let place = change.place
                var ids: Set<UInt64> = []
                func apply(_ partition: inout Partition) {
                    if let first = change.segments.first, let last = partition.segments.last,
                        last.segment.base == first.segment.base
                    {
                        partition.segments.removeLast()
                    }
                    partition.segments.append(contentsOf: change.segments)
                    partition.end = change.end
                    partition.maxTimestamp = change.maxTimestamp
                    partition.sequences.merge(change.sequences) { _, new in new }
                    ids = partition.waiters
                }
                apply(&state.topics[place.topic]!.partitions[place.partition])
                for id in ids { if let waiter = state.remove(id) { woken.append(waiter) } }
            }
            for (group, places) in offsets { state.groups[group, default: [:]].merge(places) { _, new in new } }
            for change in changes { if let recent = change.recent { state.remember(recent, of: change.place) } }
            return (woken, state.forgetOldGroups())
        }
        for waiter in woken { waiter.resume() }
        return forgotten
    }

    /// Hides the oldest segments of a partition before they are deleted.
    func drop(_ count: Int, of place: TopicPartition) {
        state.withLock { state in
            func apply(_ partition: inout Partition) {
                partition.segments.removeFirst(count)
                partition.earliest = partition.segments.first?.segment.base ?? partition.end
            }
            apply(&state.topics[place.topic]!.partitions[place.partition])
        }
    }

    /// Returns when one of the partitions has grown past its offset.
    func wait(_ offsets: [TopicPartition: Int64]) async throws {
        try Task.checkCancellation()
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome = Result { try register(id, offsets, continuation) }
                switch outcome {
                case .success(true): break
                case .success(false): continuation.resume()
                case .failure(let error): continuation.resume(throwing: error)
                }
            }
        } onCancel: {
            state.withLock { $0.remove(id) }?.resume(throwing: CancellationError())
        }
    }

    /// Whether the waiter has to wait. A task cancelled before this is seen here, one cancelled after it by the
    /// handler, which needs the lock that is held here.
    private func register(
        _ id: UInt64,
        _ offsets: [TopicPartition: Int64],
        _ continuation: CheckedContinuation<Void, any Error>
    ) throws -> Bool {
        try state.withLock { state in
            if state.closed { throw EventLogError.closed }
            for (place, offset) in offsets where try state.partition(place).end > offset { return false }
            if Task.isCancelled { throw CancellationError() }
            if state.waiters.count >= EventLogLimits.followersMax {
                throw EventLogError.limitReached("\(EventLogLimits.followersMax) readers wait already")
            }
            state.waiters[id] = Waiter(places: Array(offsets.keys), continuation: continuation)
            for place in offsets.keys { state.topics[place.topic]!.partitions[place.partition].waiters.insert(id) }
            return true
        }
    }

    func close() {
        let woken = state.withLock { state in
            state.closed = true
            let woken = state.waiters.values.map(\.continuation)
            state.waiters = [:]
            return woken
        }
        for waiter in woken { waiter.resume(throwing: EventLogError.closed) }
    }
}
