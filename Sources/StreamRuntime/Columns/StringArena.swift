/// Memory for the bytes of long strings: chunks that are filled from front to back and given back together. Bytes never
/// move while the arena lives, so that a `StringRef` may point to them from any column that retains the arena.
package final class StringArena {
    /// The bytes of a chunk, unless one string needs more.
    package static let chunkSize = 64 * 1024
    /// Bytes of the largest chunk of an arena whose chunks grow, less than its pages of 2 MiB by what may be read behind.
    private static let largestChunk = 2 << 20 - padding
    /// Bytes that may be read or overwritten behind what was asked for: vector code works in whole words.
    package static let padding = 64

    private var chunks: [LargeAllocation] = []
    /// Whether a chunk is as large as all before it: many strings that are looked up at random belong in large pages.
    package let grows: Bool
    private var next: UnsafeMutablePointer<UInt8>?
    private var room = 0
    /// What keeps the bytes, if they are not in the arena's chunks.
    private let owner: AnyObject?
    /// Bytes in use.
    package private(set) var byteCount = 0

    /// An arena without chunks, which may grow.
    package init(grows: Bool = false) {
        owner = nil
        self.grows = grows
    }

    /// An arena with one chunk of a known size, for instance for the input that a reader fills it with.
    package init(capacity: Int) {
        owner = nil
        grows = false
        addChunk(capacity)
    }

    /// An arena of bytes that another object keeps where they are.
    package init(owner: AnyObject) {
        self.owner = owner
        grows = false
    }

    deinit {
        for chunk in chunks { chunk.deallocate() }
    }

    private func addChunk(_ size: Int) {
        // why: zeroed, for vector code may read behind the bytes in use, and undefined bytes are not for reading.
        let chunk = LargeAllocation(byteCount: size + Self.padding)
        chunks.append(chunk)
        fill(chunk)
    }

    private func fill(_ chunk: LargeAllocation) {
        next = chunk.start.assumingMemoryBound(to: UInt8.self)
        room = chunk.byteCount - Self.padding
    }

    /// Room for some bytes, which the caller fills.
    package func allocate(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        precondition(count >= 0, "a negative length")
        if count > room || next == nil {
            addChunk(max(count, grows ? min(byteCount, Self.largestChunk) : 0, Self.chunkSize))
        }
        let start = next.unsafelyUnwrapped
        next = start + count
        room -= count
        byteCount += count
        return start
    }

    /// Copies some bytes into the arena and gives the string of them. Short strings need no room.
    package func store(_ bytes: UnsafeBufferPointer<UInt8>) -> StringRef {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return StringRef() }
        guard bytes.count > StringRef.inlineCapacity else { return StringRef(source, count: bytes.count) }
        let target = allocate(bytes.count)
        target.update(from: source, count: bytes.count)
        return StringRef(target, count: bytes.count)
    }

    /// Copies a string into the arena, if it is long.
    @inline(__always)
    package func store(_ string: StringRef) -> StringRef {
        string.isInline ? string : storeLong(string)
    }

    @inline(never)
    private func storeLong(_ string: StringRef) -> StringRef { string.withBytes { store($0) } }

    /// Copies a text into the arena.
    package func store(_ text: String) -> StringRef {
        var text = text
        return text.withUTF8 { store($0) }
    }

    /// Forgets all bytes and keeps the newest chunk. No string may point into the arena any more.
    package func reset() {
        byteCount = 0
        guard let last = chunks.popLast() else { return }
        for chunk in chunks { chunk.deallocate() }
        chunks = [last]
        fill(last)
    }
}
