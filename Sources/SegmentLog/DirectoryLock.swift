import EventLog
import Glibc

/// Keeps a second process out of a log's directory. The kernel drops the lock with the process, however it ends.
final class DirectoryLock: Sendable {
    private let file: DiskFile

    init(directory: String) throws(EventLogError) {
        file = try DiskFile(directory + "/@lock", .create)
        if flock(file.descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK else { throw DiskFile.failure("cannot lock", file.path) }
            let text = String(decoding: try file.contents(), as: UTF8.self)
            throw .locked(path: directory, processID: Int32(text.filter { $0.isNumber }))
        }
        try file.truncate(to: 0)
        try file.write(Array("\(getpid())\n".utf8), at: 0)
    }
}
