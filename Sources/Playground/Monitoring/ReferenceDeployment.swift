/// The reference deployment in containers (deploy/compose.yaml): the files of it that follow from the program.
public enum ReferenceDeployment {
    /// A file below deploy/.
    public struct File: Sendable, Hashable {
        /// Its path below deploy/.
        public let path: String
        /// Its text.
        public let text: String
    }

    /// The files.
    public static var files: [File] {
        let servers = [
            EnvoyConfiguration.Upstream(host: "bss-1", port: 8_080),
            EnvoyConfiguration.Upstream(host: "bss-2", port: 8_080),
        ]
        return [
            File(
                path: "envoy/envoy.yaml",
                text: EnvoyConfiguration(
                    address: "0.0.0.0",
                    port: 15_006,
                    adminPort: 15_000,
                    upstreams: servers,
                    accessLog: "/dev/stdout"
                ).text
            ),
            File(
                path: "prometheus/prometheus.yml",
                text: PrometheusConfiguration(
                    scrapeSeconds: 15,
                    ruleFiles: ["alerts.yml"],
                    alertmanager: "alertmanager:9093",
                    jobs: scrapeJobs
                ).text
            ),
            File(path: "prometheus/alerts.yml", text: AlertRule.text(AlertRule.all)),
            File(path: "alertmanager/alertmanager.yml", text: AlertmanagerConfiguration.text),
        ] + Dashboard.all.map { File(path: "grafana/dashboards/\($0.name).json", text: $0.text) }
    }

    /// Prometheus's 29 jobs.
    public static let scrapeJobs: [ScrapeJob] = {
        func job(_ name: String, _ addresses: [String], path: String = "/metrics") -> ScrapeJob {
            ScrapeJob(name, addresses.map { ScrapeJob.Target($0) }, path: path)
        }
        let probes = [
            "http://kong:8000/healthz", "http://envoy:15006/edge/healthz", "https://caddy:443/healthz",
            "http://akhq:8080/", "http://pghero:8080/health",
        ]
        return [
            ScrapeJob("bss", (1...2).map { ScrapeJob.Target("bss-\($0):8080", ["server": "bss-\($0)"]) }),
            job("citus-coordinator", ["postgres-exporter-coordinator:9187"]),
            ScrapeJob(
                "citus-worker",
                (1...3).map { ScrapeJob.Target("postgres-exporter-worker-\($0):9187", ["worker": "worker-\($0)"]) }
            ),
            job("postgres-primary", ["postgres-exporter-primary:9187"]),
            job("postgres-replica", ["postgres-exporter-replica-1:9187", "postgres-exporter-replica-2:9187"]),
            job("pgbouncer", ["pgbouncer-exporter:9127"]),
            job("haproxy", ["haproxy:8404"]),
            job("kafka", ["kafka-1:9404", "kafka-2:9404", "kafka-3:9404"]),
            job("kafka-lag", ["kafka-exporter:9308"]),
            job("mirrormaker", ["mirrormaker:9404"]),
            job("flink-jobmanager", ["flink-jobmanager:9249"]),
            ScrapeJob(
                "flink-taskmanager",
                (1...2).map {
                    ScrapeJob.Target("flink-taskmanager-\($0):9249", ["taskmanager": "taskmanager-\($0)"])
                }
            ),
            job("kong", ["kong:8100"]),
            job("envoy", ["envoy:15000"], path: "/stats/prometheus"),
            job("caddy", ["caddy:2019"]),
            job("redis", ["redis-exporter:9121"]),
            job("keycloak", ["keycloak:9000"]),
            job("grafana", ["grafana:3000"]),
            job("loki", ["loki:3100"]),
            job("promtail", ["promtail:9080"]),
            job("tempo", ["tempo:3200"]),
            job("jaeger", ["jaeger:14269"]),
            job("akhq", ["akhq:28081"], path: "/prometheus"),
            job("prometheus", ["prometheus:9090"]),
            job("alertmanager", ["alertmanager:9093"]),
            job("node", ["node-exporter:9100"]),
            job("containers", ["cadvisor:8080"]),
            job("blackbox", ["blackbox-exporter:9115"]),
            ScrapeJob(
                "probes",
                probes.map { ScrapeJob.Target($0) },
                path: "/probe",
                probe: .init(module: "http_2xx", exporter: "blackbox-exporter:9115")
            ),
        ]
    }()
}
