import Foundation

/// Makes calls that wait for brokers on threads of their own, since the threads that serve requests must not wait.
final class BlockingCalls: Sendable {
    private let queue = OperationQueue()

    /// Threads for so many calls at the same time; one makes them in order.
    init(_ name: String, atOnce: Int) {
        queue.name = name
        queue.maxConcurrentOperationCount = atOnce
    }

    /// Makes a call, and returns what it does. It is made even if the task is cancelled.
    func run<Success: Sendable>(_ body: @escaping @Sendable () throws -> Success) async throws -> Success {
        try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result { try body() }) }
        }
    }

    /// Makes a call that cannot fail.
    func runAnyway(_ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            queue.addOperation {
                body()
                continuation.resume()
            }
        }
    }
}
