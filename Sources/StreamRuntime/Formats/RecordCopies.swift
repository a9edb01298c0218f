/// Copies of separate records, which stay as long as a batch points into them. Behind each stands a newline, as behind
/// a line, and then bytes that may be read. A class for the reason that `BatchFiller` is one.
final class RecordCopies {
    private var pool = ChunkPool()
    private var arena: StringArena?
    private var next: UnsafeMutablePointer<UInt8>?
    private var room = 0

    /// Copies a record.
    @inline(__always)
    func copy(_ record: UnsafeRawBufferPointer, for batch: BatchFiller) -> UnsafeMutablePointer<UInt8> {
        let count = record.count
        if room <= count { turnOver(count + 1, batch) }
        let start = next.unsafelyUnwrapped
        if let source = record.baseAddress {
            UnsafeMutableRawPointer(start).copyMemory(from: source, byteCount: count)
        }
        start[count] = UInt8(ascii: "\n")
        next = start + count + 1
        room &-= count &+ 1
        return start
    }

    @inline(never)
    private func turnOver(_ count: Int, _ batch: BatchFiller) {
        end(batch)
        let chunk = pool.take(max(count, ChunkPool.chunkSize))
        arena = chunk.arena
        next = chunk.start
        room = chunk.capacity
    }

    /// Leaves what was copied to the batch.
    func end(_ batch: BatchFiller) {
        guard let arena else { return }
        batch.retain(arena)
        self.arena = nil
        next = nil
        room = 0
    }
}
