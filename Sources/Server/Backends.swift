import Domain
import EventLog
import Foundation
import KafkaLog
import Logging
import Operations
import PostgresStorage
import Primitives
import SQLiteStorage
import SegmentLog
import Storage

/// The store, the log and the use cases over them, opened as the settings say.
public struct Backends: Sendable {
    /// The rows.
    public let storage: any Storage
    /// The events.
    public let log: any EventLog
    /// The use cases.
    public let operations: Operations
    /// The directory that holds both.
    public let directory: String

    /// Opens, and creates where there is nothing yet, the store and the log in `data.directory`.
    ///
    /// - Throws: `StorageError.locked` or `EventLogError.locked` if another process has them open.
    public static func open(
        _ settings: ServerSettings,
        surroundings: Surroundings,
        logger: Logger
    ) async throws -> Backends {
        let directory = settings.text("data.directory")
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let storage = try openStorage(settings, directory: directory, logger: logger)
        try await storage.migrate(Schema.migrations)
        let log = try await openLog(settings, surroundings: surroundings, logger: logger)
        let topics = TopicConfiguration(
            partitions: settings.number("log.partitions"),
            retentionMilliseconds: Int64(settings.number("log.retentionHours")) * 3_600_000,
            retentionBytes: Int64(settings.number("log.retentionMegabytes")) << 20
        )
        for topic in Topic.all { _ = try await log.createTopicIfAbsent(topic, topics) }
        return Backends(
            storage: storage,
            log: log,
            operations: Operations(
                storage: storage,
                surroundings: surroundings,
                settings: settings.operations,
                logger: logger
            ),
            directory: directory
        )
    }

    /// The log that `log.kind` names.
    private static func openLog(
        _ settings: ServerSettings,
        surroundings: Surroundings,
        logger: Logger
    ) async throws -> any EventLog {
        if settings.text("log.kind") == "kafka" {
            let configuration = settings.kafka(instance: surroundings.identifier().description)
            return try await KafkaLog.open(configuration, now: surroundings.now, logger: logger)
        }
        return try SegmentLog.open(
            directory: settings.text("data.directory") + "/log",
            configuration: SegmentLogConfiguration(gatherMilliseconds: settings.number("log.fsyncMilliseconds")),
            now: surroundings.now,
            logger: logger
        )
    }

    /// The store that `storage.kind` names.
    private static func openStorage(
        _ settings: ServerSettings,
        directory: String,
        logger: Logger
    ) throws -> any Storage {
        let readers = settings.number("storage.readers")
        guard settings.text("storage.kind") == "postgres" else {
            return try SQLiteStorage(path: directory + "/bss.sqlite", readers: readers, logger: logger)
        }
        let url = settings.text("storage.url")
        guard !url.isEmpty else {
            throw SettingsError(
                faults: ["storage.url must name the database when storage.kind is postgres: postgresql://user@host/bss"]
            )
        }
        do {
            return PostgresStorage(
                try PostgresAddress(url),
                writers: settings.number("storage.writers"),
                readers: readers,
                options: PostgresOptions(
                    statementMilliseconds: settings.number("storage.statementMilliseconds"),
                    sessions: PostgresOptions.Sessions(rawValue: settings.text("storage.sessions")) ?? .detect
                ),
                routeReads: settings.flag("storage.routeReads"),
                logger: logger
            )
        } catch {
            throw SettingsError(faults: ["storage.url: \(error)"])
        }
    }

    /// What keeps the rows, for people.
    var storageKind: String { storage is PostgresStorage ? "PostgreSQL" : "SQLite" }

    /// What keeps the events, for people.
    var logKind: String { log is KafkaLog ? "Kafka" : "segment log" }

    /// Closes the log, then the store.
    public func close() async throws {
        try await log.close()
        try await storage.close()
    }
}
