import Primitives

extension Deployment {
    /// The address of server `number`'s API, from 1.
    public func serverURL(_ number: Int) -> String { "http://127.0.0.1:\(ports.server(number))" }

    func server(_ number: Int) -> Component {
        let name = "bss-\(number)"
        let file = folder(name) + "/settings.json"
        var component = Component(
            name,
            .bss,
            ports: [Component.Port("http", ports.server(number))],
            command: Component.Command(
                [path(.bss), "start", "--config", file],
                environment: backends == .shared ? ["PGPASSFILE": passwordFile] : [:]
            ),
            readiness: .http(port: ports.server(number), path: "/readyz")
        )
        if backends == .shared {
            component.needs = ["coordinator", "kafka"]
            if number > 1 {
                // The first server makes the schema.
                component.needs.append("bss-1")
            } else if hasCitus {
                component.needs += (1...Ports.workers).map { "worker-\($0)" }
                component.before = [Component.Preparation("cluster", clusterInit)]
            }
        }
        component.files = [Component.File(file, serverSettings(number))]
        return component
    }

    /// Lays the program's tables over the workers.
    private var clusterInit: Component.Command {
        let workers = (1...Ports.workers).flatMap { ["--worker", "127.0.0.1:\(ports.worker($0))"] }
        return Component.Command(
            [path(.bss), "cluster", "init", "--database", databaseURL] + workers,
            environment: ["PGPASSFILE": passwordFile]
        )
    }

    /// The address of the program's database, without the password.
    public var databaseURL: String { "postgresql://\(Self.user)@127.0.0.1:\(ports.coordinator)/\(Self.database)" }

    private func serverSettings(_ number: Int) -> String {
        var members: [(String, JSON)] = [
            ("data", ["directory": .string(folder("bss-\(number)") + "/data")]),
            ("http", ["host": "127.0.0.1", "port": .integer(Int64(ports.server(number)))]),
        ]
        if backends == .shared {
            members.append(("storage", ["kind": "postgres", "url": .string(databaseURL)]))
            // The broker does not notice that a member of a group was killed, and never holds a fetch.
            members.append(
                (
                    "log",
                    [
                        "kind": "kafka", "brokers": .string("127.0.0.1:\(ports.kafka)"), "sharing": "lease",
                        "fetchPauseMilliseconds": 4,
                    ]
                )
            )
            // A job runs once: on the first server.
            if number > 1 { members.append(("jobs", ["enabled": false])) }
        }
        return JSON.object(JSONObject(members)).text + "\n"
    }

    var envoy: Component {
        let folder = folder("envoy")
        let file = folder + "/envoy.yaml"
        // Servers that share no rows cannot stand in for each other.
        let upstreams = backends == .shared ? Array(1...Ports.servers) : [1]
        var component = Component(
            "envoy",
            .envoy,
            ports: [Component.Port("http", ports.envoy), Component.Port("admin", ports.envoyAdmin)],
            command: Component.Command([
                path(.envoy), "-c", file, "--concurrency", "1", "--disable-hot-restart", "-l", "warning",
            ]),
            readiness: .http(port: ports.envoyAdmin, path: "/ready")
        )
        component.needs = ["bss-1"]
        component.follows = ["bss-2"]
        component.files = [
            Component.File(
                file,
                EnvoyConfiguration(
                    address: "127.0.0.1",
                    port: ports.envoy,
                    adminPort: ports.envoyAdmin,
                    upstreams: upstreams.map { .init(host: "127.0.0.1", port: ports.server($0)) },
                    accessLog: folder + "/access.jsonl"
                ).text
            )
        ]
        return component
    }
}
