import Foundation

/// A directory of one test, removed with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "bss-log-\(UUID().uuidString)"
    }

    deinit {
        // why: what cannot be removed is left to the system's own cleaning of its temporary directory.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// A copy of what is on disk now: what a kill at this moment would leave.
    func snapshot() throws -> TemporaryFolder {
        let copy = TemporaryFolder()
        try FileManager.default.copyItem(atPath: path, toPath: copy.path)
        return copy
    }
}
