import Glibc

/// Writes rows into a folder (connector `filesystem`), as one file that appears under its name once it is whole. Flink:
/// part files are hidden until they are committed.
final class FileSink: RowSink {
    private static let flushBytes = 1 << 20

    private let path: String
    private let writer: any RowWriter
    private let buffer = ByteBuffer()
    private let descriptor: Int32
    private let part: Int
    private(set) var bytesWritten: Int64 = 0

    /// Makes the folder, and a hidden file in it.
    ///
    /// - Parameter part: the number of the file, of the worker that writes it.
    /// - Throws: `SourceError`.
    init(path: String, part: Int, writer: any RowWriter) throws {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            made += part + "/"
            if !part.isEmpty { mkdir(made, 0o755) }
        }
        self.path = path
        self.writer = writer
        self.part = part
        descriptor = open(path + "/.part-\(part).inprogress", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw SourceError("cannot write to '\(path)': \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    func write(_ batch: Batch) throws {
        try writer.write(batch, to: buffer)
        if buffer.count >= Self.flushBytes { try flush() }
    }

    private func flush() throws {
        let bytes = buffer.bytes
        var offset = 0
        while offset < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress! + offset, bytes.count - offset)
            guard count > 0 else { throw SourceError("cannot write to '\(path)': \(String(cString: strerror(errno)))") }
            offset += count
        }
        bytesWritten += Int64(offset)
        buffer.removeAll()
    }

    func finish() throws {
        try flush()
        guard fdatasync(descriptor) == 0, rename(path + "/.part-\(part).inprogress", path + "/part-\(part)") == 0 else {
            throw SourceError("cannot finish '\(path)/part-\(part)': \(String(cString: strerror(errno)))")
        }
    }
}
