import Foundation
import Primitives

extension Check {
    static let observability: [Check] = [
        Check(.observability, "metrics", "the metrics can be read by Prometheus, no series twice") { scene in
            let answer = try await scene.api.get("/metrics")
            let metrics = try MetricsText(answer.text)
            try require((answer.headers["content-type"] ?? "").hasPrefix("text/plain"), answer.summary)
            return "\(metrics.samples.count) values of \(metrics.types.count) metrics"
        },
        Check(.observability, "catalogue", "every metric of the program is in its catalogue, with this type and help") {
            scene in
            let metrics = try MetricsText(try await scene.api.get("/metrics").text)
            let known = Dictionary(uniqueKeysWithValues: MetricDescription.all.map { ($0.name, $0.kind.rawValue) })
            for (name, type) in metrics.types where name.hasPrefix("bss_") {
                try require(known[name] == type, "\(name) is a \(type), in the catalogue: \(known[name] ?? "nothing")")
                try require(metrics.helped.contains(name), "\(name) has no help")
            }
            return "\(metrics.types.keys.count { $0.hasPrefix("bss_") }) of \(known.count) there"
        },
        Check(.observability, "always-there", "the metrics that should always be there are") { scene in
            _ = try await scene.api.get("/healthz")
            let metrics = try MetricsText(try await scene.api.get("/metrics").text)
            let wanted = MetricDescription.all.filter(\.isAlwaysThere).map(\.name)
            let missing = wanted.filter { metrics.types[$0] == nil }
            try require(missing.isEmpty, "missing: \(missing.joined(separator: ", "))")
            return "\(wanted.count)"
        },
        Check(.observability, "counting", "a request is counted under its route and status") { scene in
            func count() async throws -> Double {
                try MetricsText(try await scene.api.get("/metrics").text).samples("bss_http_requests_total")
                    .filter { $0.labels["route"] == "/bss/v1/overview" && $0.labels["status"] == "200" }
                    .map(\.value).reduce(0, +)
            }
            let before = try await count()
            for _ in 0..<7 { _ = try await scene.api.get("/bss/v1/overview") }
            let after = try await count()
            try require(after - before >= 7, "\(before), then \(after)")
            return "7 requests, \(Int(after - before)) counted"
        },
        Check(
            .observability,
            "histograms",
            "the buckets of every histogram grow with their bounds, the last being its count"
        ) {
            scene in
            let metrics = try MetricsText(try await scene.api.get("/metrics").text)
            let series = Dictionary(grouping: metrics.samples("bss_http_request_seconds_bucket")) {
                "\($0.labels["method"] ?? "") \($0.labels["route"] ?? "")"
            }
            for (name, buckets) in series {
                let counts = buckets.sorted {
                    (Double($0.labels["le"] ?? "") ?? .infinity) < (Double($1.labels["le"] ?? "") ?? .infinity)
                }.map(\.value)
                try require(counts == counts.sorted(), "\(name): \(counts)")
                let count = metrics.samples("bss_http_request_seconds_count").first {
                    "\($0.labels["method"] ?? "") \($0.labels["route"] ?? "")" == name
                }
                try require(count?.value == counts.last, "\(name): \(counts.last ?? 0) of \(count?.value ?? -1)")
            }
            try require(!series.isEmpty, "no histogram of requests")
            return "\(series.count) histograms"
        },
        Check(.observability, "no-series-dropped", "no series had to be dropped") { scene in
            let metrics = try MetricsText(try await scene.api.get("/metrics").text)
            let dropped = metrics.samples("bss_metrics_series_dropped_total").first?.value
            try require(dropped == 0, "\(dropped ?? -1)")
            return "0"
        },
        Check(.observability, "outbox", "no event waits for the log longer than five seconds") { scene in
            // What was broken before may be made up for yet.
            let age = try await scene.eventually("nothing that waits for longer") { () -> Double? in
                let metrics = try MetricsText(try await scene.api.get("/metrics").text)
                let age = metrics.samples("bss_outbox_oldest_seconds").first?.value ?? .infinity
                return age < 5 ? age : nil
            }
            return "\(age) s"
        },
        Check(.observability, "clock", "the server's clock and this one are less than five seconds apart") { scene in
            let answer = try await scene.api.get("/healthz")
            let format = DateFormatter()
            format.locale = Locale(identifier: "en_US_POSIX")
            format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
            guard let date = answer.headers["date"].flatMap({ format.date(from: $0) }) else {
                throw Unmet("no Date in the answer")
            }
            let apart = Double(scene.surroundings.now().milliseconds) / 1_000 - date.timeIntervalSince1970
            try require(abs(apart) < 5, "\(apart) s")
            return "\((apart * 10).rounded() / 10) s"
        },
        Check(.observability, "overview", "the overview names version, counts and what waits") { scene in
            let overview = try await scene.api.get("/bss/v1/overview").json
            for name in ["version", "customers", "orders", "ordersByState", "outboxWaiting"] {
                try require(overview[name] != nil, "no \(name)")
            }
            return "version \(overview["version"]?.string ?? ""), \(overview["orders"]?.text ?? "") orders"
        },
    ]

    static let monitoring: [Check] = [
        Check(.observability, "targets", "Prometheus reads every target") { scene in
            let prometheus = API(url: try scene.address(\.prometheus, "Prometheus"))
            let targets = try await scene.eventually("every target read") { () -> [JSON]? in
                let targets = try await Scene.targets(prometheus)
                return targets.allSatisfy { $0["health"] == "up" } && !targets.isEmpty ? targets : nil
            }
            let jobs = Set(targets.compactMap { $0["labels"]?["job"]?.string })
            return "\(targets.count) targets of \(jobs.count) jobs"
        },
        Check(.observability, "own-targets", "Prometheus reads every server of bss") { scene in
            _ = try await scene.eventually("\(scene.target.servers.count) servers up") { () -> Bool? in
                let servers = try await scene.prometheus("count(up{job=\"bss\"} == 1)")
                return servers.first == Double(scene.target.servers.count) ? true : nil
            }
            return "\(scene.target.servers.count) servers"
        },
        Check(.observability, "requests-in-prometheus", "the requests of this verification arrive in Prometheus") {
            scene in
            let requests = try await scene.eventually("requests of POST") { () -> Double? in
                let values = try await scene.prometheus("sum(bss_http_requests_total{method=\"GET\"})")
                return (values.first ?? 0) > 0 ? values.first : nil
            }
            return "\(Int(requests)) GET"
        },
        Check(.observability, "postgres-up", "Prometheus finds every node of the cluster up") { scene in
            _ = try scene.address(\.postgres, "PostgreSQL")
            let values = try await scene.eventually("every node up") { () -> [Double]? in
                let values = try await scene.prometheus("pg_up")
                return !values.isEmpty && values.allSatisfy { $0 == 1 } ? values : nil
            }
            return "\(values.count) nodes"
        },
        Check(.observability, "rules", "Prometheus evaluates the alert rules without errors") { scene in
            let prometheus = API(url: try scene.address(\.prometheus, "Prometheus"))
            let answer = try await prometheus.get("/api/v1/rules?type=alert").json
            let groups = answer["data"]?["groups"]?.array ?? []
            let rules = groups.flatMap { $0["rules"]?.array ?? [] }
            let bad = rules.filter { $0["health"] == "err" }
            try require(!rules.isEmpty && bad.isEmpty, "\(rules.count) rules; \(bad.map(\.text))")
            return "\(rules.count) rules"
        },
        Check(.observability, "no-critical-alert", "no critical alert fires") { scene in
            let prometheus = API(url: try scene.address(\.prometheus, "Prometheus"))
            let alerts = try await prometheus.get("/api/v1/alerts").json["data"]?["alerts"]?.array ?? []
            let firing = alerts.filter { $0["state"] == "firing" && $0["labels"]?["severity"] == "critical" }
            let names = firing.compactMap { $0["labels"]?["alertname"]?.string }
            try require(firing.isEmpty, names.joined(separator: ", "))
            return "\(alerts.count) alerts pending or firing, none of them critical"
        },
        Check(.observability, "alertmanager", "Alertmanager is ready, and Prometheus knows it") { scene in
            let alertmanager = API(url: try scene.address(\.alertmanager, "Alertmanager"))
            let prometheus = API(url: try scene.address(\.prometheus, "Prometheus"))
            try require(try await alertmanager.get("/-/ready").status == 200, "not ready")
            let known = try await prometheus.get("/api/v1/alertmanagers").json["data"]?["activeAlertmanagers"]?.array
            try require(known?.count == 1, known.map { "\($0.map(\.text))" } ?? "none")
            return known?.first?["url"]?.string ?? ""
        },
        Check(.observability, "machine", "Prometheus knows the memory and the disks of the machine") { scene in
            let memory = try await scene.prometheus("node_memory_MemAvailable_bytes")
            let disks = try await scene.prometheus("node_filesystem_avail_bytes")
            if memory.isEmpty { throw NotApplicable("no node exporter here") }
            return "\(Int((memory.first ?? 0) / 1_048_576)) MiB free, \(disks.count) file systems"
        },
        Check(.observability, "envoy-metrics", "Prometheus has the edge's view of the servers' health") { scene in
            _ = try scene.address(\.envoyAdmin, "Envoy")
            let healthy = try await scene.prometheus("envoy_cluster_membership_healthy{envoy_cluster_name=\"bss\"}")
            try require((healthy.first ?? 0) >= 1, "\(healthy)")
            return "\(Int(healthy.first ?? 0)) healthy"
        },
    ]
}

extension Scene {
    fileprivate static func targets(_ prometheus: API) async throws -> [JSON] {
        try await prometheus.get("/api/v1/targets?state=active").json["data"]?["activeTargets"]?.array ?? []
    }

    /// The values of a PromQL expression now.
    nonisolated func prometheus(_ expression: String) async throws -> [Double] {
        let prometheus = API(url: try address(\.prometheus, "Prometheus"))
        let query = expression.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let answer = try await prometheus.get("/api/v1/query?query=\(query)")
        guard answer.json["status"] == "success" else { throw Unmet(answer.summary) }
        return (answer.json["data"]?["result"]?.array ?? [])
            .compactMap { $0["value"]?.array?.last?.string.flatMap(Double.init) }
    }
}
