/// Memory for the bytes of long strings: chunks that are filled from front to back and given back together. Bytes never
/// move while the arena lives, so that a `StringRef` may point to them from any column that retains the arena.
package final class StringArena {
    /// The bytes of a chunk, unless one string needs more.
    package static let chunkSize = 64 * 1024
    /// Bytes that may be read or overwritten behind what was asked for: vector code works in whole words.
    package static let padding = 64

    private var chunks: [UnsafeMutableRawBufferPointer] = []
    private var next: UnsafeMutablePointer<UInt8>?
    private var room = 0
    /// What keeps the bytes, if they are not in the arena's chunks.
    private let owner: AnyObject?
    /// Bytes in use.
    package private(set) var byteCount = 0

    /// An arena without chunks.
    package init() { owner = nil }

    /// An arena with one chunk of a known size, for instance for the input that a reader fills it with.
    package init(capacity: Int) {
        owner = nil
        addChunk(capacity)
    }

    /// An arena of bytes that another object keeps where they are.
    package init(owner: AnyObject) { self.owner = owner }

    deinit {
        for chunk in chunks { chunk.deallocate() }
    }

    private func addChunk(_ size: Int) {
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: size + Self.padding, alignment: 64)
        // why: vector code may read behind the bytes in use, and undefined bytes are not for reading.
        chunk.initializeMemory(as: UInt8.self, repeating: 0)
        chunks.append(chunk)
        next = chunk.baseAddress?.assumingMemoryBound(to: UInt8.self)
        room = size
    }

    /// Room for some bytes, which the caller fills.
    package func allocate(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        precondition(count >= 0, "a negative length")
        if count > room || next == nil { addChunk(max(count, Self.chunkSize)) }
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
        next = last.baseAddress?.assumingMemoryBound(to: UInt8.self)
        room = last.count - Self.padding
    }
}
