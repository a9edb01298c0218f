import Foundation
import Primitives
import Testing

@testable import Playground

/// deploy/, read by a real compose parser.
@Suite struct DeployTests {
    private static let file = Tool.root + "/deploy/compose.yaml"

    private static func services() throws -> JSON {
        let compose = try Tool.venv("compose/docker-compose")
        // Files of secrets need not be there for the parser; profiles are all looked at.
        let result = try Tool.run([compose, "-f", file, "--profile", "*", "config", "--format", "json"])
        #expect(result.status == 0, "\(result.text)")
        let start = result.text.firstIndex(of: "{") ?? result.text.startIndex
        return try #require(try JSON(parsing: String(result.text[start...]))["services"])
    }

    @Test func filesThatFollowFromTheProgramAreUpToDate() throws {
        for file in ReferenceDeployment.files {
            let written = FileManager.default.contents(atPath: Tool.root + "/deploy/" + file.path)
            #expect(
                written.map { String(decoding: $0, as: UTF8.self) } == file.text,
                "deploy/\(file.path) is out of date: bss playground render deploy"
            )
        }
    }

    @Test func theReferenceServicesAreThere() throws {
        let services = try Self.services()
        let names = Set((services.object?.members ?? []).map(\.key))
        let expected: Set<String> = [
            "bss-1", "bss-2", "citus-coordinator", "citus-worker-1", "citus-worker-2", "citus-worker-3", "pgbouncer",
            "pghero", "postgres-primary", "postgres-replica-1", "postgres-replica-2", "haproxy", "kafka-1", "kafka-2",
            "kafka-3", "akhq", "mirrormaker", "flink-jobmanager", "flink-taskmanager-1", "flink-taskmanager-2", "kong",
            "envoy", "caddy", "redis", "keycloak", "prometheus", "alertmanager", "grafana", "loki", "promtail", "tempo",
            "jaeger", "node-exporter", "postgres-exporter-coordinator",
        ]
        #expect(expected.isSubset(of: names), "missing: \(expected.subtracting(names).sorted())")
        let ports = [
            ("citus-coordinator", "5436"), ("citus-worker-1", "5437"), ("citus-worker-3", "5439"),
            ("pgbouncer", "6432"),
            ("kafka-1", "9092"), ("flink-jobmanager", "8081"), ("envoy", "15006"), ("envoy", "15000"),
            ("prometheus", "9090"), ("alertmanager", "9093"), ("node-exporter", "9100"),
            ("postgres-exporter-coordinator", "9187"), ("bss-1", "8080"), ("bss-2", "8180"),
        ]
        for (service, port) in ports {
            let published = (services[service]?["ports"]?.array ?? []).compactMap { $0["published"]?.string }
            #expect(published.contains(port), "\(service): \(published)")
        }
    }

    @Test func nothingIsPublishedBeyondThisMachineAndNoSecretIsWritten() throws {
        let services = try Self.services()
        for service in services.object?.members ?? [] {
            for port in service.value["ports"]?.array ?? [] {
                #expect(port["host_ip"] == "127.0.0.1", "\(service.key): \(port.text)")
            }
            for variable in service.value["environment"]?.object?.members ?? [] {
                let name = variable.key.uppercased()
                let isSecret = name.contains("PASSWORD") || name.contains("SECRET") || name.contains("TOKEN")
                let isReference = name.hasSuffix("_FILE")
                #expect(!isSecret || isReference, "\(service.key): \(variable.key)")
            }
        }
        let tracked = try Tool.run(["git", "-C", Tool.root, "ls-files", "deploy/secrets"]).text
        #expect(Set(tracked.split(separator: "\n")) == ["deploy/secrets/.gitignore", "deploy/secrets/generate"])
    }

    @Test func theParserRefusesMistakes() throws {
        let compose = try Tool.venv("compose/docker-compose")
        let text = try String(contentsOfFile: Self.file, encoding: .utf8)
        for mistake in [("depends_on: [kong]", "depends_on: [gong]"), ("    image: redis:7.4", "    imege: redis:7.4")]
        {
            #expect(text.contains(mistake.0))
            try Tool.withDirectory { directory in
                let path = directory + "/compose.yaml"
                try text.replacing(mistake.0, with: mistake.1).write(toFile: path, atomically: true, encoding: .utf8)
                #expect(try Tool.run([compose, "-f", path, "config", "-q"]).status != 0)
            }
        }
    }

    @Test func prometheusReadsServicesThatAreThere() throws {
        let jobs = ReferenceDeployment.scrapeJobs
        #expect(jobs.count == 29)
        #expect(Set(jobs.map(\.name)).count == 29)
        let names = Set((try Self.services().object?.members ?? []).map(\.key))
        for job in jobs {
            for target in job.targets {
                let host = target.address.split(separator: "/").last { $0.contains(":") }?.split(separator: ":").first
                #expect(names.contains(String(host ?? "")), "\(job.name): \(target.address)")
            }
        }
        let result = try Tool.run(["promtool", "check", "config", Tool.root + "/deploy/prometheus/prometheus.yml"])
        #expect(result.status == 0 && result.text.contains("18 rules found"), "\(result.text)")
    }

    @Test func haproxyTakesItsFile() throws {
        let text = try String(contentsOfFile: Tool.root + "/deploy/haproxy/haproxy.cfg", encoding: .utf8)
        // Names of other containers resolve only there.
        let local = text.replacing(/postgres-(primary|replica-[12]):/, with: "127.0.0.1:")
        for (text, isRight) in [(local, true), (local.replacing("balance leastconn", with: "balance most"), false)] {
            try Tool.withDirectory { directory in
                try text.write(toFile: directory + "/haproxy.cfg", atomically: true, encoding: .utf8)
                let result = try Tool.run(["/usr/sbin/haproxy", "-c", "-f", directory + "/haproxy.cfg"])
                #expect((result.status == 0) == isRight, "\(result.text)")
            }
        }
    }

    /// MirrorMaker itself could not be run: at least the rule that keeps copies from being copied back holds.
    @Test func mirrorMakerCannotCopyInACircle() throws {
        let text = try String(contentsOfFile: Tool.root + "/deploy/mirrormaker/mm2.properties", encoding: .utf8)
        #expect(text.contains("replication.policy.class = org.apache.kafka.connect.mirror.DefaultReplicationPolicy"))
        #expect(text.contains("us-east->eu-west.enabled = true") && text.contains("eu-west->us-east.enabled = true"))
    }
}
