import Foundation
import KafkaLog
import Logging
import Operations
import PostgresStorage
import Primitives
import Storage

/// A copy of a store and its log that agree with each other.
public enum Backup {
    /// The file that marks a directory as a whole backup; written last.
    static let manifest = "backup.json"

    /// Writes a backup into a directory that does not exist yet, while the server works on.
    ///
    /// Nothing moves from the outbox into the log meanwhile, so every event is in the copy of exactly one of them.
    ///
    /// - Throws: `BackupError`, or what the store, the log or the disk throws.
    public static func write(
        _ backends: Backends,
        relay: OutboxRelay,
        to directory: String,
        now: Timestamp,
        progress: @escaping @Sendable (Double) -> Void
    ) async throws {
        guard !FileManager.default.fileExists(atPath: directory) else { throw BackupError.exists(directory) }
        guard !(backends.storage is PostgresStorage) else { throw BackupError.ofServer }
        guard !(backends.log is KafkaLog) else { throw BackupError.ofBrokers }
        try FileManager.default.createDirectory(atPath: directory + "/log", withIntermediateDirectories: true)
        try await relay.whileHeld {
            try copy(backends.directory + "/log", to: directory + "/log") { progress($0 / 2) }
            try await backends.storage.backup(to: directory + "/bss.sqlite") { progress(0.5 + $0 / 2) }
        }
        let text = JSON.object(JSONObject([("createdAt", .string(now.description)), ("format", 1)])).text
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/\(manifest)"))
        try flush("\(directory)/\(manifest)")
    }

    /// Puts a backup into a data directory that holds nothing yet.
    ///
    /// - Throws: `BackupError`, or what the disk throws.
    public static func restore(from directory: String, to data: String, progress: (Double) -> Void) throws {
        guard FileManager.default.fileExists(atPath: "\(directory)/\(manifest)") else {
            throw BackupError.incomplete(directory)
        }
        if FileManager.default.fileExists(atPath: data) {
            guard try FileManager.default.contentsOfDirectory(atPath: data).isEmpty else {
                throw BackupError.exists(data)
            }
        }
        try FileManager.default.createDirectory(atPath: data + "/log", withIntermediateDirectories: true)
        try copy(directory + "/log", to: data + "/log") { progress($0 * 0.9) }
        try copyFile(directory + "/bss.sqlite", to: data + "/bss.sqlite")
        progress(1)
    }

    private static func copy(_ source: String, to target: String, progress: (Double) -> Void) throws {
        let names = (FileManager.default.enumerator(atPath: source)?.allObjects ?? []).compactMap { $0 as? String }
            .sorted()
        for (index, name) in names.enumerated() {
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(source)/\(name)", isDirectory: &isDirectory) else {
                continue
            }
            if isDirectory.boolValue {
                try FileManager.default.createDirectory(
                    atPath: "\(target)/\(name)",
                    withIntermediateDirectories: true
                )
            } else if !name.hasSuffix("@lock") {
                try copyFile("\(source)/\(name)", to: "\(target)/\(name)")
            }
            progress(Double(index + 1) / Double(names.count))
        }
    }

    private static func copyFile(_ source: String, to target: String) throws {
        try FileManager.default.copyItem(atPath: source, toPath: target)
        try flush(target)
    }

    private static func flush(_ path: String) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { handle.closeFile() }
        try handle.synchronize()
    }
}

/// Why a backup is not written or not restored.
public enum BackupError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The target holds something already.
    case exists(String)
    /// The source is no whole backup.
    case incomplete(String)
    /// The rows are on a database server, which has tools of its own.
    case ofServer
    /// The events are in Kafka, which a copy of files cannot agree with.
    case ofBrokers

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .exists(let path): "\(path) is not empty: name a directory that does not exist yet"
        case .incomplete(let path): "\(path) holds no finished backup: backup.json is missing"
        case .ofBrokers:
            "the events are in Kafka: replicate the topics (log.replicationFactor, MirrorMaker 2), and copy the rows alone"
        case .ofServer:
            "the rows are in PostgreSQL: back them up with pg_basebackup (with its write-ahead log) or pg_dump"
        }
    }
}
