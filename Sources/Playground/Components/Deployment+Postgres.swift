extension Deployment {
    var coordinator: Component { node("coordinator", port: ports.coordinator) }

    func worker(_ number: Int) -> Component { node("worker-\(number)", port: ports.worker(number)) }

    private func node(_ name: String, port: Int) -> Component {
        let folder = folder(name)
        let bin = path(.postgres)
        let probe = Component.Command([bin + "/pg_isready", "-q", "-h", "127.0.0.1", "-p", "\(port)"])
        var component = Component(
            name,
            .postgres,
            ports: [Component.Port("postgresql", port)],
            command: Component.Command(
                [
                    bin + "/postgres", "-D", folder + "/data", "-c", "config_file=\(folder)/postgresql.conf",
                    "-c", "hba_file=\(folder)/pg_hba.conf",
                ],
                // Citus's nodes talk to each other as any client does.
                environment: ["PGPASSFILE": servicePasswordFile]
            ),
            readiness: .command(probe)
        )
        component.files = [
            Component.File(folder + "/postgresql.conf", postgresConfiguration(name, port)),
            Component.File(folder + "/pg_hba.conf", "host all all 127.0.0.1/32 scram-sha-256\n"),
        ]
        component.before = [
            Component.Preparation(
                "initdb",
                Component.Command([
                    bin + "/initdb", "-D", folder + "/data", "-U", Self.user, "-E", "UTF8", "--locale=C",
                    "--auth=scram-sha-256", "--pwfile=\(servicePassword)", "--data-checksums",
                ]),
                clears: folder + "/data"
            )
        ]
        component.after = [sql("database", port, "postgres", "CREATE DATABASE \(Self.database)")]
        component.after.append(
            sql("statistics", port, Self.database, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        )
        if hasCitus {
            component.files.append(Component.File(folder + "/citus.sql", Self.citusStatements))
            component.after.append(sql("citus", port, Self.database, file: folder + "/citus.sql"))
        }
        component.stop = .interrupt
        component.account = .service
        return component
    }

    /// PostgreSQL 15.20 and its contemporaries refuse Citus's decoder, with which shards move online, unless it is listed.
    private static let citusStatements = #"""
        CREATE EXTENSION IF NOT EXISTS citus;
        SELECT 'ALTER SYSTEM SET output_plugin_libraries = pgoutput, test_decoding, citus'
        FROM pg_settings WHERE name = 'output_plugin_libraries' \gexec
        SELECT pg_reload_conf();

        """#

    private func sql(_ name: String, _ port: Int, _ database: String, _ statement: String) -> Component.Preparation {
        sql(name, port, database, ["-c", statement])
    }

    private func sql(_ name: String, _ port: Int, _ database: String, file: String) -> Component.Preparation {
        sql(name, port, database, ["-f", file])
    }

    private func sql(_ name: String, _ port: Int, _ database: String, _ words: [String]) -> Component.Preparation {
        Component.Preparation(
            name,
            Component.Command(
                [
                    path(.postgres) + "/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", "\(port)",
                    "-U", Self.user, "-d", database,
                ] + words,
                environment: ["PGPASSFILE": servicePasswordFile]
            )
        )
    }

    /// What a node needs beyond PostgreSQL's own settings. Durability stays at its default: a commit is on disk.
    private func postgresConfiguration(_ name: String, _ port: Int) -> String {
        let libraries = hasCitus ? "citus,pg_stat_statements" : "pg_stat_statements"
        var text = """
            # \(name) of the playground. Written at each start.
            listen_addresses = '127.0.0.1'
            port = \(port)
            unix_socket_directories = ''
            cluster_name = '\(name)'
            shared_preload_libraries = '\(libraries)'
            shared_buffers = 128MB
            max_connections = 200
            # Online moves of shards and logical replication need these.
            wal_level = logical
            max_wal_senders = 20
            max_replication_slots = 20
            max_worker_processes = 32
            max_prepared_transactions = 200
            password_encryption = scram-sha-256
            log_line_prefix = '%m [%p] %q%a '
            log_min_duration_statement = 1s

            """
        if hasCitus { text += "citus.shard_count = 6\n" }
        return text
    }

    var pgbouncer: Component {
        let folder = folder("pgbouncer")
        var component = Component(
            "pgbouncer",
            .pgbouncer,
            ports: [Component.Port("postgresql", ports.pgbouncer)],
            command: Component.Command([path(.pgbouncer), "-q", folder + "/pgbouncer.ini"]),
            readiness: .tcp(port: ports.pgbouncer)
        )
        component.needs = ["coordinator"]
        component.files = [Component.File(folder + "/pgbouncer.ini", pgbouncerConfiguration)]
        component.account = .service
        return component
    }

    private var pgbouncerConfiguration: String {
        """
        ; Written at each start.
        [databases]
        \(Self.database) = host=127.0.0.1 port=\(ports.coordinator) dbname=\(Self.database)

        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = \(ports.pgbouncer)
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = \(directory)/secrets/pgbouncer.users
        admin_users = \(Self.user)
        pool_mode = transaction
        max_client_conn = 1000
        default_pool_size = 20
        reserve_pool_size = 5
        reserve_pool_timeout = 2
        server_connect_timeout = 2
        server_login_retry = 0.2
        query_wait_timeout = 15
        ignore_startup_parameters = extra_float_digits,options

        """
    }

    /// The metrics of node `number`; 0 is the coordinator.
    func postgresExporter(_ number: Int) -> Component {
        let node = number == 0 ? "coordinator" : "worker-\(number)"
        let database = number == 0 ? ports.coordinator : ports.worker(number)
        let port = ports.postgresExporter(number)
        var component = Component(
            "postgres-exporter-\(node)",
            .postgresExporter,
            ports: [Component.Port("metrics", port)],
            command: Component.Command(
                [path(.postgresExporter), "--web.listen-address=127.0.0.1:\(port)", "--log.level=warn"],
                environment: [
                    "DATA_SOURCE_URI": "127.0.0.1:\(database)/\(Self.database)?sslmode=disable",
                    "DATA_SOURCE_USER": Self.user, "DATA_SOURCE_PASS_FILE": ownPassword,
                ]
            ),
            readiness: .http(port: port, path: "/metrics")
        )
        component.needs = [node]
        return component
    }
}
