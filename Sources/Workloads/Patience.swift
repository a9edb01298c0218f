/// How often and how long a request that may be repeated waits for a server that is away or busy.
struct Patience: Sendable, Hashable {
    /// Tries in all, at least 1.
    let tries: Int
    /// The first pause; each later one is twice as long.
    let firstPause: Duration
    /// The longest pause.
    let pauseMax: Duration

    static let seeding = Patience(tries: 4, firstPause: .milliseconds(250), pauseMax: .seconds(4))
    static let auditing = Patience(tries: 6, firstPause: .milliseconds(100), pauseMax: .seconds(4))
    /// Never given up: the demo goes on when its server comes back.
    static let demonstrating = Patience(tries: .max, firstPause: .milliseconds(250), pauseMax: .seconds(8))

    /// The pause after the n-th failure in a row, from 1.
    func pause(afterFailure number: Int) -> Duration {
        precondition(number > 0)
        return min(pauseMax, firstPause * (1 << min(number - 1, 16)))
    }

    /// Repeats `request` while it cannot connect, is answered with 429, or with 5xx; the last answer counts.
    ///
    /// - Throws: what the last try failed with; `CancellationError`.
    func retrying(_ request: () async throws -> ServerAnswer) async throws -> ServerAnswer {
        var failures = 0
        while true {
            var wait: Duration?
            do {
                let answer = try await request()
                guard answer.status == 429 || answer.meaning == .failed, failures + 1 < tries else { return answer }
                wait = answer.retryAfterSeconds.map { min(pauseMax, .seconds(max(0, $0))) }
            } catch {
                try Task.checkCancellation()
                guard failures + 1 < tries else { throw error }
            }
            failures += 1
            try await Task.sleep(for: wait ?? pause(afterFailure: failures))
        }
    }
}
