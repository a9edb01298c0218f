import EventLog

/// A partition as the writer thread knows it; confined to that thread, and to the opening before it starts.
final class WriterPartition {
    /// What the group in the making adds; dropped if the group cannot be written.
    struct Staged {
        var bytes = RecordBytes()
        /// Where each record begins in them.
        var starts: [Int] = []
        var next: Int64
        var sequences: [String: Int64] = [:]
        var batches: [(header: BatchHeader, position: Int)] = []
    }

    let place: TopicPartition
    let directory: String
    /// The segment that grows; nil before the first record.
    var segment: Segment?
    var file: DiskFile?
    var indexFile: DiskFile?
    var indexBytes = 0
    /// Where the last index entry points.
    var indexedPosition = 0
    /// Where the segment's durable part ends.
    var bytes = 0
    var preallocated = 0
    var next: Int64 = 0
    /// The greatest timestamp in the growing segment.
    var maxTimestamp = Int64.min
    var sequences: [String: Int64] = [:]
    /// Sequences that went on since the last index entry.
    var unindexed: [String: Int64] = [:]
    var staged: Staged?

    init(place: TopicPartition, directory: String) {
        self.place = place
        self.directory = directory
    }

    /// Closes the growing segment, if any, and begins the next.
    ///
    /// The new index is made durable before the new segment exists, for its first entry carries the producers'
    /// sequences over. The old segment is durable already: a group never spans two segments, so only the last segment
    /// of a partition can be torn.
    func roll() throws(EventLogError) {
        try finishIndex()
        if let file { try file.truncate(to: bytes) }
        let fresh = Segment(directory: directory, base: next)
        let indexFile = try DiskFile(fresh.indexPath, .createEmpty)
        let first = SegmentIndex.Entry(
            offset: next,
            position: 0,
            maxTimestampBefore: Int64.min,
            sequences: sequences
        )
        let encoded = first.encoded
        try indexFile.write(encoded, at: 0)
        try indexFile.sync()
        let file = try DiskFile(fresh.path, .createEmpty)
        try DiskDirectory.sync(directory)
        var index = SegmentIndex()
        index.append(first)
        segment = Segment(directory: directory, base: next, file: file, index: index)
        self.file = file
        self.indexFile = indexFile
        indexBytes = encoded.count
        indexedPosition = 0
        bytes = 0
        preallocated = 0
        maxTimestamp = Int64.min
        unindexed = [:]
    }

    /// Points an index entry at the end of the growing segment, so that the next opening has nothing to scan.
    func finishIndex() throws(EventLogError) {
        guard let segment, indexedPosition < bytes else { return }
        let entry = SegmentIndex.Entry(
            offset: next,
            position: bytes,
            maxTimestampBefore: maxTimestamp,
            sequences: unindexed
        )
        segment.grow([entry])
        try writeIndex([entry])
        indexedPosition = bytes
        unindexed = [:]
    }

    /// Writes index entries without a sync: opening distrusts them, and scans from an earlier one if need be.
    func writeIndex(_ entries: [SegmentIndex.Entry]) throws(EventLogError) {
        guard let indexFile, !entries.isEmpty else { return }
        var encoded: [UInt8] = []
        for entry in entries { encoded += entry.encoded }
        try indexFile.write(encoded, at: indexBytes)
        indexBytes += encoded.count
    }

    /// Writes what is staged, without a sync.
    func writeStaged() throws(EventLogError) {
        guard let file, let staged, staged.bytes.count > 0 else { return }
        let end = bytes + staged.bytes.count
        if end > preallocated {
            let ahead = min(
                max(end, SegmentLogConfiguration.preallocateBytesMin),
                SegmentLogConfiguration.preallocateBytesMax
            )
            file.preallocate(from: bytes, count: end - bytes + ahead)
            preallocated = end + ahead
        }
        try file.write(staged.bytes.bytes, at: bytes)
    }

    /// Takes over what is staged, once it is durable. Returns the index entries it brings.
    func adopt(interval: Int) -> [SegmentIndex.Entry] {
        guard let staged else { return [] }
        var entries: [SegmentIndex.Entry] = []
        for (header, position) in staged.batches {
            if position - indexedPosition >= interval {
                entries.append(
                    SegmentIndex.Entry(
                        offset: header.baseOffset,
                        position: position,
                        maxTimestampBefore: maxTimestamp,
                        sequences: unindexed
                    )
                )
                indexedPosition = position
                unindexed = [:]
            }
            maxTimestamp = max(maxTimestamp, header.maxTimestamp)
            if !header.producer.isEmpty { unindexed[header.producer] = header.lastSequence }
        }
        if let last = staged.batches.last { bytes = last.position + last.header.length }
        next = staged.next
        sequences.merge(staged.sequences) { _, new in new }
        self.staged = nil
        return entries
    }
}
