import Primitives
import Storage

/// Rows in COPY's binary format (postgresql.org/docs/15/sql-copy.html, Binary Format), in one buffer that is reused.
struct CopyRowBuffer {
    /// Bytes that are gathered before they are handed to libpq.
    static let bytesMax = 1 << 18
    /// Where COPY begins: its signature, no flags, no header extension.
    static let header: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)
    /// Where it ends.
    static let trailer: [UInt8] = [0xFF, 0xFF]

    private(set) var bytes: [UInt8] = header

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func append(_ row: Row) {
        append(Int16(row.values.count))
        for value in row.values {
            switch value {
            case .null: append(Int32(-1))
            case .integer(let number):
                append(Int32(8))
                append(number)
            case .text(let text):
                var text = TextEncoding.encoded(text)
                text.withUTF8 { content in
                    append(Int32(content.count))
                    bytes.append(contentsOf: content)
                }
            case .bytes(let content):
                append(Int32(content.count))
                bytes.append(contentsOf: content)
            case .identifier(let identifier):
                append(Int32(16))
                append(identifier.high)
                append(identifier.low)
            }
        }
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}

extension PostgresConnection {
    /// Adds rows to a table with COPY, the fastest way in, and returns how many there were. `next` is asked for rows until it
    /// answers nil. Everything or nothing is added, in the transaction that is open or in one of its own.
    @discardableResult
    public func copyIn(_ table: Table, _ next: () throws -> Row?) throws -> Int {
        try copyIn("COPY \(Self.columns(of: table)) FROM STDIN (FORMAT binary)") { sink throws in
            var buffer = CopyRowBuffer()
            while let row = try next() {
                buffer.append(row)
                if buffer.bytes.count >= CopyRowBuffer.bytesMax {
                    try sink.append(buffer.bytes)
                    buffer.removeAll()
                }
            }
            try sink.append(buffer.bytes + CopyRowBuffer.trailer)
        }
    }

    private static func columns(of table: Table) -> String {
        let columns = table.columns.map { StatementText.quoted($0.name) }.joined(separator: ", ")
        return "\(StatementText.quoted(table.name)) (\(columns))"
    }
}
