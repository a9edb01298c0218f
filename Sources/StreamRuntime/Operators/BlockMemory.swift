import CStreamKernels

/// Memory for what an operator keeps of many keys, in pieces of many sizes: blocks of few sizes, each size with slabs of its own
/// and a stack of the addresses of free blocks. Blocks do not move; slabs are given back with the whole. They begin small and
/// double, for there may be many such memories with a few blocks each.
///
/// A list of free blocks that goes through the blocks would cost a cache miss for each block taken, one after the other.
final class BlockMemory {
    /// Which size of block: two for each power of two.
    typealias SizeClass = UInt8

    /// Blocks of a size.
    private struct Pool {
        /// The free blocks.
        var free: UnsafeMutablePointer<UnsafeMutableRawPointer>
        var freeCount = 0
        var freeCapacity: Int
        /// What is left of the newest slab.
        var next: UnsafeMutableRawPointer
        var room: Int
        let size: Int
        /// Bytes of the next slab.
        var slabBytes: Int
    }

    /// Blocks above the greatest size come from the system one by one.
    static let large: SizeClass = 255
    private static let largestBlock = 64 << 10
    private static let granule = 16
    /// Blocks between asking for a line of memory and handing it out.
    private static let ahead = 8
    /// A slab has at least so many bytes and so many blocks in the end; the first one of a size has fewer.
    private static let (slabBytes, blocksPerSlab, firstBlocks) = (16 << 10, 16, 4)
    /// Slabs begin with a cache line.
    private static let lineBytes = 64
    private static let firstChunk = 1 << 10
    private static let largestChunk = 2 << 20

    private let pools: UnsafeMutablePointer<Pool>
    private let poolCount: Int
    private var chunks: [LargeAllocation] = []
    private var chunkBytes = firstChunk
    private var chunkNext = UnsafeMutableRawPointer(bitPattern: granule).unsafelyUnwrapped
    private var chunkRoom = 0
    private var largeBlocks: [UnsafeMutableRawPointer: Int] = [:]

    /// No memory.
    init() {
        poolCount = Int(Self.sizeClass(Self.largestBlock)) + 1
        pools = .allocate(capacity: poolCount)
        for index in 0..<poolCount {
            (pools + index).initialize(
                to: Pool(
                    free: UnsafeMutablePointer(bitPattern: Self.granule).unsafelyUnwrapped,
                    freeCapacity: 0,
                    next: chunkNext,
                    room: 0,
                    size: Self.size(SizeClass(index)),
                    slabBytes: Self.size(SizeClass(index)) * Self.firstBlocks
                )
            )
        }
    }

    deinit {
        for chunk in chunks { chunk.deallocate() }
        for block in largeBlocks.keys { block.deallocate() }
        for index in 0..<poolCount where pools[index].freeCapacity > 0 { pools[index].free.deallocate() }
        pools.deallocate()
    }

    /// Bytes of chunks and of large blocks.
    var byteCount: Int { chunks.reduce(largeBlocks.values.reduce(0, +)) { $0 + $1.byteCount } }

    /// The class of blocks of at least so many bytes: 16, 24, 32, 48, 64, 96...
    @inline(__always)
    static func sizeClass(_ bytes: Int) -> SizeClass {
        if bytes <= granule { return 0 }
        if bytes > largestBlock { return large }
        let top = Int.bitWidth &- 1 &- (bytes &- 1).leadingZeroBitCount
        let isUpperHalf = (bytes &- 1) &>> (top &- 1) & 1
        return SizeClass(truncatingIfNeeded: 2 &* (top &- 4) &+ isUpperHalf &+ 1)
    }

    private static func size(_ sizeClass: SizeClass) -> Int {
        if sizeClass == 0 { return granule }
        let half = 1 << ((Int(sizeClass) - 1) / 2 + 3)
        return sizeClass % 2 == 1 ? 3 * half : 4 * half
    }

    /// A block of at least so many bytes, aligned to 8, with any content.
    @inline(__always)
    func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
        let sizeClass = Self.sizeClass(bytes)
        if sizeClass == Self.large { return allocateLarge(bytes) }
        let pool = pools + Int(sizeClass)
        if pool.pointee.freeCount > 0 {
            pool.pointee.freeCount &-= 1
            // why: a free block has not been touched since its last use; the next ones taken will be written soon.
            bss_prefetch_write(pool.pointee.free[max(0, pool.pointee.freeCount &- Self.ahead)])
            return pool.pointee.free[pool.pointee.freeCount]
        }
        if pool.pointee.room < pool.pointee.size { addSlab(pool) }
        let block = pool.pointee.next
        pool.pointee.next = block + pool.pointee.size
        pool.pointee.room &-= pool.pointee.size
        return block
    }

    @inline(never)
    private func allocateLarge(_ bytes: Int) -> UnsafeMutableRawPointer {
        let block = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.granule)
        largeBlocks[block] = bytes
        return block
    }

    @inline(never)
    private func addSlab(_ pool: UnsafeMutablePointer<Pool>) {
        let bytes = (pool.pointee.slabBytes + Self.lineBytes - 1) & ~(Self.lineBytes - 1)
        pool.pointee.slabBytes = min(bytes * 2, max(Self.slabBytes, pool.pointee.size * Self.blocksPerSlab))
        if bytes > chunkRoom {
            let chunk = LargeAllocation(byteCount: max(chunkBytes, bytes))
            chunks.append(chunk)
            chunkBytes = min(Self.largestChunk, chunkBytes * 2)
            chunkNext = chunk.start
            chunkRoom = chunk.byteCount
        }
        pool.pointee.next = chunkNext
        pool.pointee.room = bytes
        chunkNext += bytes
        chunkRoom -= bytes
    }

    /// Takes a block back of a class.
    @inline(__always)
    func deallocate(_ block: UnsafeMutableRawPointer, _ sizeClass: SizeClass) {
        if sizeClass == Self.large { return deallocateLarge(block) }
        let pool = pools + Int(sizeClass)
        if pool.pointee.freeCount == pool.pointee.freeCapacity { Self.growStack(&pool.pointee) }
        pool.pointee.free[pool.pointee.freeCount] = block
        pool.pointee.freeCount &+= 1
    }

    @inline(never)
    private static func growStack(_ pool: inout Pool) {
        let capacity = max(Self.blocksPerSlab, pool.freeCapacity * 2)
        let larger = UnsafeMutablePointer<UnsafeMutableRawPointer>.allocate(capacity: capacity)
        larger.update(from: pool.free, count: pool.freeCount)
        if pool.freeCapacity > 0 { pool.free.deallocate() }
        pool.free = larger
        pool.freeCapacity = capacity
    }

    @inline(never)
    private func deallocateLarge(_ block: UnsafeMutableRawPointer) {
        largeBlocks[block] = nil
        block.deallocate()
    }
}
