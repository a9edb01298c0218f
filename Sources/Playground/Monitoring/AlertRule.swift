/// An alert: when it fires, and what the one who is called should do.
public struct AlertRule: Sendable, Hashable {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable {
        /// Customers notice: somebody is called.
        case critical
        /// Somebody should look within the day.
        case warning
    }

    /// Its name.
    public let name: String
    /// The PromQL expression that is true while something is wrong.
    public let expression: String
    /// How long it must be wrong before it fires.
    public let lasting: String
    /// How bad it is.
    public let severity: Severity
    /// What is wrong, with labels as `{{ $labels.x }}`.
    public let summary: String
    /// What to do.
    public let action: String
    /// The program whose metrics it reads.
    public let program: Program

    private init(
        _ name: String,
        _ severity: Severity,
        for lasting: String,
        _ expression: String,
        _ summary: String,
        _ action: String,
        of program: Program = .bss
    ) {
        self.name = name
        self.severity = severity
        self.lasting = lasting
        self.expression = expression
        self.summary = summary
        self.action = action
        self.program = program
    }

    /// A file of rules.
    public static func text(_ rules: [AlertRule]) -> String {
        var text = "# Written by: bss playground\ngroups:\n- name: bss\n  rules:\n"
        for rule in rules {
            text += """
                  - alert: \(rule.name)
                    expr: \(quoted(rule.expression))
                    for: \(rule.lasting)
                    labels: {severity: \(rule.severity.rawValue)}
                    annotations:
                      summary: \(quoted(rule.summary))
                      action: \(quoted(rule.action))

                """
        }
        return text
    }

    /// A double-quoted YAML scalar.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// Every alert.
    public static let all: [AlertRule] = program + backends + machines

    private static let program: [AlertRule] = [
        AlertRule(
            "ServerDown",
            .critical,
            for: "30s",
            "up{job=\"bss\"} == 0",
            "Server {{ $labels.instance }} does not answer.",
            "Look at its log and GET /readyz; the other servers go on."
        ),
        AlertRule(
            "ErrorBudgetBurn",
            .critical,
            for: "2m",
            "sum(rate(bss_http_requests_total{status=~\"5..\"}[5m])) / sum(rate(bss_http_requests_total[5m])) > 0.0144",
            "More than 1.44 % of requests fail: a month's budget of 0.1 % is gone in two days.",
            "Group bss_http_requests_total by route and status; look at the server's log for these routes."
        ),
        AlertRule(
            "SlowOrders",
            .warning,
            for: "5m",
            "histogram_quantile(0.99, sum by (le) (rate(bss_http_request_seconds_bucket{method=\"POST\",route=~\".*/productOrder\"}[5m]))) > 0.25",
            "One order in a hundred takes longer than 250 ms.",
            "Look at the disk's latency and at the database's slow statements."
        ),
        AlertRule(
            "OutboxStuck",
            .critical,
            for: "1m",
            "bss_outbox_oldest_seconds > 30",
            "Events of {{ $labels.instance }} have waited for the log for {{ $value }} s.",
            "Look at the event log: brokers down, disk full. Writes go on; nothing is lost."
        ),
        AlertRule(
            "JobDown",
            .critical,
            for: "1m",
            "bss_job_up == 0",
            "The job {{ $labels.exported_job }} does not run.",
            "bss job show {{ $labels.exported_job }} says why; bss job restart begins it again where it stopped."
        ),
        AlertRule(
            "JobLag",
            .warning,
            for: "5m",
            "bss_job_records_behind > 100000",
            "The job {{ $labels.exported_job }} has {{ $value }} records to catch up with.",
            "Give it more workers: bss job restart {{ $labels.exported_job }} --parallelism N."
        ),
        AlertRule(
            "CheckpointOld",
            .warning,
            for: "1m",
            "bss_job_checkpoint_age_seconds > 300 and bss_job_records_in - bss_job_records_in offset 5m > 0",
            "The newest checkpoint of the job {{ $labels.exported_job }} is {{ $value }} s old, though it has work.",
            "Look at the server's log: a full disk, or state that takes too long to write."
        ),
        AlertRule(
            "FraudRate",
            .warning,
            for: "2m",
            "sum(rate(bss_fraud_alerts_taken_total[5m])) * 60 > 60",
            "More than 60 fraud alerts a minute.",
            "bss fraud alerts: a wave, or a rule that is too eager; bss fraud report shows each rule's precision."
        ),
        AlertRule(
            "WebhooksFailing",
            .warning,
            for: "10m",
            "sum(rate(bss_hub_failed_total[5m])) > sum(rate(bss_hub_delivered_total[5m]))",
            "More posts to listeners fail than arrive.",
            "GET {api}/hub/{id}/attempts names the listener and what it answered."
        ),
    ]

    private static let backends: [AlertRule] = [
        AlertRule(
            "CitusCoordinatorDown",
            .critical,
            for: "15s",
            "up{job=\"citus-coordinator\"} == 0 or pg_up{job=\"citus-coordinator\"} == 0",
            "The coordinator of the cluster is down: no order can be taken.",
            "Start it, or promote its replica; servers connect again by themselves.",
            of: .postgresExporter
        ),
        AlertRule(
            "CitusWorkerDown",
            .critical,
            for: "15s",
            "up{job=\"citus-worker\"} == 0 or pg_up{job=\"citus-worker\"} == 0",
            "{{ $labels.worker }} is down: customers whose shards it holds cannot be served.",
            "Start it; bss cluster health shows the shards that are affected.",
            of: .postgresExporter
        ),
        AlertRule(
            "PostgresConnectionsNearLimit",
            .warning,
            for: "2m",
            "sum by (instance) (pg_stat_activity_count) / on (instance) pg_settings_max_connections > 0.8",
            "{{ $labels.instance }} uses more than 80 % of its connections.",
            "Route through PgBouncer, or look for transactions that are left open.",
            of: .postgresExporter
        ),
        AlertRule(
            "FlinkJobDown",
            .critical,
            for: "2m",
            "sum by (job_name) (flink_jobmanager_job_uptime) <= 0 or flink_jobmanager_numRunningJobs < max_over_time(flink_jobmanager_numRunningJobs[15m])",
            "A Flink job that ran within the last 15 minutes does not run: {{ $labels.job_name }}",
            "bss flink show says why; it begins again from its newest checkpoint.",
            of: .flink
        ),
        AlertRule(
            "FlinkTaskManagerLost",
            .warning,
            for: "30s",
            "flink_jobmanager_numRegisteredTaskManagers < 2",
            "Only {{ $value }} of Flink's task managers are there.",
            "Start the one that is missing; jobs go on in the slots that are left.",
            of: .flink
        ),
        AlertRule(
            "EdgeHasNoServer",
            .critical,
            for: "15s",
            "envoy_cluster_membership_healthy{envoy_cluster_name=\"bss\"} == 0",
            "The edge knows no healthy server.",
            "Look at GET /readyz of the servers.",
            of: .envoy
        ),
    ]

    private static let machines: [AlertRule] = [
        AlertRule(
            "DiskNearlyFull",
            .warning,
            for: "5m",
            "node_filesystem_avail_bytes{fstype!~\"tmpfs|overlay|squashfs\"} / node_filesystem_size_bytes < 0.1",
            "{{ $labels.mountpoint }} on {{ $labels.instance }} has less than a tenth free.",
            "Shorten log.retentionHours, or make the disk larger.",
            of: .nodeExporter
        ),
        AlertRule(
            "DiskFull",
            .critical,
            for: "1m",
            "node_filesystem_avail_bytes{fstype!~\"tmpfs|overlay|squashfs\"} / node_filesystem_size_bytes < 0.02",
            "{{ $labels.mountpoint }} on {{ $labels.instance }} is full: writes are refused.",
            "Free space now; the program takes writes again by itself.",
            of: .nodeExporter
        ),
        AlertRule(
            "MemoryNearlyFull",
            .warning,
            for: "5m",
            "node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.1",
            "{{ $labels.instance }} has less than a tenth of its memory free.",
            "Look for the process that grew; Flink's task managers are the largest.",
            of: .nodeExporter
        ),
    ]
}
