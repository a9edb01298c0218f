import Hummingbird
import Synchronization

/// Ends answers that would go on for ever, so that a server can stop gracefully.
final class StreamStop: Sendable {
    private struct State {
        var isStopped = false
        var nextID: UInt64 = 0
        var streams: [UInt64: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    /// Ends all streams, now and in future.
    func stop() {
        let streams = state.withLock { state in
            state.isStopped = true
            defer { state.streams = [:] }
            return Array(state.streams.values)
        }
        for end in streams { end() }
    }

    private func register(_ end: @escaping @Sendable () -> Void) -> UInt64 {
        let (id, isStopped) = state.withLock { state in
            state.nextID += 1
            if !state.isStopped { state.streams[state.nextID] = end }
            return (state.nextID, state.isStopped)
        }
        if isStopped { end() }
        return id
    }

    private func unregister(_ id: UInt64) {
        state.withLock { _ = $0.streams.removeValue(forKey: id) }
    }

    /// Writes what `source` gives, an element at a time, until it ends, `write` says false, the client leaves (its request `body` is how
    /// that shows) or `stop()` is called. The next element is asked for only when the last one was written, so a slow
    /// client holds its source back and nothing piles up.
    func forward<Source: AsyncSequence & Sendable>(
        _ source: Source,
        until body: RequestBody,
        _ write: (Source.Element) async throws -> Bool
    ) async throws where Source.Element: Sendable {
        let (asks, ask) = AsyncStream.makeStream(of: Void.self)
        let (elements, give) = AsyncThrowingStream.makeStream(of: Source.Element.self)
        let id = register { give.finish() }
        defer { unregister(id) }
        try await body.consumeWithInboundCloseHandler { _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    do {
                        var iterator = source.makeAsyncIterator()
                        for await _ in asks {
                            guard let element = try await iterator.next() else { break }
                            give.yield(element)
                        }
                        give.finish()
                    } catch {
                        give.finish(throwing: error)
                    }
                }
                defer { group.cancelAll() }
                var iterator = elements.makeAsyncIterator()
                ask.yield()
                while let element = try await iterator.next() {
                    guard try await write(element) else { break }
                    ask.yield()
                }
            }
        } onInboundClosed: {
            give.finish()
        }
    }
}
