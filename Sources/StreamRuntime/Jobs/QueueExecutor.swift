import Dispatch

/// Runs an actor on a queue of its own, so that long work does not take the threads that serve requests.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// An executor; the label names its thread.
    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
