/// Input chunks that are filled again once no batch points into them any more. Fresh memory would cost a page fault
/// every 4 KiB.
struct ChunkPool {
    /// The size of a chunk: it stays in the second-level cache from the read to the last look at its strings.
    static let chunkSize = 256 * 1024
    /// The chunks that are kept for use again. A batch points into two or three.
    static let keptChunks = 8

    /// One arena with its memory.
    struct Chunk {
        let arena: StringArena
        /// `capacity` bytes and `StringArena.padding` behind them.
        let start: UnsafeMutablePointer<UInt8>
        let capacity: Int

        init(capacity: Int) {
            arena = StringArena(capacity: capacity)
            start = arena.allocate(capacity)
            self.capacity = capacity
        }
    }

    private var arenas: [StringArena] = []
    private var chunks: [(start: UnsafeMutablePointer<UInt8>, capacity: Int)] = []

    /// A chunk that nobody points into.
    mutating func take(_ capacity: Int = ChunkPool.chunkSize) -> Chunk {
        for index in arenas.indices
        where chunks[index].capacity >= capacity && isKnownUniquelyReferenced(&arenas[index]) {
            return Chunk(arena: arenas[index], start: chunks[index].start, capacity: chunks[index].capacity)
        }
        let chunk = Chunk(capacity: capacity)
        if arenas.count < Self.keptChunks, capacity == Self.chunkSize {
            arenas.append(chunk.arena)
            chunks.append((chunk.start, capacity))
        }
        return chunk
    }
}

extension ChunkPool.Chunk {
    fileprivate init(arena: StringArena, start: UnsafeMutablePointer<UInt8>, capacity: Int) {
        self.arena = arena
        self.start = start
        self.capacity = capacity
    }
}
