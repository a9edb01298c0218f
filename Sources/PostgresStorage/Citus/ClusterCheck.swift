/// Something that must be so for a cluster to work well, and what was found.
public struct ClusterCheck: Hashable, Sendable {
    /// What was looked at.
    public let name: String
    /// Whether it is as it should be.
    public let isWell: Bool
    /// What was found.
    public let found: String
    /// What to do where it is not well.
    public let remedy: String
}
