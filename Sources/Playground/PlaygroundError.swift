/// Why the playground cannot do what it was asked to.
public struct PlaygroundError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What failed, on what.
    public let what: String
    /// Why, as far as it is known: the end of a log, the system's words.
    public let detail: String?
    /// What to do.
    public let hint: String?

    /// An error.
    public init(_ what: String, detail: String? = nil, hint: String? = nil) {
        self.what = what
        self.detail = detail.flatMap { $0.isEmpty ? nil : $0 }
        self.hint = hint
    }

    /// All of it.
    public var description: String { [what, detail, hint].compactMap(\.self).joined(separator: "\n") }
}
