/// Where every few kilobytes of a segment a batch begins, in memory; grows with the segment.
struct SegmentIndex: Sendable {
    /// A place in a segment, on disk.
    struct Entry: Sendable, Equatable {
        /// The offset of the batch that begins here.
        var offset: Int64
        /// The byte it begins at.
        var position: Int
        /// The greatest timestamp of all batches before it; `Int64.min` if there are none.
        var maxTimestampBefore: Int64
        /// The sequences of the producers that went on since the entry before; in a segment's first entry, of all.
        var sequences: [String: Int64]
    }

    private(set) var offsets: [Int64] = []
    private(set) var positions: [Int] = []
    private(set) var maxTimestampsBefore: [Int64] = []

    var isEmpty: Bool { offsets.isEmpty }
    var lastPosition: Int? { positions.last }
    var lastMaxTimestampBefore: Int64? { maxTimestampsBefore.last }

    mutating func append(_ entry: Entry) {
        offsets.append(entry.offset)
        positions.append(entry.position)
        maxTimestampsBefore.append(entry.maxTimestampBefore)
    }

    /// Where to begin reading to find this offset.
    func position(ofOffset offset: Int64) -> (offset: Int64, position: Int)? {
        let after = Self.partitioningIndex(offsets) { $0 > offset }
        return after == 0 ? nil : (offsets[after - 1], positions[after - 1])
    }

    /// Where to begin reading to find the first record at or after this time.
    func position(ofTime time: Int64) -> (offset: Int64, position: Int)? {
        let after = Self.partitioningIndex(maxTimestampsBefore) { $0 >= time }
        return after == 0 ? nil : (offsets[after - 1], positions[after - 1])
    }

    private static func partitioningIndex<Element>(_ sorted: [Element], _ holds: (Element) -> Bool) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if holds(sorted[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension SegmentIndex.Entry {
    /// The bytes of this entry in an index file.
    var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.put(UInt64(bitPattern: offset))
        writer.put(UInt64(position))
        writer.put(UInt64(bitPattern: maxTimestampBefore))
        writer.put(UInt32(sequences.count))
        for (name, sequence) in sequences.sorted(by: { $0.key < $1.key }) {
            writer.put(name)
            writer.put(UInt64(bitPattern: sequence))
        }
        return writer.framed()
    }

    /// The intact entries at the beginning of an index file, and how many bytes each one ends at.
    static func decode(_ bytes: [UInt8]) -> (entries: [Self], ends: [Int]) {
        var entries: [Self] = []
        var ends: [Int] = []
        var position = 0
        while let frame = ByteReader.frame(in: bytes, at: position) {
            var reader = ByteReader(bytes[frame.body])
            guard let offset = reader.uint64(), let place = reader.uint64(), let time = reader.uint64(),
                let count = reader.uint32()
            else { break }
            var sequences: [String: Int64] = [:]
            for _ in 0..<count {
                guard let name = reader.string(), let sequence = reader.uint64() else { return (entries, ends) }
                sequences[name] = Int64(bitPattern: sequence)
            }
            position = frame.end
            entries.append(
                Self(
                    offset: Int64(bitPattern: offset),
                    position: Int(truncatingIfNeeded: place),
                    maxTimestampBefore: Int64(bitPattern: time),
                    sequences: sequences
                )
            )
            ends.append(position)
        }
        return (entries, ends)
    }
}
