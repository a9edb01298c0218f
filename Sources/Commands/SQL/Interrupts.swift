import Dispatch
import Foundation
import Synchronization
import TerminalKit

/// What Ctrl-C does at the prompt: it ends the query that runs, or drops what is typed so far.
final class Interrupts: Sendable {
    /// What stands before a statement.
    static let prompt = "bss> "
    /// The status of a program that SIGINT ended, as shells have it: 128 and the signal's number.
    private static let status = 128 + SIGINT

    private struct State {
        var running: AsyncStream<Void>.Continuation?
        var isDropped = false
    }

    private let state = Mutex(State())
    private let isTerminal: Bool
    // why: a source is safe to use from everywhere; its declaration does not say so
    private nonisolated(unsafe) let source: any DispatchSourceSignal

    /// Takes over SIGINT.
    init(isTerminal: Bool) {
        self.isTerminal = isTerminal
        signal(SIGINT, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler { [unowned self] in interrupt() }
        source.resume()
    }

    deinit {
        source.cancel()
        signal(SIGINT, SIG_DFL)
    }

    private func interrupt() {
        let running = state.withLock { state in
            if state.running == nil { state.isDropped = true }
            return state.running
        }
        if let running {
            running.yield()
        } else if isTerminal {
            Terminal.write("\n" + Self.prompt)
        } else {
            exit(Self.status)
        }
    }

    /// Whether Ctrl-C was pressed since the last call, while nothing ran.
    func takeDropped() -> Bool {
        state.withLock { state in
            defer { state.isDropped = false }
            return state.isDropped
        }
    }

    /// Runs a body to its end or until Ctrl-C.
    func run(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let (signals, signal) = AsyncStream.makeStream(of: Void.self)
        state.withLock { $0.running = signal }
        defer { state.withLock { $0.running = nil } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(operation: body)
            group.addTask { for await _ in signals { return } }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
