/// How segment files are written.
public struct SegmentLogConfiguration: Hashable, Sendable {
    /// The least time between two syncs, in milliseconds: appends that come in between share the next one. 0 syncs as
    /// soon as there is something to sync.
    public var gatherMilliseconds: Int
    /// The bytes of waiting appends that end the gathering early, and the most that one sync covers.
    public var groupBytes: Int
    /// The size at which a segment is closed and the next begun, in bytes. One group may overshoot it.
    public var segmentBytes: Int
    /// How many bytes of a segment lie between two index entries at least.
    public var indexIntervalBytes: Int

    /// A configuration with the defaults that docs/performance.md was measured with.
    public init(
        gatherMilliseconds: Int = 5,
        groupBytes: Int = 16 << 20,
        segmentBytes: Int = 64 << 20,
        indexIntervalBytes: Int = 4_096
    ) {
        self.gatherMilliseconds = gatherMilliseconds
        self.groupBytes = groupBytes
        self.segmentBytes = segmentBytes
        self.indexIntervalBytes = indexIntervalBytes
    }

    /// Bytes of records after which a batch is closed, so that a reader in its middle does not reread much.
    static let batchBytes = 64 << 10
    /// The largest batch that is believed when reading; a larger length is damage.
    static let batchBytesMax = 2 << 20
    /// The largest segment; positions in batch headers are 32 bits.
    static let segmentBytesMax = 1 << 30
    /// Sealed segments whose file and index are kept open for readers.
    static let openSealedSegmentsMax = 64
    /// The most that is preallocated ahead of the end of a segment.
    static let preallocateBytesMax = 16 << 20
    /// The least that is preallocated ahead of the end of a segment.
    static let preallocateBytesMin = 256 << 10
    /// Write buffers that are kept from group to group.
    static let spareBuffersMax = 8
    /// The largest write buffer that is kept.
    static let spareBufferBytesMax = 4 << 20
    /// The newest groups stay in memory up to so many bytes, so that readers that keep up need not read files.
    static let recentBytesMax = 64 << 20
    /// The most groups that stay there, each of one partition: a reader that looks for its place passes over them.
    static let recentGroupsMax = 1_024
    /// The journal is rewritten once it is this large and mostly outdated.
    static let journalBytesMax = 4 << 20
}
