/// Whether a part of the program can do its work, as `/readyz` shows it.
public struct ComponentHealth: Sendable, Hashable {
    /// The part: `storage`, `log`, `relay`.
    public let name: String
    /// Whether it can.
    public let isReady: Bool
    /// What it is, or what is the matter with it, for people.
    public let detail: String

    /// The health of a part.
    public init(name: String, isReady: Bool, detail: String = "") {
        self.name = name
        self.isReady = isReady
        self.detail = detail
    }
}
