import Primitives

/// Compares what a client's journal says with what a server holds: every acknowledged write is there, once, as it was
/// sent; one of unknown outcome is there once at most; a refused one is not.
public struct Auditor: Sendable {
    /// Asks the server. Retries are the asker's affair; an error is a finding.
    public typealias Ask = @Sendable (AuditQuestion) async throws -> AuditAnswer

    /// Questions that may be open at once.
    public static let concurrencyMax = 256
    /// Writes between two reports of progress.
    private static let progressStep = 200

    private let concurrency: Int
    private let ask: Ask

    /// An auditor with its own way to ask, with `concurrency` writes looked at at once.
    public init(concurrency: Int = 16, ask: @escaping Ask) {
        precondition((1...Self.concurrencyMax).contains(concurrency))
        self.concurrency = concurrency
        self.ask = ask
    }

    /// Audits over HTTP, with patience for a server that is busy or starting.
    ///
    /// - Parameters:
    ///   - entries: the journal.
    ///   - url: the server's address.
    ///   - apiKey: sent as a bearer token if given.
    ///   - concurrency: writes that are looked at at once.
    ///   - progress: called with how many writes were looked at, and how many there are.
    /// - Throws: `WorkloadError` for a malformed address; `CancellationError`.
    public static func audit(
        _ entries: [JournalEntry],
        url: String,
        apiKey: String? = nil,
        concurrency: Int = 16,
        progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> AuditResult {
        try await ServerConnection.with(url, apiKey: apiKey, connections: concurrency) { connection in
            let auditor = Auditor(concurrency: concurrency) { question in
                try question.answer(
                    await Patience.auditing.retrying { try await connection.ask("GET", question.path) }
                )
            }
            return try await auditor.audit(entries, progress: progress)
        }
    }

    /// Looks at every entry.
    ///
    /// - Parameter progress: called with how many writes were looked at, and how many there are.
    /// - Throws: `CancellationError`.
    public func audit(
        _ entries: [JournalEntry],
        progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> AuditResult {
        var result = AuditResult()
        try await withThrowingTaskGroup(of: (JournalEntry, AuditVerdict).self) { group in
            func take(_ pair: (JournalEntry, AuditVerdict)) {
                result.add(pair.1, pair.0)
                if result.checked.isMultiple(of: Self.progressStep) { progress(result.checked, entries.count) }
            }
            for (number, entry) in entries.enumerated() {
                if number >= concurrency, let pair = try await group.next() { take(pair) }
                group.addTask { (entry, try await verdict(entry)) }
            }
            for try await pair in group { take(pair) }
        }
        progress(result.checked, entries.count)
        return result
    }

    private func verdict(_ entry: JournalEntry) async throws -> AuditVerdict {
        do {
            let matches = try await ask(.matches(entry.kind, reference: entry.reference))
            guard case .acknowledged(let id) = entry.outcome else { return Self.judge(entry, matches, byID: nil) }
            return Self.judge(entry, matches, byID: try await ask(.resource(entry.kind, id: id)))
        } catch {
            try Task.checkCancellation()
            return .problem(.unreadable, detail: "\(error)")
        }
    }

    /// What to think of a write, from the resources with its reference and, if it was acknowledged, the one with its id.
    static func judge(_ entry: JournalEntry, _ matches: AuditAnswer, byID: AuditAnswer?) -> AuditVerdict {
        let ids = matches.records.map(\.id).joined(separator: ", ")
        guard matches.total <= 1 else {
            return .problem(.doubled, detail: "\(entry.reference) is there \(matches.total) times: \(ids)")
        }
        switch entry.outcome {
        case .unknown: return matches.total == 1 ? .unknownDone : .unknownNotDone
        case .refused(let status):
            return matches.total == 0
                ? .refusedAbsent
                : .problem(.unexpected, detail: "\(entry.reference) was refused with \(status) and is there as \(ids)")
        case .acknowledged(let id):
            guard let record = byID?.records.first else {
                return .problem(
                    .missing,
                    detail: "\(entry.kind.rawValue) \(id) is not there"
                        + (matches.total == 1 ? ", but its reference is, as \(ids)" : "")
                )
            }
            guard matches.records.first?.id == id else {
                return .problem(
                    .different,
                    detail:
                        "\(entry.reference) was acknowledged as \(id) and is listed as \(ids.isEmpty ? "nothing" : ids)"
                )
            }
            guard record.id == id, record.reference == entry.reference, record.itemCount == entry.itemCount else {
                return .problem(
                    .different,
                    detail: "\(id) has reference \(record.reference ?? "none") and \(record.itemCount) items, not "
                        + "\(entry.reference) and \(entry.itemCount)"
                )
            }
            return .confirmed
        }
    }
}
