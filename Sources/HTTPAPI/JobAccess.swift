import Domain
import Primitives

/// The stream jobs as the API shows them; `Server` fills the closures in, since this target does not know the engine.
public struct JobAccess: Sendable {
    /// What is asked of a job's next run.
    public struct Restart: Sendable, Hashable {
        /// Workers; nil as before.
        public let parallelism: Int?
        /// The savepoint to begin at; nil where the job ended.
        public let savepoint: String?
        /// Whether it begins without state.
        public let discardsState: Bool
    }

    /// All jobs, with their states and figures.
    public let list: @Sendable () async throws -> [JSON]
    /// A job, with its script, operators and savepoints. Throws `Refusal` (notFound).
    public let show: @Sendable (_ name: String) async throws -> JSON
    /// Adds a job, or gives one another script.
    public let submit: @Sendable (_ name: String, _ script: String, _ parallelism: Int?) async throws -> Void
    /// Stops a job.
    public let stop: @Sendable (_ name: String) async throws -> Void
    /// Writes a job's state down; answers the savepoint's name.
    public let savepoint: @Sendable (_ name: String) async throws -> String
    /// Begins a job again.
    public let restart: @Sendable (_ name: String, Restart) async throws -> Void
    /// Forgets a job.
    public let remove: @Sendable (_ name: String) async throws -> Void

    /// Access through these closures.
    public init(
        list: @escaping @Sendable () async throws -> [JSON],
        show: @escaping @Sendable (_ name: String) async throws -> JSON,
        submit: @escaping @Sendable (_ name: String, _ script: String, _ parallelism: Int?) async throws -> Void,
        stop: @escaping @Sendable (_ name: String) async throws -> Void,
        savepoint: @escaping @Sendable (_ name: String) async throws -> String,
        restart: @escaping @Sendable (_ name: String, Restart) async throws -> Void,
        remove: @escaping @Sendable (_ name: String) async throws -> Void
    ) {
        self.list = list
        self.show = show
        self.submit = submit
        self.stop = stop
        self.savepoint = savepoint
        self.restart = restart
        self.remove = remove
    }
}
