/// Where an appended record is.
public struct EventPosition: Hashable, Sendable {
    /// The partition it went to.
    public let partition: Int
    /// Its offset; nil if its producer's sequence showed that it was in the log already.
    public let offset: Int64?

    /// A position with these parts.
    public init(partition: Int, offset: Int64?) {
        self.partition = partition
        self.offset = offset
    }
}
