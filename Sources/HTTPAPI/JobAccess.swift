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
        /// The rehearsal that it runs for, or nil in it to write into its topics; nil for what it was before.
        public let rehearsal: Int64??
    }

    /// A step in rehearsing a job somewhere else.
    public enum Rehearse: Sendable, Hashable {
        /// Make the topics that the other side writes to; other ones than before if `isAfresh`.
        case prepare(since: Timestamp?, isAfresh: Bool)
        /// Compare what both sides have written.
        case compare(number: Int64, since: Timestamp?)
        /// Add to the job's output what only the other side has.
        case promote(number: Int64, since: Timestamp?)
    }

    /// All jobs, with their states and figures.
    public let list: @Sendable () async throws -> [JSON]
    /// A job, with its script, operators and savepoints. Throws `Refusal` (notFound).
    public let show: @Sendable (_ name: String) async throws -> JSON
    /// Adds a job, or gives one another script.
    public let submit: @Sendable (_ name: String, _ script: String, _ parallelism: Int?) async throws -> Void
    /// Stops a job; `movedTo` says where it goes on instead.
    public let stop: @Sendable (_ name: String, _ movedTo: String?) async throws -> Void
    /// Writes a job's state down; answers the savepoint's name.
    public let savepoint: @Sendable (_ name: String) async throws -> String
    /// Begins a job again.
    public let restart: @Sendable (_ name: String, Restart) async throws -> Void
    /// Takes a step of a rehearsal.
    public let rehearse: @Sendable (_ name: String, Rehearse) async throws -> JSON
    /// Forgets a job.
    public let remove: @Sendable (_ name: String) async throws -> Void

    /// Access through these closures.
    public init(
        list: @escaping @Sendable () async throws -> [JSON],
        show: @escaping @Sendable (_ name: String) async throws -> JSON,
        submit: @escaping @Sendable (_ name: String, _ script: String, _ parallelism: Int?) async throws -> Void,
        stop: @escaping @Sendable (_ name: String, _ movedTo: String?) async throws -> Void,
        savepoint: @escaping @Sendable (_ name: String) async throws -> String,
        restart: @escaping @Sendable (_ name: String, Restart) async throws -> Void,
        rehearse: @escaping @Sendable (_ name: String, Rehearse) async throws -> JSON,
        remove: @escaping @Sendable (_ name: String) async throws -> Void
    ) {
        self.list = list
        self.show = show
        self.submit = submit
        self.stop = stop
        self.savepoint = savepoint
        self.restart = restart
        self.rehearse = rehearse
        self.remove = remove
    }
}
