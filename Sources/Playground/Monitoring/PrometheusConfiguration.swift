/// One job of Prometheus: where a kind of target is read.
public struct ScrapeJob: Sendable, Hashable {
    /// One process that is read.
    public struct Target: Sendable, Hashable {
        /// Host and port, or what a blackbox exporter is to try.
        public let address: String
        /// Labels of its own.
        public let labels: [String: String]

        init(_ address: String, _ labels: [String: String] = [:]) {
            self.address = address
            self.labels = labels
        }
    }

    /// The job's name.
    public let name: String
    /// What is read.
    public let targets: [Target]
    /// The path of the metrics.
    public let path: String
    /// The blackbox exporter that tries the targets, and how; nil where they are read themselves.
    public let probe: Probe?

    /// A trial through the blackbox exporter.
    public struct Probe: Sendable, Hashable {
        /// The module of its configuration.
        public let module: String
        /// Host and port of the exporter.
        public let exporter: String
    }

    init(_ name: String, _ targets: [Target], path: String = "/metrics", probe: Probe? = nil) {
        self.name = name
        self.targets = targets
        self.path = path
        self.probe = probe
    }

    /// The job with those of its targets alone whose address is among these; nil if none is.
    func keeping(_ addresses: Set<String>) -> ScrapeJob? {
        let kept = targets.filter { addresses.contains($0.address) }
        return kept.isEmpty ? nil : ScrapeJob(name, kept, path: path, probe: probe)
    }

    /// The job in Prometheus's configuration.
    var text: String {
        var text = "- job_name: \(name)\n"
        if path != "/metrics" { text += "  metrics_path: \(path)\n" }
        if let probe { text += "  params: {module: [\(probe.module)]}\n" }
        text += "  static_configs:\n"
        for target in targets {
            text += "  - targets: [\"\(target.address)\"]\n"
            guard !target.labels.isEmpty else { continue }
            let labels = target.labels.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            text += "    labels: {\(labels.joined(separator: ", "))}\n"
        }
        if let probe {
            text += """
                  relabel_configs:
                  - {source_labels: [__address__], target_label: __param_target}
                  - {source_labels: [__param_target], target_label: instance}
                  - {target_label: __address__, replacement: "\(probe.exporter)"}

                """
        }
        return text
    }
}

/// Prometheus's configuration file.
public struct PrometheusConfiguration: Sendable, Hashable {
    /// Seconds from one reading to the next.
    public let scrapeSeconds: Int
    /// Files of rules, relative to the configuration.
    public let ruleFiles: [String]
    /// Host and port of the Alertmanager.
    public let alertmanager: String
    /// What is read.
    public let jobs: [ScrapeJob]

    /// The file.
    public var text: String {
        """
        # Written by: bss playground
        global: {scrape_interval: \(scrapeSeconds)s, evaluation_interval: \(scrapeSeconds)s}
        rule_files: [\(ruleFiles.joined(separator: ", "))]
        alerting:
          alertmanagers:
          - static_configs: [{targets: ["\(alertmanager)"]}]
        scrape_configs:

        """ + jobs.map(\.text).joined()
    }
}

/// Alertmanager's configuration: grouped by alert, critical before warning. Who is told is for the operator to add: without a
/// receiver of his own, alerts are seen in Alertmanager alone.
public enum AlertmanagerConfiguration {
    /// The file.
    public static let text = """
        # Written by: bss playground
        route: {receiver: operator, group_by: [alertname], group_wait: 5s, group_interval: 30s, repeat_interval: 4h}
        inhibit_rules:
        - {source_matchers: [severity="critical"], target_matchers: [severity="warning"], equal: [alertname, instance]}
        receivers:
        # Add webhook_configs, email_configs or another way to reach somebody.
        - name: operator

        """
}
