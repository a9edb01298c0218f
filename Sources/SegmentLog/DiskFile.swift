import CCRC32C
import EventLog
import Glibc

/// An open file, closed when the last reference goes; reads and writes name their position and share no state.
final class DiskFile: Sendable {
    /// How a file is opened.
    enum Mode {
        case read
        case readWrite
        case create
        case createEmpty
    }

    let path: String
    let descriptor: Int32

    init(_ path: String, _ mode: Mode) throws(EventLogError) {
        self.path = path
        let flags: Int32 =
            switch mode {
            case .read: O_RDONLY
            case .readWrite: O_RDWR
            case .create: O_RDWR | O_CREAT
            case .createEmpty: O_RDWR | O_CREAT | O_TRUNC
            }
        descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw Self.failure("cannot open", path) }
    }

    deinit { _ = Glibc.close(descriptor) }

    static func failure(_ action: String, _ path: String) -> EventLogError {
        let code = errno
        return .failed("\(action) \(path): \(String(cString: strerror(code))) (errno \(code))")
    }

    func size() throws(EventLogError) -> Int {
        var information = stat()
        if fstat(descriptor, &information) != 0 { throw Self.failure("cannot stat", path) }
        return Int(information.st_size)
    }

    /// Fills the buffer from this position and returns how many bytes there were.
    func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int) throws(EventLogError) -> Int {
        var done = 0
        while done < buffer.count {
            let count = pread(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(position + done))
            if count < 0 {
                if errno == EINTR { continue }
                throw Self.failure("cannot read", path)
            }
            if count == 0 { break }
            done += count
        }
        return done
    }

    /// All bytes of the file.
    func contents() throws(EventLogError) -> [UInt8] {
        let size = try size()
        var bytes = [UInt8](repeating: 0, count: size)
        var failure: EventLogError?
        var count = 0
        bytes.withUnsafeMutableBytes { buffer in
            do throws(EventLogError) { count = try read(into: buffer, at: 0) } catch { failure = error }
        }
        if let failure { throw failure }
        bytes.removeLast(size - count)
        return bytes
    }

    func write(_ bytes: [UInt8], at position: Int) throws(EventLogError) {
        let outcome = bytes.withUnsafeBytes { buffer in
            Result { () throws(EventLogError) in try write(buffer, at: position) }
        }
        try outcome.get()
    }

    func write(_ bytes: UnsafeRawBufferPointer, at position: Int) throws(EventLogError) {
        var done = 0
        while done < bytes.count {
            let count = pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(position + done))
            if count < 0 {
                if errno == EINTR { continue }
                throw Self.failure("cannot write", path)
            }
            done += count
        }
    }

    func sync() throws(EventLogError) {
        if fdatasync(descriptor) != 0 { throw Self.failure("cannot sync", path) }
    }

    /// Lets the disk start on these bytes, so that the syncs of several files overlap.
    func startWriting(from position: Int, count: Int) {
        _ = bss_start_writing(descriptor, Int64(position), Int64(count))
    }

    func truncate(to size: Int) throws(EventLogError) {
        if ftruncate(descriptor, off_t(size)) != 0 { throw Self.failure("cannot truncate", path) }
    }

    /// Reserves space past the end without changing the size. A refusal is not an error: it only costs speed.
    func preallocate(from position: Int, count: Int) {
        _ = bss_preallocate(descriptor, Int64(position), Int64(count))
    }
}
