import Foundation
import Primitives
import Testing

@testable import Workloads

@Suite struct WriteJournalTests {
    private func entry(_ number: UInt64, _ kind: JournalEntry.Kind = .order) -> JournalEntry {
        JournalEntry(
            kind: kind,
            key: Identifier(high: 1, low: number),
            reference: "r\"\(number)",
            itemCount: Int(number)
        )
    }

    private func temporaryPath() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID().uuidString)").path
    }

    @Test func aFileGivesBackWhatMemoryHolds() throws {
        let path = temporaryPath()
        defer { try! FileManager.default.removeItem(atPath: path) }
        let journal = try WriteJournal(file: path)
        let tickets = try (1...4).map { try journal.willSend(entry($0, $0 == 1 ? .customer : .order)) }
        journal.answered(tickets[2], .refused(status: 409))
        journal.answered(tickets[0], .acknowledged(id: "c-1"))
        journal.answered(tickets[1], .acknowledged(id: "c-1-2"))
        let outcomes: [JournalEntry.Outcome] = [
            .acknowledged(id: "c-1"), .acknowledged(id: "c-1-2"), .refused(status: 409), .unknown,
        ]
        #expect(journal.entries.map(\.outcome) == outcomes)
        #expect(try WriteJournal.entries(ofFile: path) == journal.entries)
    }

    @Test func aFileIsAppendedTo() throws {
        let path = temporaryPath()
        defer { try! FileManager.default.removeItem(atPath: path) }
        _ = try WriteJournal(file: path).willSend(entry(1))
        _ = try WriteJournal(file: path).willSend(entry(2))
        #expect(try WriteJournal.entries(ofFile: path) == [entry(1), entry(2)])
    }

    @Test func aLineStandsInTheFileBeforeTheWriteIsSent() throws {
        let path = temporaryPath()
        defer { try! FileManager.default.removeItem(atPath: path) }
        let journal = try WriteJournal(file: path)
        _ = try journal.willSend(entry(1))
        #expect(try WriteJournal.entries(ofFile: path).map(\.key) == [entry(1).key])
    }

    @Test func aTornLastLineIsLeftOut() throws {
        var text: [UInt8] = []
        JournalLine.sent(entry(1)).write(into: &text)
        var torn: [UInt8] = []
        JournalLine.acknowledged(key: entry(1).key, id: "x").write(into: &torn)
        let entries = try WriteJournal.entries(ofText: text + torn.dropLast(1))
        #expect(entries == [entry(1)])
        #expect(try WriteJournal.entries(ofText: text + torn)[0].outcome == .acknowledged(id: "x"))
    }

    @Test func aMalformedJournalIsRefused() {
        var sent: [UInt8] = []
        JournalLine.sent(entry(1)).write(into: &sent)
        var answer: [UInt8] = []
        JournalLine.refused(key: entry(2).key, status: 400).write(into: &answer)
        #expect(throws: WorkloadError.self) { try WriteJournal.entries(ofText: Array("nonsense\n".utf8) + sent) }
        #expect(throws: WorkloadError.self) { try WriteJournal.entries(ofText: sent + answer) }
        #expect(throws: WorkloadError.self) { try WriteJournal.entries(ofText: sent + sent) }
        #expect(throws: WorkloadError.self) { try WriteJournal(file: "/nowhere/at/all") }
    }
}
