import EventLog
import Synchronization

/// A file of consecutive batches and its index, as readers see it. The last one of a partition grows; the others are
/// sealed, and their file and index are opened when they are needed.
final class Segment: Sendable {
    private struct State {
        var file: DiskFile?
        var index: SegmentIndex?
        var maxTimestamp: Int64?
    }

    /// The offset of its first record, which is also its name.
    let base: Int64
    let path: String
    let indexPath: String
    private let state: Mutex<State>

    init(directory: String, base: Int64, file: DiskFile? = nil, index: SegmentIndex? = nil) {
        self.base = base
        let digits = String(base)
        let name = directory + "/" + String(repeating: "0", count: max(0, 20 - digits.count)) + digits
        path = name + ".log"
        indexPath = name + ".index"
        state = Mutex(State(file: file, index: index))
    }

    /// Where to read for an offset. `bytes` is the segment's visible size, `opened` is told if a sealed one was opened.
    func place(ofOffset offset: Int64, bytes: Int, opened: () -> Void) throws -> (file: DiskFile, position: Int) {
        let (file, found) = try open(bytes: bytes, opened: opened) { $0.position(ofOffset: offset) }
        return (file, found?.position ?? 0)
    }

    /// Where to read for a time, and the offset of the batch there.
    func place(
        ofTime time: Int64,
        bytes: Int,
        opened: () -> Void
    ) throws -> (file: DiskFile, offset: Int64, position: Int) {
        let (file, found) = try open(bytes: bytes, opened: opened) { $0.position(ofTime: time) }
        return (file, found?.offset ?? base, found?.position ?? 0)
    }

    /// The greatest timestamp of a sealed segment.
    func sealedMaxTimestamp(bytes: Int, opened: () -> Void) throws -> Int64 {
        if let known = state.withLock({ $0.maxTimestamp }) { return known }
        let (_, found) = try open(bytes: bytes, opened: opened) { $0.lastMaxTimestampBefore }
        let time = found ?? Int64.min
        state.withLock { $0.maxTimestamp = time }
        return time
    }

    /// Adds index entries of batches that have become durable.
    func grow(_ entries: [SegmentIndex.Entry]) {
        state.withLock { state in
            for entry in entries { state.index?.append(entry) }
        }
    }

    /// Lets file and index go; they are opened again when they are needed.
    func unload() {
        state.withLock { state in
            state.file = nil
            state.index = nil
        }
    }

    private func open<Found>(
        bytes: Int,
        opened: () -> Void,
        _ find: (SegmentIndex) -> Found
    ) throws -> (DiskFile, Found) {
        var loaded = false
        let result = try state.withLock { state in
            if let file = state.file, let index = state.index { return (file, find(index)) }
            loaded = true
            let file = try DiskFile(path, .read)
            let index = try Self.index(of: file, indexPath: indexPath, base: base, bytes: bytes)
            state.file = file
            state.index = index
            return (file, find(index))
        }
        if loaded { opened() }
        return result
    }

    /// The index of a sealed segment, from its file or, if that is not whole, from the batches themselves.
    private static func index(of file: DiskFile, indexPath: String, base: Int64, bytes: Int) throws -> SegmentIndex {
        // why: a missing index file is no loss, the batches hold the same facts.
        if let contents = try? DiskFile(indexPath, .read).contents() {
            let entries = SegmentIndex.Entry.decode(contents).entries
            if entries.first?.position == 0, entries.last?.position == bytes {
                var index = SegmentIndex()
                for entry in entries { index.append(entry) }
                return index
            }
        }
        var index = SegmentIndex()
        var next = base
        var latest = Int64.min
        let outcome = try BatchScan(file: file, start: 0, end: bytes, expected: base).run { header, position, _ in
            index.append(
                SegmentIndex.Entry(
                    offset: header.baseOffset,
                    position: position,
                    maxTimestampBefore: latest,
                    sequences: [:]
                )
            )
            latest = max(latest, header.maxTimestamp)
            next = header.nextOffset
            return true
        }
        if case .damaged(let position, let reason) = outcome {
            throw EventLogError.corrupt(file: file.path, byteOffset: Int64(position), reason: reason)
        }
        index.append(
            SegmentIndex.Entry(offset: next, position: bytes, maxTimestampBefore: latest, sequences: [:])
        )
        return index
    }
}
