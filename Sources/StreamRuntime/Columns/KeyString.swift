import CStreamKernels

/// A string as part of a key, in 24 trivially copyable bytes: its length and first 4 bytes as in `StringRef`, and, up
/// to 20 bytes, all others. Most identifiers are compared without a look at another cache line; UUIDs too, once `packed`.
struct KeyString: BitwiseCopyable {
    /// The length in bits 0 to 31, the first 4 bytes above; of a packed UUID `uuidHead`.
    let head: UInt64
    /// Bytes 4 to 11, with zeros behind a shorter string; of a string above 20 bytes the address; of a packed UUID its first 8
    /// bytes.
    let middle: UInt64
    /// The last 8 bytes of a string of 13 to 20 bytes; of a longer one the hash of all of them; of a packed UUID its last 8
    /// bytes.
    let last: UInt64

    /// Its words in a key row.
    static let width = 3
    /// The longest string without an address.
    static let inlineCapacity = 20
    /// The length of a UUID as text (RFC 9562).
    private static let uuidCount = 36
    /// No length of a string.
    private static let uuidHead: UInt64 = 1 << 31

    @inline(__always)
    init(_ string: StringRef) {
        head = string.head
        if string.isInline {
            middle = string.tail
            last = 0
        } else if string.count <= Self.inlineCapacity {
            let bytes = string.longBytes
            middle = bytes.loadUnaligned(fromByteOffset: 4, as: UInt64.self)
            last = bytes.loadUnaligned(fromByteOffset: string.count &- 8, as: UInt64.self)
        } else {
            middle = string.tail
            last = RowHash.content(string.longBytes, count: string.count)
        }
    }

    /// A string out of a key row.
    @inline(__always)
    init(row words: UnsafePointer<UInt64>) {
        head = words[0]
        middle = words[1]
        last = words[2]
    }

    private init(head: UInt64, middle: UInt64, last: UInt64) {
        self.head = head
        self.middle = middle
        self.last = last
    }

    @inline(__always)
    func store(_ words: UnsafeMutablePointer<UInt64>) {
        words[0] = head
        words[1] = middle
        words[2] = last
    }

    /// The same string; a UUID in lower case as its 16 bytes, for which no other string stands.
    @inline(__always)
    func packed() -> KeyString {
        guard UInt32(truncatingIfNeeded: head) == UInt32(Self.uuidCount) else { return self }
        var (first, second): (UInt64, UInt64) = (0, 0)
        guard bss_pack_uuid(longBytes, &first, &second) != 0 else { return self }
        return KeyString(head: Self.uuidHead, middle: first, last: second)
    }

    @inline(__always)
    private var isPacked: Bool { head == Self.uuidHead }

    var count: Int { isPacked ? Self.uuidCount : Int(UInt32(truncatingIfNeeded: head)) }

    /// Whether it holds its bytes itself.
    @inline(__always)
    var isInline: Bool { isPacked || UInt32(truncatingIfNeeded: head) <= UInt32(Self.inlineCapacity) }

    /// What `packed` made this of, whose bytes are there until the function returns.
    @inline(__always)
    func withUnpacked<Result>(_ body: (KeyString) throws -> Result) rethrows -> Result {
        guard isPacked else { return try body(self) }
        return try withBytes { bytes in
            try body(KeyString(StringRef(bytes.baseAddress.unsafelyUnwrapped, count: bytes.count)))
        }
    }

    /// The bytes of a string that is not inline.
    var longBytes: UnsafeRawPointer { UnsafeRawPointer(bitPattern: UInt(middle)).unsafelyUnwrapped }

    @inline(__always)
    static func == (left: KeyString, right: KeyString) -> Bool {
        guard left.head == right.head, left.last == right.last else { return false }
        if left.middle == right.middle { return true }
        return !left.isInline && bss_compare(left.longBytes, right.longBytes, left.count) == 0
    }

    /// Calls a function with the bytes.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        if count <= StringRef.inlineCapacity || !isInline {
            return try StringRef(head: head, tail: middle).withBytes(body)
        }
        return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.uuidCount) { buffer in
            copy(to: UnsafeMutableRawPointer(buffer.baseAddress.unsafelyUnwrapped))
            return try body(UnsafeBufferPointer(rebasing: buffer[..<count]))
        }
    }

    @inline(__always)
    private func copy(to target: UnsafeMutableRawPointer) {
        if isPacked { return bss_unpack_uuid(middle, last, target) }
        target.storeBytes(of: UInt32(truncatingIfNeeded: head &>> 32), as: UInt32.self)
        target.storeBytes(of: middle, toByteOffset: 4, as: UInt64.self)
        target.storeBytes(of: last, toByteOffset: count &- 8, as: UInt64.self)
    }

    /// The same string with its bytes in an arena, if it needs an address.
    func stored(in arena: StringArena) -> KeyString {
        guard !isInline else { return self }
        let bytes = UnsafeBufferPointer(start: longBytes.assumingMemoryBound(to: UInt8.self), count: count)
        return KeyString(head: head, middle: arena.store(bytes).tail, last: last)
    }

    /// The string for a column. One that is inline here and not there is copied into the arena.
    @inline(__always)
    func string(_ arena: StringArena) -> StringRef {
        if count <= StringRef.inlineCapacity || !isInline { return StringRef(head: head, tail: middle) }
        let bytes = arena.allocate(count)
        copy(to: UnsafeMutableRawPointer(bytes))
        return StringRef(bytes, count: count)
    }
}
