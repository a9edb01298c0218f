import Synchronization

/// State that stays the same over several checkpoints: records in a file of their own beside the checkpoints, written once.
/// Flink: the shared state of incremental checkpoints.
package struct SharedState: Hashable, Sendable {
    /// Files of shared state begin so.
    static let prefix = "state-"

    /// The file's name.
    let name: String
    /// Bytes of its records.
    let count: Int

    /// Gives the state of one run of a job names that no file has.
    package final class Names: Sendable {
        private let run: Int
        private let last = Atomic(0)

        /// Names for the run behind those that a folder has files of.
        init(behind names: [String]) {
            run = 1 + (names.compactMap { Int($0.dropFirst(SharedState.prefix.count).prefix { $0 != "-" }) }.max() ?? 0)
        }

        func next() -> String {
            "\(SharedState.prefix)\(run)-\(last.add(1, ordering: .relaxed).newValue)"
        }
    }
}
