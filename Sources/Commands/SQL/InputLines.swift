import Dispatch

/// The lines of standard input, read on a thread of their own.
struct InputLines: Sendable {
    private let queue = DispatchQueue(label: "input")

    /// The next line without its end; nil at the end.
    func next() async -> String? {
        await withCheckedContinuation { line in queue.async { line.resume(returning: readLine()) } }
    }
}
