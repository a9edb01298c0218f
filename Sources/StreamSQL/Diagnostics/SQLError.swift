/// Why a statement was not accepted, and where in its text.
public struct SQLError: Error, Hashable, Sendable {
    /// What kind of fault it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The text is no SQL.
        case syntax = "syntax error"
        /// The text is longer or deeper than is allowed.
        case limit = "limit exceeded"
        /// It is Flink SQL, but not of the part that is supported.
        case unsupported = "not supported"
        /// A name that nothing has, or that several things have.
        case name = "name error"
        /// Values of the wrong type.
        case type = "type error"
        /// Well-formed, but without a meaning.
        case invalid = "invalid statement"
    }

    /// What kind of fault it is.
    public var kind: Kind
    /// What is wrong: a sentence without capital letter and full stop.
    public var message: String
    /// Where in the source.
    public var range: SourceRange
    /// What to do about it.
    public var hint: String?

    /// A fault at a place.
    public init(_ kind: Kind, _ message: String, at range: SourceRange, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.range = range
        self.hint = hint
    }
}

/// The faults of a script, in the order of their places; at least one.
public struct SQLErrors: Error, Hashable, Sendable {
    /// The faults.
    public var errors: [SQLError]

    /// The faults of a script.
    public init(_ errors: [SQLError]) {
        precondition(!errors.isEmpty, "a failure without an error")
        self.errors = errors
    }

    /// All of them as `SQLError.rendered(source:file:)` shows them, a blank line between.
    public func rendered(source: String, file: String) -> String {
        errors.map { $0.rendered(source: source, file: file) }.joined(separator: "\n\n")
    }
}
