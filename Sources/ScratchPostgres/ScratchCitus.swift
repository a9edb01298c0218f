import Foundation
import PostgresStorage
import Synchronization

/// A Citus cluster of its own in a temporary directory, for tests and benchmarks: a coordinator, three workers and a server
/// that is not in the cluster yet, on free ports of the loopback address. Stopped and removed when the process that
/// started it ends, however that ends.
public final class ScratchCitus: Sendable {
    /// Whether this machine has the extension. It is in no package of Debian: docs/citus.md says how it is built.
    public static var isInstalled: Bool {
        FileManager.default.fileExists(atPath: "/usr/share/postgresql/15/extension/citus.control")
            && FileManager.default.isExecutableFile(atPath: "\(programs)/initdb")
    }

    /// What a test says that needs it and does not find it.
    public static let missing = "SKIPPED: the extension Citus is not installed (docs/citus.md says how to build it)"

    private static let programs = "/usr/lib/postgresql/15/bin"
    private static let workers = 3

    /// The coordinator.
    public let coordinator: NodeAddress
    /// The workers that are in the cluster.
    public let workers: [NodeAddress]
    /// A server that is not in the cluster until somebody takes it in.
    public let spare: NodeAddress
    private let directory: String
    private let schemas = Atomic<Int>(0)
    // The script ends the servers when this is closed: when this object or its process is gone.
    private let lifeline: FileHandle

    private static let starting = Mutex<Task<ScratchCitus, any Error>?>(nil)

    /// The cluster that the tests of one run share; started by the first that asks.
    public static func shared() async throws -> ScratchCitus {
        try await starting.withLock { task in
            if let task { return task }
            let new = Task { try await ScratchCitus() }
            task = new
            return new
        }.value
    }

    /// Starts the servers and makes them a cluster without tables. `settings` are lines for every node's postgresql.conf.
    ///
    /// - Throws: `ScratchPostgres.Failure` if they do not start.
    public init(settings: [String] = []) async throws {
        let ports = try FreePort.several(Self.workers + 2)
        let nodes = ports.map { NodeAddress(host: "127.0.0.1", port: $0) }
        coordinator = nodes[0]
        workers = Array(nodes[1...Self.workers])
        spare = nodes[Self.workers + 1]
        directory = "/tmp/bss-citus-\(UUID().uuidString.prefix(13).lowercased())"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", Self.watch, "bss-citus", Self.programs, directory] + ports.map(String.init)
        var environment = ProcessInfo.processInfo.environment
        environment["LC_ALL"] = "C.UTF-8"
        environment["SCRATCH_SETTINGS"] = (Self.settings + settings).joined(separator: "\n")
        process.environment = environment
        let (input, output) = (Pipe(), Pipe())
        lifeline = input.fileHandleForWriting
        // Another child must not hold it open.
        _ = fcntl(lifeline.fileDescriptor, F_SETFD, FD_CLOEXEC)
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try input.fileHandleForReading.close()
        let answer = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard answer.hasPrefix("ready") else {
            throw ScratchPostgres.Failure(description: "Citus did not start in \(directory): \(answer)")
        }
        let cluster = CitusCluster(try address)
        defer { cluster.close() }
        _ = try await cluster.initialise(coordinator: coordinator, workers: workers, tables: [], shards: 6)
        // The functions call one another by names without a schema, which workers look for in `public`.
        let store = PostgresStorage(try address)
        try await store.migrate([])
        try await store.close()
    }

    deinit {
        // why: the servers end with this process at the latest.
        try? lifeline.close()
    }

    private static let settings = [
        "listen_addresses = '127.0.0.1'", "unix_socket_directories = ''",
        "shared_preload_libraries = 'citus,pg_stat_statements'", "wal_level = logical", "max_connections = 200",
        "max_prepared_transactions = 200", "max_replication_slots = 20", "max_wal_senders = 20",
        "max_worker_processes = 32", "output_plugin_libraries = 'pgoutput, test_decoding, citus'",
        // Else CREATE EXTENSION turns TLS on, for loopback too.
        "citus.node_conninfo = 'sslmode=disable'",
        // How soon a scheduled move begins; 5 s by default.
        "citus.background_task_queue_interval = '500ms'",
    ]

    // Started with the folder of the programs, the directory and the ports.
    private static let watch = #"""
        trap '' INT TERM
        programs=$1 directory=$2; shift 2
        as=(); [[ $(id -u) != 0 ]] || as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
        mkdir -m 700 "$directory" || exit 1
        ((${#as[@]} == 0)) || chown postgres: "$directory"
        end() {
            for data in "$directory"/*/; do "${as[@]}" "$programs/pg_ctl" stop -D "$data" -m immediate; done > /dev/null 2>&1
            rm -rf "$directory"
        }
        fail() { cat "$directory/start"; tail -n 20 "$directory"/*.log; end; exit 1; }
        "${as[@]}" "$programs/initdb" -D "$directory/$1" -U postgres -A trust --no-sync --locale=C -E UTF8 \
            > "$directory/start" 2>&1 || fail
        printf '%s\n' "$SCRATCH_SETTINGS" >> "$directory/$1/postgresql.conf"
        for port in "${@:2}"; do "${as[@]}" cp -r "$directory/$1" "$directory/$port" || fail; done
        for port in "$@"; do
            echo "port = $port" >> "$directory/$port/postgresql.conf"
            "${as[@]}" "$programs/pg_ctl" start -w -t 60 -D "$directory/$port" -l "$directory/$port.log" \
                < /dev/null > "$directory/start" 2>&1 || fail
        done
        echo ready
        cat > /dev/null
        end
        """#

    /// The database, in its schema `public`.
    public var address: PostgresAddress {
        get throws { try PostgresAddress("postgresql://postgres@\(coordinator)/bss?sslmode=disable") }
    }

    /// What all servers have used of the processors since they were started, in seconds; to a hundredth for each process.
    public func processorSeconds() -> Double {
        let files = FileManager.default
        // why: without /proc there is nothing to be found, and a process may end while it is being looked at.
        let ticks = ((try? files.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }.reduce(0) {
            sum,
            process in
            // why: as above
            guard let folder = try? files.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd"),
                folder.hasPrefix(directory), let text = files.contents(atPath: "/proc/\(process)/stat")
            else { return sum }
            // After the name in brackets, the twelfth to the fifteenth are the process's own times and those of children that
            // have ended (proc(5)).
            let fields = String(decoding: text, as: UTF8.self).split(separator: ") ").last?.split(separator: " ") ?? []
            return sum + fields.dropFirst(11).prefix(4).reduce(0) { $0 + (Int($1) ?? 0) }
        }
        return Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The URL of the database in an empty schema of its own: what takes a second as a database takes a moment so.
    public func emptySchema() async throws -> String {
        let name = "test\(schemas.add(1, ordering: .relaxed).newValue)"
        let session = PostgresSession(try address)
        defer { session.close() }
        try await session.texts("CREATE SCHEMA \(name)")
        return "postgresql://postgres@\(coordinator)/bss?sslmode=disable&options=-csearch_path%3D\(name)"
    }

    private static let freeSchemas = Mutex<[PostgresAddress]>([])

    /// The database in a schema without rows: one that was given back with its tables, or a new one.
    public func borrowSchema() async throws -> PostgresAddress {
        if let free = Self.freeSchemas.withLock({ $0.popLast() }) { return free }
        return try PostgresAddress(try await emptySchema())
    }

    /// Empties the tables of a borrowed schema and lets others have it: distributing them again would take seconds.
    public static func giveBack(_ address: PostgresAddress) throws {
        let connection = try PostgresConnection(address)
        let tables = try connection.execute(
            """
            SELECT string_agg(quote_ident(relname), ', ') FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname NOT LIKE 'storage\\_%'
            """
        )
        if let names = tables.text(0, 0) { try connection.execute("TRUNCATE \(names)") }
        freeSchemas.withLock { $0.append(address) }
    }

    /// Removes a schema that `emptySchema` made, with everything in it.
    public func dropSchema(of address: PostgresAddress) async throws {
        guard let name = address.schema else { return }
        let session = PostgresSession(try self.address)
        defer { session.close() }
        try await session.texts("DROP SCHEMA IF EXISTS \(name) CASCADE")
    }
}

extension PostgresAddress {
    /// The schema that its option `search_path` names.
    public var schema: String? {
        parameters["options"].flatMap { $0.split(separator: "search_path=").last }.map(String.init)
    }
}
