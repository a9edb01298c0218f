import EventLog
import Primitives
import StreamRuntime

/// A job that is to go on elsewhere is rehearsed there first: the new side reads the topics from their beginning, as if it had
/// been the job all along, and writes into topics of its own. What it writes there and the old side has not written is what has
/// to be added when it takes over; what the old side has written and it has not, it still has to come to, or never will.
struct Rehearsal: Sendable {
    /// The most records of the job that are compared.
    static let recordsMax = 20_000_000
    /// Records that are told of as examples.
    static let examplesMax = 3

    /// Its number, which tells its topics from those of others.
    let number: Int64
    /// The job's topics.
    let topics: JobTopics
    /// What happened before counts as done: it is neither compared nor added. Nil for everything.
    let since: Timestamp?

    /// Where the new side writes what belongs into a topic.
    static func topic(_ output: String, _ number: Int64) -> String { "\(output).rehearsal-\(number)" }

    /// By output topic, where the new side writes instead.
    static func renamed(_ outputs: some Sequence<String>, _ number: Int64) -> [String: String] {
        Dictionary(uniqueKeysWithValues: outputs.map { ($0, topic($0, number)) })
    }

    /// How far the new side has come.
    struct Comparison: Sendable, Hashable {
        /// The job's records in its output topics.
        var written: Int64 = 0
        /// Those that the rehearsal does not have.
        var missing: Int64 = 0
        /// Some of them: topic, partition, offset, value.
        var examples: [String] = []
        /// Those that only the rehearsal has.
        var ahead: Int64 = 0
    }

    /// Key and value of a record, by two hashes with keys of their own: equal for equal records, and hardly for others. Its time
    /// does not count: where the table has no column for it, it is the clock's.
    private struct Fingerprint: Hashable {
        let first: Int
        let second: Int

        init(_ event: StoredEvent) {
            var hashers = (Hasher(), Hasher())
            hashers.1.combine(1)
            for part in [event.key ?? [], event.value] {
                part.withUnsafeBytes {
                    hashers.0.combine(bytes: $0)
                    hashers.1.combine(bytes: $0)
                }
                hashers.0.combine(part.count)
                hashers.1.combine(part.count)
            }
            first = hashers.0.finalize()
            second = hashers.1.finalize()
        }
    }

    /// Whether its topics are there, and nothing was written into them.
    func isUntouched(in log: any EventLog) async throws -> Bool {
        for output in topics.outputs.keys {
            do {
                let topic = try await log.describe(Self.topic(output, number))
                guard topic.partitions.allSatisfy({ $0.endOffset == 0 }) else { return false }
            } catch EventLogError.unknownTopic { return false }
        }
        return true
    }

    /// Makes the topics that the new side writes to.
    func createTopics(in log: any EventLog) async throws {
        for output in topics.outputs.keys.sorted() {
            let like = try await log.describe(output)
            let configuration = TopicConfiguration(
                partitions: like.partitions.count,
                // The records' time is that of their events, so a period would take old ones away at once.
                retentionMilliseconds: nil
            )
            _ = try await log.createTopicIfAbsent(Self.topic(output, number), configuration)
        }
    }

    /// The topics of which the log does not have everything any more.
    func incompleteTopics(in log: any EventLog) async throws -> [String] {
        var incomplete: [String] = []
        for topic in topics.inputs + topics.outputs.keys.sorted()
        where try await log.describe(topic).partitions.contains(where: { $0.earliestOffset > 0 }) {
            incomplete.append(topic)
        }
        return incomplete
    }

    /// Compares what both sides have written; hands over what only the rehearsal has, in the order of its partitions.
    ///
    /// - Throws: `RehearsalFailure.tooManyRecords` and what the log throws.
    func compare(
        in log: any EventLog,
        ahead: (_ output: String, StoredEvent) async throws -> Void = { _, _ in }
    ) async throws -> Comparison {
        var comparison = Comparison()
        for (output, types) in topics.outputs.sorted(by: { $0.key < $1.key }) {
            var written: [Fingerprint: Int] = [:]
            // The old side's first: what it writes while the rehearsal's is read cannot be missing then.
            let ends = try await each(of: output, in: log) { event in
                guard isOwn(event, types) else { return }
                comparison.written += 1
                guard comparison.written <= Self.recordsMax else { throw RehearsalFailure.tooManyRecords }
                written[Fingerprint(event), default: 0] += 1
            }
            try await each(of: Self.topic(output, number), in: log) { event in
                guard isOwn(event, nil) else { return }
                let fingerprint = Fingerprint(event)
                if let count = written[fingerprint] {
                    written[fingerprint] = count > 1 ? count - 1 : nil
                } else {
                    comparison.ahead += 1
                    try await ahead(output, event)
                }
            }
            let missing = Int64(written.values.reduce(0, +))
            comparison.missing += missing
            guard missing > 0 else { continue }
            try await each(of: output, in: log, to: ends) { event in
                guard comparison.examples.count < Self.examplesMax, isOwn(event, types),
                    written[Fingerprint(event)] != nil
                else { return }
                let value = String(decoding: event.value.prefix(400), as: UTF8.self)
                comparison.examples.append("\(output)-\(event.partition)@\(event.offset) \(value)")
            }
        }
        return comparison
    }

    /// Appends to the output topics what only the rehearsal has, and answers how much that was. Neither side may run. What is
    /// there already is not appended again, so it can be done again after a crash.
    func promote(in log: any EventLog) async throws -> Int64 {
        var transaction = LogTransaction()
        var (count, bytes) = (0, 0)
        var promoted: Int64 = 0
        _ = try await compare(in: log) { output, event in
            let record = EventRecord(
                key: event.key,
                value: event.value,
                headers: event.headers,
                timestamp: event.timestamp,
                partition: event.partition
            )
            transaction.append([record], to: output)
            (count, bytes, promoted) = (count + 1, bytes + record.bytes, promoted + 1)
            guard count >= RoundPartLimits.recordsMax || bytes >= RoundPartLimits.bytesMax else { return }
            _ = try await log.append(transaction)
            (transaction, count, bytes) = (LogTransaction(), 0, 0)
        }
        if count > 0 { _ = try await log.append(transaction) }
        return promoted
    }

    /// The limits of a transaction.
    private enum RoundPartLimits {
        static let recordsMax = 10_000
        static let bytesMax = 16 << 20
    }

    /// Whether a record counts: of the job, and not from before.
    private func isOwn(_ event: StoredEvent, _ types: Set<String>??) -> Bool {
        if let since, event.timestamp < since { return false }
        guard case .some(.some(let types)) = types else { return true }
        // why: what is no JSON has no type
        guard let type = (try? JSON(parsing: event.value))?["type"]?.string else { return false }
        return types.contains(type)
    }

    /// Goes through the committed records of a topic; answers where it ended in each partition.
    @discardableResult
    private func each(
        of topic: String,
        in log: any EventLog,
        to ends: [Int: Int64]? = nil,
        _ body: (StoredEvent) async throws -> Void
    ) async throws -> [Int: Int64] {
        var reached: [Int: Int64] = [:]
        for partition in try await log.describe(topic).partitions {
            let end = ends?[partition.partition] ?? partition.lastStableOffset
            var offset = partition.earliestOffset
            while offset < end {
                let source = TopicPartition(topic, partition.partition)
                let batch = try await log.read(source, from: offset, ReadOptions(records: 10_000, bytes: 16 << 20))
                for event in batch.events where event.offset < end { try await body(event) }
                guard batch.nextOffset > offset else { break }
                offset = batch.nextOffset
            }
            reached[partition.partition] = end
        }
        return reached
    }
}

/// Why a rehearsal cannot be judged.
enum RehearsalFailure: Error, CustomStringConvertible {
    /// There are more records than are compared.
    case tooManyRecords

    var description: String {
        "the job has written more than \(Rehearsal.recordsMax) records; name a time since which they count"
    }
}
