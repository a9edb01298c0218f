/// Finds the programs on this machine.
public struct ProgramSearch: Sendable {
    /// Where this program itself is.
    let executable: String
    /// The user's home directory.
    let home: String
    /// The folders of PATH.
    let path: [String]
    /// What is in a folder; empty where there is none.
    let contents: @Sendable (String) -> [String]
    /// Whether there is a file.
    let exists: @Sendable (String) -> Bool

    /// A search over a file system.
    public init(
        executable: String,
        home: String,
        path: [String],
        contents: @escaping @Sendable (String) -> [String],
        exists: @escaping @Sendable (String) -> Bool
    ) {
        self.executable = executable
        self.home = home
        self.path = path
        self.contents = contents
        self.exists = exists
    }

    /// The Python environment that pip's packages are installed into.
    public var venv: String { home + "/.cache/bss/venv" }

    /// Where a program is: an executable, PostgreSQL's `bin` folder, or Flink's home. Nil if it is not installed.
    public func find(_ program: Program) -> String? {
        switch program {
        case .bss: executable
        case .postgres: postgresFolder()
        case .pgbouncer: onPath(["pgbouncer"])
        case .kafka: inPackage("noida_db/noida-db")
        case .envoy: inPackage("envoy/_bin/envoy") ?? onPath(["envoy"])
        case .flink: flinkHome()
        case .prometheus: onPath(["prometheus"])
        case .alertmanager: onPath(["prometheus-alertmanager", "alertmanager"])
        case .nodeExporter: onPath(["prometheus-node-exporter", "node_exporter"])
        case .postgresExporter: onPath(["prometheus-postgres-exporter", "postgres_exporter"])
        }
    }

    /// Whether the server in this `bin` folder has the Citus extension.
    public func hasCitus(_ folder: String) -> Bool {
        // Debian keeps PostgreSQL N in /usr/lib/postgresql/N/bin and its extensions' control files in
        // /usr/share/postgresql/N; an own build has both below one folder.
        let version = folder.split(separator: "/").dropLast().last.map(String.init) ?? ""
        let places = [
            "/usr/share/postgresql/\(version)/extension/citus.control",
            folder + "/../share/extension/citus.control", folder + "/../share/postgresql/extension/citus.control",
        ]
        return places.contains(where: exists)
    }

    /// The newest PostgreSQL, one with Citus before all others.
    private func postgresFolder() -> String? {
        let versions = contents("/usr/lib/postgresql").compactMap { Int($0) }.sorted(by: >)
        var folders = versions.map { "/usr/lib/postgresql/\($0)/bin" }
        folders += path
        let usable = folders.filter { exists($0 + "/postgres") && exists($0 + "/initdb") }
        return usable.first(where: hasCitus) ?? usable.first
    }

    private func flinkHome() -> String? {
        let root = home + "/.cache/bss"
        let versions = contents(root).filter { $0.hasPrefix("flink-") }.sorted(by: >)
        return versions.map { root + "/" + $0 }.first { exists($0 + "/bin/jobmanager.sh") }
    }

    private func onPath(_ names: [String]) -> String? {
        for name in names {
            if let folder = (path + ["/usr/sbin"]).first(where: { exists($0 + "/" + name) }) {
                return folder + "/" + name
            }
        }
        return nil
    }

    /// A file in a Python package of the environment: the program itself, not its wrapper, so that a signal reaches it.
    private func inPackage(_ file: String) -> String? {
        for python in contents(venv + "/lib").sorted(by: >) {
            let candidate = venv + "/lib/\(python)/site-packages/" + file
            if exists(candidate) { return candidate }
        }
        return nil
    }
}
