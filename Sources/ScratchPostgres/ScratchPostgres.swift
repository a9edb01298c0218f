import Dispatch
import Foundation
import PostgresStorage
import Synchronization

/// A PostgreSQL server of its own in a temporary directory, for tests and benchmarks: listens on a socket in that
/// directory only, has the server's own durability settings, and is stopped and removed when the process that started it
/// ends, however that ends.
public final class ScratchPostgres: Sendable {
    /// Why there is no server.
    public struct Failure: Error, CustomStringConvertible {
        /// What failed, and what to do.
        public let description: String
    }

    /// The superuser, who needs no password.
    public static let user = "postgres"

    /// The directory that holds the data, the socket and the server's log.
    public let directory: String
    /// The folder of the server's programs.
    public let programs: String
    private let databases = Atomic<Int>(0)
    private let freeDatabases = Mutex<[PostgresAddress]>([])
    // The watch script ends the server when this is closed: when this object or its process is gone.
    private let lifeline: FileHandle
    private let answers: FileHandle

    /// The server that the tests of one run share; started by the first that asks.
    public static func shared() throws -> ScratchPostgres { try sharedServer.get() }

    private static let sharedServer = Result { try ScratchPostgres() }

    /// Starts a server and returns once it takes connections. `settings` are lines for postgresql.conf.
    ///
    /// - Throws: `Failure` if PostgreSQL is not installed or does not start.
    public init(settings: [String] = []) throws {
        programs = try Self.installedPrograms()
        directory = "/tmp/bss-postgres-\(UUID().uuidString.prefix(13).lowercased())"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", Self.watch, "bss-postgres", programs, directory] + Self.asServerUser
        var environment = ProcessInfo.processInfo.environment
        environment["LC_ALL"] = "C.UTF-8"
        environment["SCRATCH_SETTINGS"] = (["listen_addresses = ''", "max_connections = 200"] + settings)
            .joined(separator: "\n")
        process.environment = environment
        let (input, output) = (Pipe(), Pipe())
        lifeline = input.fileHandleForWriting
        answers = output.fileHandleForReading
        // Another child must not hold it open.
        _ = fcntl(lifeline.fileDescriptor, F_SETFD, FD_CLOEXEC)
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        // A shell without its own copy of the reading end notices when ours is the last writer.
        try input.fileHandleForReading.close()
        let answer = Self.firstBytes(answers.fileDescriptor)
        guard answer.hasPrefix("ready") else {
            throw Failure(description: "PostgreSQL did not start in \(directory): \(answer)")
        }
    }

    deinit {
        // why: the server ends with this process at the latest.
        try? lifeline.close()
    }

    // FileHandle's own reading ends the process when a signal interrupts it.
    private static func firstBytes(_ descriptor: Int32) -> String {
        withUnsafeTemporaryAllocation(byteCount: 8_192, alignment: 1) { buffer in
            var count = -1
            repeat { count = read(descriptor, buffer.baseAddress!, buffer.count) } while count < 0 && errno == EINTR
            return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        }
    }

    // Started with the folder of the programs, the directory, and the command that becomes the server's user.
    private static let watch = #"""
        trap '' INT TERM
        programs=$1 directory=$2; shift 2
        mkdir -m 700 "$directory" || exit 1
        (($# == 0)) || chown postgres: "$directory"
        pooler=$(command -v pgbouncer || echo /usr/sbin/pgbouncer)
        end() {
            [[ -e $directory/pooler.pid ]] && kill -9 "$(< "$directory/pooler.pid")"
            "$@" "$programs/pg_ctl" stop -D "$directory/data" -m immediate > /dev/null 2>&1
            rm -rf "$directory"
        }
        fail() { cat "$directory/start"; tail -n 20 "$directory/log"; end "$@"; exit 1; }
        "$@" "$programs/initdb" -D "$directory/data" -U postgres -A trust --no-sync --locale=C -E UTF8 \
            > "$directory/start" 2>&1 || fail "$@"
        printf '%s\n' "unix_socket_directories = '$directory'" "$SCRATCH_SETTINGS" >> "$directory/data/postgresql.conf"
        start() {
            "$@" "$programs/pg_ctl" start -w -t 60 -D "$directory/data" -l "$directory/log" \
                < /dev/null > "$directory/start" 2>&1
        }
        start "$@" || fail "$@"
        if [[ -x $pooler ]]; then
            printf '%s\n' '[databases]' "* = host=$directory user=postgres" '[pgbouncer]' 'pool_mode = transaction' \
                "unix_socket_dir = $directory" 'listen_port = 6432' 'auth_type = any' 'max_client_conn = 500' \
                "pidfile = $directory/pooler.pid" "logfile = $directory/pooler.log" > "$directory/pooler.ini"
            "$@" "$pooler" -q -d "$directory/pooler.ini" > "$directory/start" 2>&1 < /dev/null || fail "$@"
        fi
        echo ready
        while read -r; do start "$@" && echo ready || { cat "$directory/start"; }; done
        end "$@"
        """#

    // PostgreSQL refuses to run as root.
    private static var asServerUser: [String] {
        geteuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
    }

    private static func installedPrograms() throws -> String {
        let root = "/usr/lib/postgresql"
        // why: where the folder is missing there are no versions in it.
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }
        for version in versions.sorted(by: >) {
            let folder = "\(root)/\(version)/bin"
            if FileManager.default.isExecutableFile(atPath: folder + "/initdb") { return folder }
        }
        throw Failure(description: "there is no \(root)/*/bin/initdb: install it with `scripts/install test`")
    }

    /// Runs work that blocks, such as the calls of this type, off the cooperative pool, whose threads are as few as the
    /// cores: tests with a time limit wait for them.
    public static func aside<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Swift.Result { try work() }) }
        }
    }

    /// Where a database of this server is.
    public func address(database: String = "postgres") throws -> PostgresAddress {
        try PostgresAddress("host=\(directory) user=\(Self.user) dbname=\(database)")
    }

    /// The same database through PgBouncer in transaction mode.
    ///
    /// - Throws: `Failure` if PgBouncer is not installed.
    public func throughPooler(_ address: PostgresAddress) throws -> PostgresAddress {
        guard FileManager.default.fileExists(atPath: directory + "/pooler.ini") else {
            throw Failure(description: "PgBouncer is not installed: install it with `scripts/install test`")
        }
        return address.with("port", "6432")
    }

    /// An empty database: one that was given back, or a new one.
    public func borrowDatabase() throws -> PostgresAddress {
        if let free = freeDatabases.withLock({ $0.popLast() }) { return free }
        let name = "scratch\(databases.add(1, ordering: .relaxed).newValue)"
        try PostgresConnection(address(), .administration).execute("CREATE DATABASE \(name)")
        return try address(database: name)
    }

    /// Takes a database back, ends the connections to it and empties it: much cheaper than to remove it and make
    /// another.
    public func giveBack(_ address: PostgresAddress) throws {
        let connection = try PostgresConnection(address, .administration)
        try connection.execute(
            """
            SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """
        )
        try connection.script("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        freeDatabases.withLock { $0.append(address) }
    }

    /// Kills every process of the server at once, as a power cut would.
    public func kill() throws {
        while true {
            let processes = Self.processes(in: directory + "/data")
            if processes.isEmpty { break }
            for process in processes { Glibc.kill(process, SIGKILL) }
            Thread.sleep(forTimeInterval: 0.02)
        }
        // A power cut takes the process ids with it; here a process that nobody reaped would pass for a running server.
        for file in ["/data/postmaster.pid", "/.s.PGSQL.5432.lock"] {
            try FileManager.default.removeItem(atPath: directory + file)
        }
    }

    // Every process of a server works in its data directory. One that has ended, and that nobody asked about, has none.
    private static func processes(in directory: String) -> [pid_t] {
        // why: without /proc there is nothing to be found.
        let all = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
        return all.filter { process in
            // why: a process may end while it is being looked at.
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")) == directory
        }
    }

    /// Starts the server again after `kill`, and returns once it takes connections.
    public func restart() throws {
        try lifeline.write(contentsOf: Array("start\n".utf8))
        let answer = Self.firstBytes(answers.fileDescriptor)
        guard answer.hasPrefix("ready") else {
            throw Failure(description: "PostgreSQL did not start again in \(directory): \(answer)")
        }
    }
}
