import Primitives

/// A Grafana dashboard, generated: its panels follow from the metrics' catalogue, so that no metric is without one.
public struct Dashboard: Sendable, Hashable {
    /// A panel: one graph.
    public struct Panel: Sendable, Hashable {
        /// Its title.
        public let title: String
        /// What it means.
        public let description: String
        /// PromQL.
        public let expression: String
        /// The legend, with labels as `{{x}}`.
        public let legend: String
        /// Grafana's unit: `s`, `reqps`, `short`, `bytes`, `percentunit`.
        public let unit: String

        init(
            _ title: String,
            _ expression: String,
            legend: String = "",
            unit: String = "short",
            _ description: String = ""
        ) {
            self.title = title
            self.description = description
            self.expression = expression
            self.legend = legend
            self.unit = unit
        }
    }

    /// Its identifier in Grafana, and its file's name.
    public let name: String
    /// Its title.
    public let title: String
    /// Its panels, two in a row.
    public let panels: [Panel]

    /// Every dashboard.
    public static let all = [overview, requests, streams, backends]

    private static let overview = Dashboard(
        name: "bss-overview",
        title: "BSS: overview",
        panels: [
            Panel("Requests per second", "sum(rate(bss_http_requests_total[$__rate_interval]))", unit: "reqps"),
            Panel(
                "Share of requests that fail",
                "sum(rate(bss_http_requests_total{status=~\"5..\"}[$__rate_interval])) / sum(rate(bss_http_requests_total[$__rate_interval]))",
                unit: "percentunit"
            ),
            Panel(
                "Orders per second",
                "sum(rate(bss_http_requests_total{method=\"POST\",route=~\".*/productOrder\",status=\"201\"}[$__rate_interval]))",
                unit: "reqps"
            ),
            Panel(
                "Order acknowledged, 99th percentile",
                "histogram_quantile(0.99, sum by (le) (rate(bss_http_request_seconds_bucket{method=\"POST\",route=~\".*/productOrder\"}[$__rate_interval])))",
                unit: "s"
            ),
            Panel(
                "Oldest event waiting for the log",
                "max by (instance) (bss_outbox_oldest_seconds)",
                legend: "{{instance}}",
                unit: "s"
            ),
            Panel("Fraud alerts per minute", "sum(rate(bss_fraud_alerts_taken_total[$__rate_interval])) * 60"),
            Panel("Servers that answer", "sum(up{job=\"bss\"})"),
            Panel("Alerts that fire", "sum by (alertname) (ALERTS{alertstate=\"firing\"})", legend: "{{alertname}}"),
        ]
    )

    private static let requests = Dashboard(
        name: "bss-requests",
        title: "BSS: requests and events",
        panels: panels { !$0.name.hasPrefix("bss_job_") }
    )

    private static let streams = Dashboard(
        name: "bss-streams",
        title: "BSS: stream jobs",
        panels: panels { $0.name.hasPrefix("bss_job_") } + [
            Panel(
                "Share of the time that a job works",
                "rate(bss_job_busy_seconds[$__rate_interval])",
                legend: "{{instance}} {{exported_job}}",
                unit: "percentunit"
            ),
            Panel("Flink: jobs that run", "flink_jobmanager_numRunningJobs"),
            Panel("Flink: task managers", "flink_jobmanager_numRegisteredTaskManagers"),
            Panel("Flink: slots that are free", "flink_jobmanager_taskSlotsAvailable"),
            Panel(
                "Flink: restarts of jobs",
                "sum by (job_name) (flink_jobmanager_job_numRestarts)",
                legend: "{{job_name}}"
            ),
            Panel(
                "Flink: newest checkpoint took",
                "sum by (job_name) (flink_jobmanager_job_lastCheckpointDuration) / 1000",
                legend: "{{job_name}}",
                unit: "s"
            ),
        ]
    )

    private static let backends = Dashboard(
        name: "bss-backends",
        title: "BSS: cluster, edge, machines",
        panels: [
            Panel("PostgreSQL nodes up", "pg_up", legend: "{{job}} {{worker}}"),
            Panel(
                "Connections",
                "sum by (job, instance) (pg_stat_activity_count)",
                legend: "{{job}} {{instance}}"
            ),
            Panel(
                "Commits per second",
                "sum by (job, instance) (rate(pg_stat_database_xact_commit[$__rate_interval]))",
                legend: "{{job}} {{instance}}"
            ),
            Panel(
                "Share of blocks found in memory",
                "sum by (instance) (rate(pg_stat_database_blks_hit[$__rate_interval])) / sum by (instance) (rate(pg_stat_database_blks_hit[$__rate_interval]) + rate(pg_stat_database_blks_read[$__rate_interval]))",
                legend: "{{instance}}",
                unit: "percentunit"
            ),
            Panel(
                "Deadlocks per second",
                "sum by (instance) (rate(pg_stat_database_deadlocks[$__rate_interval]))",
                legend: "{{instance}}"
            ),
            Panel("Database size", "sum by (instance) (pg_database_size_bytes)", legend: "{{instance}}", unit: "bytes"),
            Panel(
                "Edge: requests per second",
                "sum by (envoy_response_code_class) (rate(envoy_cluster_upstream_rq_xx{envoy_cluster_name=\"bss\"}[$__rate_interval]))",
                legend: "{{envoy_response_code_class}}xx",
                unit: "reqps"
            ),
            Panel("Edge: healthy servers", "envoy_cluster_membership_healthy{envoy_cluster_name=\"bss\"}"),
            Panel(
                "Edge: retries per second",
                "sum(rate(envoy_cluster_upstream_rq_retry{envoy_cluster_name=\"bss\"}[$__rate_interval]))"
            ),
            Panel(
                "CPU in use",
                "1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[$__rate_interval]))",
                legend: "{{instance}}",
                unit: "percentunit"
            ),
            Panel("Memory free", "node_memory_MemAvailable_bytes", legend: "{{instance}}", unit: "bytes"),
            Panel(
                "Disk free",
                "min by (instance, mountpoint) (node_filesystem_avail_bytes{fstype!~\"tmpfs|overlay|squashfs\"})",
                legend: "{{instance}} {{mountpoint}}",
                unit: "bytes"
            ),
        ]
    )

    /// A panel for each metric of the catalogue.
    private static func panels(_ isWanted: (MetricDescription) -> Bool) -> [Panel] {
        MetricDescription.all.filter(isWanted).map { metric in
            // Prometheus's own label job keeps its name; the program's comes as exported_job.
            let labels = ["instance"] + metric.labels.map { $0 == "job" ? "exported_job" : $0 }
            let legend = labels.map { "{{\($0)}}" }.joined(separator: " ")
            let by = labels.joined(separator: ", ")
            switch metric.kind {
            case .counter:
                let rate = "sum by (\(by)) (rate(\(metric.name)[$__rate_interval]))"
                return Panel(metric.name, rate, legend: legend, unit: "cps", metric.help)
            case .histogram:
                let rate = "sum by (le, \(by)) (rate(\(metric.name)_bucket[$__rate_interval]))"
                let quantile = "histogram_quantile(0.99, \(rate))"
                return Panel(metric.name + ", 99th percentile", quantile, legend: legend, unit: "s", metric.help)
            case .gauge:
                let unit = metric.name.hasSuffix("_seconds") ? "s" : metric.name.hasSuffix("_bytes") ? "bytes" : "short"
                return Panel(metric.name, metric.name, legend: legend, unit: unit, metric.help)
            }
        }
    }

    /// The dashboard as Grafana imports it (its JSON model, schema version 39).
    public var text: String {
        let source: JSON = ["type": "prometheus", "uid": "${datasource}"]
        let panels: [JSON] = panels.enumerated().map { index, panel in
            [
                "id": .integer(Int64(index + 1)), "type": "timeseries", "title": .string(panel.title),
                "description": .string(panel.description), "datasource": source,
                "gridPos": [
                    "x": .integer(Int64(index % 2 * 12)), "y": .integer(Int64(index / 2 * 8)), "w": 12, "h": 8,
                ],
                "fieldConfig": ["defaults": ["unit": .string(panel.unit), "min": 0], "overrides": []],
                "targets": [
                    [
                        "refId": "A", "datasource": source, "expr": .string(panel.expression),
                        "legendFormat": .string(panel.legend),
                    ]
                ],
            ]
        }
        let variable: JSON = [
            "name": "datasource", "type": "datasource", "query": "prometheus", "label": "Prometheus",
        ]
        let model: JSON = [
            "uid": .string(name), "title": .string(title), "schemaVersion": 39, "version": 1, "editable": true,
            "tags": ["bss"], "refresh": "10s", "time": ["from": "now-1h", "to": "now"],
            "templating": ["list": [variable]], "panels": .array(panels),
        ]
        return model.text + "\n"
    }
}
