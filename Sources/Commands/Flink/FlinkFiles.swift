import FlinkGateway
import Foundation
import Primitives
import TerminalKit

/// The files that a submission needs beside the script.
enum FlinkFiles {
    /// The runner, built by scripts/flink/install.
    ///
    /// - Parameter path: its jar; empty for where the install step puts it.
    /// - Throws: `ErrorReport` if it is not there.
    static func runner(_ path: String) throws -> FlinkCluster.Runner {
        let environment = ProcessInfo.processInfo.environment
        let home =
            environment["BSS_FLINK_HOME"] ?? (environment["HOME"] ?? "") + "/.cache/bss/flink-2.3.0"
        let file = path.isEmpty ? home + "/opt/bss-flink-runner.jar" : path
        guard let content = FileManager.default.contents(atPath: file) else {
            throw ErrorReport(
                "there is no runner at \(file)",
                why: "a JobManager takes scripts through a small program of bss, which is built with the Java compiler",
                hint: "build it with scripts/flink/install, or name its jar with --runner or BSS_FLINK_RUNNER"
            )
        }
        return FlinkCluster.Runner(content: Array(content))
    }

    /// Options of Kafka tables from a file; none without one.
    ///
    /// - Throws: `ErrorReport` if it cannot be read or is no JSON object of texts.
    static func options(_ path: String) throws -> [String: String] {
        guard !path.isEmpty else { return [:] }
        guard let content = FileManager.default.contents(atPath: path) else {
            throw ErrorReport("cannot read \(path)", hint: "name a JSON file with options of the Kafka tables")
        }
        // why: what is no JSON and what is no object of texts is reported alike
        guard let members = (try? JSON(parsing: Array(content)))?.object?.members else {
            throw notTexts(path)
        }
        var options: [String: String] = [:]
        for member in members {
            guard let value = member.value.string else { throw notTexts(path) }
            options[member.key] = value
        }
        return options
    }

    private static func notTexts(_ path: String) -> ErrorReport {
        ErrorReport(
            "\(path) is no JSON object of texts",
            hint: #"write it like {"properties.bootstrap.servers": "kafka:9092"}"#
        )
    }
}
