import Crypto
import Primitives
import Storage

/// What a table holds, whatever the order of its rows: how many there are, and the sum of the first 16 bytes of their SHA-256.
struct TableDigest: Hashable, Sendable {
    /// Rows.
    private(set) var count = 0
    private var high: UInt64 = 0
    private var low: UInt64 = 0

    /// The sum, in hexadecimal.
    var checksum: String { Identifier(high: high, low: low).description.replacing("-", with: "") }

    /// Adds a row.
    mutating func add(_ row: Row) {
        var hash = SHA256()
        for value in row.values { Self.add(value, to: &hash) }
        let words = hash.finalize().withUnsafeBytes {
            (
                $0.loadUnaligned(as: UInt64.self).bigEndian,
                $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian
            )
        }
        let (sum, carries) = low.addingReportingOverflow(words.1)
        low = sum
        high = high &+ words.0 &+ (carries ? 1 : 0)
        count += 1
    }

    /// Type, length and bytes, so that no two different rows give the same text.
    private static func add(_ value: Value, to hash: inout SHA256) {
        func add(_ tag: UInt8, _ bytes: UnsafeRawBufferPointer) {
            var head = (UInt64(tag) << 56 | UInt64(bytes.count)).bigEndian
            withUnsafeBytes(of: &head) { hash.update(bufferPointer: $0) }
            hash.update(bufferPointer: bytes)
        }
        switch value {
        case .null: add(0, UnsafeRawBufferPointer(start: nil, count: 0))
        case .integer(let number): withUnsafeBytes(of: number.bigEndian) { add(1, $0) }
        case .text(var text): text.withUTF8 { add(2, UnsafeRawBufferPointer($0)) }
        case .bytes(let bytes): bytes.withUnsafeBytes { add(3, $0) }
        case .identifier(let identifier): identifier.bytes.withUnsafeBytes { add(4, $0) }
        }
    }
}
