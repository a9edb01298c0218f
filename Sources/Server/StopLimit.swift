import Foundation
import Logging
import Synchronization

/// Ends the process when stopping takes too long: calls to backends that are gone outlast what anyone waits for.
///
/// Nothing is lost by it that a crash would not lose either: what was acknowledged is in the store, events in its outbox.
final class StopLimit: Sendable {
    private let seconds: Double
    private let logger: Logger
    private let isOver = Atomic(false)

    /// A limit of so many seconds from `begin` on.
    init(seconds: Double, logger: Logger) {
        self.seconds = seconds
        self.logger = logger
    }

    /// Starts to count.
    func begin() {
        // A thread, which runs whatever the tasks wait for.
        Thread.detachNewThread { [self] in
            Thread.sleep(forTimeInterval: seconds)
            if isOver.load(ordering: .relaxed) { return }
            logger.error(
                "ended without a proper stop: a backend did not answer; what was acknowledged is in the store",
                metadata: ["seconds": "\(seconds)"]
            )
            _exit(EXIT_FAILURE)
        }
    }

    /// Everything has stopped.
    func end() { isOver.store(true, ordering: .relaxed) }
}
