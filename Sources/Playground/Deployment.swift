/// The distributed deployment on one machine: everything that its components' commands and files follow from.
public struct Deployment: Sendable, Hashable {
    /// Where the program's servers keep rows and events.
    public enum Backends: Sendable, Hashable {
        /// Each server in its own files.
        case embedded
        /// All servers in the PostgreSQL cluster and the Kafka broker.
        case shared
    }

    /// Where components keep their data, absolute.
    public let directory: String
    /// Where they listen.
    public let ports: Ports
    /// Where the programs are.
    public let programs: [Program: String]
    /// Whether the PostgreSQL nodes form a Citus cluster.
    public let hasCitus: Bool
    /// Where the servers keep rows and events.
    public let backends: Backends

    /// A deployment.
    public init(
        directory: String,
        ports: Ports,
        programs: [Program: String],
        hasCitus: Bool,
        backends: Backends
    ) {
        self.directory = directory
        self.ports = ports
        self.programs = programs
        self.hasCitus = hasCitus
        self.backends = backends
    }

    /// The database of the program, on every node.
    static let database = "bss"
    /// The account that owns it.
    static let user = "postgres"

    /// Every component, whether its program is installed or not.
    public var components: [Component] { components(scraping: scrapeJobs, alerts: AlertRule.all) }

    private func components(scraping jobs: [ScrapeJob], alerts: [AlertRule]) -> [Component] {
        var all = [coordinator] + (1...Ports.workers).map(worker)
        all += [pgbouncer, kafka, jobManager] + (1...Ports.taskManagers).map(taskManager)
        all += (1...Ports.servers).map(server)
        all += [envoy, alertmanager, nodeExporter] + (0...Ports.workers).map(postgresExporter)
        return all + [prometheus(jobs: jobs, alerts: alerts)]
    }

    /// What is started with what is installed here. Prometheus watches only what is.
    public func plan(unwanted: Set<String> = []) -> Plan {
        let missing = Set(Program.allCases).subtracting(programs.keys)
        let plan = Plan(components, missing: missing, unwanted: unwanted)
        let addresses = Set(plan.ports.map { "127.0.0.1:\($0.port.number)" })
        let present = Set(plan.components.map(\.program))
        let watched = components(
            scraping: scrapeJobs.compactMap { $0.keeping(addresses) },
            alerts: AlertRule.all.filter { present.contains($0.program) }
        )
        return Plan(watched, missing: missing, unwanted: unwanted)
    }

    /// A component's folder.
    public func folder(_ name: String) -> String { directory + "/" + name }

    /// Where a program is; its bare name where it is not installed, so that a plan can be shown all the same.
    func path(_ program: Program) -> String { programs[program] ?? program.rawValue }

    /// PostgreSQL's passwords for the user's own processes, in libpq's format.
    public var passwordFile: String { directory + "/secrets/pgpass" }
    /// The same for processes with rights of their own.
    var servicePasswordFile: String { directory + "/secrets/pgpass.service" }
    /// The password alone, for initdb and the exporters.
    var servicePassword: String { directory + "/secrets/postgres.service" }
    /// The password alone, readable for the user.
    public var ownPassword: String { directory + "/secrets/postgres" }

    /// The files with the password that the processes share.
    public func secrets(password: String) -> [(file: Component.File, account: Component.Account)] {
        let lines = "127.0.0.1:*:*:\(Self.user):\(password)\n"
        return [
            (Component.File(passwordFile, lines, isSecret: true), .own),
            (Component.File(ownPassword, password, isSecret: true), .own),
            (Component.File(servicePasswordFile, lines, isSecret: true), .service),
            (Component.File(servicePassword, password, isSecret: true), .service),
            (
                Component.File(
                    directory + "/secrets/pgbouncer.users",
                    "\"\(Self.user)\" \"\(password)\"\n",
                    isSecret: true
                ), .service
            ),
        ]
    }
}
