import Foundation
import Storage

/// The advisory lock (`<path>.lock`) that keeps a second writer, in this process or another, off a store.
///
/// `@unchecked Sendable`: the descriptor is changed only by `release`, which its owner calls once, and by deinit.
final class StoreLock: @unchecked Sendable {
    private var descriptor: Int32

    init(storePath: String) throws {
        let path = storePath + ".lock"
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw StorageError.failed("\(path): \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK
            let reason = String(cString: strerror(errno))
            close(descriptor)
            descriptor = -1
            throw isHeld ? StorageError.locked(path: storePath) : StorageError.failed("\(path): \(reason)")
        }
    }

    /// The file stays: removing it would let two processes lock two files of the same name.
    func release() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
    }

    deinit { release() }
}
