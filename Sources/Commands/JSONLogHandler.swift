import Foundation
import Logging
import Primitives
import TerminalKit

/// Writes each message as one line of JSON to standard error.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    let label: String

    /// The program's logger at this level.
    static func logger(level: String) -> Logger {
        var logger = Logger(label: "bss") { JSONLogHandler(label: $0) }
        logger.logLevel = Logger.Level(rawValue: level) ?? .info
        return logger
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = JSONObject([
            ("time", .string(Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)).description)),
            ("level", .string(event.level.rawValue)), ("message", .string("\(event.message)")),
        ])
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { line[key] = .string("\(value)") }
        Terminal.writeError(JSON.object(line).text + "\n")
    }
}
