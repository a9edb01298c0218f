import Primitives
import Synchronization
import Testing

@testable import Workloads

@Suite struct AuditorTests {
    private static func entry(_ reference: String, _ outcome: JournalEntry.Outcome, items: Int = 2) -> JournalEntry {
        JournalEntry(
            kind: .order,
            key: Identifier(high: 0, low: 0),
            reference: reference,
            itemCount: items,
            outcome: outcome
        )
    }

    /// Audits against a server that holds these records.
    private static func audit(_ entries: [JournalEntry], _ held: [AuditAnswer.Record]) async throws -> AuditResult {
        try await Auditor(concurrency: 3) { question in
            let records =
                switch question {
                case .resource(_, let id): held.filter { $0.id == id }
                case .matches(_, let reference): held.filter { $0.reference == reference }
                }
            return AuditAnswer(total: records.count, records: records)
        }.audit(entries)
    }

    @Test func whatIsThereOnceIsConfirmed() async throws {
        let entries = (0..<50).map { Self.entry("r\($0)", .acknowledged(id: "i\($0)")) }
        let result = try await Self.audit(
            entries,
            (0..<50).map { AuditAnswer.Record(id: "i\($0)", reference: "r\($0)", itemCount: 2) }
        )
        #expect(result.isClean && result.confirmed == 50 && result.checked == 50)
    }

    @Test func everyProblemIsFound() async throws {
        let entries = [
            Self.entry("missing", .acknowledged(id: "m")), Self.entry("doubled", .acknowledged(id: "d1")),
            Self.entry("items", .acknowledged(id: "n"), items: 3), Self.entry("moved", .acknowledged(id: "old")),
            Self.entry("refused", .refused(status: 409)), Self.entry("twice", .unknown),
        ]
        let result = try await Self.audit(
            entries,
            [
                .init(id: "d1", reference: "doubled", itemCount: 2),
                .init(id: "d2", reference: "doubled", itemCount: 2),
                .init(id: "n", reference: "items", itemCount: 2), .init(id: "old", reference: "other", itemCount: 2),
                .init(id: "new", reference: "moved", itemCount: 2), .init(id: "r", reference: "refused", itemCount: 2),
                .init(id: "t1", reference: "twice", itemCount: 2), .init(id: "t2", reference: "twice", itemCount: 2),
            ]
        )
        #expect(!result.isClean && result.confirmed == 0)
        #expect(result.problems == [.missing: 1, .doubled: 2, .different: 2, .unexpected: 1])
        #expect(result.findings.count == 6)
    }

    @Test func anUnknownOutcomeMayBeEither() async throws {
        let result = try await Self.audit(
            [Self.entry("a", .unknown), Self.entry("b", .unknown), Self.entry("c", .refused(status: 400))],
            [.init(id: "1", reference: "a", itemCount: 2)]
        )
        #expect(result.isClean)
        #expect(result.unknownDone == 1 && result.unknownNotDone == 1 && result.refusedAbsent == 1)
    }

    @Test func aServerThatDoesNotAnswerIsAFinding() async throws {
        let result = try await Auditor { _ in throw WorkloadError("away") }.audit([Self.entry("a", .unknown)])
        #expect(result.problems == [.unreadable: 1])
    }

    @Test func neverMoreThanTheConcurrencyIsAsked() async throws {
        let open = Mutex((now: 0, most: 0))
        let reports = Mutex<[Int]>([])
        let auditor = Auditor(concurrency: 4) { _ in
            open.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            try await Task.sleep(for: .milliseconds(1))
            open.withLock { $0.now -= 1 }
            return AuditAnswer(total: 0, records: [])
        }
        let result = try await auditor.audit((0..<450).map { Self.entry("\($0)", .unknown) }) { done, total in
            #expect(total == 450)
            reports.withLock { $0.append(done) }
        }
        #expect(result.unknownNotDone == 450)
        #expect((1...4).contains(open.withLock { $0.most }))
        #expect(reports.withLock { $0 } == [200, 400, 450])
    }

    @Test func findingsAreBoundedAndCounted() async throws {
        let result = try await Self.audit((0..<300).map { Self.entry("\($0)", .acknowledged(id: "\($0)")) }, [])
        #expect(result.count(.missing) == 300 && result.findings.count == AuditResult.findingsMax)
    }

    @Test func httpAnswersAreRead() throws {
        let found = AuditQuestion.resource(.order, id: "i")
        let body = Array(#"{"id":"i","externalId":"r","productOrderItem":[{},{}]}"#.utf8)
        #expect(
            try found.answer(ServerAnswer(status: 200, body: body))
                == AuditAnswer(total: 1, records: [.init(id: "i", reference: "r", itemCount: 2)])
        )
        #expect(try found.answer(ServerAnswer(status: 404)).total == 0)
        #expect(throws: WorkloadError.self) { try found.answer(ServerAnswer(status: 401)) }
        let listed = AuditQuestion.matches(.customer, reference: "a b")
        #expect(listed.path == "\(APIPath.customer)?name=a%20b&fields=name&limit=4")
        let list = Array(#"[{"id":"c","name":"a b"}]"#.utf8)
        #expect(try listed.answer(ServerAnswer(status: 200, totalCount: 9, body: list)).total == 9)
        #expect(throws: WorkloadError.self) { try listed.answer(ServerAnswer(status: 404)) }
    }
}
