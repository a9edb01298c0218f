import Synchronization

// @unchecked: written by one owner before it is shared, and by nobody afterwards; the notes are atomic.
/// Memory in which the bytes of records lie one behind the other, for many readers to share. Who fills it does so before anybody
/// else sees it; from then on nobody writes, and nothing in it moves as long as it is held.
///
/// Behind the last byte stands a newline, and some bytes behind that can be read: readers may look at whole words, and stop at the
/// newline wherever a record turns out not to end where it should.
public final class RecordBytes: @unchecked Sendable {
    /// Bytes that can be read behind the newline.
    public static let padding = 64

    /// The first byte. It moves while bytes are added.
    public private(set) var start: UnsafeMutableRawPointer
    /// How many bytes there are.
    public private(set) var count = 0
    /// How many there is room for.
    public private(set) var capacity: Int
    private var notes: UnsafeMutableBufferPointer<Atomic<UInt64>>?

    /// No bytes, and room for some.
    public init(capacity: Int = 0) {
        self.capacity = capacity
        start = Self.allocate(capacity)
        start.storeBytes(of: UInt8(ascii: "\n"), as: UInt8.self)
    }

    deinit {
        start.deallocate()
        removeNotes()
    }

    private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
        let size = capacity + 1 + padding
        let start = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        // why: what is behind the newline is read, if not heeded, and undefined bytes are not for reading.
        start.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        return start
    }

    /// All bytes.
    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    /// Adds bytes behind the others.
    public func append(_ more: UnsafeRawBufferPointer) {
        reserve(count + more.count)
        if let source = more.baseAddress { (start + count).copyMemory(from: source, byteCount: more.count) }
        count += more.count
        start.storeBytes(of: UInt8(ascii: "\n"), toByteOffset: count, as: UInt8.self)
    }

    /// Makes room for so many bytes in all, and for more than that if it has to move what is there.
    public func reserve(_ needed: Int) {
        guard needed > capacity else { return }
        let larger = max(needed, capacity * 2)
        let fresh = Self.allocate(larger)
        fresh.copyMemory(from: start, byteCount: count + 1)
        start.deallocate()
        start = fresh
        capacity = larger
    }

    /// Forgets all bytes and keeps the memory. Nobody else may hold it.
    public func removeAll() {
        count = 0
        start.storeBytes(of: UInt8(ascii: "\n"), as: UInt8.self)
        removeNotes()
    }

    /// Makes a note for each of some records; see `RecordBlock.Record.passOver`.
    public func makeNotes(_ records: Int) -> UnsafeMutablePointer<Atomic<UInt64>>? {
        precondition(notes == nil, "the records have notes")
        let notes = UnsafeMutableBufferPointer<Atomic<UInt64>>.allocate(capacity: records)
        for index in notes.indices { notes.initializeElement(at: index, to: Atomic(0)) }
        self.notes = notes
        return notes.baseAddress
    }

    private func removeNotes() {
        notes?.deinitialize()
        notes?.deallocate()
        notes = nil
    }
}
