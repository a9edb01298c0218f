/// A script: statements that are run one after the other.
public struct Script: Hashable, Sendable {
    /// The statements.
    public var statements: [Statement]
    /// The whole text.
    @NotCompared public var range: SourceRange
}
