extension Deployment {
    var kafka: Component {
        Component(
            "kafka",
            .kafka,
            ports: [Component.Port("kafka", ports.kafka)],
            command: Component.Command([
                path(.kafka), "start", "--data-dir", folder("kafka") + "/data", "--only", "kafka", "--kafka-port",
                "\(ports.kafka)",
            ]),
            readiness: .tcp(port: ports.kafka)
        )
    }

    var jobManager: Component {
        var component = Component(
            "flink-jobmanager",
            .flink,
            ports: [
                Component.Port("http", ports.flink), Component.Port("rpc", ports.flinkRPC),
                Component.Port("blob", ports.flinkBlob), Component.Port("metrics", ports.flinkMetrics),
            ],
            command: flinkCommand("jobmanager", "flink-jobmanager", metrics: ports.flinkMetrics),
            readiness: .http(port: ports.flink, path: "/overview")
        )
        component.files = flinkFiles("flink-jobmanager")
        return component
    }

    func taskManager(_ number: Int) -> Component {
        let name = "flink-taskmanager-\(number)"
        let metrics = ports.taskManagerMetrics(number)
        var component = Component(
            name,
            .flink,
            ports: [Component.Port("metrics", metrics)],
            command: flinkCommand("taskmanager", name, metrics: metrics),
            readiness: .all([
                .tcp(port: metrics),
                .json(port: ports.flink, path: "/overview", member: "taskmanagers", atLeast: 1),
            ])
        )
        component.needs = ["flink-jobmanager"]
        component.files = flinkFiles(name)
        return component
    }

    /// Flink's own scripts with deploy/flink/config.yaml; what differs from process to process goes before it.
    private func flinkCommand(_ role: String, _ name: String, metrics: Int) -> Component.Command {
        let folder = folder(name)
        let state = "file://\(directory)/flink-state"
        let options = [
            "jobmanager.bind-host=127.0.0.1", "jobmanager.rpc.address=127.0.0.1",
            "jobmanager.rpc.port=\(ports.flinkRPC)", "blob.server.port=\(ports.flinkBlob)",
            "taskmanager.bind-host=127.0.0.1", "taskmanager.host=127.0.0.1", "rest.address=127.0.0.1",
            "rest.bind-address=127.0.0.1", "rest.port=\(ports.flink)", "io.tmp.dirs=\(folder)/tmp",
            "web.upload.dir=\(folder)/upload", "execution.checkpointing.dir=\(state)/checkpoints",
            "execution.checkpointing.savepoint-dir=\(state)/savepoints", "metrics.reporters=prom",
            "metrics.reporter.prom.factory.class=org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
            "metrics.reporter.prom.port=\(metrics)",
        ]
        return Component.Command(
            [path(.flink) + "/bin/\(role).sh", "start-foreground"] + options.flatMap { ["-D", $0] },
            environment: [
                "FLINK_CONF_DIR": folder + "/conf", "FLINK_LOG_DIR": folder + "/log", "FLINK_PID_DIR": folder,
            ]
        )
    }

    private func flinkFiles(_ name: String) -> [Component.File] {
        let folder = folder(name)
        return [
            Component.File(
                folder + "/conf/config.yaml",
                String(decoding: PackageResources.flink_config_yaml, as: UTF8.self)
            ),
            Component.File(folder + "/conf/log4j-console.properties", Self.flinkLogging),
            Component.File(folder + "/tmp/.keep", ""), Component.File(folder + "/upload/.keep", ""),
        ]
    }

    /// Flink logs to standard output, which is the component's log.
    private static let flinkLogging = """
        rootLogger.level = INFO
        rootLogger.appenderRef.console.ref = Console
        logger.pekko.name = org.apache.pekko
        logger.pekko.level = WARN
        appender.console.name = Console
        appender.console.type = CONSOLE
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-40c %x - %m%n

        """
}
