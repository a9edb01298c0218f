import Foundation

/// A directory of one test, removed with it.
final class TemporaryFolder: Sendable {
    let path: String
    /// Names the test among others; a snapshot has the name of what it is of.
    let name: String

    init() throws {
        path = NSTemporaryDirectory() + "bss-log-\(UUID().uuidString)"
        name = "t" + path.suffix(12)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    private init(copyOf original: TemporaryFolder) throws {
        path = NSTemporaryDirectory() + "bss-log-\(UUID().uuidString)"
        name = original.name
        try FileManager.default.copyItem(atPath: original.path, toPath: path)
    }

    deinit {
        // why: what cannot be removed is left to the system's own cleaning of its temporary directory.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// A copy of what is on disk now: what a kill at this moment would leave.
    func snapshot() throws -> TemporaryFolder { try TemporaryFolder(copyOf: self) }
}
