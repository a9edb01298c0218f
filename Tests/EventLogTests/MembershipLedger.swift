import EventLog
import Synchronization
import Testing

/// What the members of a group do, as a test sees it: who has which partition, and what was handled.
final class MembershipLedger: Sendable {
    private struct State {
        var holders: [TopicPartition: String] = [:]
        var handled: [String] = []
    }

    private let state = Mutex(State())

    /// What was handled, in order.
    var handled: [String] { state.withLock { $0.handled } }

    /// How many partitions each member has.
    var shares: [String: Int] {
        state.withLock { state in Dictionary(grouping: state.holders.values) { $0 }.mapValues(\.count) }
    }

    /// A member that handles every record of its partitions, and commits each.
    func member(_ name: String, _ log: any EventLog, group: String, topic: String) async throws {
        try await log.join(group: group, topics: [topic]) { source in
            let other = self.state.withLock { $0.holders.updateValue(name, forKey: source) }
            #expect(other == nil, "\(source) is \(other ?? "")'s and \(name)'s at the same time")
            defer { self.state.withLock { $0.holders[source] = nil } }
            let position = try await log.position(of: group, in: source)
            for try await batch in log.follow(source, from: position, ReadOptions(records: 1)) {
                try await log.commit([source: batch.nextOffset], group: group)
                self.state.withLock { $0.handled += batch.events.map(\.text) }
            }
        }
    }

    /// Waits until something is so, for a minute at most.
    func wait(until isSo: (MembershipLedger) -> Bool) async throws {
        for _ in 0..<6_000 where !isSo(self) { try await Task.sleep(for: .milliseconds(10)) }
        try #require(isSo(self), "the shares are \(shares), \(handled.count) records are handled")
    }
}
