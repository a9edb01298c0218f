import Foundation
import Primitives
import Synchronization

/// What a workload wrote and what was acknowledged, in memory and, if wanted, in a file: the ground on which an
/// `Auditor` judges a server. A write stands in the journal before it is sent.
public final class WriteJournal: Sendable {
    /// The most writes of one journal: some 150 bytes of memory each.
    public static let entriesMax = 2_000_000

    /// Names a write in its journal.
    public struct Ticket: Sendable, Hashable {
        fileprivate let index: Int
    }

    private struct State {
        var entries: [JournalEntry] = []
        var file: FileHandle?
        var failure: WorkloadError?
    }

    private let state: Mutex<State>

    /// An empty journal; `file` is created, or appended to.
    ///
    /// - Throws: `WorkloadError` if the file cannot be written.
    public init(file path: String? = nil) throws {
        var file: FileHandle?
        if let path {
            if !FileManager.default.fileExists(atPath: path) {
                guard FileManager.default.createFile(atPath: path, contents: nil) else {
                    throw WorkloadError("the journal \(path) cannot be created; is its folder there and writable?")
                }
            }
            guard let handle = FileHandle(forWritingAtPath: path) else {
                throw WorkloadError("the journal \(path) cannot be written")
            }
            try handle.seekToEnd()
            file = handle
        }
        state = Mutex(State(file: file))
    }

    /// Notes a write that is about to be sent.
    ///
    /// - Throws: `WorkloadError` if the journal is full or its file cannot be written: then it must not be sent.
    public func willSend(_ entry: JournalEntry) throws -> Ticket {
        precondition(entry.outcome == .unknown, "a write has no outcome before it is sent")
        return try state.withLock { state in
            if let failure = state.failure { throw failure }
            guard state.entries.count < Self.entriesMax else {
                throw WorkloadError("the journal is full: \(Self.entriesMax) writes")
            }
            Self.append(.sent(entry), &state)
            if let failure = state.failure { throw failure }
            state.entries.append(entry)
            return Ticket(index: state.entries.count - 1)
        }
    }

    /// Notes what was answered: 2xx with the new id, or 4xx. A 5xx leaves the outcome unknown and is not noted. If the
    /// file cannot be written, the next `willSend` throws.
    public func answered(_ ticket: Ticket, _ outcome: JournalEntry.Outcome) {
        state.withLock { state in
            let key = state.entries[ticket.index].key
            state.entries[ticket.index].outcome = outcome
            switch outcome {
            case .acknowledged(let id): Self.append(.acknowledged(key: key, id: id), &state)
            case .refused(let status): Self.append(.refused(key: key, status: status), &state)
            case .unknown: break
            }
        }
    }

    /// Every write so far, in the order of sending.
    public var entries: [JournalEntry] { state.withLock { $0.entries } }

    private static func append(_ line: JournalLine, _ state: inout State) {
        guard let file = state.file else { return }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(160)
        line.write(into: &bytes)
        do {
            try file.write(contentsOf: bytes)
        } catch {
            state.failure = WorkloadError("the journal's file cannot be written: \(error)")
        }
    }

    /// Reads a journal's file. A last line that was cut off is left out; so is nothing else.
    ///
    /// - Throws: `WorkloadError` for a malformed line, an answer to a write that was not sent, or an unreadable file.
    public static func entries(ofFile path: String) throws -> [JournalEntry] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw WorkloadError("the journal \(path) cannot be read")
        }
        return try entries(ofText: Array(data))
    }

    static func entries(ofText text: [UInt8]) throws -> [JournalEntry] {
        var entries: [JournalEntry] = []
        var places: [Identifier: Int] = [:]
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // What follows the last line feed is empty, or a line that its writer did not finish.
        for (number, line) in lines.dropLast().enumerated() {
            guard let parsed = JournalLine(line) else {
                throw WorkloadError("line \(number + 1) of the journal is malformed")
            }
            switch parsed {
            case .sent(let entry):
                guard places.updateValue(entries.count, forKey: entry.key) == nil else {
                    throw WorkloadError("line \(number + 1) of the journal sends key \(entry.key) again")
                }
                entries.append(entry)
            case .acknowledged(let key, let id):
                guard let place = places[key] else { throw unsent(key, number) }
                entries[place].outcome = .acknowledged(id: id)
            case .refused(let key, let status):
                guard let place = places[key] else { throw unsent(key, number) }
                entries[place].outcome = .refused(status: status)
            }
        }
        return entries
    }

    private static func unsent(_ key: Identifier, _ line: Int) -> WorkloadError {
        WorkloadError("line \(line + 1) of the journal answers key \(key), which was not sent")
    }
}
