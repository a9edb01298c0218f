/// Why a workload could not run: what failed, on what, and what to do.
public struct WorkloadError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The plain words.
    public let description: String

    /// An error with these words.
    public init(_ description: String) { self.description = description }
}
