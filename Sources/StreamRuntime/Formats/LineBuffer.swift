import CStreamKernels

/// Bytes of a stream of lines between whoever reads them (a file, a socket) and a row reader: the one fills `space()`
/// and calls `commit`, the other takes whole lines. A line that is not whole yet moves to the front of the next chunk.
package final class LineBuffer {
    /// The longest line.
    package static let lineLimit = 64 << 20
    /// With less room than this a new chunk is begun.
    static let smallestSpace = 16 * 1024

    private var pool = ChunkPool()
    private let chunkSize: Int
    private(set) var chunk: ChunkPool.Chunk
    /// Where the next line starts, where the whole lines end, and where the bytes end; offsets in the chunk.
    private(set) var position = 0
    private(set) var limit = 0
    private var filled = 0
    /// Whether there will be no more bytes.
    private(set) var isFinished = false

    /// An empty buffer.
    package convenience init() { self.init(chunkSize: ChunkPool.chunkSize) }

    /// An empty buffer with chunks of another size.
    init(chunkSize: Int) {
        self.chunkSize = chunkSize
        chunk = pool.take(chunkSize)
    }

    /// Whether there is no whole line left.
    package var isEmpty: Bool { position == limit }

    /// Room for more bytes. Throws `LineTooLong` for a line longer than `lineLimit`.
    package func space() throws -> UnsafeMutableRawBufferPointer {
        precondition(!isFinished, "the input has ended")
        let smallest = min(Self.smallestSpace, chunkSize / 2)
        if chunk.capacity - filled < max(smallest, 1) { try turnOver(smallest) }
        return UnsafeMutableRawBufferPointer(start: chunk.start + filled, count: chunk.capacity - filled)
    }

    private func turnOver(_ smallest: Int) throws {
        let rest = filled - position
        var capacity = chunkSize
        while capacity - rest < max(smallest, 1) { capacity *= 2 }
        if rest > Self.lineLimit { throw LineTooLong() }
        let next = pool.take(capacity)
        next.start.update(from: chunk.start + position, count: rest)
        limit -= position
        position = 0
        filled = rest
        chunk = next
    }

    /// Says that some bytes were put into `space()`.
    package func commit(_ count: Int) {
        precondition(count >= 0 && count <= chunk.capacity - filled, "more bytes than there was room for")
        var end = filled + count
        let old = filled
        filled = end
        while end > old, chunk.start[end - 1] != UInt8(ascii: "\n") { end -= 1 }
        if end > old { limit = end }
    }

    /// Says that the input has ended: what is there is the last line, with or without a newline.
    package func finish() {
        isFinished = true
        if filled > position, chunk.start[filled - 1] != UInt8(ascii: "\n") {
            // The padding of a chunk has room for it.
            chunk.start[filled] = UInt8(ascii: "\n")
            filled += 1
        }
        limit = filled
    }

    /// Puts some bytes in at once.
    package func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let space = try space()
            let count = min(space.count, rest.count)
            space.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest.prefix(count)))
            commit(count)
            rest = rest.dropFirst(count)
        }
    }

    /// Says how far a reader has come.
    func consume(to offset: Int) {
        precondition(offset >= position && offset <= limit, "not between the lines that are there")
        position = offset
    }

    /// Says that the lines that are left are no whole record yet (a CSV field has a newline in it): they are kept back
    /// until there are more.
    func holdBack() {
        precondition(!isFinished, "nothing more will come")
        limit = position
    }

    /// A line longer than `lineLimit` bytes.
    package struct LineTooLong: Error, CustomStringConvertible {
        /// What to say of it.
        package var description: String { "a line is longer than \(LineBuffer.lineLimit) bytes" }
    }
}
