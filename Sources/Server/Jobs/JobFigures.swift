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
        while true {
            for entry in await jobs.all() { try await publish(entry) }
            try await Task.sleep(for: .seconds(Self.seconds))
        }
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
            set("bss_job_checkpoint_age_seconds", Double(now() - checkpoint.time) / 1_000, job)
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
