/// Bytes that are written one after the other: the output of a row writer. The memory is used again after `removeAll`.
package final class ByteBuffer {
    /// Bytes that may be written behind the ones in use: vector code works in whole words.
    static let padding = 64
    private static let firstCapacity = 4096

    private(set) var start: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int
    /// The number of bytes in use.
    package private(set) var count = 0

    /// An empty buffer.
    package init() {
        capacity = Self.firstCapacity
        start = .allocate(capacity: capacity + Self.padding)
        start.initialize(repeating: 0, count: capacity + Self.padding)
    }

    deinit { start.deallocate() }

    /// The bytes in use, until the next change.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    /// The bytes as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Forgets all bytes and keeps the memory.
    package func removeAll() { count = 0 }

    /// Makes room for some more bytes and gives the address for the next one, which is good until the next change.
    @inline(__always)
    func reserve(_ more: Int) -> UnsafeMutablePointer<UInt8> {
        if capacity - count < more { grow(more) }
        return start + count
    }

    @inline(never)
    private func grow(_ more: Int) {
        let larger = max(capacity * 2, count + more)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: larger + Self.padding)
        memory.initialize(repeating: 0, count: larger + Self.padding)
        memory.update(from: start, count: count)
        start.deallocate()
        start = memory
        capacity = larger
    }

    /// Says up to where bytes were written.
    @inline(__always)
    func finish(at end: UnsafeMutablePointer<UInt8>) { count = end - start }

    /// Appends a byte.
    package func append(_ byte: UInt8) {
        reserve(1)[0] = byte
        count += 1
    }

    /// Appends a number, little-endian.
    @inline(__always)
    func append<Number: FixedWidthInteger & BitwiseCopyable>(number: Number) {
        let size = MemoryLayout<Number>.size
        UnsafeMutableRawPointer(reserve(size)).storeBytes(of: number.littleEndian, as: Number.self)
        count += size
    }

    /// Appends some bytes.
    package func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        reserve(bytes.count).update(from: source, count: bytes.count)
        count += bytes.count
    }

    /// Appends some bytes.
    func append(_ bytes: UnsafeBufferPointer<UInt8>.SubSequence) { append(UnsafeBufferPointer(rebasing: bytes)) }

    /// Appends a text.
    package func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }
}
