import Testing

@testable import Playground

/// What is started, in which order, and what is left out.
@Suite struct PlanTests {
    private static func deployment(
        without missing: Set<Program> = [],
        offset: Int = 0,
        backends: Deployment.Backends = .shared
    ) -> Deployment {
        var programs: [Program: String] = [:]
        for program in Program.allCases where !missing.contains(program) {
            programs[program] = program == .postgres ? "/pg/bin" : "/bin/\(program.rawValue)"
        }
        return Deployment(
            directory: "/play",
            ports: Ports(offset: offset),
            programs: programs,
            hasCitus: true,
            backends: backends
        )
    }

    @Test func theReferencePorts() {
        let ports = Dictionary(
            uniqueKeysWithValues: Self.deployment().plan().ports.map {
                ("\($0.component) \($0.port.name)", $0.port.number)
            }
        )
        let expected = [
            "coordinator postgresql": 5436, "worker-1 postgresql": 5437, "worker-2 postgresql": 5438,
            "worker-3 postgresql": 5439, "pgbouncer postgresql": 6432, "kafka kafka": 9092,
            "flink-jobmanager http": 8081, "envoy http": 15006, "envoy admin": 15000, "prometheus http": 9090,
            "alertmanager http": 9093, "node-exporter metrics": 9100, "postgres-exporter-coordinator metrics": 9187,
            "bss-1 http": 8080, "bss-2 http": 8180,
        ]
        for (name, port) in expected { #expect(ports[name] == port, "\(name)") }
        let moved = Self.deployment(offset: 1_000).plan().ports.map(\.port.number)
        #expect(moved == Self.deployment().plan().ports.map { $0.port.number + 1_000 })
        #expect(moved.allSatisfy { $0 < 65_536 })
        #expect(Self.deployment(offset: Ports.offsetMax).plan().ports.allSatisfy { $0.port.number < 65_536 })
    }

    @Test func everythingComesAfterWhatItNeedsOrFollows() {
        let plan = Self.deployment().plan()
        #expect(plan.leftOut.isEmpty)
        #expect(plan.components.count == Self.deployment().components.count)
        var seen: Set<String> = []
        for component in plan.components {
            #expect(seen.isSuperset(of: component.needs + component.follows), "\(component.name)")
            seen.insert(component.name)
        }
    }

    @Test func whatIsMissingIsNamedWithWhatBringsIt() {
        let plan = Self.deployment(without: [.kafka, .prometheus]).plan()
        let leftOut = Dictionary(uniqueKeysWithValues: plan.leftOut.map { ($0.name, $0) })
        #expect(leftOut["kafka"]?.reason == "noida-db is not installed")
        #expect(leftOut["kafka"]?.remedy == "pip install noida-db==0.2.3")
        #expect(leftOut["prometheus"]?.remedy == "apt-get install prometheus")
        // Servers that share a broker cannot be without it, nor the edge without servers.
        #expect(leftOut["bss-1"]?.reason == "it needs kafka")
        #expect(leftOut["envoy"]?.reason == "it needs bss-1")
        #expect(leftOut.count == 5)
        let embedded = Self.deployment(without: [.kafka], backends: .embedded).plan()
        #expect(embedded.leftOut.map(\.name) == ["kafka"])
    }

    @Test func whatIsNotWantedIsLeftOutByNameOrProgram() {
        let plan = Self.deployment(backends: .embedded).plan(unwanted: ["flink", "worker-3"])
        #expect(
            Set(plan.leftOut.map(\.name)) == [
                "flink-jobmanager", "flink-taskmanager-1", "flink-taskmanager-2", "worker-3",
                "postgres-exporter-worker-3",
            ]
        )
    }

    @Test func prometheusWatchesWhatRuns() throws {
        let plan = Self.deployment(backends: .embedded).plan(unwanted: ["flink", "worker-3"])
        let prometheus = try #require(plan.components.first { $0.name == "prometheus" })
        let configuration = try #require(prometheus.files.first { $0.path.hasSuffix("prometheus.yml") }).text
        #expect(configuration.contains("127.0.0.1:9189") && !configuration.contains("127.0.0.1:9190"))
        #expect(!configuration.contains("flink"))
        let rules = try #require(prometheus.files.first { $0.path.hasSuffix("alerts.yml") }).text
        #expect(rules.contains("CitusWorkerDown") && !rules.contains("FlinkJobDown"))
    }

    @Test func noSecretStandsInACommandOrAnEnvironment() {
        let deployment = Self.deployment()
        let password = "p4ssw0rd"
        #expect(deployment.secrets(password: password).allSatisfy { $0.file.isSecret })
        for component in deployment.components {
            let commands = [component.command] + (component.before + component.after).map(\.command)
            for command in commands {
                #expect(!command.words.contains { $0.contains(password) })
                #expect(command.environment.allSatisfy { !$0.key.contains("PASSWORD") })
            }
        }
        // Nothing listens beyond this machine.
        for component in deployment.components {
            for file in component.files where !file.path.hasSuffix("flink-conf.yaml") {
                #expect(!file.text.contains("0.0.0.0"), "\(file.path)")
            }
        }
    }

    @Test func programsAreFoundWhereTheyAreInstalled() {
        let files: Set<String> = [
            "/usr/lib/postgresql/15/bin/postgres", "/usr/lib/postgresql/15/bin/initdb",
            "/usr/lib/postgresql/16/bin/postgres", "/usr/lib/postgresql/16/bin/initdb",
            "/usr/share/postgresql/15/extension/citus.control", "/usr/sbin/pgbouncer", "/opt/prometheus",
            "/h/.cache/bss/venv/lib/python3.11/site-packages/envoy/_bin/envoy",
            "/h/.cache/bss/flink-2.3.0/bin/jobmanager.sh",
        ]
        func search(_ files: Set<String>) -> ProgramSearch {
            ProgramSearch(
                executable: "/bss",
                home: "/h",
                path: ["/opt"],
                contents: { folder in
                    Array(
                        Set(
                            files.filter { $0.hasPrefix(folder + "/") }
                                .compactMap {
                                    $0.dropFirst(folder.count + 1).split(separator: "/").first.map(String.init)
                                }
                        )
                    )
                },
                exists: { files.contains($0) }
            )
        }
        // Citus before a newer PostgreSQL without it.
        #expect(search(files).find(.postgres) == "/usr/lib/postgresql/15/bin")
        #expect(search(files).hasCitus("/usr/lib/postgresql/15/bin"))
        #expect(
            search(files.subtracting(["/usr/share/postgresql/15/extension/citus.control"])).find(.postgres)
                == "/usr/lib/postgresql/16/bin"
        )
        #expect(search(files).find(.pgbouncer) == "/usr/sbin/pgbouncer")
        #expect(search(files).find(.prometheus) == "/opt/prometheus")
        #expect(search(files).find(.envoy) == "/h/.cache/bss/venv/lib/python3.11/site-packages/envoy/_bin/envoy")
        #expect(search(files).find(.flink) == "/h/.cache/bss/flink-2.3.0")
        #expect(search(files).find(.kafka) == nil)
    }
}
