import EventLog
import Glibc

/// Names in a directory, made and removed durably.
enum DiskDirectory {
    static func create(_ path: String) throws(EventLogError) {
        if mkdir(path, 0o755) != 0, errno != EEXIST { throw DiskFile.failure("cannot create", path) }
    }

    static func createAll(_ path: String) throws(EventLogError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
            try create(made)
        }
    }

    /// Makes the names in a directory durable.
    static func sync(_ path: String) throws(EventLogError) {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { throw DiskFile.failure("cannot open", path) }
        defer { _ = Glibc.close(descriptor) }
        if fsync(descriptor) != 0 { throw DiskFile.failure("cannot sync", path) }
    }

    static func names(in path: String) throws(EventLogError) -> [String] {
        guard let stream = opendir(path) else { throw DiskFile.failure("cannot list", path) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func rename(_ old: String, to new: String) throws(EventLogError) {
        if Glibc.rename(old, new) != 0 { throw DiskFile.failure("cannot rename to", new) }
    }

    static func remove(file path: String) throws(EventLogError) {
        if unlink(path) != 0, errno != ENOENT { throw DiskFile.failure("cannot delete", path) }
    }

    /// Removes a directory and all in it.
    static func removeAll(_ path: String) throws(EventLogError) {
        for name in try names(in: path) {
            let inner = path + "/" + name
            if unlink(inner) == 0 { continue }
            try removeAll(inner)
        }
        if rmdir(path) != 0 { throw DiskFile.failure("cannot delete", path) }
    }
}
