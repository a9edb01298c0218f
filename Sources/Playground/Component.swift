/// A process of the deployment, as a value: what it needs, where it listens, how it is started, and how it is known to
/// be ready.
public struct Component: Sendable, Hashable {
    /// Whose rights a process has.
    public enum Account: Sendable, Hashable {
        /// The user's own.
        case own
        /// Those of the user `postgres` where the user is root: PostgreSQL and PgBouncer refuse root.
        case service
    }

    /// What ends it in order.
    public enum StopSignal: String, Sendable, Hashable {
        /// SIGTERM.
        case terminate = "TERM"
        /// SIGINT: PostgreSQL then disconnects its clients.
        case interrupt = "INT"
    }

    /// A port that it listens on.
    public struct Port: Sendable, Hashable {
        /// What speaks there.
        public let name: String
        /// Its number.
        public let number: Int

        init(_ name: String, _ number: Int) {
            self.name = name
            self.number = number
        }
    }

    /// A file that it reads.
    public struct File: Sendable, Hashable {
        /// The path, absolute.
        public let path: String
        /// The text.
        public let text: String
        /// Whether only its account may read it.
        public let isSecret: Bool

        init(_ path: String, _ text: String, isSecret: Bool = false) {
            self.path = path
            self.text = text
            self.isSecret = isSecret
        }
    }

    /// A program with its arguments, without secrets.
    public struct Command: Sendable, Hashable {
        /// The program and its arguments.
        public let words: [String]
        /// Added to the environment.
        public let environment: [String: String]

        init(_ words: [String], environment: [String: String] = [:]) {
            self.words = words
            self.environment = environment
        }
    }

    /// A command that is run once in the life of a data directory.
    public struct Preparation: Sendable, Hashable {
        /// The name of the mark that it was done.
        public let name: String
        /// What to run.
        public let command: Command
        /// A folder that is emptied before: what an earlier try left there.
        public let clears: String?

        init(_ name: String, _ command: Command, clears: String? = nil) {
            self.name = name
            self.command = command
            self.clears = clears
        }
    }

    /// How it is known that a process answers.
    public enum Readiness: Sendable, Hashable {
        /// It answers 200 to a GET.
        case http(port: Int, path: String)
        /// A number in the JSON that it answers is at least this.
        case json(port: Int, path: String, member: String, atLeast: Int64)
        /// It accepts a connection.
        case tcp(port: Int)
        /// A command succeeds.
        case command(Command)
        /// All of these.
        case all([Readiness])
    }

    /// Its name, which is also that of its folder and log.
    public let name: String
    /// What it is made of.
    public let program: Program
    /// What must be ready before it starts; without it, it is left out.
    public var needs: [String] = []
    /// What must be ready before it starts, if it is there at all.
    public var follows: [String] = []
    /// Where it listens.
    public let ports: [Port]
    /// What it reads.
    public var files: [File] = []
    /// What is run once before the first start.
    public var before: [Preparation] = []
    /// What is run.
    public let command: Command
    /// When it is ready.
    public let readiness: Readiness
    /// What is run once when it is ready for the first time.
    public var after: [Preparation] = []
    /// What ends it.
    public var stop = StopSignal.terminate
    /// Whose rights it has.
    public var account = Account.own

    init(_ name: String, _ program: Program, ports: [Port], command: Command, readiness: Readiness) {
        self.name = name
        self.program = program
        self.ports = ports
        self.command = command
        self.readiness = readiness
    }
}
