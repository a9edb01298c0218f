import Domain
import Primitives

/// Queries over the server's topics as the API shows them; `Server` fills the closure in, since this target does not know the
/// engine.
public struct SQLAccess: Sendable {
    /// What is asked for.
    public struct Request: Sendable, Hashable {
        /// Statements that were right before: what they declare and set holds for the script. Their errors have places of
        /// their own.
        public let declarations: String
        /// Flink SQL.
        public let script: String
        /// Whether queries go on with every new record; nil for what the script sets.
        public let follows: Bool?
        /// Begins at the first record of this time or later.
        public let since: Timestamp?
        /// Whether INSERTs are run and their rows answered, instead of being refused.
        public let isDryRun: Bool

        /// A request.
        public init(declarations: String, script: String, follows: Bool?, since: Timestamp?, isDryRun: Bool) {
            self.declarations = declarations
            self.script = script
            self.follows = follows
            self.since = since
            self.isDryRun = isDryRun
        }
    }

    /// A column of an answer.
    public struct Column: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Its SQL type.
        public let type: String

        /// A column.
        public init(name: String, type: String) {
            self.name = name
            self.type = type
        }
    }

    /// A part of an answer.
    public enum Part: Sendable, Hashable {
        /// What rows to come have. `table`: where they would go; nil for a query. `follows`: whether they come for ever.
        case columns([Column], table: String?, follows: Bool)
        /// A row, with Flink's sign of what happened to it (`+I`, `-U`, `+U`, `-D`).
        case row(kind: String, table: String?, [JSON])
        /// A text: a plan, a declaration.
        case text(String)
    }

    /// The parts of an answer, some at once.
    public typealias Answer = any AsyncSequence<[Part], any Error> & Sendable

    /// Begins what is asked for. Throws `Refusal`: `malformed` for what is wrong with the script, `notFound` for its topics,
    /// `tooMany` where too many queries run. The answer may throw one too.
    public let run: @Sendable (Request) async throws -> Answer

    /// Access through this closure.
    public init(run: @escaping @Sendable (Request) async throws -> Answer) { self.run = run }
}
