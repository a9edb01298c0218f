/// What a metric of the program means: one list, from which `/metrics` takes its help, the dashboards their panels, and
/// verification what should be there.
public struct MetricDescription: Sendable, Hashable {
    /// The types of Prometheus.
    public enum Kind: String, Sendable, Hashable {
        /// Only ever grows.
        case counter
        /// Goes up and down.
        case gauge
        /// Durations in seconds, counted into buckets.
        case histogram
    }

    /// Its name.
    public let name: String
    /// Its type.
    public let kind: Kind
    /// The names of its labels.
    public let labels: [String]
    /// What it says, with its unit, in one sentence.
    public let help: String
    /// Whether it is there from the start, before anything has happened.
    public let isAlwaysThere: Bool

    private init(_ name: String, _ kind: Kind, _ labels: [String], always: Bool = false, _ help: String) {
        self.name = name
        self.kind = kind
        self.labels = labels
        self.help = help
        isAlwaysThere = always
    }

    /// Every metric.
    public static let all: [MetricDescription] = requests + events + jobs + operators

    private static let requests: [MetricDescription] = [
        MetricDescription(
            "bss_http_requests_total",
            .counter,
            ["method", "route", "status"],
            always: true,
            "HTTP requests by method, route and status."
        ),
        MetricDescription(
            "bss_http_request_seconds",
            .histogram,
            ["method", "route"],
            always: true,
            "Time from a request's head to its answer's head."
        ),
        MetricDescription(
            "bss_metrics_series_dropped_total",
            .counter,
            [],
            always: true,
            "Series not kept because there are too many."
        ),
    ]

    private static let events: [MetricDescription] = [
        MetricDescription("bss_outbox_relayed_total", .counter, [], always: true, "Events relayed into the log."),
        MetricDescription(
            "bss_outbox_oldest_seconds",
            .gauge,
            [],
            always: true,
            "Age of the oldest event that waits for the log; 0 if none does."
        ),
        MetricDescription(
            "bss_lease_held",
            .gauge,
            ["lease"],
            "Whether this server does what one of the servers on a store does at a time."
        ),
        MetricDescription("bss_hub_delivered_total", .counter, [], always: true, "Events that listeners took."),
        MetricDescription(
            "bss_hub_failed_total",
            .counter,
            [],
            always: true,
            "Posts to listeners that failed; they are tried again."
        ),
        MetricDescription(
            "bss_log_partitions_held",
            .gauge,
            ["group"],
            "Partitions whose webhooks (hub) or fraud alerts (fraud-cases) are this server's."
        ),
        MetricDescription(
            "bss_listener_events_total",
            .counter,
            ["event"],
            "Events that came in at the program's own listeners."
        ),
        MetricDescription(
            "bss_fraud_alerts_taken_total",
            .counter,
            [],
            always: true,
            "Fraud alerts that became risk assessments."
        ),
        MetricDescription(
            "bss_fraud_alerts_replayed_total",
            .counter,
            [],
            always: true,
            "Fraud alerts that were known already."
        ),
        MetricDescription(
            "bss_fraud_alerts_refused_total",
            .counter,
            [],
            always: true,
            "Records among the fraud alerts that are none."
        ),
    ]

    private static func job(_ name: String, _ help: String) -> MetricDescription {
        MetricDescription("bss_job_" + name, .gauge, ["job"], help)
    }

    private static func step(_ name: String, _ help: String) -> MetricDescription {
        MetricDescription("bss_job_operator_" + name, .gauge, ["job", "operator"], help)
    }

    private static let jobs: [MetricDescription] = [
        job("up", "Whether the job runs."),
        job("records_in", "Records that the job has read since it began."),
        job("records_out", "Records that it has appended."),
        job("records_behind", "Records in its topics that it has not read yet."),
        job("records_skipped", "Records that could not be read."),
        job("watermark_lag_seconds", "How far its event time is behind the clock."),
        job("busy_seconds", "How long it processed."),
        job("idle_seconds", "How long it waited for records."),
        job("back_pressured_seconds", "How long it waited for the log to take its output."),
        job("checkpoint_seconds", "How long the newest checkpoint took until it was durable."),
        job("checkpoint_stall_seconds", "How long the operators stood still for it."),
        job("checkpoint_bytes", "What was written for it."),
        job("checkpoint_age_seconds", "How long ago it was complete."),
        job("checkpoints", "Checkpoints since the job began."),
    ]

    private static let operators: [MetricDescription] = [
        step("rows_in", "Rows that came to the operator."),
        step("rows_out", "Rows that it handed on."),
        step("bytes", "Bytes read or written."),
        step("late_rows", "Rows that came after their window and were dropped."),
        step("keys", "Keys with state."),
        step("state_bytes", "Bytes of state, about."),
        step("busy_seconds", "How long the operator itself worked."),
    ]
}
