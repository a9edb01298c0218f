extension Deployment {
    func prometheus(jobs: [ScrapeJob], alerts: [AlertRule]) -> Component {
        let folder = folder("prometheus")
        var component = Component(
            "prometheus",
            .prometheus,
            ports: [Component.Port("http", ports.prometheus)],
            command: Component.Command([
                path(.prometheus), "--config.file=\(folder)/prometheus.yml", "--storage.tsdb.path=\(folder)/data",
                "--storage.tsdb.retention.time=24h", "--web.listen-address=127.0.0.1:\(ports.prometheus)",
                "--log.level=warn",
            ]),
            readiness: .http(port: ports.prometheus, path: "/-/ready")
        )
        component.files = [
            Component.File(
                folder + "/prometheus.yml",
                PrometheusConfiguration(
                    scrapeSeconds: 2,
                    ruleFiles: ["alerts.yml"],
                    alertmanager: "127.0.0.1:\(ports.alertmanager)",
                    jobs: jobs
                ).text
            ),
            Component.File(folder + "/alerts.yml", AlertRule.text(alerts)),
        ]
        return component
    }

    var alertmanager: Component {
        let folder = folder("alertmanager")
        var component = Component(
            "alertmanager",
            .alertmanager,
            ports: [Component.Port("http", ports.alertmanager)],
            command: Component.Command([
                path(.alertmanager), "--config.file=\(folder)/alertmanager.yml", "--storage.path=\(folder)/data",
                "--web.listen-address=127.0.0.1:\(ports.alertmanager)", "--cluster.listen-address=",
                "--log.level=warn",
            ]),
            readiness: .http(port: ports.alertmanager, path: "/-/ready")
        )
        component.files = [Component.File(folder + "/alertmanager.yml", AlertmanagerConfiguration.text)]
        return component
    }

    var nodeExporter: Component {
        Component(
            "node-exporter",
            .nodeExporter,
            ports: [Component.Port("metrics", ports.nodeExporter)],
            command: Component.Command([
                path(.nodeExporter), "--web.listen-address=127.0.0.1:\(ports.nodeExporter)", "--log.level=warn",
            ]),
            readiness: .http(port: ports.nodeExporter, path: "/metrics")
        )
    }

    /// What Prometheus reads: the jobs of the reference deployment that run here, under the same names.
    var scrapeJobs: [ScrapeJob] {
        func local(_ port: Int, _ labels: [String: String] = [:]) -> ScrapeJob.Target {
            ScrapeJob.Target("127.0.0.1:\(port)", labels)
        }
        return [
            ScrapeJob("bss", (1...Ports.servers).map { local(ports.server($0), ["server": "bss-\($0)"]) }),
            ScrapeJob("citus-coordinator", [local(ports.postgresExporter(0))]),
            ScrapeJob(
                "citus-worker",
                (1...Ports.workers).map { local(ports.postgresExporter($0), ["worker": "worker-\($0)"]) }
            ),
            ScrapeJob("flink-jobmanager", [local(ports.flinkMetrics)]),
            ScrapeJob(
                "flink-taskmanager",
                (1...Ports.taskManagers).map {
                    local(ports.taskManagerMetrics($0), ["taskmanager": "taskmanager-\($0)"])
                }
            ),
            ScrapeJob("envoy", [local(ports.envoyAdmin)], path: "/stats/prometheus"),
            ScrapeJob("node", [local(ports.nodeExporter)]),
            ScrapeJob("alertmanager", [local(ports.alertmanager)]),
            ScrapeJob("prometheus", [local(ports.prometheus)]),
        ]
    }
}
