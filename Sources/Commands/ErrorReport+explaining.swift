import ArgumentParser
import EventLog
import FlinkGateway
import Foundation
import Playground
import Server
import Storage
import TerminalKit

extension ErrorReport {
    /// What an error means to the person at the terminal; nil where everything was said already.
    static func explaining(_ error: any Error) -> ErrorReport? {
        switch error {
        case let report as ErrorReport: return report
        case is ExitCode, is CancellationError: return nil
        case let error as SettingsError:
            return ErrorReport(
                "the configuration is not right",
                why: error.description,
                hint: "see all settings with: bss config show",
                status: 78
            )
        case let error as ServerRefusal:
            let (reason, message) = error.reason
            let hint = error.status == 401 ? "set BSS_CLIENT_KEY to an API key (bss key create)" : message
            return ErrorReport(reason, hint: hint)
        case let error as ServerUnreachable:
            return ErrorReport(
                "no server answers at \(error.url)",
                why: error.reason,
                hint: "start one with: bss start"
            )
        case let error as NoServer:
            return ErrorReport(
                "no server runs, and there is no data in \(error.directory)",
                hint: "start one with: bss start, or name its data with --data DIR or its address with --url URL"
            )
        case StorageError.locked(let path):
            return ErrorReport(
                "\(path) is in use by another process",
                hint: "stop the other bss, or name another directory with --data"
            )
        case StorageError.schemaTooNew(let migration):
            return ErrorReport(
                "the data is from a newer version of bss",
                why: "it has the migration \"\(migration)\"",
                hint: "use that version, or restore a backup"
            )
        case FlinkFailure.unreachable(let url, let reason):
            return ErrorReport(
                "no Flink answers at \(url)",
                why: reason,
                hint: "start its JobManager, or name another with --flink URL or BSS_FLINK_URL"
            )
        case FlinkFailure.unknownJob(let job):
            return ErrorReport("Flink has no job '\(job)'", hint: "see which it has with: bss flink list")
        case let error as PlaygroundError:
            return ErrorReport(error.what, why: error.detail, hint: error.hint)
        case StorageError.failed(let reason):
            return ErrorReport(
                "the store failed",
                why: reason,
                hint: "check that the disk has room, or that the database of storage.url answers"
            )
        case let error as EventLogError:
            return ErrorReport(error.description)
        case let error as any CustomStringConvertible & Error: return ErrorReport("\(error)")
        default: return ErrorReport(error.localizedDescription)
        }
    }
}
