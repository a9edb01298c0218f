import HTTPAPI
import Metrics
import Primitives
import StreamRuntime

/// Puts the jobs' figures where Prometheus reads them.
struct JobFigures: Sendable {
    /// How often, in seconds.
    static let seconds = 5

    let jobs: JobSupervisor
    let now: @Sendable () -> Timestamp

    /// Goes on until the task is cancelled.
    func run() async throws {
        Self.describe(PrometheusRegistry.installed)
        while true {
            for entry in await jobs.all() { try await publish(entry) }
            try await Task.sleep(for: .seconds(Self.seconds))
        }
    }

    private static func describe(_ registry: PrometheusRegistry) {
        let texts = [
            "bss_job_up": "whether the job runs", "bss_job_records_in": "records that the job has read since it began",
            "bss_job_records_out": "records that it has appended",
            "bss_job_records_behind": "records in its topics that it has not read yet",
            "bss_job_records_skipped": "records that could not be read",
            "bss_job_watermark_lag_seconds": "how far its event time is behind the clock",
            "bss_job_busy_seconds": "how long it processed", "bss_job_idle_seconds": "how long it waited for records",
            "bss_job_back_pressured_seconds": "how long it waited for the log to take its output",
            "bss_job_checkpoint_seconds": "how long the newest checkpoint took until it was durable",
            "bss_job_checkpoint_stall_seconds": "how long the operators stood still for it",
            "bss_job_checkpoint_bytes": "its size", "bss_job_checkpoints": "checkpoints since the job began",
            "bss_job_operator_rows_in": "rows that came to the operator",
            "bss_job_operator_rows_out": "rows that it handed on", "bss_job_operator_bytes": "bytes read or written",
            "bss_job_operator_late_rows": "rows that came after their window and were dropped",
            "bss_job_operator_keys": "keys with state", "bss_job_operator_state_bytes": "bytes of state, about",
            "bss_job_operator_busy_seconds": "how long the operator itself worked",
        ]
        for (name, text) in texts { registry.describe(name, text) }
    }

    private func publish(_ entry: JobSupervisor.Entry) async throws {
        let job = [("job", entry.definition.name)]
        func set(_ label: String, _ value: Double, _ dimensions: [(String, String)]) {
            Gauge(label: label, dimensions: dimensions).record(value)
        }
        set("bss_job_up", entry.state == .running ? 1 : 0, job)
        guard let metrics = try await entry.job?.metrics() else { return }
        set("bss_job_records_in", Double(metrics.recordsIn), job)
        set("bss_job_records_out", Double(metrics.recordsOut), job)
        set("bss_job_records_behind", Double(metrics.recordsBehind), job)
        set("bss_job_records_skipped", Double(metrics.skipped.records), job)
        if let watermark = metrics.watermark {
            set("bss_job_watermark_lag_seconds", Double(now() - watermark) / 1_000, job)
        }
        set("bss_job_busy_seconds", Double(metrics.busyNanoseconds) / 1e9, job)
        set("bss_job_idle_seconds", Double(metrics.idleNanoseconds) / 1e9, job)
        set("bss_job_back_pressured_seconds", Double(metrics.backPressuredNanoseconds) / 1e9, job)
        set("bss_job_checkpoints", Double(metrics.checkpoints), job)
        if let checkpoint = metrics.lastCheckpoint {
            set("bss_job_checkpoint_seconds", Double(checkpoint.nanoseconds) / 1e9, job)
            set("bss_job_checkpoint_stall_seconds", Double(checkpoint.stallNanoseconds) / 1e9, job)
            set("bss_job_checkpoint_bytes", Double(checkpoint.bytes), job)
        }
        for step in metrics.operators {
            let place = job + [("operator", step.name)]
            set("bss_job_operator_rows_in", Double(step.rowsIn), place)
            set("bss_job_operator_rows_out", Double(step.rowsOut), place)
            if let bytes = step.bytes { set("bss_job_operator_bytes", Double(bytes), place) }
            set("bss_job_operator_late_rows", Double(step.counts.lateRows), place)
            set("bss_job_operator_keys", Double(step.counts.keys), place)
            set("bss_job_operator_state_bytes", Double(step.counts.stateBytes), place)
            set("bss_job_operator_busy_seconds", Double(step.busyNanoseconds) / 1e9, place)
        }
    }
}
