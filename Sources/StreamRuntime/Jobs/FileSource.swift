import Glibc
import StreamSQL

/// The rows of a file (connector `filesystem`), read once from its beginning to its end.
final class FileSource: TableSource {
    private let reader: any RowReader
    private let descriptor: Int32
    private let lines = LineBuffer()
    private let batch: Batch
    private var isAtEnd = false

    /// Opens a file.
    ///
    /// - Throws: `SourceError` if it cannot be opened.
    init(path: String, reader: any RowReader, types: [PhysicalType]) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SourceError("cannot open '\(path)': \(String(cString: strerror(errno)))") }
        self.reader = reader
        batch = Batch(types)
    }

    deinit { close(descriptor) }

    var skipped: SkippedInput { SkippedInput(of: reader) }

    func poll(_ receive: (Batch) throws -> Void) throws -> Bool {
        if lines.isEmpty {
            guard !isAtEnd else { return false }
            try fill()
        }
        while !lines.isEmpty {
            batch.reset()
            _ = try reader.read(lines, into: batch)
            try receive(batch)
        }
        return !isAtEnd
    }

    private func fill() throws {
        let space = try lines.space()
        let count = read(descriptor, space.baseAddress, space.count)
        guard count >= 0 else { throw SourceError("cannot read: \(String(cString: strerror(errno)))") }
        if count == 0 {
            isAtEnd = true
            lines.finish()
        } else {
            lines.commit(count)
        }
    }
}

/// Why a table cannot be read or written.
package struct SourceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do.
    package let description: String

    /// A fault.
    package init(_ description: String) { self.description = description }
}
