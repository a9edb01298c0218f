#if canImport(Glibc)
import Glibc
#endif

/// Zeroed memory for a table. From 1 MiB on it is aligned to and asked for in pages of 2 MiB: with pages of 4 KiB the
/// address lookups of random access cost 7 to 19 percent. The owner deallocates it.
struct LargeAllocation {
    /// From here on huge pages are asked for.
    static let hugePageThreshold = 1 << 20
    private static let hugePageSize = 2 << 20

    /// Its first byte.
    let start: UnsafeMutableRawPointer
    /// Its length in bytes, at least what was asked for.
    let byteCount: Int

    init(byteCount needed: Int) {
        precondition(needed >= 0, "a negative size")
        guard needed >= Self.hugePageThreshold else {
            byteCount = max(needed, 64)
            start = .allocate(byteCount: byteCount, alignment: 64)
            start.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
            return
        }
        byteCount = (needed + Self.hugePageSize - 1) & ~(Self.hugePageSize - 1)
        start = .allocate(byteCount: byteCount, alignment: Self.hugePageSize)
        #if canImport(Glibc)
        // why: a kernel without huge pages refuses, and the memory is as good without.
        _ = madvise(start, byteCount, MADV_HUGEPAGE)
        #endif
        start.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    }

    func deallocate() { start.deallocate() }
}
