import EventLog
import Primitives
import Testing

/// What every event log does: members of a group divide its partitions.
@Suite("event log: members of groups", .timeLimit(.minutes(20)))
struct LogMembershipConformanceTests {
    private struct Broken: Error {}

    private static func append(_ numbers: Range<Int>, _ log: any EventLog) async throws {
        _ = try await log.append(
            numbers.map { EventRecord(key: nil, value: Array("\($0)".utf8), partition: $0 % 6) },
            to: "t"
        )
    }

    @Test(arguments: LogImplementation.all)
    func aPartitionIsOneMembersAndTheOthersTakeOver(_ implementation: LogImplementation) async throws {
        let folder = try TemporaryFolder()
        let log = try await implementation.open(folder) { LogImplementation.noon }
        // Where other processes can have the log open too, the members are in different ones.
        let second = implementation.isInFolder ? log : try await implementation.open(folder) { LogImplementation.noon }
        try await log.createTopic("t", TopicConfiguration(partitions: 6))
        try await Self.append(0..<30, log)
        let ledger = MembershipLedger()
        let first = Task { try await ledger.member("first", log, group: "g", topic: "t") }
        defer { first.cancel() }
        try await ledger.wait { $0.shares == ["first": 6] && $0.handled.count == 30 }
        let next = Task { try await ledger.member("next", second, group: "g", topic: "t") }
        defer { next.cancel() }
        if !implementation.isInFolder { try await ledger.wait { $0.shares == ["first": 3, "next": 3] } }
        try await Self.append(30..<60, log)
        try await ledger.wait { $0.handled.count == 60 }

        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(ledger.shares["first"] == nil, "a member has left when its bodies have returned")
        try await Self.append(60..<90, log)
        try await ledger.wait { $0.shares == ["next": 6] && $0.handled.count == 90 }
        next.cancel()
        await #expect(throws: CancellationError.self) { try await next.value }
        #expect(ledger.handled.compactMap { Int($0) }.sorted() == Array(0..<90), "each once")
        #expect(try await log.groups() == ["g"])
        if !implementation.isInFolder { try await second.close() }
        try await log.close()
    }

    @Test(arguments: LogImplementation.all)
    func aMembershipEndsByAFailureOrByClosing(_ implementation: LogImplementation) async throws {
        let folder = try TemporaryFolder()
        let log = try await implementation.open(folder) { LogImplementation.noon }
        try await log.createTopic("t", TopicConfiguration(partitions: 2))
        await #expect(throws: EventLogError.unknownTopic("no")) {
            try await log.join(group: "g", topics: ["t", "no"]) { _ in }
        }
        await #expect(throws: EventLogError.self) { try await log.join(group: "", topics: ["t"]) { _ in } }
        let ledger = MembershipLedger()
        let closing = Task { try await ledger.member("closing", log, group: "closed", topic: "t") }
        let idle = Task { try await log.join(group: "idle", topics: ["t"]) { _ in } }
        await #expect(throws: Broken.self) {
            try await log.join(group: "broken", topics: ["t"]) { source in
                if source.partition == 1 { throw Broken() }
                try await Task.sleep(for: .seconds(3_600))
            }
        }
        try await ledger.wait { $0.shares == ["closing": 2] }
        try await log.close()
        for task in [closing, idle] { await #expect(throws: EventLogError.closed) { try await task.value } }
    }
}
