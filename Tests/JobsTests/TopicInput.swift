import EventLog
import Foundation
import Primitives

/// The topics that the jobs are tested with (inputs/generate.py), and what may happen to them on their way without
/// changing a job's answer.
struct TopicInput {
    /// A record of a topic.
    struct Record {
        var partition: Int
        let timestamp: Int64
        let key: String
        let value: String

        /// When it happened, as the jobs see it.
        var happened: Int64 {
            guard let start = value.range(of: #""eventTime":""#)?.upperBound,
                let time = Timestamp(value[start...].prefix { $0 != "\"" })
            else { return timestamp }
            return time.milliseconds
        }

        var isClosing: Bool { key.hasPrefix("closing-") }
    }

    /// The jobs' lateness, in milliseconds: what comes this much later than the newest event of its partition is late.
    static let lateness: Int64 = 5_000
    /// By topic its records, in the order in which they come.
    private(set) var topics: [String: [Record]]

    /// The folder of this file.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    /// The topics as they are in the folder `inputs`.
    init() throws {
        topics = [:]
        for topic in ["bss.customer.events", "bss.order.events"] {
            let text = try String(contentsOf: Self.folder.appending(path: "inputs/\(topic).tsv"), encoding: .utf8)
            topics[topic] = text.split(separator: "\n").map { line in
                let parts = line.split(separator: "\t", maxSplits: 3, omittingEmptySubsequences: false)
                return Record(
                    partition: Int(parts[0])!,
                    timestamp: Int64(parts[1])!,
                    key: String(parts[2]),
                    value: String(parts[3])
                )
            }
        }
    }

    /// Topics of these records, which come in the order given.
    init(_ topics: [String: [Record]]) {
        self.topics = topics
    }

    /// The same events in another order within the lateness, more of them twice, over another number of partitions.
    func varied(_ random: inout SeededRandom) -> TopicInput {
        var varied = self
        for topic in topics.keys.sorted() {
            let count = Int.random(in: 1...7, using: &random)
            var arrivals: [(time: Int64, record: Record)] = []
            for var record in topics[topic]! where !record.isClosing {
                record.partition = Int.random(in: 0..<count, using: &random)
                let isTwice = record.value.contains("eventId") && Int.random(in: 0..<4, using: &random) == 0
                for _ in 0..<(isTwice ? 2 : 1) {
                    arrivals.append(
                        (record.happened + Int64.random(in: 0..<Self.lateness, using: &random), record)
                    )
                }
            }
            let closing = topics[topic]!.first(where: \.isClosing)!
            varied.topics[topic] =
                arrivals.sorted { $0.time < $1.time }.map(\.record)
                + (0..<count).map { partition in
                    var record = closing
                    record.partition = partition
                    return record
                }
        }
        return varied
    }

    /// The records of a topic for a log, and how many partitions they need.
    func records(of topic: String) -> (records: [EventRecord], partitions: Int) {
        let records = topics[topic] ?? []
        return (
            records.map { record in
                EventRecord(
                    key: Array(record.key.utf8),
                    value: Array(record.value.utf8),
                    timestamp: Timestamp(milliseconds: record.timestamp),
                    partition: record.partition
                )
            }, (records.map(\.partition).max() ?? 0) + 1
        )
    }
}
