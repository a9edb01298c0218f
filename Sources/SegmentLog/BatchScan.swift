import EventLog

/// Reads the batches of a segment file one after the other.
struct BatchScan {
    /// How a scan came to its end.
    enum Outcome {
        case end
        case stopped
        case damaged(position: Int, reason: String)
    }

    let file: DiskFile
    /// Where reading begins.
    let start: Int
    /// Where reading ends: bytes after it are not there for this reader.
    let end: Int
    /// The offset that the first batch must have; nil accepts any.
    let expected: Int64?
    /// How much is read at once.
    var chunk = 256 << 10

    /// Hands each whole batch to `body` with its position and its records' bytes until that returns false.
    func run(_ body: (BatchHeader, Int, UnsafeRawBufferPointer) throws -> Bool) throws -> Outcome {
        var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(64, min(chunk, end - start)), alignment: 16)
        defer { buffer.deallocate() }
        var position = start
        var bufferStart = start
        var filled = 0
        var expected = expected

        /// Makes `count` bytes from `position` on present in the buffer; false if the file is shorter.
        func fill(_ count: Int) throws -> Bool {
            let skip = position - bufferStart
            if filled - skip >= count { return true }
            if end - position < count { return false }
            let kept = max(0, filled - skip)
            var target = buffer
            if count > buffer.count {
                target = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
            }
            if kept > 0 {
                target.baseAddress!.copyMemory(from: buffer.baseAddress! + skip, byteCount: kept)
            }
            if count > buffer.count {
                buffer.deallocate()
                buffer = target
            }
            let wanted = min(buffer.count, end - position) - kept
            let got = try file.read(
                into: UnsafeMutableRawBufferPointer(rebasing: buffer[kept..<kept + wanted]),
                at: position + kept
            )
            bufferStart = position
            filled = kept + got
            return filled >= count
        }

        while position < end {
            guard try fill(BatchHeader.fixedBytes) else {
                return .damaged(position: position, reason: "the header of a batch is incomplete")
            }
            let head = UnsafeRawBufferPointer(rebasing: buffer[(position - bufferStart)..<filled])
            guard let length = BatchHeader.length(of: head) else {
                return .damaged(position: position, reason: "no batch begins here")
            }
            guard try fill(length) else {
                return .damaged(position: position, reason: "a batch of \(length) bytes is incomplete")
            }
            let offset = position - bufferStart
            let batch = UnsafeRawBufferPointer(rebasing: buffer[offset..<offset + length])
            guard let header = BatchHeader(batch: batch) else {
                return .damaged(position: position, reason: "the checksum of a batch does not match")
            }
            if let expected, header.baseOffset != expected {
                return .damaged(
                    position: position,
                    reason: "offset \(header.baseOffset) stands where \(expected) belongs"
                )
            }
            expected = header.nextOffset
            let records = UnsafeRawBufferPointer(rebasing: batch[header.bytes...])
            guard try body(header, position, records) else { return .stopped }
            position += length
        }
        return .end
    }

    /// The first whole batch that begins after `start`, wherever that is: what tells damage in the middle from a torn
    /// end.
    func laterBatch() throws -> BatchHeader? {
        let window = 1 << 20
        var bytes = [UInt8](repeating: 0, count: window + 3)
        var position = start + 1
        while position < end {
            let count = try bytes.withUnsafeMutableBytes {
                try file.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: $0[..<min($0.count, end - position)]),
                    at: position
                )
            }
            var index = 0
            while index + 4 <= count, index < window {
                let magic = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: index, as: UInt32.self) }
                if UInt32(littleEndian: magic) == BatchHeader.magic {
                    var found: BatchHeader?
                    _ = try BatchScan(file: file, start: position + index, end: end, expected: nil).run {
                        header,
                        _,
                        _ in
                        found = header
                        return false
                    }
                    if let found { return found }
                }
                index += 1
            }
            position += window
        }
        return nil
    }
}
