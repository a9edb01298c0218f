import Glibc
import StreamSQL

/// The rows of a file (connector `filesystem`), read once from its beginning to its end.
final class FileSource: TableSource {
    private let reader: any RowReader
    private let descriptor: Int32
    private let lines = LineBuffer()
    private let batch: Batch
    private let recordsAreLines: Bool
    private var isAtEnd = false
    private(set) var bytesRead: Int64 = 0
    /// Which blocks it reads, if several workers read the file.
    private var share: SourceShare?
    private var block: Int64 = 0

    /// Opens a file.
    ///
    /// - Parameter recordsAreLines: whether a newline always ends a record, so that several workers can read parts of it.
    /// - Throws: `SourceError` if it cannot be opened.
    init(path: String, reader: any RowReader, types: [PhysicalType], recordsAreLines: Bool) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SourceError("cannot open '\(path)': \(String(cString: strerror(errno)))") }
        self.reader = reader
        self.recordsAreLines = recordsAreLines
        batch = Batch(types)
    }

    deinit { close(descriptor) }

    var skipped: SkippedInput { SkippedInput(of: reader) }

    var isDivided: Bool { share != nil }

    func divide(_ share: SourceShare) {
        guard recordsAreLines else { return }
        self.share = share
        block = Int64(share.worker)
    }

    func poll(_ receive: (Batch) throws -> Void) throws -> Bool {
        if let share { return try pollBlock(share, receive) }
        if lines.isEmpty {
            guard !isAtEnd else { return false }
            _ = try fill(atMost: .max, at: bytesRead)
        }
        try handOn(receive)
        return !isAtEnd
    }

    private func handOn(_ receive: (Batch) throws -> Void) throws {
        while !lines.isEmpty {
            batch.reset()
            _ = try reader.read(lines, into: batch)
            try receive(batch)
        }
    }

    /// Reads the lines that begin in the next block of this worker.
    private func pollBlock(_ share: SourceShare, _ receive: (Batch) throws -> Void) throws -> Bool {
        guard !isAtEnd else { return false }
        var offset = try lineStart(at: block * share.blockBytes)
        block += Int64(share.workers)
        let end = try lineStart(at: (block - Int64(share.workers) + 1) * share.blockBytes)
        while offset < end {
            let count = try fill(atMost: Int(end - offset), at: offset)
            if count == 0 { break }
            offset += Int64(count)
            try handOn(receive)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw fault() }
        guard end >= Int64(status.st_size) else { return true }
        if !isAtEnd, offset > 0 {
            isAtEnd = true
            lines.finish()
            try handOn(receive)
        }
        return false
    }

    /// Where the first line begins at an offset or behind it; the end of the file if none does.
    private func lineStart(at offset: Int64) throws -> Int64 {
        guard offset > 0 else { return 0 }
        var position = offset - 1
        return try withUnsafeTemporaryAllocation(byteCount: LineBuffer.smallestSpace, alignment: 1) { bytes in
            while true {
                let count = pread(descriptor, bytes.baseAddress, bytes.count, Int(position))
                guard count >= 0 else { throw fault() }
                if count == 0 { return position }
                if let newline = bytes[..<count].firstIndex(of: UInt8(ascii: "\n")) {
                    return position + Int64(newline) + 1
                }
                position += Int64(count)
            }
        }
    }

    /// Reads bytes behind those that are there; answers how many.
    private func fill(atMost limit: Int, at offset: Int64) throws -> Int {
        let space = try lines.space()
        let count = pread(descriptor, space.baseAddress, min(space.count, limit), Int(offset))
        guard count >= 0 else { throw fault() }
        bytesRead += Int64(count)
        if count == 0 {
            isAtEnd = true
            lines.finish()
        } else {
            lines.commit(count)
        }
        return count
    }

    private func fault() -> SourceError { SourceError("cannot read: \(String(cString: strerror(errno)))") }
}

/// Why a table cannot be read or written.
package struct SourceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do.
    package let description: String

    /// A fault.
    package init(_ description: String) { self.description = description }
}
