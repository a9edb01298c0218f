import Foundation
import GRDBSQLite
import Storage

/// A consistent copy of a store's file, made through SQLite's backup interface while others write.
enum OnlineBackup {
    private static let pagesPerStep: Int32 = 1_000

    /// Copies `source` to `destination`, aside first and renamed when it is whole and on the disk.
    static func copy(from source: String, to destination: String, progress: (Double) -> Void) throws {
        let partial = destination + ".partial"
        try remove(partial)
        do {
            try copyPages(from: source, to: partial, progress: progress)
            try synchronize(partial)
            guard rename(partial, destination) == 0 else { throw failure(destination) }
            try synchronize((destination as NSString).deletingLastPathComponent)
        } catch {
            try remove(partial)
            throw error
        }
    }

    private static func copyPages(from source: String, to destination: String, progress: (Double) -> Void) throws {
        let from = try open(source, SQLITE_OPEN_READWRITE)
        defer { sqlite3_close_v2(from) }
        let to = try open(destination, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        defer { sqlite3_close_v2(to) }
        // An open read transaction pins the snapshot: without it every commit of a writer would start the copy anew.
        guard sqlite3_exec(from, "BEGIN; SELECT COUNT(*) FROM sqlite_schema", nil, nil, nil) == SQLITE_OK,
            let backup = sqlite3_backup_init(to, "main", from, "main")
        else { throw StorageError.failed("backup: \(String(cString: sqlite3_errmsg(to)))") }
        var code = SQLITE_OK
        while code == SQLITE_OK {
            code = sqlite3_backup_step(backup, pagesPerStep)
            let total = sqlite3_backup_pagecount(backup)
            if total > 0 { progress(Double(total - sqlite3_backup_remaining(backup)) / Double(total)) }
        }
        let finished = sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE, finished == SQLITE_OK else {
            throw StorageError.failed("backup: \(String(cString: sqlite3_errmsg(to)))")
        }
    }

    private static func open(_ path: String, _ flags: Int32) throws -> OpaquePointer? {
        var connection: OpaquePointer?
        guard sqlite3_open_v2(path, &connection, flags, nil) == SQLITE_OK else {
            defer { sqlite3_close_v2(connection) }
            throw StorageError.failed("\(path): \(String(cString: sqlite3_errmsg(connection)))")
        }
        sqlite3_busy_timeout(connection, SQLiteStorage.busyTimeoutMilliseconds)
        return connection
    }

    private static func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure(path) }
    }

    private static func synchronize(_ path: String) throws {
        let descriptor = Glibc.open(path.isEmpty ? "." : path, O_RDONLY)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> StorageError {
        .failed("\(path): \(String(cString: strerror(errno)))")
    }
}
