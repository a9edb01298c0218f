/// Wakes one waiting loop. Notifications that come while it works are remembered as one.
final class Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Wakes the loop, now or when it next waits.
    func notify() { continuation.yield() }

    /// Returns after the next notification, after so many milliseconds, or when the task is cancelled.
    func wait(milliseconds: Int64) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [stream] in
                var iterator = stream.makeAsyncIterator()
                await iterator.next()
            }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(milliseconds))  // why: cancelled means woken, nothing failed
            }
            await group.next()
            group.cancelAll()
        }
    }
}
