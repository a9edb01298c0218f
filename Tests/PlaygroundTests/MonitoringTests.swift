import Foundation
import Primitives
import Testing

@testable import Playground

/// Rules, dashboards and configurations, read by the programs that they are for.
@Suite struct MonitoringTests {
    @Test func everyAlertFiresWhenItShould() throws {
        try Tool.withDirectory { directory in
            try AlertRule.text(AlertRule.all).write(
                toFile: directory + "/alerts.yml",
                atomically: true,
                encoding: .utf8
            )
            let test = try String(contentsOfFile: Tool.root + "/deploy/prometheus/alerts.test.yml", encoding: .utf8)
            try test.write(toFile: directory + "/test.yml", atomically: true, encoding: .utf8)
            let result = try Tool.run(["promtool", "test", "rules", directory + "/test.yml"])
            #expect(result.status == 0, "\(result.text)")
            for rule in AlertRule.all {
                #expect(test.contains("alertname: \(rule.name)\n    exp_alerts:\n"), "\(rule.name) is not seen firing")
            }
            // The test can fail: with another threshold the outbox is not stuck.
            let tame = AlertRule.text(AlertRule.all).replacing(
                "bss_outbox_oldest_seconds > 30",
                with: "bss_outbox_oldest_seconds > 300"
            )
            try tame.write(toFile: directory + "/alerts.yml", atomically: true, encoding: .utf8)
            #expect(try Tool.run(["promtool", "test", "rules", directory + "/test.yml"]).status != 0)
        }
    }

    @Test func prometheusAndAlertmanagerTakeTheirFiles() throws {
        for deployment in [Self.playground(offset: 0), Self.playground(offset: 10_000)] {
            try Tool.withDirectory { directory in
                for component in deployment.plan().components {
                    for file in component.files where file.path.hasSuffix(".yml") {
                        let name = URL(fileURLWithPath: file.path).lastPathComponent
                        try file.text.write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8)
                    }
                }
                let prometheus = try Tool.run(["promtool", "check", "config", directory + "/prometheus.yml"])
                #expect(prometheus.status == 0 && prometheus.text.contains("18 rules found"), "\(prometheus.text)")
                let alerts = try Tool.run(["amtool", "check-config", directory + "/alertmanager.yml"])
                #expect(alerts.status == 0, "\(alerts.text)")
            }
        }
    }

    @Test func envoyTakesItsFile() throws {
        let envoy = try Tool.venv("envoy/_bin/envoy")
        let local = EnvoyConfiguration(
            address: "127.0.0.1",
            port: 15_006,
            adminPort: 15_000,
            upstreams: [.init(host: "127.0.0.1", port: 8_080), .init(host: "127.0.0.1", port: 8_180)],
            accessLog: "/dev/null"
        ).text
        let reference = try #require(ReferenceDeployment.files.first { $0.path == "envoy/envoy.yaml" }).text
        for (text, isRight) in [
            (local, true), (reference, true), (local.replacing("lb_policy", with: "lb_polite"), false),
        ] {
            try Tool.withDirectory { directory in
                try text.write(toFile: directory + "/envoy.yaml", atomically: true, encoding: .utf8)
                let result = try Tool.run([envoy, "--mode", "validate", "-c", directory + "/envoy.yaml"])
                #expect((result.status == 0) == isRight, "\(result.text)")
            }
        }
    }

    @Test func everyPanelIsAnExpressionThatPrometheusUnderstands() throws {
        var expressions: [String] = []
        for dashboard in Dashboard.all {
            let model = try JSON(parsing: dashboard.text)
            let panels = try #require(model["panels"]?.array)
            #expect(panels.count == dashboard.panels.count && !panels.isEmpty)
            #expect(Set(panels.compactMap { $0["id"]?.integer }).count == panels.count)
            for panel in panels {
                let place = try #require(panel["gridPos"])
                let right = (place["x"]?.integer ?? 99) + (place["w"]?.integer ?? 99)
                #expect(right <= 24, "\(panel["title"]?.string ?? "") is off Grafana's 24 columns")
                expressions += (panel["targets"]?.array ?? []).compactMap { $0["expr"]?.string }
            }
        }
        #expect(expressions.count > 40)
        func check(_ expressions: [String]) throws -> (status: Int32, text: String) {
            let rules = expressions.enumerated().map { number, expression in
                JSON.object(
                    JSONObject([
                        ("record", .string("panel:\(number)")),
                        ("expr", .string(expression.replacing("$__rate_interval", with: "5m"))),
                    ])
                )
            }
            return try Tool.withDirectory { directory in
                let file: JSON = ["groups": [["name": "panels", "rules": .array(rules)]]]
                try file.text.write(toFile: directory + "/panels.yml", atomically: true, encoding: .utf8)
                return try Tool.run(["promtool", "check", "rules", directory + "/panels.yml"])
            }
        }
        let result = try check(expressions)
        #expect(result.status == 0, "\(result.text)")
        #expect(try check(expressions + ["sum(rate(x[5m])"]).status != 0)
    }

    /// Every name of a metric in the sources, the rules and the panels is in the catalogue, so none is misspelt.
    @Test func everyMetricIsInTheCatalogue() throws {
        let known = Set(MetricDescription.all.map(\.name))
        #expect(known.count == MetricDescription.all.count)
        let name = /bss_(?:http|outbox|hub|listener|fraud|job|metrics)_[a-z_]*[a-z]/
        func unknown(_ text: String) -> Set<String> {
            let found = text.matches(of: name).map { String($0.output) }
            return Set(
                found.map { $0.hasSuffix("_bucket") ? String($0.dropLast(7)) : $0 }
                    .map { $0.hasSuffix("_count") && !known.contains($0) ? String($0.dropLast(6)) : $0 }
            ).subtracting(known)
        }
        var texts = AlertRule.all.map(\.expression) + Dashboard.all.flatMap { $0.panels.map(\.expression) }
        for folder in ["Server", "Operations", "HTTPAPI", "Verification"] {
            let files = FileManager.default.enumerator(atPath: Tool.root + "/Sources/" + folder)
            while let path = files?.nextObject() as? String {
                guard path.hasSuffix(".swift") else { continue }
                texts.append(try String(contentsOfFile: "\(Tool.root)/Sources/\(folder)/\(path)", encoding: .utf8))
            }
        }
        #expect(texts.count > 100)
        for text in texts { #expect(unknown(text).isEmpty, "\(unknown(text))") }
        let shown = Dashboard.all.flatMap { $0.panels.map(\.expression) }.joined(separator: "\n")
        for metric in known { #expect(shown.contains(metric), "\(metric) has no panel") }
    }

    static func playground(offset: Int) -> Deployment {
        Deployment(
            directory: "/play",
            ports: Ports(offset: offset),
            programs: Dictionary(uniqueKeysWithValues: Program.allCases.map { ($0, "/bin/true") }),
            hasCitus: true,
            backends: .shared
        )
    }
}
