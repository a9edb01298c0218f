/// Where something stands in a source text: UTF-8 byte offsets, the end exclusive.
public struct SourceRange: Hashable, Sendable {
    /// The offset of the first byte.
    public var start: Int
    /// The offset behind the last byte; never below `start`.
    public var end: Int

    /// The bytes from `start` up to and without `end`.
    public init(_ start: Int, _ end: Int) {
        precondition(start >= 0 && start <= end, "a range ends before it starts")
        self.start = start
        self.end = end
    }

    /// From the start of this range to the end of another one behind it.
    public func upTo(_ other: SourceRange) -> SourceRange { SourceRange(start, max(end, other.end)) }
}
