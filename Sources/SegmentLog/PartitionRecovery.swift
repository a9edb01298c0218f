import EventLog
import Logging

/// Opens a partition's files: finds the end of what was acknowledged and cuts off what a crash left behind it.
struct PartitionRecovery {
    let place: TopicPartition
    let directory: String
    /// The last transaction that the journal knows committed; a later one in a segment never was.
    let committed: Int64
    let configuration: SegmentLogConfiguration
    let logger: Logger

    /// The sealed segments with their sizes, oldest first, and the writer's state with the last segment.
    func open() throws -> (sealed: [(segment: Segment, bytes: Int)], partition: WriterPartition) {
        let partition = WriterPartition(place: place, directory: directory)
        let bases = try DiskDirectory.names(in: directory).compactMap { name -> Int64? in
            guard name.hasSuffix(".log"), name.utf8.count == 24 else { return nil }
            return Int64(name.dropLast(4))
        }.sorted()
        guard let last = bases.last else { return ([], partition) }
        var sealed: [(segment: Segment, bytes: Int)] = []
        for base in bases.dropLast() {
            let segment = Segment(directory: directory, base: base)
            sealed.append((segment, try DiskFile(segment.path, .read).size()))
        }
        try openLast(base: last, sealed: sealed, partition)
        return (sealed, partition)
    }

    private func openLast(
        base: Int64,
        sealed: [(segment: Segment, bytes: Int)],
        _ partition: WriterPartition
    ) throws {
        let names = Segment(directory: directory, base: base)
        let file = try DiskFile(names.path, .readWrite)
        let indexFile = try DiskFile(names.indexPath, .create)
        let size = try file.size()
        let decoded = SegmentIndex.Entry.decode(try indexFile.contents())
        var known = decoded.entries.prefix { $0.position <= size }
        if known.first?.position != 0 || known.first?.offset != base { known = [] }
        if let start = known.last?.position, start > 0, start < size, !(try beginsBatch(file, at: start, size, known)) {
            known = known.prefix(1)
        }
        var entries = Array(known)
        var indexBytes = known.isEmpty ? 0 : decoded.ends[known.count - 1]
        if entries.isEmpty {
            logger.warning("an index is missing or damaged and is built anew", metadata: ["file": "\(names.indexPath)"])
            let first = SegmentIndex.Entry(
                offset: base,
                position: 0,
                maxTimestampBefore: Int64.min,
                sequences: try sequences(of: sealed)
            )
            try indexFile.write(first.encoded, at: 0)
            indexBytes = first.encoded.count
            entries = [first]
        }
        try indexFile.truncate(to: indexBytes)
        try indexFile.sync()
        partition.file = file
        partition.indexFile = indexFile
        partition.indexBytes = indexBytes
        try adopt(entries, file: file, size: size, base: base, partition)
    }

    /// Rebuilds the writer's state from the index and from the batches after its last entry.
    private func adopt(
        _ entries: [SegmentIndex.Entry],
        file: DiskFile,
        size: Int,
        base: Int64,
        _ partition: WriterPartition
    ) throws {
        var index = SegmentIndex()
        for entry in entries {
            index.append(entry)
            partition.sequences.merge(entry.sequences) { _, new in new }
        }
        let last = entries[entries.count - 1]
        partition.maxTimestamp = last.maxTimestampBefore
        partition.indexedPosition = last.position
        partition.bytes = last.position
        partition.next = last.offset
        var staged = WriterPartition.Staged(next: last.offset)
        var end = last.position
        var uncommitted = false
        let scan = BatchScan(file: file, start: last.position, end: size, expected: last.offset)
        let outcome = try scan.run { header, position, _ in
            if header.transaction > committed {
                uncommitted = true
                return false
            }
            staged.batches.append((header, position))
            staged.next = header.nextOffset
            if !header.producer.isEmpty { staged.sequences[header.producer] = header.lastSequence }
            end = position + header.length
            return true
        }
        if case .damaged(let position, let reason) = outcome {
            try refuseDamage(file: file, position: position, size: size, reason: reason)
            try cut(file, to: end, size: size, reason: reason)
        } else if uncommitted {
            try cut(file, to: end, size: size, reason: "a transaction was not committed")
        }
        partition.segment = Segment(directory: directory, base: base, file: file, index: index)
        partition.staged = staged
        let found = partition.adopt(interval: configuration.indexIntervalBytes)
        partition.segment?.grow(found)
        try partition.writeIndex(found)
    }

    /// Whether the batch that an index entry points at is there, or what follows is at least not an earlier one.
    private func beginsBatch(
        _ file: DiskFile,
        at position: Int,
        _ size: Int,
        _ known: ArraySlice<SegmentIndex.Entry>
    ) throws -> Bool {
        var found = false
        _ = try BatchScan(file: file, start: position, end: size, expected: known.last?.offset).run { _, _, _ in
            found = true
            return false
        }
        return found
    }

    /// Refuses damage that cannot be a torn write: a batch of a later group stands behind it, and a group is begun
    /// only when the one before is durable.
    private func refuseDamage(file: DiskFile, position: Int, size: Int, reason: String) throws {
        let later = try BatchScan(file: file, start: position, end: size, expected: nil).laterBatch()
        if let later, later.groupStart > position {
            throw EventLogError.corrupt(file: file.path, byteOffset: Int64(position), reason: reason)
        }
    }

    private func cut(_ file: DiskFile, to end: Int, size: Int, reason: String) throws {
        logger.warning(
            "cut off the end of a segment that was never acknowledged",
            metadata: [
                "file": "\(file.path)", "from": "\(end)", "bytes": "\(size - end)", "reason": "\(reason)",
            ]
        )
        try file.truncate(to: end)
        try file.sync()
    }

    /// The producers' sequences at the end of these segments, from every batch in them.
    private func sequences(of sealed: [(segment: Segment, bytes: Int)]) throws -> [String: Int64] {
        var sequences: [String: Int64] = [:]
        for (segment, bytes) in sealed {
            let file = try DiskFile(segment.path, .read)
            let outcome = try BatchScan(file: file, start: 0, end: bytes, expected: segment.base).run { header, _, _ in
                if !header.producer.isEmpty { sequences[header.producer] = header.lastSequence }
                return true
            }
            if case .damaged(let position, let reason) = outcome {
                throw EventLogError.corrupt(file: file.path, byteOffset: Int64(position), reason: reason)
            }
        }
        return sequences
    }
}
