/// A table, as the cluster keeps it.
public struct CitusTable: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// How it lies.
    public let placement: CitusPlacement
    /// The bytes of all its shards and copies, with indexes.
    public let bytes: Int64
}
